#include "cli/invite.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ostream>

#include "api/invitations_json.h"
#include "base/json.h"
#include "cli/access.h"
#include "cli/export_rows.h"
#include "cli/rights_door.h"
#include "cli/serve_options.h"

namespace fh::cli {
namespace {

// `--about field=value`: a field of a draft, a level of its subject, or a label.
Status say_about(model::Draft& about, const std::string& said) {
  const size_t equals = said.find('=');
  const std::string name = said.substr(0, equals);
  if (equals == std::string::npos || name.empty() || equals + 1 == said.size()) {
    return failure(ErrorCode::kInvalid, fmt::format("--about takes field=value, not \"{}\"", said));
  }
  const std::string value = said.substr(equals + 1);
  constexpr std::string_view kLabel = "label.";
  if (name.starts_with(kLabel) && name.size() > kLabel.size()) {
    about.signifiers.push_back({.name = name.substr(kLabel.size()), .value = value});
    return {};
  }
  if (model::subject_level_named(name)) {
    about.subjects.emplace_back(name, value);
    return {};
  }
  const std::array<std::pair<std::string_view, std::string*>, 8> texts = {
      {{"source", &about.source},
       {"kind", &about.kind},
       {"party", &about.party},
       {"function", &about.function},
       {"touchpoint", &about.touchpoint},
       {"stage", &about.stage},
       {"channel", &about.channel},
       {"unit", &about.unit}}};
  for (const auto& [known, text] : texts) {
    if (known != name) continue;
    *text = value;
    return {};
  }
  return failure(ErrorCode::kInvalid, fmt::format("an invitation says nothing of \"{}\"", name), {},
                 "It may be source, kind, party, function, touchpoint, stage, channel, unit, "
                 "industry, organisation, product, service, or label.NAME.");
}

Result<std::string> ask(Access& access, std::string_view method, const std::string& target,
                        const std::string& body = {}) {
  const std::string_view type = body.empty() ? "" : "application/json";
  FH_ASSIGN_OR_RETURN(api::Reply reply, access.server->send(method, target, type, body));
  return body_of(std::move(reply));
}

engine::Caller host() {
  return engine::Caller::host("cli");
}

Result<std::string> make(Access& access, const engine::NewBatch& batch) {
  if (access.server) {
    return ask(access, "POST", "/v1/invitations",
               json_text([&](JsonWriter& json) { api::write_new_batch(json, batch); }));
  }
  FH_ASSIGN_OR_RETURN(const engine::MadeBatch made,
                      access.engine->invitations().make(host(), batch));
  const Instant now = access.engine->access().now();
  return json_text([&](JsonWriter& json) { api::write_made_batch(json, made, {}, now); });
}

// The links and nothing else go to `out`: a list to be merged into letters.
Result<int> invite(Access& access, const Arguments& arguments, std::ostream& out,
                   std::ostream& err) {
  engine::NewBatch batch;
  batch.name = arguments.option("name").value_or("");
  batch.until = arguments.option("until").value_or("");
  for (const std::string& said : arguments.all("about")) {
    FH_RETURN_IF_ERROR(say_about(batch.about, said));
  }
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> pages, pages_at_of(arguments));
  FH_ASSIGN_OR_RETURN(batch.count, number_option(arguments, "count", 1, engine::kInvitationsMax));
  FH_ASSIGN_OR_RETURN(const std::string answer, make(access, batch));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> secrets = json.find("secrets");
  if (!secrets || secrets->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, "the answer holds no links");
  }
  const std::string answered = text_in(json, "pages_at");
  const std::string base = pages ? *pages : answered.empty() ? "http://127.0.0.1:8480" : answered;
  out << "name,link\r\n";
  FH_RETURN_IF_ERROR(secrets->for_each_element([&](Json secret) -> Status {
    const std::string link =
        fmt::format("{}/tell#invitation={}", base, secret.as_string().value_or(""));
    out << csv_text(batch.name) << ',' << csv_text(link) << "\r\n";
    return {};
  }));
  err << fmt::format("batch {}: {} links, each good once, until {}; they are shown this once\n",
                     text_in(json, "number"), text_in(json, "links"), text_in(json, "expires"));
  return kExitDone;
}

std::string line_of(Json batch) {
  const std::string used = text_in(batch, "used");
  const std::string step = text_in(batch, "step");
  const std::string known = step == "0" ? used + " used"
                            : used.empty()
                                ? fmt::format("fewer than {} used", step)
                                : fmt::format("{} or more used (in steps of {})", used, step);
  return fmt::format("batch {}: {}, {} links, {}, {} until {} (made by {}, {})",
                     text_in(batch, "number"), text_in(batch, "name"), text_in(batch, "links"),
                     known, text_in(batch, "state"), text_in(batch, "expires"),
                     text_in(batch, "made_by"), text_in(batch, "made"));
}

Result<int> list(Access& access, const Arguments& arguments, std::ostream& out) {
  constexpr uint32_t kShown = 1000;
  std::string answer;
  if (access.server) {
    FH_ASSIGN_OR_RETURN(answer,
                        ask(access, "GET", fmt::format("/v1/invitations?limit={}", kShown)));
  } else {
    FH_ASSIGN_OR_RETURN(const auto all, access.engine->invitations().batches(host(), kShown, 0));
    const Instant now = access.engine->access().now();
    answer = json_text([&](JsonWriter& json) { api::write_batches(json, all, now); });
  }
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> batches = json.find("batches");
  if (!batches || batches->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, "the answer holds no batches");
  }
  FH_RETURN_IF_ERROR(batches->for_each_element([&](Json one) -> Status {
    out << line_of(one) << '\n';
    return {};
  }));
  return kExitDone;
}

Result<int> end(Access& access, const std::string& text, std::ostream& out) {
  uint64_t number = 0;
  const auto [stopped, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || stopped != text.data() + text.size()) {
    return failure(ErrorCode::kInvalid, fmt::format("\"{}\" is no batch's number", text), {},
                   "See `firsthand invite --list`.");
  }
  if (access.engine) {
    FH_RETURN_IF_ERROR(access.engine->invitations().end(host(), number));
  } else {
    FH_ASSIGN_OR_RETURN(const std::string done,
                        ask(access, "DELETE", fmt::format("/v1/invitations/{}", number)));
    static_cast<void>(done);
  }
  out << fmt::format("batch {} is ended: its links are good no more\n", number);
  return kExitDone;
}

Result<int> run_invite(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<std::string> ended = arguments.option("end");
  if (arguments.flag("list") && ended) {
    return failure(ErrorCode::kInvalid, "--list and --end are two things: ask for one");
  }
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kRefuse));
  if (ended) return end(access, *ended, out);
  if (arguments.flag("list")) return list(access, arguments, out);
  return invite(access, arguments, out, err);
}

}  // namespace

const Command& invite_command() {
  static const Command command = {
      .name = "invite",
      .summary = "make links with which people tell, each once; list them; end them",
      .usage = "",
      .description =
          "Writes a table (CSV) of links, shown this once. Each leads to the page to tell, which\n"
          "shows the name and what is said beforehand, and is good for one telling. No link opens\n"
          "what was told through it, and nothing says through which one something was told.",
      .options = {data_option(),
                  token_option(),
                  {.name = "name", .value = "NAME", .help = "who invites, or to what: it is shown"},
                  {.name = "count", .value = "N", .help = "how many links, 1 to 10,000"},
                  {.name = "until", .value = "DATE", .help = "good so long, that day included"},
                  {.name = "about",
                   .value = "FIELD=VALUE",
                   .help = "said with each telling, as unit=Depot or label.campaign=May; may be "
                           "given again",
                   .repeats = true},
                  {.name = "pages-at",
                   .value = "URL",
                   .help = "where who is invited opens the pages; else as the running server was "
                           "told, or http://127.0.0.1:8480"},
                  {.name = "list", .help = "what was made, and how many of each were used"},
                  {.name = "end",
                   .value = "NUMBER",
                   .help = "the links of that batch are good no "
                           "more"},
                  {.name = "json", .help = "with --list: answer as JSON"}},
      .examples = {{"firsthand invite --name 'Line 4 in May' --count 50 --until 2026-06-30 "
                    "--about 'unit=Line 4' --pages-at https://tell.example.org > links.csv",
                    "fifty links, for a letter each"},
                   {"firsthand invite --list", "how many were used, in steps"},
                   {"firsthand invite --end 1", "no more of these"}},
      .run = run<run_invite>,
  };
  return command;
}

}  // namespace fh::cli

#include "cli/tell.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <charconv>
#include <iostream>
#include <istream>
#include <iterator>
#include <ostream>

#include "api/json_answers.h"
#include "base/json.h"
#include "cli/access.h"
#include "model/draft_json.h"

namespace fh::cli {
namespace {

// Options that go into the draft as text, by the draft's own names.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTextOptions = {{
    {"source", "source"},
    {"kind", "kind"},
    {"lived-at", "lived_at"},
    {"person", "person"},
    {"party", "party"},
    {"function", "function"},
    {"touchpoint", "touchpoint"},
    {"stage", "stage"},
    {"channel", "channel"},
    {"unit", "unit"},
    {"lang", "lang"},
    {"scale", "scale"},
    {"source-id", "source_id"},
}};

Result<double> rating(std::string_view name, const std::string& text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc() && end == text.data() + text.size()) return value;
  return failure(ErrorCode::kInvalid,
                 fmt::format("--{} is \"{}\"; it must be a number", name, text));
}

Result<std::string> draft_json(const Arguments& arguments) {
  std::string words = fmt::format("{}", fmt::join(arguments.positional, " "));
  if (words == "-") words.assign(std::istreambuf_iterator<char>(std::cin), {});
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("text", words);
  for (const auto& [option, field] : kTextOptions) {
    if (const auto value = arguments.option(option)) json.member(field, *value);
  }
  for (const char* name : {"expected", "felt"}) {
    const auto value = arguments.option(name);
    if (!value) continue;
    FH_ASSIGN_OR_RETURN(const double number, rating(name, *value));
    json.member(name, number);
  }
  json.end_object();
  return text;
}

Result<std::string> hand_in(const std::string& draft, Access& access) {
  if (access.server) {
    FH_ASSIGN_OR_RETURN(api::Reply reply,
                        access.server->post("/v1/experiences", "application/json", draft));
    return body_of(std::move(reply));
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(draft));
  FH_ASSIGN_OR_RETURN(model::Draft read, model::read_draft(json));
  FH_ASSIGN_OR_RETURN(
      const record::Receipt receipt,
      access.engine->tell(std::move(read), {.caller = engine::Caller::host("cli")}));
  std::string text;
  JsonWriter writer(text);
  writer.begin_object();
  api::write_receipt(writer, receipt);
  writer.end_object();
  return text;
}

Result<int> tell(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const std::string draft, draft_json(arguments));
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kCreate));
  FH_ASSIGN_OR_RETURN(const std::string receipt, hand_in(draft, access));
  if (arguments.flag("json")) {
    out << receipt << '\n';
    return kExitDone;
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(receipt));
  const std::optional<Json> id = json.find("id");
  out << fmt::format("kept as {}\n", id ? id->as_string().value_or("") : "");
  return kExitDone;
}

std::vector<Option> options() {
  std::vector<Option> table = {data_option(), token_option()};
  table.push_back({.name = "source",
                   .value = "NAME",
                   .help = "where it comes from",
                   .fallback = "command line"});
  table.push_back({.name = "source-id", .value = "ID", .help = "the source's own id for it"});
  table.push_back({.name = "kind",
                   .value = "KIND",
                   .help = "story, interaction, question, wish, expectation, workaround, thanks, "
                           "concern"});
  table.push_back({.name = "lived-at", .value = "TIME", .help = "when: 2026-03-09, 2026-03, …"});
  table.push_back({.name = "person", .value = "KEY", .help = "who, by the source's own key"});
  table.push_back(
      {.name = "party", .value = "PARTY", .help = "customer, employee, partner, other"});
  table.push_back({.name = "function",
                   .value = "FUNCTION",
                   .help = "production, delivery, consumption, support, maintenance"});
  table.push_back({.name = "touchpoint", .value = "NAME", .help = "where they met"});
  table.push_back({.name = "stage", .value = "NAME", .help = "when in the relationship"});
  table.push_back({.name = "channel", .value = "NAME", .help = "by which means"});
  table.push_back({.name = "unit", .value = "NAME", .help = "which team"});
  table.push_back({.name = "lang", .value = "TAG", .help = "language of the words, as de"});
  table.push_back({.name = "expected", .value = "N", .help = "what was expected, 0 to 10"});
  table.push_back({.name = "felt", .value = "N", .help = "what it felt like, 0 to 10"});
  table.push_back({.name = "scale",
                   .value = "SCALE",
                   .help = "of the two ratings where it is not 0..10: stars, nps, 1..7"});
  table.push_back({.name = "json", .help = "answer as JSON"});
  return table;
}

}  // namespace

const Command& tell_command() {
  static const Command command = {
      .name = "tell",
      .summary = "tell one experience",
      .usage = "WORDS…",
      .description = "The words are kept as they are. \"-\" reads them from standard input.",
      .positional_min = 1,
      .positional_max = 10'000,
      .options = options(),
      .examples = {{"firsthand tell \"The driver waited for me\" --felt 9 --kind thanks",
                    "kept, and found at once"},
                   {"firsthand tell - --touchpoint checkout < words.txt", "words from a file"}},
      .run = run<tell>,
  };
  return command;
}

}  // namespace fh::cli

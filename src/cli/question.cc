#include "cli/question.h"

#include <fmt/format.h>

#include <ostream>

#include "api/questions_json.h"
#include "base/json.h"
#include "cli/access.h"
#include "cli/rights_door.h"

namespace fh::cli {
namespace {

engine::Caller host() {
  return engine::Caller::host("cli");
}

std::string path_of(const std::string& id) {
  return fmt::format("/v1/experiences/{}/questions", url_encoded(id));
}

Result<int> ask(Access& access, const Arguments& arguments, std::ostream& out) {
  const std::string& id = arguments.positional[1];
  const std::string& text = arguments.positional[2];
  if (access.server) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().member("question", text).end_object();
    FH_ASSIGN_OR_RETURN(api::Reply reply,
                        access.server->send("POST", path_of(id), "application/json", body));
    FH_ASSIGN_OR_RETURN(const std::string answer, body_of(std::move(reply)));
    static_cast<void>(answer);
  } else {
    FH_ASSIGN_OR_RETURN(const record::Question asked,
                        access.engine->questions().ask(host(), id, text, nullptr));
    static_cast<void>(asked);
  }
  out << "asked; its teller finds it when they come back with their claim code\n";
  return kExitDone;
}

Result<std::string> about(Access& access, const std::string& id) {
  if (access.server) {
    FH_ASSIGN_OR_RETURN(api::Reply reply, access.server->send("GET", path_of(id), "", ""));
    return body_of(std::move(reply));
  }
  FH_ASSIGN_OR_RETURN(const engine::QuestionsAbout all,
                      access.engine->questions().about(host(), id));
  std::string text;
  JsonWriter json(text);
  api::write_about(json, all);
  return text;
}

Result<int> list(Access& access, const Arguments& arguments, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const std::string answer, about(access, arguments.positional[1]));
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> all = json.find("questions");
  if (!all || all->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, "the answer holds no questions");
  }
  FH_RETURN_IF_ERROR(all->for_each_element([&](Json one) -> Status {
    out << fmt::format("question {} ({}, by a {}, {}): {}\n", text_in(one, "number"),
                       text_in(one, "state"), text_in(one, "by"), text_in(one, "asked_at"),
                       text_in(one, "question"));
    if (one.find("answer")) out << "  " << text_in(one, "answer") << '\n';
    return {};
  }));
  return kExitDone;
}

Result<int> question(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::string& deed = arguments.positional.front();
  if (deed != "ask" && deed != "list") {
    return failure(ErrorCode::kInvalid, "question is followed by one of ask, list");
  }
  const bool asks = deed == "ask";
  if (arguments.positional.size() != (asks ? 3U : 2U)) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("question {} takes an experience's ID{} after it", deed,
                               asks ? " and the QUESTION in quotes" : ""));
  }
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kRefuse));
  return asks ? ask(access, arguments, out) : list(access, arguments, out);
}

}  // namespace

const Command& question_command() {
  static const Command command = {
      .name = "question",
      .summary = "ask a teller about what they told, and see the answers: ask, list",
      .usage = "ask|list ID [QUESTION]",
      .description =
          "Where its teller wants to be asked (the grant `contact`) and lets it be read. They\n"
          "find the question at /mine, answer it or not, and may take the answer back.",
      .positional_min = 1,
      .positional_max = 3,
      .options = {data_option(), token_option(), {.name = "json", .help = "with list: as JSON"}},
      .examples = {{"firsthand question ask e17 'Did anybody call you afterwards?'",
                    "one at a time about an experience"},
                   {"firsthand question list e17", "what was asked and answered"}},
      .run = run<question>,
  };
  return command;
}

}  // namespace fh::cli

#include "cli/requests.h"

#include <fmt/format.h>

#include <charconv>
#include <ostream>

#include "base/json.h"
#include "cli/access.h"
#include "cli/rights_door.h"
#include "engine/requests.h"

namespace fh::cli {
namespace {

std::string line_of(Json request) {
  std::string line =
      fmt::format("{}  {:<11} {:<11} received {} by {}", text_in(request, "subject_request_id"),
                  text_in(request, "subject_request_type"), text_in(request, "request_status"),
                  text_in(request, "received_time"), text_in(request, "handed_in_by"));
  if (request.find("experiences")) {
    line += fmt::format(", {} experiences", text_in(request, "experiences"));
  }
  if (request.find("expected_completion_time")) {
    line += " begins " + text_in(request, "expected_completion_time");
  }
  return line;
}

Result<int> list(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const uint64_t limit, number_option(arguments, "limit", 1, 1000));
  const std::optional<std::string> named = arguments.option("status");
  const auto status = record::request_status_named(named.value_or(""));
  if (named && !status) {
    return failure(ErrorCode::kInvalid,
                   "--status is one of pending, in_progress, completed, cancelled");
  }
  FH_ASSIGN_OR_RETURN(const std::string answer,
                      door.requests(static_cast<uint32_t>(limit), status));
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> all = json.find("requests");
  if (!all || all->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, "the answer holds no requests");
  }
  FH_RETURN_IF_ERROR(all->for_each_element([&](Json one) -> Status {
    out << line_of(one) << '\n';
    return {};
  }));
  return kExitDone;
}

// The whole of it, receipt included: for whoever asked.
Result<int> show(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const std::string answer, door.request(arguments.positional[1]));
  out << answer << '\n';
  return kExitDone;
}

Result<int> add(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  const auto type = record::request_type_named(arguments.option("type").value_or(""));
  if (!type) {
    return failure(ErrorCode::kInvalid, "--type is one of access, portability, erasure");
  }
  engine::NewRequest asked{.type = *type};
  const std::string source = arguments.option("source").value_or("");
  for (const std::string& person : arguments.all("person")) {
    asked.identities.push_back(
        {.type = engine::IdentityType::kSourcePerson, .source = source, .value = person});
  }
  for (const std::string& id : arguments.all("source-id")) {
    asked.identities.push_back(
        {.type = engine::IdentityType::kSourceId, .source = source, .value = id});
  }
  for (const std::string& key : arguments.all("key")) {
    asked.identities.push_back({.type = engine::IdentityType::kPerson, .value = key});
  }
  FH_ASSIGN_OR_RETURN(const std::string answer, door.hand_in(asked));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  out << line_of(json) << '\n';
  return kExitDone;
}

Result<int> cancel(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const std::string answer, door.cancel(arguments.positional[1]));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  out << line_of(json) << '\n';
  return kExitDone;
}

Result<int> wait(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  if (arguments.positional.size() == 2) {
    const std::string& text = arguments.positional[1];
    uint32_t hours = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), hours);
    if (code != std::errc() || end != text.data() + text.size()) {
      return failure(ErrorCode::kInvalid, fmt::format("\"{}\" is no number of hours from 0 to {}",
                                                      text, engine::kRequestWaitHoursMax));
    }
    FH_RETURN_IF_ERROR(door.set_wait_hours(hours));
  }
  FH_ASSIGN_OR_RETURN(const uint32_t hours, door.wait_hours());
  out << fmt::format("an erasure that is handed in begins after {} hours\n", hours);
  return kExitDone;
}

Result<int> request(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::string& deed = arguments.positional.front();
  const bool names_one = deed == "show" || deed == "cancel";
  if (!names_one && deed != "list" && deed != "add" && deed != "wait") {
    return failure(ErrorCode::kInvalid,
                   "request is followed by one of list, show, add, cancel, wait");
  }
  const size_t words = arguments.positional.size();
  if (names_one ? words != 2 : (deed != "wait" && words != 1)) {
    return failure(ErrorCode::kInvalid, fmt::format("request {} takes {} after it", deed,
                                                    names_one ? "a request's ID" : "nothing"));
  }
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kRefuse));
  RightsDoor door(access);
  if (deed == "list") return list(door, arguments, out);
  if (deed == "show") return show(door, arguments, out);
  if (deed == "add") return add(door, arguments, out);
  if (deed == "cancel") return cancel(door, arguments, out);
  return wait(door, arguments, out);
}

}  // namespace

const Command& request_command() {
  static const Command command = {
      .name = "request",
      .summary = "what people asked through the organisation: list, show, add, cancel, wait",
      .usage = "list|show|add|cancel|wait [ID|HOURS]",
      .description =
          "add hands in access, portability or erasure for somebody who wrote in, by what names\n"
          "them; machines do so at POST /v1/requests. show prints how far one is, with the "
          "receipt\n"
          "of an erasure; cancel ends one that has not begun; wait says for how many hours an\n"
          "erasure waits before it begins, or sets it (0 to 720).",
      .positional_min = 1,
      .positional_max = 2,
      .options = {data_option(),
                  token_option(),
                  {.name = "limit", .value = "N", .help = "with list", .fallback = "100"},
                  {.name = "status",
                   .value = "S",
                   .help = "with list: pending, in_progress, completed or cancelled"},
                  {.name = "type", .value = "T", .help = "with add: access, portability, erasure"},
                  {.name = "source", .value = "S", .help = "with add: whose names these are"},
                  {.name = "person",
                   .value = "KEY",
                   .help = "with add: the source's own key for the person",
                   .repeats = true},
                  {.name = "source-id",
                   .value = "ID",
                   .help = "with add: the source's id of one experience",
                   .repeats = true},
                  {.name = "key",
                   .value = "KEY",
                   .help = "with add: the key that pages show for the person",
                   .repeats = true},
                  {.name = "json", .help = "with list: answer as JSON"}},
      .examples = {{"firsthand request list --status pending", "the newest first"},
                   {"firsthand request add --type access --source support-desk --person c-42",
                    "for somebody who wrote in"},
                   {"firsthand request wait 24", "a day to look at each erasure"},
                   {"firsthand request cancel 6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e",
                    "while it is pending"}},
      .run = run<request>,
  };
  return command;
}

}  // namespace fh::cli

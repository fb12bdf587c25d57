#include "cli/retention.h"

#include <fmt/format.h>

#include <charconv>
#include <ostream>

#include "api/retention_json.h"
#include "base/json.h"
#include "cli/access.h"
#include "cli/rights_door.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

// "timer 1: of support-desk, story: 730 days; spares what is claimed (set by cli, 2026-…)"
std::string line_of(Json rule) {
  const std::string source = text_in(rule, "source");
  const std::string kind = text_in(rule, "kind");
  return fmt::format("timer {}: {}{}, kept {} days{} (set by {}, {})", text_in(rule, "number"),
                     source.empty() ? "any source" : source, kind.empty() ? "" : ", " + kind,
                     text_in(rule, "days"),
                     text_in(rule, "claimed") == "spare" ? ", sparing what is claimed" : "",
                     text_in(rule, "set_by"), text_in(rule, "set_at"));
}

template <typename Visit>
Status for_each_in(const std::string& answer, std::string_view list, const Visit& visit) {
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> all = json.find(list);
  if (!all || all->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, fmt::format("the answer holds no {}", list));
  }
  return all->for_each_element([&](Json one) -> Status {
    visit(one);
    return {};
  });
}

Result<int> list(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  FH_ASSIGN_OR_RETURN(const std::string answer, door.rules());
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  FH_RETURN_IF_ERROR(
      for_each_in(answer, "rules", [&](Json rule) { out << line_of(rule) << '\n'; }));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  if (json.find("last_pass")) out << "last run by a server: " << text_in(json, "last_pass") << '\n';
  return kExitDone;
}

Result<int> say_due(const std::string& answer, const Arguments& arguments, std::ostream& out) {
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  FH_RETURN_IF_ERROR(for_each_in(answer, "sources", [&](Json one) {
    out << fmt::format("{}: {} experiences of {} people, {} of nobody known, told {} to {}\n",
                       text_in(one, "source"), text_in(one, "experiences"), text_in(one, "people"),
                       text_in(one, "without_person"), text_in(one, "oldest"),
                       text_in(one, "newest"));
  }));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  out << fmt::format("{} experiences of {} people would be erased; nothing was\n",
                     text_in(json, "experiences"), text_in(json, "people"));
  return kExitDone;
}

Result<int> set(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  record::RetentionRule rule;
  rule.source = arguments.option("source").value_or("");
  rule.kind = arguments.option("kind").value_or("");
  FH_ASSIGN_OR_RETURN(const uint64_t days,
                      number_option(arguments, "days", 1, engine::kRetentionDaysMax));
  rule.days = static_cast<uint32_t>(days);
  if (arguments.flag("spare-claimed")) rule.claimed = record::Claimed::kSpare;
  if (arguments.flag("dry-run")) {
    FH_ASSIGN_OR_RETURN(const std::string due, door.due_by(rule));
    return say_due(due, arguments, out);
  }
  FH_ASSIGN_OR_RETURN(const std::string answer, door.set_rule(rule));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  out << line_of(json) << '\n'
      << "A running server begins with it within the minute; `firsthand retention run --dry-run` "
         "says to how many it comes.\n";
  return kExitDone;
}

Result<int> remove(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  const std::string& text = arguments.positional[1];
  uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || end != text.data() + text.size()) {
    return failure(ErrorCode::kInvalid, fmt::format("\"{}\" is no timer's number", text), {},
                   "See `firsthand retention list`.");
  }
  FH_RETURN_IF_ERROR(door.remove_rule(number));
  out << fmt::format("timer {} is gone\n", number);
  return kExitDone;
}

Result<int> run_timers(RightsDoor& door, const Arguments& arguments, std::ostream& out) {
  if (arguments.flag("dry-run")) {
    FH_ASSIGN_OR_RETURN(const std::string due, door.due());
    return say_due(due, arguments, out);
  }
  engine::Swept all;
  do {
    FH_ASSIGN_OR_RETURN(const std::string answer, door.run(all.next));
    JsonParser parser;
    FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
    const auto number = [&](std::string_view name) {
      const std::optional<Json> member = json.find(name);
      return member ? static_cast<uint64_t>(member->as_integer().value_or(0)) : uint64_t{0};
    };
    all.erased += number("erased");
    all.people += number("people");
    all.next = number("next");
  } while (all.next != 0);
  out << fmt::format("{} experiences erased; of {} people nothing is kept any more\n",
                     grouped(all.erased), grouped(all.people));
  return kExitDone;
}

Result<int> retention(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::string& deed = arguments.positional.front();
  const bool names_one = deed == "remove";
  const bool known = names_one || deed == "list" || deed == "set" || deed == "run";
  if (!known) {
    return failure(ErrorCode::kInvalid, "retention is followed by one of list, set, remove, run");
  }
  if (arguments.positional.size() != (names_one ? 2U : 1U)) {
    return failure(ErrorCode::kInvalid, fmt::format("retention {} takes {} after it", deed,
                                                    names_one ? "a timer's NUMBER" : "nothing"));
  }
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kRefuse));
  RightsDoor door(access);
  if (deed == "list") return list(door, arguments, out);
  if (deed == "set") return set(door, arguments, out);
  if (deed == "remove") return remove(door, arguments, out);
  return run_timers(door, arguments, out);
}

}  // namespace

const Command& retention_command() {
  static const Command command = {
      .name = "retention",
      .summary = "how long experiences are kept: list, set, remove, run",
      .usage = "list|set|remove|run [NUMBER]",
      .description =
          "A timer erases experiences of a source or a kind once so many whole days (UTC) have\n"
          "passed after the day they were told, whatever their tellers have amended since, and\n"
          "also what they hold a claim code to, unless it spares that. A running server applies\n"
          "timers by itself; run does it now. Keepers find the receipts at /v1/receipts.",
      .positional_min = 1,
      .positional_max = 2,
      .options = {data_option(),
                  token_option(),
                  {.name = "source", .value = "S", .help = "with set: of this source"},
                  {.name = "kind", .value = "KIND", .help = "with set: of this kind, as story"},
                  {.name = "days", .value = "N", .help = "with set: how long they are kept"},
                  {.name = "spare-claimed",
                   .help = "with set: what a teller holds a claim code to stays"},
                  {.name = "dry-run", .help = "with set and run: only say what would be erased"},
                  {.name = "json", .help = "with list and --dry-run: answer as JSON"}},
      .examples = {{"firsthand retention set --source support-desk --days 730",
                    "gone after two years"},
                   {"firsthand retention set --source support-desk --days 730 --dry-run",
                    "how many that would be, before it is set"},
                   {"firsthand retention run --dry-run", "how many of how many people that is"},
                   {"firsthand retention remove 1", "no longer"}},
      .run = run<retention>,
  };
  return command;
}

}  // namespace fh::cli

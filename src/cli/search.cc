#include "cli/search.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "api/json_answers.h"
#include "base/limits.h"
#include "cli/access.h"
#include "cli/found_text.h"
#include "cli/terminal.h"
#include "model/columns.h"

namespace fh::cli {
namespace {

using landscape::Sort;

constexpr std::array<std::pair<std::string_view, Sort>, 7> kSorts = {{
    {"relevance", Sort::kRelevance},
    {"newest", Sort::kNewest},
    {"oldest", Sort::kOldest},
    {"felt_low", Sort::kFeltLow},
    {"felt_high", Sort::kFeltHigh},
    {"gap_low", Sort::kGapLow},
    {"gap_high", Sort::kGapHigh},
}};

// What was asked, checked, before it is known who answers.
struct Question {
  std::string q;
  std::string match;
  std::string sort;
  uint32_t limit = 0;
  uint32_t offset = 0;
  std::vector<std::string> facets;
  std::optional<std::string> from;
  std::optional<std::string> to;
};

Status check_word(std::string_view option, std::string_view word,
                  const std::vector<std::string_view>& allowed) {
  if (std::ranges::find(allowed, word) != allowed.end()) return {};
  return failure(ErrorCode::kInvalid, fmt::format("--{} is \"{}\"; it may be: {}", option, word,
                                                  fmt::join(allowed, ", ")));
}

Result<Question> question_of(const Arguments& arguments) {
  Question question;
  question.q = fmt::format("{}", fmt::join(arguments.positional, " "));
  question.match = arguments.option("match").value_or("");
  FH_RETURN_IF_ERROR(check_word("match", question.match, {"all", "any"}));
  question.sort = arguments.option("sort").value_or("");
  std::vector<std::string_view> sorts;
  sorts.reserve(kSorts.size());
  for (const auto& [name, sort] : kSorts) sorts.push_back(name);
  FH_RETURN_IF_ERROR(check_word("sort", question.sort, sorts));
  FH_ASSIGN_OR_RETURN(const uint64_t limit, number_option(arguments, "limit", 0, limits::kHitsMax));
  FH_ASSIGN_OR_RETURN(const uint64_t offset,
                      number_option(arguments, "offset", 0, limits::kOffsetMax));
  question.limit = static_cast<uint32_t>(limit);
  question.offset = static_cast<uint32_t>(offset);
  for (const std::string& column : arguments.all("facet")) {
    question.facets.push_back(model::column_key(column));
  }
  question.from = arguments.option("from");
  question.to = arguments.option("to");
  return question;
}

engine::SearchOptions options_of(const Question& question) {
  engine::SearchOptions options;
  options.caller = engine::Caller::host("cli");
  options.q = question.q;
  options.match = question.match == "any" ? landscape::Match::kAny : landscape::Match::kAll;
  options.from = question.from;
  options.to = question.to;
  options.highlight = true;
  options.rest.limit = question.limit;
  options.rest.offset = question.offset;
  for (const auto& [name, sort] : kSorts) {
    if (name == question.sort) options.rest.sort = sort;
  }
  for (const std::string& column : question.facets) {
    options.rest.facets.push_back({.column = column});
  }
  return options;
}

std::string target_of(const Question& question) {
  std::string target = fmt::format(
      "/v1/search?q={}&match={}&sort={}&limit={}&offset={}&highlight=true", url_encoded(question.q),
      question.match, question.sort, question.limit, question.offset);
  if (!question.facets.empty()) {
    target += "&facets=" + url_encoded(fmt::format("{}", fmt::join(question.facets, ",")));
  }
  if (question.from) target += "&from=" + url_encoded(*question.from);
  if (question.to) target += "&to=" + url_encoded(*question.to);
  return target;
}

Result<std::string> answer_to(const Question& question, Access& access) {
  if (access.server) {
    FH_ASSIGN_OR_RETURN(api::Reply reply, access.server->get(target_of(question)));
    return body_of(std::move(reply));
  }
  FH_ASSIGN_OR_RETURN(const engine::Found found, access.engine->search(options_of(question)));
  std::string text;
  JsonWriter json(text);
  api::write_found(json, found, access.engine->columns());
  return text;
}

Result<int> search(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const Question question, question_of(arguments));
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kRefuse));
  FH_ASSIGN_OR_RETURN(const std::string answer, answer_to(question, access));
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  out << found_text(
      json,
      {.colour = wants_colour(out), .width = terminal_width(out), .full = arguments.flag("full")});
  return kExitDone;
}

}  // namespace

const Command& search_command() {
  static const Command command = {
      .name = "search",
      .summary = "search what was told",
      .usage = "[QUERY…]",
      .description =
          "Words must all be there, in any inflection: late delivery. Also: \"out of stock\",\n"
          "-refund, late or early, deliv*, adress~, touchpoint:checkout, felt:<4, gap:<-2,\n"
          "since:2026-01, by:employee. Without a query: everything.",
      .positional_max = 1000,
      .options =
          {data_option(),
           token_option(),
           {.name = "limit", .value = "N", .help = "how many to show", .fallback = "10"},
           {.name = "offset", .value = "N", .help = "how many to pass over", .fallback = "0"},
           {.name = "sort",
            .value = "ORDER",
            .help = "relevance, newest, oldest, felt_low, felt_high, gap_low, gap_high",
            .fallback = "relevance"},
           {.name = "facet",
            .value = "COLUMN",
            .help = "count the matches by this column's values",
            .repeats = true},
           {.name = "match",
            .value = "all|any",
            .help = "whether every word must be there",
            .fallback = "all"},
           {.name = "from", .value = "TIME", .help = "lived at or after: 2026, 2026-03, …"},
           {.name = "to", .value = "TIME", .help = "lived until the end of: 2026-03, …"},
           {.name = "full", .help = "whole texts"},
           {.name = "json", .help = "answer as JSON, as the HTTP interface does"}},
      .examples = {{"firsthand search late delivery", "both words"},
                   {"firsthand search 'stage:use felt:<4' --facet touchpoint --sort gap_low",
                    "where it hurts in use, worst first"},
                   {"firsthand search --from 2026-03 --to 2026-03 --limit 0 --facet kind",
                    "what kinds of experiences March brought"}},
      .run = run<search>,
  };
  return command;
}

}  // namespace fh::cli

#include "api/search_ask.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/limits.h"

namespace fh::api {
namespace {

using landscape::FacetRequest;
using landscape::HistogramStep;
using landscape::Sort;

constexpr std::array<std::string_view, 2> kMatches = {"all", "any"};
constexpr std::array<std::string_view, 7> kSorts = {"relevance", "newest",  "oldest",  "felt_low",
                                                    "felt_high", "gap_low", "gap_high"};
constexpr std::array<Sort, 7> kSortValues = {Sort::kRelevance, Sort::kNewest,   Sort::kOldest,
                                             Sort::kFeltLow,   Sort::kFeltHigh, Sort::kGapLow,
                                             Sort::kGapHigh};
constexpr std::array<std::string_view, 5> kSteps = {"auto", "day", "week", "month", "year"};
constexpr std::array<HistogramStep, 5> kStepValues = {HistogramStep::kAuto, HistogramStep::kDay,
                                                      HistogramStep::kWeek, HistogramStep::kMonth,
                                                      HistogramStep::kYear};

constexpr std::array kParameters = {
    Parameter{.name = "q",
              .kind = Kind::kText,
              .help = "The query: words, \"phrases\", -without, deliv*, adress~, "
                      "touchpoint:checkout, felt:<4, since:2026-01, or, ( )."},
    Parameter{.name = "match",
              .kind = Kind::kWord,
              .help = "How words side by side are joined.",
              .preset = "all",
              .words = kMatches},
    Parameter{.name = "limit",
              .kind = Kind::kInteger,
              .help = "How many hits.",
              .preset = "10",
              .least = 0,
              .most = limits::kHitsMax},
    Parameter{.name = "offset",
              .kind = Kind::kInteger,
              .help = "How many hits to pass over.",
              .preset = "0",
              .least = 0,
              .most = limits::kOffsetMax},
    Parameter{.name = "sort",
              .kind = Kind::kWord,
              .help = "The order of the hits.",
              .preset = "relevance",
              .words = kSorts},
    Parameter{.name = "facets",
              .kind = Kind::kList,
              .help = "Columns to count by, separated by commas.",
              .most = limits::kFacetsMax},
    Parameter{.name = "facet_limit",
              .kind = Kind::kInteger,
              .help = "How many values of each facet.",
              .preset = "10",
              .least = 1,
              .most = limits::kFacetValuesMax},
    Parameter{.name = "facet_details",
              .kind = Kind::kYesNo,
              .help = "Also people and ratings for each value of a facet.",
              .preset = "false"},
    Parameter{.name = "histogram",
              .kind = Kind::kWord,
              .help = "Count over time, in steps of this length.",
              .words = kSteps},
    Parameter{.name = "from", .kind = Kind::kText, .help = "Lived at or after, \"2026-01\"."},
    Parameter{.name = "to",
              .kind = Kind::kText,
              .help = "Lived at or before the end of it, \"2026-03\"."},
    Parameter{.name = "telling_words",
              .kind = Kind::kInteger,
              .help = "How many words that set the matches apart.",
              .preset = "0",
              .least = 0,
              .most = limits::kTellingWordsMax},
    Parameter{.name = "highlight",
              .kind = Kind::kYesNo,
              .help = "Say where the words asked for stand in each hit.",
              .preset = "false"},
    Parameter{.name = "ratings",
              .kind = Kind::kYesNo,
              .help = "How expected, felt and the gap lie among the matches.",
              .preset = "false"},
    Parameter{.name = "people",
              .kind = Kind::kYesNo,
              .help = "Count distinct people among the matches.",
              .preset = "false"},
};

// REQUIRES: the word is one of them (arguments are checked).
template <typename Value, size_t kCount>
Value value_of(std::string_view word, const std::array<std::string_view, kCount>& words,
               const std::array<Value, kCount>& values) {
  const auto at = std::ranges::find(words, word);
  return values[static_cast<size_t>(at - words.begin())];
}

engine::SearchOptions options_of(const Arguments& arguments) {
  engine::SearchOptions options;
  options.q = arguments.text("q");
  options.match =
      arguments.text("match") == "any" ? landscape::Match::kAny : landscape::Match::kAll;
  if (arguments.has("from")) options.from = std::string(arguments.text("from"));
  if (arguments.has("to")) options.to = std::string(arguments.text("to"));
  options.highlight = arguments.yes("highlight");
  landscape::Request& rest = options.rest;
  rest.limit = static_cast<uint32_t>(arguments.integer("limit"));
  rest.offset = static_cast<uint32_t>(arguments.integer("offset"));
  rest.sort = value_of(arguments.text("sort"), kSorts, kSortValues);
  if (arguments.has("histogram")) {
    rest.histogram = value_of(arguments.text("histogram"), kSteps, kStepValues);
  }
  rest.ratings = arguments.yes("ratings");
  rest.people = arguments.yes("people");
  rest.telling_words = static_cast<uint32_t>(arguments.integer("telling_words"));
  return options;
}

FacetRequest facet_of(std::string column, const Arguments& arguments) {
  return {.column = std::move(column),
          .limit = static_cast<uint32_t>(arguments.integer("facet_limit")),
          .detailed = arguments.yes("facet_details")};
}

std::unexpected<Error> wrong_type(std::string_view field, std::string_view wanted, Json json) {
  return failure(ErrorCode::kInvalid,
                 fmt::format("{} is needed, not {}", wanted, name_of(json.type())),
                 std::string(field));
}

// A facet in JSON: a column's name, or an object with settings of its own. Read
// before the other members are checked, so what it does not say is filled in later.
struct FacetAsk {
  std::string column;
  std::optional<uint32_t> limit;
  std::optional<bool> details;
};

Status read_facet_member(std::string_view key, Json value, FacetAsk& facet) {
  if (key == "column") {
    if (!value.as_string()) return wrong_type("facets.column", "a string", value);
    facet.column = *value.as_string();
  } else if (key == "limit") {
    const std::optional<int64_t> limit = value.as_integer();
    if (!limit || *limit < 1 || *limit > int64_t{limits::kFacetValuesMax}) {
      return failure(
          ErrorCode::kInvalid,
          fmt::format("limit must be a whole number from 1 to {}", limits::kFacetValuesMax),
          "facets.limit");
    }
    facet.limit = static_cast<uint32_t>(*limit);
  } else if (key == "details") {
    facet.details = value.as_bool();
    if (!facet.details) return wrong_type("facets.details", "true or false", value);
  } else {
    return failure(ErrorCode::kInvalid, "unknown field", fmt::format("facets.{}", key),
                   "Known here: column, limit, details.");
  }
  return {};
}

Status read_facets(Json json, std::vector<FacetAsk>& facets) {
  if (json.type() != JsonType::kArray) return wrong_type("facets", "an array", json);
  if (json.size() > limits::kFacetsMax) {
    return failure(
        ErrorCode::kTooLarge,
        fmt::format("{} facets are too many; the limit is {}", json.size(), limits::kFacetsMax),
        "facets");
  }
  return json.for_each_element([&](Json element) -> Status {
    FacetAsk facet;
    if (const auto column = element.as_string()) {
      facet.column = *column;
    } else if (element.type() == JsonType::kObject) {
      FH_RETURN_IF_ERROR(element.for_each_member(
          [&](std::string_view key, Json value) { return read_facet_member(key, value, facet); }));
    } else {
      return wrong_type("facets", "a string or an object", element);
    }
    if (facet.column.empty()) {
      return failure(ErrorCode::kInvalid, "a column is needed", "facets.column");
    }
    facets.push_back(std::move(facet));
    return {};
  });
}

// A scalar member as the query string would have it; the kind decides which JSON type
// it may have.
Result<std::string> scalar_text(const Parameter& parameter, Json value) {
  if (parameter.kind == Kind::kInteger) {
    if (const auto number = value.as_integer()) return fmt::format("{}", *number);
    return wrong_type(parameter.name, "a whole number", value);
  }
  if (parameter.kind == Kind::kYesNo) {
    if (const auto truth = value.as_bool()) return std::string(*truth ? "true" : "false");
    return wrong_type(parameter.name, "true or false", value);
  }
  if (const auto text = value.as_string()) return std::string(*text);
  return wrong_type(parameter.name, "a string", value);
}

}  // namespace

std::span<const Parameter> search_parameters() {
  return kParameters;
}

Result<engine::SearchOptions> read_search(const Arguments& arguments) {
  engine::SearchOptions options = options_of(arguments);
  for (std::string& column : arguments.list("facets")) {
    options.rest.facets.push_back(facet_of(std::move(column), arguments));
  }
  return options;
}

Result<engine::SearchOptions> read_search(std::string_view json) {
  thread_local JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json body, parser.parse(json));
  if (body.type() != JsonType::kObject) return wrong_type("body", "an object", body);
  NamedValues given;
  std::vector<FacetAsk> facets;
  bool has_facets = false;
  FH_RETURN_IF_ERROR(body.for_each_member([&](std::string_view key, Json value) -> Status {
    if (value.is_null()) return {};
    if (key == "facets") {
      if (std::exchange(has_facets, true)) {
        return failure(ErrorCode::kInvalid, "facets is given twice", "facets");
      }
      return read_facets(value, facets);
    }
    const auto parameter = std::ranges::find_if(
        kParameters, [&](const Parameter& known) { return known.name == key; });
    std::string text;
    if (parameter != kParameters.end()) {  // Unknown names are told apart by check().
      FH_ASSIGN_OR_RETURN(text, scalar_text(*parameter, value));
    }
    given.emplace_back(key, std::move(text));
    return {};
  }));
  FH_ASSIGN_OR_RETURN(const Arguments arguments, Arguments::check(kParameters, {}, given));
  engine::SearchOptions options = options_of(arguments);
  for (FacetAsk& ask : facets) {
    FacetRequest facet = facet_of(std::move(ask.column), arguments);
    facet.limit = ask.limit.value_or(facet.limit);
    facet.detailed = ask.details.value_or(facet.detailed);
    options.rest.facets.push_back(std::move(facet));
  }
  return options;
}

}  // namespace fh::api

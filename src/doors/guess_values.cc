#include "doors/guess_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "doors/values.h"

namespace fh::doors {
namespace {

using Meaning = std::pair<std::string_view, std::string_view>;

constexpr std::array<Meaning, 34> kParties = {{
    {"customer", "customer"},   {"client", "customer"},   {"consumer", "customer"},
    {"patient", "customer"},    {"guest", "customer"},    {"passenger", "customer"},
    {"user", "customer"},       {"buyer", "customer"},    {"shopper", "customer"},
    {"subscriber", "customer"}, {"tenant", "customer"},   {"student", "customer"},
    {"end user", "customer"},   {"end-user", "customer"}, {"carer", "customer"},
    {"employee", "employee"},   {"staff", "employee"},    {"worker", "employee"},
    {"agent", "employee"},      {"nurse", "employee"},    {"manager", "employee"},
    {"colleague", "employee"},  {"admin", "employee"},    {"partner", "partner"},
    {"supplier", "partner"},    {"vendor", "partner"},    {"reseller", "partner"},
    {"contractor", "partner"},  {"dealer", "partner"},    {"distributor", "partner"},
    {"other", "other"},         {"citizen", "other"},     {"person", "other"},
    {"community", "other"},
}};

constexpr std::array<Meaning, 30> kKinds = {{
    {"story", "story"},
    {"experience", "story"},
    {"review", "story"},
    {"feedback", "story"},
    {"interaction", "interaction"},
    {"event", "interaction"},
    {"question", "question"},
    {"query", "question"},
    {"enquiry", "question"},
    {"inquiry", "question"},
    {"wish", "wish"},
    {"suggestion", "wish"},
    {"idea", "wish"},
    {"feature", "wish"},
    {"feature request", "wish"},
    {"request", "wish"},
    {"expectation", "expectation"},
    {"workaround", "workaround"},
    {"thanks", "thanks"},
    {"compliment", "thanks"},
    {"praise", "thanks"},
    {"gratitude", "thanks"},
    {"concern", "concern"},
    {"complaint", "concern"},
    {"problem", "concern"},
    {"incident", "concern"},
    {"bug", "concern"},
    {"issue", "concern"},
    {"answer", "story"},
    {"statement", "story"},
}};

template <size_t N>
std::string_view meaning_of(const std::array<Meaning, N>& table, std::string_view word) {
  const std::string folded = lower(trim(word));
  const auto* const found = std::ranges::find(table, folded, &Meaning::first);
  return found == table.end() ? std::string_view() : found->second;
}

// Numbers under these names are names themselves.
bool names_a_code(const NameWords& name) {
  constexpr std::array<std::string_view, 16> kCodes = {
      "id",   "ids",   "zip",  "zipcode", "postal", "postcode", "plz",     "code",
      "uuid", "phone", "case", "ticket",  "sku",    "asin",     "listing", "#"};
  return std::ranges::any_of(kCodes, [&](std::string_view code) { return name.has(code); });
}

bool names_a_time(const NameWords& name) {
  constexpr std::array<std::string_view, 13> kTimes = {
      "date", "time",   "timestamp", "at",      "created",   "submitted", "epoch",
      "ms",   "millis", "updated",   "started", "completed", "seconds"};
  return std::ranges::any_of(kTimes, [&](std::string_view word) { return name.has(word); });
}

bool is_number_list(std::string_view text) {
  return text.find_first_not_of("0123456789.,;|- \r\n") == std::string_view::npos;
}

// Several values in one cell: many cells hold the separator and the pieces recur.
std::string guess_separator(const ColumnProfile& profile) {
  constexpr double kManyCells = 0.2;
  // Numbers in one cell are a series, whose repetitions count.
  if (std::ranges::any_of(profile.values, [](const auto& v) { return is_number_list(v); }))
    return {};
  const std::array<std::pair<std::string_view, uint64_t>, 3> tried = {
      {{";", profile.semicolons}, {"|", profile.bars}, {"\n", profile.breaks}}};
  for (const auto& [separator, cells] : tried) {
    if (profile.share(cells) < kManyCells) continue;
    std::set<std::string_view> different;
    size_t pieces = 0;
    size_t longest = 0;
    for (const std::string& value : profile.values) {
      for (const std::string_view piece : pieces_of(value, separator)) {
        ++pieces;
        longest = std::max(longest, piece.size());
        different.insert(piece);
      }
    }
    const bool recur = pieces >= 4 && different.size() * 3 <= pieces * 2;
    if (recur && longest <= 80) return std::string(separator);
  }
  return {};
}

// Where the ends are on no scale anybody uses (-1.5 to 2.5), a few values are odd:
// the scale that nearly all lie on counts, and the odd ones stay as written.
std::string scale_of_most(const ColumnProfile& profile) {
  const bool usual_ends =
      profile.low == std::floor(profile.low) && profile.high == std::floor(profile.high);
  constexpr double kMost = 0.9;
  if (usual_ends || (profile.low >= 0 && profile.high <= 10)) return {};
  if (profile.share(profile.in_unit) > kMost) return "0..1";
  if (profile.share(profile.in_balance) > kMost) return "-1..1";
  if (profile.share(profile.in_stars) > kMost) return "1..5";
  if (profile.share(profile.in_ten) > kMost) return "0..10";
  return {};
}

}  // namespace

std::string_view party_meaning(std::string_view word) {
  return meaning_of(kParties, word);
}

std::string_view kind_meaning(std::string_view word) {
  return meaning_of(kKinds, word);
}

std::string guess_scale(const NameWords& name, const ColumnProfile& profile) {
  const double low = profile.low;
  const double high = profile.high;
  const bool whole = profile.whole == profile.numbers;
  if (profile.numbers == 0) return {};
  if (name.has("nps") || name.joined == "likelihood to recommend") {
    return low >= 0 && high <= 10 ? "0..10" : "";
  }
  if (profile.percents > 0 || name.has("percent")) return low >= 0 && high <= 100 ? "0..100" : "";
  std::string most = scale_of_most(profile);
  if (!most.empty()) return most;
  if (low < 0) {
    for (const int end : {1, 2, 3, 5, 10, 100}) {
      if (low >= -end && high <= end)
        return model::to_string(
            {.low = static_cast<double>(-end), .high = static_cast<double>(end)});
    }
    return {};
  }
  const bool stars = name.has("stars") || name.has("star");
  if (high <= 1 && (low < 1 || !whole) && !stars) return "0..1";
  if (name.has("ces") && high <= 7 && low >= 1) return "1..7";
  if (high <= 5) return low >= 1 ? "1..5" : "0..5";
  if (high <= 7 && whole && low >= 1) return "1..7";
  if (high <= 10) return low >= 1 ? "1..10" : "0..10";
  if (high <= 100) return "0..100";
  return {};
}

bool is_ambiguous_date(const ColumnProfile& profile) {
  const auto count = [&](DateFormat format) { return profile.dates[static_cast<size_t>(format)]; };
  // Month names parse both ways and mean the same: only digits are ambiguous, and
  // those have no letters.
  return profile.letters == 0 && count(DateFormat::kMonthDayYear) == profile.filled &&
         count(DateFormat::kDayMonthYear) == profile.filled;
}

std::optional<DateFormat> guess_date_format(const NameWords& name, const ColumnProfile& profile) {
  // An ambiguous column is taken month first with slashes, day first with dots and
  // dashes, as the countries that write them so do.
  const bool slashes =
      !profile.samples.empty() && profile.samples.front().find('/') != std::string::npos;
  const DateFormat first = slashes ? DateFormat::kMonthDayYear : DateFormat::kDayMonthYear;
  const DateFormat second = slashes ? DateFormat::kDayMonthYear : DateFormat::kMonthDayYear;
  constexpr double kNearlyAll = 0.98;
  std::optional<DateFormat> best;
  uint64_t best_count = 0;
  for (const DateFormat format : {DateFormat::kYearMonthDay, first, second,
                                  DateFormat::kEpochMillis, DateFormat::kEpochSeconds}) {
    const bool epoch = format == DateFormat::kEpochMillis || format == DateFormat::kEpochSeconds;
    if (epoch && !names_a_time(name)) continue;
    const uint64_t count = profile.dates[static_cast<size_t>(format)];
    if (count <= best_count || profile.share(count) < kNearlyAll) continue;
    best = format;
    best_count = count;
  }
  return best;
}

SignifierRule signifier_rule(const std::string& column, const NameWords& name,
                             const ColumnProfile& profile) {
  SignifierRule rule = {.column = column, .name = {}};
  const bool code = profile.codes > 0 || names_a_code(name);
  const std::optional<DateFormat> date = guess_date_format(name, profile);
  if (profile.listed > 0) {
    rule.type = ValueType::kKeywords;
  } else if (profile.yes_no == profile.filled && profile.filled > 0) {
    rule.type = ValueType::kYesNo;
  } else if (date && profile.dates[static_cast<size_t>(*date)] == profile.filled) {
    rule.type = ValueType::kDate;
    rule.format = *date;
  } else if (profile.numbers == profile.filled && !code && profile.percents == 0) {
    rule.type = ValueType::kNumber;
  } else if (const std::string separator = guess_separator(profile); !separator.empty()) {
    rule.type = ValueType::kKeywords;
    rule.separator = separator;
  }
  return rule;
}

}  // namespace fh::doors

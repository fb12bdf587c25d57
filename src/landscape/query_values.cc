#include "landscape/query_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "base/ascii.h"
#include "base/time.h"
#include "text/analyse.h"

namespace fh::landscape {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kFirstEver = std::numeric_limits<int64_t>::min();
constexpr int64_t kEndOfTime = std::numeric_limits<int64_t>::max();
constexpr std::string_view kRangeAdvice =
    "Write felt:<4, felt:>=7.5, felt:2..5 or lived_at:2025-03..2026";

enum class ValueType : uint8_t { kAny, kNumber, kTime };

ValueType type_of_column(std::string_view column) {
  if (column == "expected" || column == "felt" || column == "gap") return ValueType::kNumber;
  if (column == "lived_at" || column == "told_at") return ValueType::kTime;
  return ValueType::kAny;
}

std::optional<double> read_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || stop != end || error != std::errc() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value + 0.0;  // -0 is 0
}

// One end of a range, where a number may be without bound.
std::optional<double> read_bound(std::string_view text) {
  if (text == "inf") return kInfinity;
  if (text == "-inf") return -kInfinity;
  return read_number(text);
}

int64_t first_instant() {
  return start_of_day({.year = 1, .month = 1, .day = 1}).ms;
}

int64_t last_instant() {
  return start_of_day({.year = 9999, .month = 12, .day = 31}).ms + kMsPerDay - 1;
}

// A zone's offset may lead beyond the years that can be written.
TimeIn within_calendar(TimeIn period) {
  period.first_ms = std::clamp(period.first_ms, first_instant(), last_instant());
  period.end_ms = std::clamp(period.end_ms, first_instant(), last_instant());
  return period;
}

int64_t end_of_month(Instant first) {
  const CivilDate date = date_of(first);
  const bool december = date.month == 12;
  return start_of_day({.year = date.year + (december ? 1 : 0),
                       .month = december ? 1 : date.month + 1,
                       .day = 1})
      .ms;
}

// How long the instant named by a text with a time of day lasts.
int64_t precision_ms(std::string_view time_of_day) {
  const size_t zone = time_of_day.find_first_of("Zz+-");
  const std::string_view clock = time_of_day.substr(0, zone);
  if (clock.find_first_of(".,") != std::string_view::npos) return 1;
  return std::ranges::count(clock, ':') == 1 ? 60 * kMsPerSecond : kMsPerSecond;
}

struct Bound {
  std::string text;
  bool open = false;  // the end itself is left out
};
struct Bounds {
  std::optional<Bound> low;
  std::optional<Bound> high;
};

// Nothing where a bound that is there does not read as a number.
std::optional<NumberIn> numbers_between(const Bounds& bounds) {
  NumberIn range{.low = -kInfinity, .high = kInfinity};
  if (bounds.low) {
    const std::optional<double> low = read_bound(bounds.low->text);
    if (!low) return std::nullopt;
    range.low = *low;
    range.low_open = bounds.low->open;
  }
  if (bounds.high) {
    const std::optional<double> high = read_bound(bounds.high->text);
    if (!high) return std::nullopt;
    range.high = *high;
    range.high_open = bounds.high->open;
  }
  return range;
}

std::optional<TimeIn> times_between(const Bounds& bounds) {
  TimeIn range{.first_ms = kFirstEver, .end_ms = kEndOfTime};
  if (bounds.low) {
    const std::optional<TimeIn> low = period_of(bounds.low->text);
    if (!low) return std::nullopt;
    range.first_ms = bounds.low->open ? low->end_ms : low->first_ms;
  }
  if (bounds.high) {
    const std::optional<TimeIn> high = period_of(bounds.high->text);
    if (!high) return std::nullopt;
    range.end_ms = bounds.high->open ? high->first_ms : high->end_ms;
  }
  return range;
}

Result<std::vector<Condition>> between(std::string_view column, const Piece& piece,
                                       const Bounds& bounds) {
  std::vector<Condition> readings;
  const std::optional<NumberIn> numbers = numbers_between(bounds);
  const std::optional<TimeIn> times = times_between(bounds);
  if (!numbers && !times) {
    return std::unexpected(query_error(
        piece.position, fmt::format("{}: a range needs a number or a date at each end", column),
        std::string(kRangeAdvice)));
  }
  if (numbers && numbers->low <= numbers->high) readings.emplace_back(*numbers);
  if (times && times->first_ms <= times->end_ms) readings.emplace_back(*times);
  if (!readings.empty()) return readings;
  return std::unexpected(query_error(piece.position,
                                     fmt::format("{}: the range runs backwards", column),
                                     "Write the smaller end first, as in 2..5"));
}

// "<4", "<=4", ">4", ">=4".
Bounds read_comparison(const Piece& piece) {
  const bool less = piece.shape.front() == '<';
  const bool closed = piece.shape.size() > 1 && piece.shape[1] == '=';
  Bound bound{.text = piece.text.substr(closed ? 2 : 1), .open = !closed};
  if (less) return {.low = std::nullopt, .high = std::move(bound)};
  return {.low = std::move(bound), .high = std::nullopt};
}

// "2..5", "2..", "..5"; ">2..<5" without the ends themselves.
Bounds read_range(const Piece& piece, size_t dots) {
  Bounds bounds;
  if (dots > 0) {
    const bool open = piece.shape.front() == '>';
    bounds.low =
        Bound{.text = piece.text.substr(open ? 1 : 0, dots - (open ? 1 : 0)), .open = open};
  }
  const Piece high = piece.from(dots + 2);
  if (!high.empty()) {
    const bool open = high.shape.front() == '<';
    bounds.high = Bound{.text = high.text.substr(open ? 1 : 0), .open = open};
  }
  return bounds;
}

bool reads_as_bound(const std::optional<Bound>& bound) {
  return bound && (bound->open || read_number(bound->text) || period_of(bound->text));
}

Result<std::vector<Condition>> prefix_condition(const Piece& piece, size_t star) {
  if (star + 1 != piece.shape.size()) {
    return std::unexpected(query_error(piece.position + star,
                                       "A * stands only at the end of a value",
                                       "Write product:debt*, or put the value into quotes"));
  }
  return std::vector<Condition>{
      KeywordIs{.folded = text::fold(piece.until(star).text), .prefix = true}};
}

Result<std::vector<Condition>> bare_conditions(std::string_view column, const Piece& piece) {
  if (piece.shape == "*") return std::vector<Condition>{HasValue{}};
  const char first = piece.shape.front();
  const size_t dots = piece.shape.find("..");
  if (dots != std::string::npos && piece.shape.size() > 2) {
    const Bounds bounds = read_range(piece, dots);
    if (reads_as_bound(bounds.low) || reads_as_bound(bounds.high)) {
      return between(column, piece, bounds);
    }
  }
  if (first == '<' || first == '>') return between(column, piece, read_comparison(piece));
  if (first == '[' || first == '{') {
    return std::unexpected(query_error(piece.position,
                                       fmt::format("{}: ranges are written with two dots", column),
                                       std::string(kRangeAdvice)));
  }
  const size_t star = piece.shape.find('*');
  if (star != std::string::npos) return prefix_condition(piece, star);
  return plain_readings(piece.text);
}

// Own columns of numbers or times hold nothing else: other readings are dropped, and
// a value without the right one is a slip worth telling.
Result<std::vector<Condition>> fitting(std::string_view column, const Piece& piece,
                                       std::vector<Condition> readings) {
  const ValueType type = type_of_column(column);
  if (type == ValueType::kAny) return readings;
  std::erase_if(readings, [&](const Condition& condition) {
    if (std::holds_alternative<HasValue>(condition)) return false;
    return type == ValueType::kNumber ? !std::holds_alternative<NumberIn>(condition)
                                      : !std::holds_alternative<TimeIn>(condition);
  });
  if (!readings.empty()) return readings;
  if (type == ValueType::kNumber) {
    return std::unexpected(query_error(
        piece.position, fmt::format("{}: needs a number or a range such as <4, >=7, 2..5", column),
        "Ratings go from 0 to 10, gaps from -10 to 10"));
  }
  return std::unexpected(query_error(
      piece.position,
      fmt::format("{}: needs a date such as 2026, 2026-03, 2026-03-09 or a range", column),
      std::string(kRangeAdvice)));
}

std::string number_text(double value) {
  std::string text = fmt::format("{}", value);
  // A bare year would read as a time as well.
  if (text.find_first_of(".einf") == std::string::npos) text += ".0";
  return text;
}

std::string range_text(const NumberIn& range) {
  std::string text;
  const bool low = range.low != -kInfinity || range.low_open;
  const bool high = range.high != kInfinity || range.high_open;
  if (low || !high) text += (range.low_open ? ">" : "") + number_text(range.low);
  text += "..";
  if (high) text += (range.high_open ? "<" : "") + number_text(range.high);
  return text;
}

std::string range_text(const TimeIn& range) {
  std::string text;
  const bool low = range.first_ms != kFirstEver;
  const bool high = range.end_ms != kEndOfTime;
  if (low || !high) text += format_time({std::max(range.first_ms, first_instant())});
  text += "..";
  if (high) text += "<" + format_time({range.end_ms});
  return text;
}

std::string keyword_text(std::string_view column, const KeywordIs& keyword) {
  const std::string quoted = '"' + escaped(keyword.folded, Escape::kQuoted) + '"';
  const bool one_reading = keyword.prefix || plain_readings(keyword.folded).size() == 1;
  const bool plain = one_reading && !keyword.folded.empty() && !has_one_type(column);
  return (plain ? "" : "==") + quoted + (keyword.prefix ? "*" : "");
}

}  // namespace

std::optional<TimeIn> period_of(std::string_view text) {
  constexpr size_t kYear = 4;
  constexpr size_t kMonth = 7;
  constexpr size_t kDay = 10;
  const Result<Instant> first = parse_time(text);
  if (!first) return std::nullopt;
  int64_t end = 0;
  if (text.size() == kYear) {
    end = start_of_day({.year = date_of(*first).year + 1, .month = 1, .day = 1}).ms;
  } else if (text.size() == kMonth) {
    end = end_of_month(*first);
  } else if (text.size() == kDay) {
    end = first->ms + kMsPerDay;
  } else {
    end = first->ms + precision_ms(text.substr(kDay + 1));
  }
  return within_calendar({.first_ms = first->ms, .end_ms = end});
}

std::vector<Condition> plain_readings(std::string_view text) {
  std::vector<Condition> readings = {KeywordIs{.folded = text::fold(text), .prefix = false}};
  if (const std::optional<double> number = read_number(text)) {
    readings.emplace_back(NumberIn{.low = *number, .high = *number});
  }
  if (const std::optional<TimeIn> period = period_of(text)) readings.emplace_back(*period);
  return readings;
}

Result<std::vector<Condition>> conditions_of(std::string_view column, const WrittenValue& value) {
  const Piece& piece = value.piece;
  if (value.verbatim) {
    const bool star = !value.quoted && piece.shape.ends_with('*');
    const std::string_view text(piece.text);
    return std::vector<Condition>{
        KeywordIs{.folded = text::fold(star ? text.substr(0, text.size() - 1) : text),
                  .prefix = star || value.prefix}};
  }
  if (piece.empty()) {
    if (has_one_type(column)) return fitting(column, piece, {});
    return std::unexpected(query_error(piece.position, fmt::format("{}: needs a value", column),
                                       "Write it right behind the colon, as in touchpoint:checkout "
                                       "or felt:<4; in quotes, a word may hold a colon"));
  }
  if (value.quoted && value.prefix) {
    return fitting(column, piece, {KeywordIs{.folded = text::fold(piece.text), .prefix = true}});
  }
  if (value.quoted) return fitting(column, piece, plain_readings(piece.text));
  FH_ASSIGN_OR_RETURN(std::vector<Condition> readings, bare_conditions(column, piece));
  return fitting(column, piece, std::move(readings));
}

bool has_one_type(std::string_view column) {
  return type_of_column(column) != ValueType::kAny;
}

std::string text_of(std::string_view column, const Condition& condition) {
  if (const auto* keyword = std::get_if<KeywordIs>(&condition)) {
    return keyword_text(column, *keyword);
  }
  if (const auto* numbers = std::get_if<NumberIn>(&condition)) return range_text(*numbers);
  if (const auto* times = std::get_if<TimeIn>(&condition)) return range_text(*times);
  return "*";
}

}  // namespace fh::landscape

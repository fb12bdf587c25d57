#include "base/time.h"

#include <fmt/format.h>

namespace fh {
namespace {

constexpr int64_t kMsPerMinute = 60'000;
constexpr int64_t kMsPerHour = 3'600'000;

// Reads a time from left to right; every step either advances or fails.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  bool skip(char wanted) {
    if (at_end() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  // Exactly `digits` digits with a value in [low, high].
  bool number(int digits, int low, int high, int& out) {
    int value = 0;
    for (int i = 0; i < digits; ++i) {
      const size_t at = at_ + static_cast<size_t>(i);
      if (at >= text_.size() || text_[at] < '0' || text_[at] > '9') return false;
      value = value * 10 + (text_[at] - '0');
    }
    if (value < low || value > high) return false;
    at_ += static_cast<size_t>(digits);
    out = value;
    return true;
  }
  // Digits after a decimal point, kept to the millisecond.
  bool fraction(int& ms) {
    int scale = 100;
    const size_t from = at_;
    while (!at_end() && text_[at_] >= '0' && text_[at_] <= '9') {
      ms += (text_[at_++] - '0') * scale;
      scale /= 10;
    }
    return at_ > from;
  }
  std::unexpected<Error> wrong(std::string_view wanted) const {
    return std::unexpected(Error{
        .code = ErrorCode::kInvalid,
        .message =
            fmt::format("not a time this reads: {} expected at character {}", wanted, at_ + 1),
        .advice = "Write it like 2024-03-09 or 2024-03-09T10:15:00+01:00",
        .position = static_cast<int64_t>(at_)});
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

Result<int64_t> read_zone(TimeReader& in) {
  if (in.at_end() || in.skip('Z') || in.skip('z')) return 0;
  const bool east = in.skip('+');
  if (!east && !in.skip('-')) return in.wrong("Z, + or -");
  int hours = 0;
  int minutes = 0;
  if (!in.number(2, 0, 23, hours)) return in.wrong("the zone's hours");
  in.skip(':');
  if (!in.at_end() && !in.number(2, 0, 59, minutes)) return in.wrong("the zone's minutes");
  const int64_t offset = hours * kMsPerHour + minutes * kMsPerMinute;
  return east ? offset : -offset;
}

Result<int64_t> read_time_of_day(TimeReader& in) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int ms = 0;
  if (!in.number(2, 0, 23, hour)) return in.wrong("an hour");
  if (!in.skip(':') || !in.number(2, 0, 59, minute)) return in.wrong("minutes");
  if (in.skip(':')) {
    // 60 is a leap second; it counts as the first of the next minute.
    if (!in.number(2, 0, 60, second)) return in.wrong("seconds");
    if ((in.skip('.') || in.skip(',')) && !in.fraction(ms)) return in.wrong("a fraction");
  }
  FH_ASSIGN_OR_RETURN(const int64_t zone, read_zone(in));
  return hour * kMsPerHour + minute * kMsPerMinute + second * kMsPerSecond + ms - zone;
}

}  // namespace

// The day count follows Howard Hinnant's "chrono-compatible low-level date
// algorithms": eras of 400 years, each starting on the first of March.
int64_t days_from_civil(CivilDate date) {
  const int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t month_from_march = (date.month + 9) % 12;
  const int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719'468;
}

CivilDate civil_from_days(int64_t days) {
  days += 719'468;
  const int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const int64_t day_of_era = days - era * 146'097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {.year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)),
          .month = static_cast<int>(month),
          .day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

bool is_valid(CivilDate date) {
  if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12) return false;
  return date.day >= 1 && civil_from_days(days_from_civil(date)) == date;
}

Instant start_of_day(CivilDate date) {
  return {days_from_civil(date) * kMsPerDay};
}

CivilDate date_of(Instant instant) {
  const int64_t ms = instant.ms;
  return civil_from_days(ms >= 0 ? ms / kMsPerDay : (ms - kMsPerDay + 1) / kMsPerDay);
}

Result<Instant> parse_time(std::string_view text) {
  TimeReader in(text);
  CivilDate date;
  if (!in.number(4, 1, 9999, date.year)) return in.wrong("a year of four digits");
  if (in.at_end()) return start_of_day(date);
  if (!in.skip('-') || !in.number(2, 1, 12, date.month)) return in.wrong("a month");
  if (in.at_end()) return start_of_day(date);
  if (!in.skip('-') || !in.number(2, 1, 31, date.day) || !is_valid(date)) {
    return in.wrong("a day of that month");
  }
  if (in.at_end()) return start_of_day(date);
  if (!in.skip('T') && !in.skip('t') && !in.skip(' ')) return in.wrong("T or the end");
  FH_ASSIGN_OR_RETURN(const int64_t of_day, read_time_of_day(in));
  if (!in.at_end()) return in.wrong("the end");
  return Instant{start_of_day(date).ms + of_day};
}

namespace {

// Appends a number of that many digits at most. By hand: rows by the million have times.
void put(std::string& out, int64_t value, size_t digits) {
  out.append(digits, '0');
  for (size_t i = 1; i <= digits; ++i, value /= 10) {
    out[out.size() - i] = static_cast<char>('0' + value % 10);
  }
}

void put(std::string& out, CivilDate date) {
  const bool usual = date.year >= 0 && date.year <= 9999;
  if (usual) put(out, date.year, 4);
  if (!usual) out += fmt::format("{:04}", date.year);
  out += '-';
  put(out, date.month, 2);
  out += '-';
  put(out, date.day, 2);
}

}  // namespace

std::string format_date(CivilDate date) {
  std::string text;
  put(text, date);
  return text;
}

std::string format_time(Instant instant) {
  const CivilDate date = date_of(instant);
  const int64_t of_day = instant.ms - start_of_day(date).ms;
  std::string text;
  text.reserve(24);
  put(text, date);
  text += 'T';
  put(text, of_day / kMsPerHour, 2);
  text += ':';
  put(text, of_day / kMsPerMinute % 60, 2);
  text += ':';
  put(text, of_day / kMsPerSecond % 60, 2);
  if (of_day % kMsPerSecond != 0) {
    text += '.';
    put(text, of_day % kMsPerSecond, 3);
  }
  text += 'Z';
  return text;
}

}  // namespace fh

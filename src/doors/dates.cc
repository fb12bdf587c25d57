#include "doors/dates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/limits.h"

namespace fh::doors {
namespace {

constexpr int64_t kMsPerMinute = 60'000;
constexpr int64_t kMsPerHour = 3'600'000;

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// Names that mean one offset only (IST, BST and CST do not).
struct NamedZone {
  std::string_view name;
  int hours;
};
constexpr std::array<NamedZone, 11> kZones = {{{"UTC", 0},
                                               {"GMT", 0},
                                               {"CET", 1},
                                               {"CEST", 2},
                                               {"EST", -5},
                                               {"EDT", -4},
                                               {"MST", -7},
                                               {"MDT", -6},
                                               {"PST", -8},
                                               {"PDT", -7},
                                               {"CDT", -5}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The first three letters in lower case: enough for English months and days.
std::array<char, 3> stem3(std::string_view word) {
  std::array<char, 3> out = {0, 0, 0};
  for (size_t i = 0; i < std::min<size_t>(3, word.size()); ++i) {
    out[i] = static_cast<char>(word[i] | 0x20);
  }
  return out;
}

template <size_t N>
int index_of(const std::array<std::string_view, N>& names, std::string_view word) {
  if (word.size() < 3 || word.size() > 9) return -1;
  const std::array<char, 3> stem = stem3(word);
  for (size_t i = 0; i < N; ++i) {
    if (std::string_view(stem.data(), 3) == names[i]) return static_cast<int>(i);
  }
  return -1;
}

struct Part {
  int value = 0;
  size_t digits = 0;
};

class DateReader {
 public:
  DateReader(std::string_view text, DateFormat format, int64_t zone_ms)
      : text_(text), format_(format), zone_ms_(zone_ms) {}

  std::optional<Instant> read() {
    skip_weekday();
    if (!read_parts()) return std::nullopt;
    if (!read_clock() || !read_zone() || !read_late_year()) return std::nullopt;
    skip(" ");
    if (at_ != text_.size()) return std::nullopt;
    const std::optional<CivilDate> date = assemble();
    if (!date) return std::nullopt;
    return Instant{start_of_day(*date).ms + of_day_ms_ - zone_ms_};
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  void skip(std::string_view any) {
    while (!done() && any.find(text_[at_]) != std::string_view::npos) ++at_;
  }
  std::string_view word() const {
    size_t end = at_;
    while (end < text_.size() && is_letter(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  std::optional<Part> number(size_t digits_max) {
    Part part;
    while (!done() && is_digit(text_[at_])) {
      if (++part.digits > digits_max) return std::nullopt;
      part.value = part.value * 10 + (text_[at_++] - '0');
    }
    if (part.digits == 0) return std::nullopt;
    return part;
  }

  void skip_weekday() {
    const std::string_view name = word();
    if (index_of(kDays, name) < 0) return;
    at_ += name.size();
    skip(" ,.");
  }

  // Two or three parts, one of which may be a month's name.
  bool read_parts() {
    while (count_ < 3 && !done()) {
      const size_t before = at_;
      skip(count_ == 0 ? " " : "-/. ,");
      // After day and month a clock may come before the year (see read_late_year).
      if (month_ > 0 && count_ == 1 && clock_ahead()) {
        at_ = before;
        break;
      }
      const std::string_view name = word();
      const int month = name.empty() ? -1 : index_of(kMonths, name);
      if (month >= 0 && month_ == 0) {
        month_ = month + 1;
        at_ += name.size();
        if (++named_ > 1) return false;
        if (count_ + named_ == 3) break;
        continue;
      }
      const std::optional<Part> part = number(4);
      if (!part) return false;
      parts_[static_cast<size_t>(count_++)] = *part;
      if (count_ + named_ == 3) break;
    }
    return count_ + named_ >= 2;
  }

  bool clock_ahead() const {
    size_t end = at_;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    return end < text_.size() && text_[end] == ':';
  }

  bool read_clock() {
    skip("Tt ,");
    if (done() || !is_digit(text_[at_]) || !clock_ahead()) return true;
    const std::optional<Part> hour = number(2);
    ++at_;
    const std::optional<Part> minute = number(2);
    if (!hour || !minute || minute->value > 59) return false;
    int64_t seconds = 0;
    if (!done() && text_[at_] == ':') {
      ++at_;
      const std::optional<Part> second = number(2);
      if (!second || second->value > 60) return false;
      seconds = second->value;
      read_fraction();
    }
    const std::optional<int> hours = half_day(hour->value);
    if (!hours) return false;
    of_day_ms_ += *hours * kMsPerHour + minute->value * kMsPerMinute + seconds * kMsPerSecond;
    return true;
  }

  void read_fraction() {
    if (done() || (text_[at_] != '.' && text_[at_] != ',')) return;
    ++at_;
    int64_t unit = 100;
    while (!done() && is_digit(text_[at_])) {
      of_day_ms_ += (text_[at_++] - '0') * unit;
      unit /= 10;
    }
  }

  std::optional<int> half_day(int hour) {
    const size_t before = at_;
    skip(" ");
    const std::string_view name = word();
    const bool half = name.size() == 2 && (name[1] | 0x20) == 'm' &&
                      ((name[0] | 0x20) == 'a' || (name[0] | 0x20) == 'p');
    if (!half) {
      at_ = before;
      return hour <= 23 ? std::optional(hour) : std::nullopt;
    }
    at_ += 2;
    if (hour < 1 || hour > 12) return std::nullopt;
    const bool afternoon = (name[0] | 0x20) == 'p';
    return hour % 12 + (afternoon ? 12 : 0);
  }

  bool read_zone() {
    skip(" ");
    if (done()) return true;
    size_t end = at_;
    while (end < text_.size() && text_[end] != ' ') ++end;
    const std::string_view zone = text_.substr(at_, end - at_);
    if (const auto offset = zone_offset(zone)) {
      zone_ms_ = *offset;
      at_ = end;
      return true;
    }
    return is_digit(text_[at_]);  // perhaps a year
  }

  // "Tue Feb 24 11:35:52 +0000 2015".
  bool read_late_year() {
    skip(" ");
    if (count_ + named_ == 3) return true;
    if (named_ == 0) return false;
    const std::optional<Part> year = number(4);
    if (!year || year->digits != 4) return false;
    parts_[static_cast<size_t>(count_++)] = *year;
    return true;
  }

  std::optional<CivilDate> assemble() const {
    if (count_ + named_ != 3) return std::nullopt;
    Part year;
    Part month = {.value = month_, .digits = 1};
    Part day;
    if (named_ == 1) {
      const bool year_first = parts_[0].digits == 4;
      year = parts_[year_first ? 0 : 1];
      day = parts_[year_first ? 1 : 0];
      const bool wanted = (format_ == DateFormat::kYearMonthDay) == year_first;
      if (!wanted) return std::nullopt;
    } else if (format_ == DateFormat::kYearMonthDay) {
      year = parts_[0];
      month = parts_[1];
      day = parts_[2];
      if (year.digits != 4) return std::nullopt;
    } else {
      const bool day_first = format_ == DateFormat::kDayMonthYear;
      day = parts_[day_first ? 0 : 1];
      month = parts_[day_first ? 1 : 0];
      year = parts_[2];
    }
    if (day.digits > 2 || month.digits > 2 || (year.digits != 2 && year.digits != 4)) {
      return std::nullopt;
    }
    const int full = year.digits == 4 ? year.value : year.value + (year.value < 70 ? 2000 : 1900);
    const CivilDate date = {.year = full, .month = month.value, .day = day.value};
    return is_valid(date) ? std::optional(date) : std::nullopt;
  }

  const std::string_view text_;
  const DateFormat format_;
  int64_t zone_ms_;
  size_t at_ = 0;
  std::array<Part, 3> parts_;
  int count_ = 0;
  int named_ = 0;
  int month_ = 0;
  int64_t of_day_ms_ = 0;
};

std::optional<Instant> parse_epoch(std::string_view text, int64_t unit_ms) {
  int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc()) return std::nullopt;
  const std::string_view rest(end, static_cast<size_t>(text.data() + text.size() - end));
  if (!rest.empty() && rest.find_first_not_of(".0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  constexpr int64_t kYear1971Ms = 31'536'000'000;
  constexpr int64_t kYear2100Ms = 4'102'444'800'000;
  const bool plausible = value >= kYear1971Ms / unit_ms && value < kYear2100Ms / unit_ms;
  return plausible ? std::optional(Instant{value * unit_ms}) : std::nullopt;
}

}  // namespace

std::string_view name_of(DateFormat format) {
  switch (format) {
    case DateFormat::kYearMonthDay:
      return "y-m-d";
    case DateFormat::kMonthDayYear:
      return "m/d/y";
    case DateFormat::kDayMonthYear:
      return "d/m/y";
    case DateFormat::kEpochSeconds:
      return "epoch s";
    case DateFormat::kEpochMillis:
      return "epoch ms";
  }
  return "y-m-d";
}

std::optional<DateFormat> date_format_named(std::string_view name) {
  for (int i = 0; i < kDateFormats; ++i) {
    if (name == name_of(static_cast<DateFormat>(i))) return static_cast<DateFormat>(i);
  }
  return std::nullopt;
}

std::optional<int64_t> zone_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  for (const NamedZone& zone : kZones) {
    if (text == zone.name) return zone.hours * kMsPerHour;
  }
  const bool sign = !text.empty() && (text[0] == '+' || text[0] == '-');
  if (!sign) return std::nullopt;
  std::string digits;
  for (const char c : text.substr(1)) {
    if (c == ':') continue;
    if (!is_digit(c)) return std::nullopt;
    digits += c;
  }
  if (digits.size() != 2 && digits.size() != 4) return std::nullopt;
  const int hours = (digits[0] - '0') * 10 + digits[1] - '0';
  const int minutes = digits.size() == 4 ? (digits[2] - '0') * 10 + digits[3] - '0' : 0;
  if (hours > 15 || minutes > 59) return std::nullopt;
  const int64_t offset = hours * kMsPerHour + minutes * kMsPerMinute;
  return text[0] == '-' ? -offset : offset;
}

std::optional<Instant> parse_date(std::string_view text, DateFormat format, int64_t zone_ms) {
  if (text.empty() || text.size() > 64) return std::nullopt;
  if (format == DateFormat::kEpochSeconds) return parse_epoch(text, kMsPerSecond);
  if (format == DateFormat::kEpochMillis) return parse_epoch(text, 1);
  const std::optional<Instant> whole = DateReader(text, format, zone_ms).read();
  if (whole || format != DateFormat::kYearMonthDay || (text.size() != 4 && text.size() != 7)) {
    return whole;
  }
  // "2024" and "2024-03" mean their first instant.
  const Result<Instant> part = parse_time(text);
  if (!part || date_of(*part).year < limits::kYearMin) return std::nullopt;
  return Instant{part->ms - zone_ms};
}

bool is_time_of_day(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() > 16) return false;
  const std::string with_day = "2000-01-01 " + std::string(text);
  return parse_date(with_day, DateFormat::kYearMonthDay).has_value();
}

}  // namespace fh::doors

// doors/dates.h: the ways people and programs write dates.
//
// A format says only what the text itself leaves open: the order of the parts, or
// that a number counts seconds. Month names, separators, two-digit years, times of
// day, AM and PM, and zone offsets are understood in each. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace fh::doors {

enum class DateFormat : uint8_t {
  kYearMonthDay,  // "y-m-d": 2024-03-09, 2024/3/9 10:15, RFC 3339, 2024-03
  kMonthDayYear,  // "m/d/y": 3/9/24, Mar 9, 2024 10:15 PM
  kDayMonthYear,  // "d/m/y": 9.3.2024, 09-Mar-24, Sat, 09 Mar 2024 10:15:00 +0100
  kEpochSeconds,  // "epoch s"
  kEpochMillis,   // "epoch ms"
};
inline constexpr int kDateFormats = 5;

std::string_view name_of(DateFormat format);
std::optional<DateFormat> date_format_named(std::string_view name);

// "+02:00", "-0500", "Z", "UTC" as milliseconds east of UTC.
std::optional<int64_t> zone_offset(std::string_view text);

// Nothing where the text is no date in this format. `zone_ms` is taken where the
// text names no zone. Two-digit years are 1970 to 2069.
std::optional<Instant> parse_date(std::string_view text, DateFormat format, int64_t zone_ms = 0);

// "3:53:50 PM", "15:53": a time of day alone.
bool is_time_of_day(std::string_view text);

}  // namespace fh::doors

// base/time.h: instants and calendar dates, without a time zone database.
//
// An Instant counts milliseconds since 1970-01-01T00:00:00Z; times before are
// negative. Years 1 to 9999 of the proleptic Gregorian calendar are understood.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh {

struct Instant {
  int64_t ms = 0;
  auto operator<=>(const Instant&) const = default;
};

inline constexpr int64_t kMsPerSecond = 1000;
inline constexpr int64_t kMsPerDay = 86'400'000;

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
  auto operator<=>(const CivilDate&) const = default;
};

// Days since 1970-01-01. REQUIRES: a valid date.
int64_t days_from_civil(CivilDate date);
CivilDate civil_from_days(int64_t days);
bool is_valid(CivilDate date);

Instant start_of_day(CivilDate date);
CivilDate date_of(Instant instant);  // in UTC

// RFC 3339, and the shorter forms people write: "2024", "2024-03", "2024-03-09",
// "2024-03-09T10:15", seconds, fractions to the millisecond, "Z", "+02:00" or
// nothing (taken as UTC); a space may stand for the T. A short form means its
// first instant. Error: kInvalid, with the position of the first odd character.
Result<Instant> parse_time(std::string_view text);

// "2024-03-09T10:15:00Z", with ".250" only where there are milliseconds.
std::string format_time(Instant instant);
// "2024-03-09".
std::string format_date(CivilDate date);

}  // namespace fh

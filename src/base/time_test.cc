#include "base/time.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "base/random.h"

namespace fh {
namespace {

int64_t ms_of(std::string_view text) {
  const Result<Instant> instant = parse_time(text);
  EXPECT_TRUE(instant.has_value()) << text;
  return instant ? instant->ms : -1;
}

TEST(Time, ReadsShortAndLongForms) {
  constexpr int64_t kDay = 1'709'942'400'000;  // 2024-03-09
  EXPECT_EQ(ms_of("1970"), 0);
  EXPECT_EQ(ms_of("2024-03-09"), kDay);
  EXPECT_EQ(ms_of("2024-03"), kDay - 8 * kMsPerDay);
  EXPECT_EQ(ms_of("2024-03-09T10:15"), kDay + 36'900'000);
  EXPECT_EQ(ms_of("2024-03-09 10:15:30Z"), kDay + 36'930'000);
  EXPECT_EQ(ms_of("2024-03-09t10:15:30.25z"), kDay + 36'930'250);
  EXPECT_EQ(ms_of("2024-03-09T10:15:30,123456789Z"), kDay + 36'930'123);
  EXPECT_EQ(ms_of("2024-03-09T10:15:00+02:00"), kDay + 29'700'000);
  EXPECT_EQ(ms_of("2024-03-09T10:15:00-0530"), kDay + 56'700'000);
  EXPECT_EQ(ms_of("2016-12-31T23:59:60Z"), ms_of("2017-01-01"));
  EXPECT_EQ(ms_of("1969-12-31T23:59:59.999Z"), -1);
}

TEST(Time, PointsAtTheFirstOddCharacter) {
  const std::vector<std::pair<std::string_view, int64_t>> cases = {
      {"", 0},
      {"soon", 0},
      {"0000", 0},
      {"2024-", 5},
      {"2024-13", 5},
      {"2024-02-30", 10},
      {"2023-02-29", 10},
      {"2024-03-09X", 10},
      {"2024-03-09T25:00", 11},
      {"2024-03-09T10:15:00+02:00x", 25},
      {"2024-03-09T10:15:00.", 20}};
  for (const auto& [text, position] : cases) {
    const Result<Instant> instant = parse_time(text);
    ASSERT_FALSE(instant.has_value()) << text;
    EXPECT_EQ(instant.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(instant.error().position, position) << text;
  }
}

TEST(Time, ReadsBackWhatItWrites) {
  const int64_t first = start_of_day({.year = 1, .month = 1, .day = 1}).ms;
  const int64_t end = start_of_day({.year = 9999, .month = 12, .day = 31}).ms + kMsPerDay;
  Rng rng(1);
  for (int i = 0; i < 100'000; ++i) {
    const Instant instant{rng.between(first, end - 1)};
    const Result<Instant> read = parse_time(format_time(instant));
    ASSERT_TRUE(read.has_value()) << format_time(instant);
    ASSERT_EQ(*read, instant);
  }
}

// The dull way to write a time.
std::string time_by_fmt(Instant instant) {
  const CivilDate date = date_of(instant);
  const int64_t of_day = instant.ms - start_of_day(date).ms;
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", date.year, date.month, date.day,
                  of_day / 3'600'000, of_day / 60'000 % 60, of_day / 1000 % 60);
  if (of_day % 1000 != 0) text += fmt::format(".{:03}", of_day % 1000);
  return text + "Z";
}

TEST(Time, IsWrittenAsFmtWouldInEveryYear) {
  Rng rng(7);
  for (int i = 0; i < 20'000; ++i) {
    const Instant instant = {rng.between(-100'000'000'000'000, 300'000'000'000'000)};
    ASSERT_EQ(format_time(instant), time_by_fmt(instant));
    const Instant whole = {instant.ms / 1000 * 1000};
    ASSERT_EQ(format_time(whole), time_by_fmt(whole));
  }
}

TEST(Time, WritesMillisecondsOnlyWhereTheyAre) {
  EXPECT_EQ(format_time({0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_time({-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time({1'709'979'300'250}), "2024-03-09T10:15:00.250Z");
}

// Goal: the arithmetic agrees with counting day by day over all years.
TEST(Date, AgreesWithCountingDayByDay) {
  int64_t days = days_from_civil({.year = 1, .month = 1, .day = 1});
  for (int year = 1; year <= 9999; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    for (int month = 1; month <= 12; ++month) {
      const bool short_month = month == 4 || month == 6 || month == 9 || month == 11;
      const int last = month == 2 ? (leap ? 29 : 28) : (short_month ? 30 : 31);
      for (int day = 1; day <= last; ++day, ++days) {
        const CivilDate date{.year = year, .month = month, .day = day};
        ASSERT_EQ(days_from_civil(date), days) << format_date(date);
        ASSERT_EQ(civil_from_days(days), date) << days;
      }
      ASSERT_FALSE(is_valid({.year = year, .month = month, .day = last + 1}));
    }
  }
  EXPECT_EQ(days_from_civil({.year = 1970, .month = 1, .day = 1}), 0);
}

TEST(Date, RefusesWhatIsNoDate) {
  EXPECT_TRUE(is_valid({.year = 9999, .month = 12, .day = 31}));
  EXPECT_FALSE(is_valid({.year = 0, .month = 1, .day = 1}));
  EXPECT_FALSE(is_valid({.year = 10'000, .month = 1, .day = 1}));
  EXPECT_FALSE(is_valid({.year = 2024, .month = 0, .day = 1}));
  EXPECT_FALSE(is_valid({.year = 2024, .month = 13, .day = 1}));
  EXPECT_FALSE(is_valid({.year = 2024, .month = 1, .day = 0}));
}

TEST(Date, BelongsToTheDayInUtc) {
  EXPECT_EQ(date_of({-1}), (CivilDate{1969, 12, 31}));
  EXPECT_EQ(date_of({kMsPerDay - 1}), (CivilDate{1970, 1, 1}));
  EXPECT_EQ(date_of({kMsPerDay}), (CivilDate{1970, 1, 2}));
}

}  // namespace
}  // namespace fh

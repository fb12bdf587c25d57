#include "doors/dates.h"

#include <gtest/gtest.h>

namespace fh::doors {
namespace {

std::string read(std::string_view text, DateFormat format, int64_t zone_ms = 0) {
  const auto instant = parse_date(text, format, zone_ms);
  return instant ? format_time(*instant) : "no date";
}

TEST(Dates, ReadsTheOrdersPeopleWrite) {
  EXPECT_EQ(read("03/22/23", DateFormat::kMonthDayYear), "2023-03-22T00:00:00Z");
  EXPECT_EQ(read("2/3/2024", DateFormat::kMonthDayYear), "2024-02-03T00:00:00Z");
  EXPECT_EQ(read("2/3/2024", DateFormat::kDayMonthYear), "2024-03-02T00:00:00Z");
  EXPECT_EQ(read("9.3.2024", DateFormat::kDayMonthYear), "2024-03-09T00:00:00Z");
  EXPECT_EQ(read("2024-03-09", DateFormat::kYearMonthDay), "2024-03-09T00:00:00Z");
  EXPECT_EQ(read("2024/3/9 10:15", DateFormat::kYearMonthDay), "2024-03-09T10:15:00Z");
  EXPECT_EQ(read("2024-03", DateFormat::kYearMonthDay), "2024-03-01T00:00:00Z");
  EXPECT_EQ(read("2016", DateFormat::kYearMonthDay), "2016-01-01T00:00:00Z");
}

TEST(Dates, ReadsMonthNamesInEitherOrder) {
  for (const DateFormat format : {DateFormat::kDayMonthYear, DateFormat::kMonthDayYear}) {
    EXPECT_EQ(read("22-Apr-15", format), "2015-04-22T00:00:00Z");
    EXPECT_EQ(read("April 22, 2015", format), "2015-04-22T00:00:00Z");
    EXPECT_EQ(read("Tue Feb 24 11:35:52 +0000 2015", format), "2015-02-24T11:35:52Z");
    EXPECT_EQ(read("Sat, 09 Mar 2024 10:15:00 +0100", format), "2024-03-09T09:15:00Z");
    EXPECT_EQ(read("Wed Aug 23 05:38:57 PDT 2017", format), "2017-08-23T12:38:57Z");
  }
}

TEST(Dates, ReadsClocksAndZones) {
  EXPECT_EQ(read("2/21/15 0:36", DateFormat::kMonthDayYear), "2015-02-21T00:36:00Z");
  EXPECT_EQ(read("22-04-2015 3:53:50 PM", DateFormat::kDayMonthYear), "2015-04-22T15:53:50Z");
  EXPECT_EQ(read("1/1/2024 12:05 AM", DateFormat::kMonthDayYear), "2024-01-01T00:05:00Z");
  EXPECT_EQ(read("2015-02-24T11:35:52.250+02:00", DateFormat::kYearMonthDay),
            "2015-02-24T09:35:52.250Z");
  constexpr int64_t kHour = 3'600'000;
  EXPECT_EQ(read("2024-03-09 10:00", DateFormat::kYearMonthDay, 2 * kHour), "2024-03-09T08:00:00Z");
  EXPECT_EQ(read("2024-03-09 10:00Z", DateFormat::kYearMonthDay, 2 * kHour),
            "2024-03-09T10:00:00Z");
}

TEST(Dates, ReadsEpochsOfTheLastDecades) {
  EXPECT_EQ(read("1503491937484", DateFormat::kEpochMillis), "2017-08-23T12:38:57.484Z");
  EXPECT_EQ(read("1503491937", DateFormat::kEpochSeconds), "2017-08-23T12:38:57Z");
  EXPECT_EQ(read("7", DateFormat::kEpochSeconds), "no date");
}

TEST(Dates, RefusesWhatIsNone) {
  for (const char* text : {"24-Feb", "13/13/2024", "2024-02-30", "hello", "", "1/2", "10:15",
                           "2024-03-09 25:00", "1/2/3/4", "5 of 7"}) {
    for (int i = 0; i < kDateFormats; ++i) {
      EXPECT_EQ(read(text, static_cast<DateFormat>(i)), "no date") << text;
    }
  }
}

TEST(Dates, TellsATimeOfDayAlone) {
  EXPECT_TRUE(is_time_of_day("3:53:50 PM"));
  EXPECT_TRUE(is_time_of_day("15:53"));
  EXPECT_FALSE(is_time_of_day("25:53"));
  EXPECT_FALSE(is_time_of_day("noon"));
}

TEST(Dates, FormatsHaveNamesThatReadBack) {
  for (int i = 0; i < kDateFormats; ++i) {
    const auto format = static_cast<DateFormat>(i);
    EXPECT_EQ(date_format_named(name_of(format)), format);
  }
}

}  // namespace
}  // namespace fh::doors

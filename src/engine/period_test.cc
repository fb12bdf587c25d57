#include "engine/period.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace fh::engine {
namespace {

void expect_period(std::string_view text, std::string_view first, std::string_view end) {
  SCOPED_TRACE(text);
  const auto period = period_of(text);
  ASSERT_TRUE(period) << to_string(period.error());
  EXPECT_EQ(period->first_ms, parse_time(first)->ms);
  EXPECT_EQ(period->end_ms, parse_time(end)->ms);
}

TEST(Period, SpansWhatWasWritten) {
  expect_period("2024", "2024-01-01", "2025-01-01");
  expect_period("2024-02", "2024-02-01", "2024-03-01");
  expect_period("2024-12", "2024-12-01", "2025-01-01");
  expect_period("2024-02-29", "2024-02-29", "2024-03-01");
  expect_period("2024-02-29T10:15", "2024-02-29T10:15", "2024-02-29T10:16");
  expect_period("2024-02-29 10:15:30Z", "2024-02-29T10:15:30Z", "2024-02-29T10:15:31Z");
  expect_period("2024-02-29T10:15:30.250+02:00", "2024-02-29T08:15:30.250Z",
                "2024-02-29T08:15:30.251Z");
  expect_period("2024-02-29T10:15-02:00", "2024-02-29T12:15Z", "2024-02-29T12:16Z");
}

TEST(Period, RefusesWhatIsNoTimeAndWhatEndsBeforeItBegins) {
  EXPECT_FALSE(period_of("yesterday"));
  EXPECT_EQ(within({}, "x", std::nullopt).error().field, "from");
  EXPECT_EQ(within({}, std::nullopt, "x").error().field, "to");
  EXPECT_EQ(within({}, "2024-02", "2024-01").error().field, "from");
  EXPECT_TRUE(within({}, "2024-02", "2024-02"));
}

TEST(Period, LeavesAQueryWithoutTimesAlone) {
  const auto node = within(*landscape::parse_query("late", landscape::Match::kAll), {}, {});
  EXPECT_EQ(*node, *landscape::parse_query("late", landscape::Match::kAll));
}

}  // namespace
}  // namespace fh::engine

#include "record/old_readings.h"

#include <gmock/gmock.h>

#include <map>
#include <tuple>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::SizeIs;

constexpr int32_t kJanuary = 20'454;  // 2026-01-01
constexpr int32_t kFebruary = kJanuary + 31;

class OldReadingsFixture : public RecordFixture {
 protected:
  void read(uint64_t number, int32_t day, uint32_t times = 1, const std::string& actor = "key 1") {
    const Reading reading = {.number = number,
                             .day = day,
                             .actor = actor,
                             .times = times,
                             .last = {.ms = int64_t{day} * 86'400'000 + times}};
    FH_EXPECT_OK(record_->note_readings(std::span(&reading, 1)));
  }
  std::vector<Reading> of(uint64_t number) { return *record_->readings(number, 1000); }
  // All there are, so many rows a call; how many calls that took.
  int fold(int32_t before, uint32_t rows) {
    int calls = 0;
    uint64_t after = 0;
    do {
      ++calls;
      const auto last = record_->fold_readings({.after = after, .day = before, .rows = rows});
      EXPECT_TRUE(last) << (last ? "" : to_string(last.error()));
      after = last.value_or(0);
    } while (after != 0);
    return calls;
  }
};

TEST_F(OldReadingsFixture, AMonthLongPastIsOneReadingWithAllItsTimes) {
  tell(telling("1", "one"));
  read(1, kJanuary, 2);
  read(1, kJanuary + 7, 3);
  read(1, kJanuary + 30, 1);
  read(1, kJanuary + 7, 4, "member 2");
  read(1, kFebruary, 1);
  read(1, kFebruary + 1, 1);
  fold(kFebruary, 1000);
  const std::vector<Reading> found = of(1);
  ASSERT_THAT(found, SizeIs(4)) << "February is told by the day still";
  EXPECT_EQ(found[2].day, kJanuary + 30);
  EXPECT_EQ(found[2].actor, "key 1");
  EXPECT_EQ(found[2].times, 6U);
  EXPECT_EQ(found[2].last.ms, (int64_t{kJanuary} + 30) * 86'400'000 + 1);
  EXPECT_EQ(found[3].actor, "member 2");
  EXPECT_EQ(found[3].times, 4U);
  EXPECT_EQ(fold(kFebruary, 1000), 2) << "the second says that there are no more";
  EXPECT_EQ(of(1), found);
  ASSERT_TRUE(record_->erase(1, "test"));
  expect_sound();
}

TEST_F(OldReadingsFixture, AMonthIsOldWhenAllOfItIsNinetyDaysAgo) {
  const auto since = [](const char* now) { return readings_by_day_since(*parse_time(now)); };
  EXPECT_EQ(since("2026-04-30T23:59:59Z"), kJanuary) << "90 days before is 30 January";
  EXPECT_EQ(since("2026-05-01T00:00:00Z"), kJanuary) << "31 January";
  EXPECT_EQ(since("2026-05-02T00:00:00Z"), kFebruary);
}

// Goal: whatever the readings and however few are looked at a call, each month's of one actor add
// up to what they were, and are one.
TEST_F(OldReadingsFixture, NothingIsLostHoweverFewAreLookedAtATime) {
  using Month = std::tuple<uint64_t, bool, std::string>;  // experience, February, actor
  Rng rng(5);
  for (const uint32_t rows : {1U, 3U, 50U}) {
    SCOPED_TRACE(rows);
    record_.reset();
    std::filesystem::remove_all(options().directory);
    reopen();
    std::map<Month, uint64_t> times;
    for (uint64_t number = 1; number <= 12; ++number) {
      tell(telling(std::to_string(number), "words"));
      for (uint64_t i = rng.below(20); i > 0; --i) {
        const int32_t day = kJanuary + static_cast<int32_t>(rng.below(59));
        const auto once = static_cast<uint32_t>(1 + rng.below(5));
        const std::string actor = rng.chance(0.5) ? "key 1" : "member 2";
        read(number, day, once, actor);
        times[{number, day >= kFebruary, actor}] += once;
      }
    }
    fold(kFebruary + 28, rows);
    std::map<Month, uint64_t> found;
    size_t all = 0;
    for (uint64_t number = 1; number <= 12; ++number) {
      for (const Reading& one : of(number)) {
        found[{number, one.day >= kFebruary, one.actor}] += one.times;
        ++all;
      }
    }
    EXPECT_EQ(found, times);
    EXPECT_EQ(all, times.size()) << "one each";
    expect_sound();
  }
}

}  // namespace
}  // namespace fh::record

#include "base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace fh {
namespace {

// Examples and published figures depend on these: they may never change.
TEST(Rng, GivesTheSameSequenceOnEveryMachine) {
  Rng zero(0);
  EXPECT_EQ(zero.next(), 11'091'344'671'253'066'420ULL);
  EXPECT_EQ(zero.next(), 13'793'997'310'169'335'082ULL);
  Rng other(42);
  EXPECT_EQ(other.next(), 1'546'998'764'402'558'742ULL);
  EXPECT_EQ(other.next(), 6'990'951'692'964'543'102ULL);
}

TEST(Rng, StaysBelowItsBoundAndReachesEveryValue) {
  Rng rng(1);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70'000; ++i) ++counts.at(rng.below(7));
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
  EXPECT_EQ(rng.below(1), 0U);
}

TEST(Rng, TakesTheWidestRange) {
  Rng rng(1);
  constexpr int64_t kLow = std::numeric_limits<int64_t>::min();
  constexpr int64_t kHigh = std::numeric_limits<int64_t>::max();
  std::set<int64_t> seen;
  for (int i = 0; i < 100; ++i) seen.insert(rng.between(kLow, kHigh));
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_EQ(rng.between(-5, -5), -5);
  for (int i = 0; i < 1000; ++i) {
    const int64_t value = rng.between(-2, 2);
    ASSERT_TRUE(value >= -2 && value <= 2);
  }
}

TEST(Rng, IsUniformAndNormalWhereItSaysSo) {
  Rng rng(3);
  constexpr int kCount = 100'000;
  double sum = 0;
  double normal_sum = 0;
  double normal_squares = 0;
  for (int i = 0; i < kCount; ++i) {
    const double value = rng.uniform();
    ASSERT_TRUE(value >= 0 && value < 1);
    sum += value;
    const double normal = rng.normal();
    ASSERT_TRUE(std::isfinite(normal));
    normal_sum += normal;
    normal_squares += normal * normal;
  }
  EXPECT_NEAR(sum / kCount, 0.5, 0.01);
  EXPECT_NEAR(normal_sum / kCount, 0, 0.02);
  EXPECT_NEAR(normal_squares / kCount, 1, 0.02);
}

TEST(Rng, TakesAChance) {
  Rng rng(4);
  EXPECT_FALSE(rng.chance(0));
  EXPECT_TRUE(rng.chance(1));
}

TEST(SystemRandom, HardlyRepeats) {
  std::set<uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(system_random().next_u64());
  EXPECT_EQ(seen.size(), 1000U);
}

}  // namespace
}  // namespace fh

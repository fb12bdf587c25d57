#include "landscape/telling.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace fh::landscape {
namespace {

TEST(TellingStrength, NoWordIsStrongerThanItsBoundSays) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Rng rng(seed);
    const uint64_t all = 100 + rng.below(rng.chance(0.5) ? 1'000 : 10'000'000);
    const uint64_t mentions = 1 + rng.below(all);
    const TellingStrength strength(mentions, all);
    const uint64_t with = 1 + rng.below(rng.chance(0.7) ? 20 : mentions);
    const uint64_t low = with + rng.below(rng.chance(0.5) ? 3 : 1'000);
    const uint64_t high = low + rng.below(rng.chance(0.5) ? 300 : 1'000'000);
    const double bound = strength.z_max(with, low, high);
    for (uint64_t x = low; x <= high; x += 1 + (x - low) / 50) {
      ASSERT_LE(strength.z(with, x), bound) << "seed " << seed << " at " << x;
    }
  }
}

TEST(TellingStrength, WhatIsKnownIsItsOwnBound) {
  const TellingStrength strength(40'000, 30'000'000);
  for (const uint64_t all_with : {12U, 40U, 900U, 20'000U}) {
    const double z = strength.z(12, all_with);
    EXPECT_NEAR(strength.z_max(12, all_with, all_with), std::max(z, 0.0), 1e-6);
  }
}

TEST(TellingStrength, AWordAsCommonAmongTheMatchesAsElsewhereTellsNothing) {
  const TellingStrength strength(10'000, 1'000'000);
  EXPECT_NEAR(strength.z(100, 10'000), 0, 0.1);
  EXPECT_GT(strength.z(200, 10'000), kTellingZMin);
  EXPECT_LT(strength.z(50, 10'000), -kTellingZMin);
}

}  // namespace
}  // namespace fh::landscape

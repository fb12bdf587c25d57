#include "engine/allowance.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <deque>

#include "base/random.h"

namespace fh::engine {
namespace {

TEST(Allowance, GivesSoManyInSoLongToEachName) {
  Allowance allowance(2, 1000);
  EXPECT_TRUE(allowance.take("a", {.ms = 0}));
  EXPECT_TRUE(allowance.take("a", {.ms = 400}));
  EXPECT_FALSE(allowance.take("a", {.ms = 900}));
  EXPECT_EQ(allowance.wait_ms("a", {.ms = 900}), 100);
  EXPECT_TRUE(allowance.take("b", {.ms = 900}));
  EXPECT_TRUE(allowance.take("a", {.ms = 1000}));
  EXPECT_EQ(allowance.wait_ms("a", {.ms = 1000}), 400);
  EXPECT_EQ(allowance.wait_ms("nobody", {.ms = 1000}), 0);
}

TEST(Allowance, AClockThatIsSetBackLocksNobodyOutForLong) {
  Allowance allowance(1, 1000);
  EXPECT_TRUE(allowance.take("a", {.ms = 1'000'000}));
  EXPECT_EQ(allowance.wait_ms("a", {.ms = 0}), 1000);
}

TEST(Allowance, ForgetsTheQuietestWhenItsTableIsFull) {
  Allowance allowance(1, 1'000'000);
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_TRUE(allowance.take(fmt::format("name {}", i), {.ms = i}));
    EXPECT_LE(allowance.names(), Allowance::kNamesMax);
  }
  EXPECT_FALSE(allowance.take("name 9999", {.ms = 10'000}));
  EXPECT_TRUE(allowance.take("name 0", {.ms = 10'000}));
}

// The dull way: all that was ever taken, counted anew.
TEST(Allowance, AgreesWithCountingAll) {
  Rng rng(5);
  for (int round = 0; round < 200; ++round) {
    const size_t most = 1 + rng.below(4);
    Allowance allowance(most, 100);
    std::deque<int64_t> taken;
    int64_t now = 0;
    for (int i = 0; i < 200; ++i) {
      now += static_cast<int64_t>(rng.below(60));
      size_t within = 0;
      for (const int64_t at : taken) within += now - at < 100 ? 1 : 0;
      const bool allowed = allowance.take("x", {.ms = now});
      EXPECT_EQ(allowed, within < most);
      if (allowed) taken.push_back(now);
    }
  }
}

}  // namespace
}  // namespace fh::engine

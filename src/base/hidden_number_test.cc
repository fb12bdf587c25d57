#include "base/hidden_number.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "base/random.h"

namespace fh {
namespace {

HidingKey key_of(uint8_t byte) {
  HidingKey key;
  key.fill(std::byte{byte});
  return key;
}

TEST(HiddenNumbers, LeadBackAndAreAllDifferent) {
  const HiddenNumbers hidden(key_of(7));
  std::set<uint64_t> names;
  for (uint64_t number = 0; number < 2000; ++number) {
    const uint64_t name = hidden.hide(number);
    EXPECT_GE(name, HiddenNumbers::kFirst);
    EXPECT_EQ(hidden.find(name), number);
    names.insert(name);
  }
  EXPECT_EQ(names.size(), 2000U);
  const uint64_t most = (uint64_t{1} << 48) - 1;
  EXPECT_EQ(hidden.find(hidden.hide(most)), most);
}

TEST(HiddenNumbers, AreInNoOrderAndHangOnTheKey) {
  const HiddenNumbers one(key_of(1));
  const HiddenNumbers other(key_of(2));
  int rising = 0;
  for (uint64_t number = 0; number < 1000; ++number) {
    rising += one.hide(number) < one.hide(number + 1) ? 1 : 0;
    EXPECT_NE(one.hide(number), other.hide(number));
  }
  EXPECT_GT(rising, 400);
  EXPECT_LT(rising, 600);
}

TEST(HiddenNumbers, AreNotFoundWhereTheyWereNotGiven) {
  const HiddenNumbers hidden(key_of(3));
  Rng rng(1);
  EXPECT_EQ(hidden.find(17), std::nullopt);
  EXPECT_EQ(hidden.find(HiddenNumbers::kFirst | uint64_t{1} << 48), std::nullopt);
  EXPECT_EQ(hidden.find(uint64_t{3} << 62), std::nullopt);
  for (int i = 0; i < 1000; ++i) {
    const uint64_t any = rng.next();
    if (const auto number = hidden.find(any)) {
      EXPECT_EQ(hidden.hide(*number), any);
    }
  }
}

}  // namespace
}  // namespace fh

#include "landscape/string_table.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/random.h"

namespace fh::landscape {
namespace {

TEST(StringTable, NumbersStringsAsTheyComeAsAMapWould) {
  Rng rng(7);
  StringTable table;
  std::map<std::string, uint32_t> expected;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text(rng.below(5), static_cast<char>('a' + rng.below(4)));
    const std::string named = text + std::to_string(rng.below(3000));
    const auto next = static_cast<uint32_t>(expected.size());
    ASSERT_EQ(table.add(named), expected.try_emplace(named, next).first->second);
  }
  ASSERT_EQ(table.size(), expected.size());
  for (const auto& [text, ordinal] : expected) EXPECT_EQ(table.at(ordinal), text);
}

TEST(StringTable, TheEmptyStringIsOneOfThem) {
  StringTable table;
  EXPECT_EQ(table.add("a"), 0U);
  EXPECT_EQ(table.add(""), 1U);
  EXPECT_EQ(table.add(""), 1U);
  EXPECT_EQ(table.at(1), "");
}

}  // namespace
}  // namespace fh::landscape

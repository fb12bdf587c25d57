#include "base/ascii.h"

#include <gtest/gtest.h>

namespace fh {
namespace {

TEST(Ascii, LowersItsOwnLettersAlone) {
  EXPECT_EQ(ascii_lower("Ab-9Zé\xC3\x89"), "ab-9zé\xC3\x89");
  EXPECT_TRUE(equals_ignoring_case("Story", "sTORY"));
  EXPECT_FALSE(equals_ignoring_case("story", "stories"));
  EXPECT_FALSE(equals_ignoring_case("@", "`"));  // 32 apart, as letters are
}

TEST(Ascii, TrimsSpaceAndWhatSpreadsheetsLeave) {
  EXPECT_EQ(trimmed(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(trimmed("\xEF\xBB\xBF\xC2\xA0 x \xC2\xA0"), "x");
  EXPECT_EQ(trimmed("   "), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed("\xC2"), "\xC2");
}

}  // namespace
}  // namespace fh

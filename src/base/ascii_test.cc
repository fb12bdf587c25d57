#include "base/ascii.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "base/random.h"

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

// The dull way: one odd thing after another.
std::string_view trimmed_slowly(std::string_view text) {
  constexpr std::array<std::string_view, 8> kOdd = {" ",  "\t", "\n",       "\v",
                                                    "\f", "\r", "\xC2\xA0", "\xEF\xBB\xBF"};
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view odd : kOdd) {
      if (text.starts_with(odd)) text.remove_prefix(odd.size()), found = true;
      if (text.ends_with(odd)) text.remove_suffix(odd.size()), found = true;
    }
  }
  return text;
}

TEST(Ascii, TrimsAsTheDullWayDoes) {
  constexpr std::array<std::string_view, 10> kPieces = {
      "a", "~", "\x7F", " ", "\n", "\xC2\xA0", "\xEF\xBB\xBF", "\xC2", "\xBF", "é"};
  Rng rng(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (uint64_t pieces = rng.below(7); pieces > 0; --pieces) text += kPieces[rng.below(10)];
    ASSERT_EQ(trimmed(text), trimmed_slowly(text)) << testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace fh

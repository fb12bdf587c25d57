#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/random.h"

namespace fh {
namespace {

// The dull twin: RFC 3629's table, row by row.
size_t dull_length(std::string_view text) {
  const auto in = [&](size_t i, int low, int high) {
    if (i >= text.size()) return false;
    const int byte = static_cast<unsigned char>(text[i]);
    return byte >= low && byte <= high;
  };
  const auto tail = [&](size_t i) { return in(i, 0x80, 0xBF); };
  if (in(0, 0x00, 0x7F)) return 1;
  if (in(0, 0xC2, 0xDF) && tail(1)) return 2;
  if (in(0, 0xE0, 0xE0) && in(1, 0xA0, 0xBF) && tail(2)) return 3;
  if (in(0, 0xE1, 0xEC) && tail(1) && tail(2)) return 3;
  if (in(0, 0xED, 0xED) && in(1, 0x80, 0x9F) && tail(2)) return 3;
  if (in(0, 0xEE, 0xEF) && tail(1) && tail(2)) return 3;
  if (in(0, 0xF0, 0xF0) && in(1, 0x90, 0xBF) && tail(2) && tail(3)) return 4;
  if (in(0, 0xF1, 0xF3) && tail(1) && tail(2) && tail(3)) return 4;
  if (in(0, 0xF4, 0xF4) && in(1, 0x80, 0x8F) && tail(2) && tail(3)) return 4;
  return 0;
}

std::optional<size_t> dull_broken(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = dull_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

TEST(Utf8, FindsTheFirstBrokenByte) {
  const std::vector<std::pair<std::string, std::optional<size_t>>> cases = {
      {"", std::nullopt},       {"late", std::nullopt}, {"é日😀", std::nullopt},
      {"abcdefghij\xFF", 10U},  {"\xC0\x80", 0U},       {"a\xED\xA0\x80", 1U},
      {"\xF4\x90\x80\x80", 0U}, {"abc\xE6\x97", 3U},    {"\x80", 0U}};
  for (const auto& [text, at] : cases) EXPECT_EQ(find_broken_utf8(text), at);
}

TEST(Utf8, AgreesWithTheTableOfTheStandard) {
  for (uint64_t seed = 0; seed < 100'000; ++seed) {
    Rng rng(seed);
    std::string text(rng.below(12), 'x');
    for (uint64_t i = rng.below(6); i > 0; --i) {
      constexpr std::string_view kEdges = "\xC1\xC2\xE0\xED\xF0\xF4\x80\x8F\x90\x9F\xA0\xBF";
      text +=
          rng.chance(0.7) ? kEdges[rng.below(kEdges.size())] : static_cast<char>(rng.below(256));
    }
    ASSERT_EQ(find_broken_utf8(text), dull_broken(text)) << "seed=" << seed;
  }
}

TEST(Utf8, ReadsCharacters) {
  EXPECT_EQ(utf8_character("é", 0).code, U'é');
  EXPECT_EQ(utf8_character("日", 0).code, U'日');
  EXPECT_EQ(utf8_character("a😀", 1).code, U'😀');
  EXPECT_EQ(utf8_character("a😀", 1).bytes, 4U);
  EXPECT_EQ(utf8_character("\xFF", 0).code, U'\uFFFD');
  EXPECT_EQ(utf8_character("\xE6\x97", 0).bytes, 1U);
}

TEST(Utf8, CutsAtACharactersEdge) {
  EXPECT_EQ(utf8_prefix("late", 10), "late");
  EXPECT_EQ(utf8_prefix("late", 2), "la");
  EXPECT_EQ(utf8_prefix("aé", 2), "a");
  EXPECT_EQ(utf8_prefix("é", 1), "");
  EXPECT_EQ(utf8_prefix("😀😀", 7), "😀");
  EXPECT_EQ(utf8_prefix("x", 0), "");
}

}  // namespace
}  // namespace fh

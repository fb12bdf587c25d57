#include "doors/encoding.h"

#include <gtest/gtest.h>

#include "doors/doors_fixture.h"

namespace fh::doors {
namespace {

std::string utf16(std::u16string_view text, bool little) {
  std::string out;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}

TEST(Encoding, IsGuessedByItsMark) {
  EXPECT_EQ(guess_encoding("\xEF\xBB\xBFid").encoding, Encoding::kUtf8);
  EXPECT_EQ(guess_encoding("\xEF\xBB\xBFid").mark_bytes, 3U);
  EXPECT_EQ(guess_encoding(std::string("\xFF\xFEi\0", 4)).encoding, Encoding::kUtf16Le);
  EXPECT_EQ(guess_encoding(std::string("\xFE\xFF\0i", 4)).encoding, Encoding::kUtf16Be);
}

TEST(Encoding, SeesUtf16WithoutAMark) {
  const std::u16string_view text = u"id,text\n1,Grüße aus Köln, liebe Leute\n";
  EXPECT_EQ(guess_encoding(utf16(text, true)).encoding, Encoding::kUtf16Le);
  EXPECT_EQ(guess_encoding(utf16(text, false)).encoding, Encoding::kUtf16Be);
}

TEST(Encoding, IsWindows1252OnlyWhereNoLineIsUtf8) {
  EXPECT_EQ(guess_encoding("caf\xE9\nth\xE9\n").encoding, Encoding::kCp1252);
  EXPECT_EQ(guess_encoding("caf\xE9\nth\xC3\xA9\n").encoding, Encoding::kUtf8);
  EXPECT_EQ(guess_encoding("plain\n").encoding, Encoding::kUtf8);
}

TEST(Encoding, ReadsWindows1252AsTheWebDoes) {
  std::string out;
  append_cp1252(out, "\x93quoted\x94 \x80 5 \xE9\x81");
  EXPECT_EQ(out, "“quoted” € 5 é\xC2\x81");
}

TEST(Encoding, ReadsUtf16WithPairsAndHalves) {
  std::string out;
  const std::string bytes = utf16(u"a😀", true);
  EXPECT_EQ(append_utf16(out, bytes, Encoding::kUtf16Le), bytes.size());
  EXPECT_EQ(out, "a😀");
  out.clear();
  EXPECT_EQ(append_utf16(out, bytes.substr(0, 5), Encoding::kUtf16Le), 2U);
  out.clear();
  const std::u16string lone = {0xD800, u'x', 0xDC00};
  append_utf16(out, utf16(lone, false), Encoding::kUtf16Be);
  EXPECT_EQ(out, "\uFFFDx\uFFFD");
}

TEST(Encoding, SwitchesToWindows1252ForSingleRows) {
  const ReadText read = read_text("id,text\n1,th\xC3\xA9\n2,caf\xE9\n3,plain\n");
  ASSERT_EQ(read.rows.size(), 3U);
  EXPECT_EQ(read.rows[0][1], "thé");
  EXPECT_EQ(read.rows[1][1], "café");
  EXPECT_EQ(read.notes.rows_cp1252, 1U);
}

TEST(Encoding, ReadsAUtf16TableOfAnyLength) {
  std::u16string text = u"id\ttext\n";
  for (int i = 0; i < 100'000; ++i) text += u"7\tüber 😀 alles\n";
  const ReadText read = read_text("\xFF\xFE" + utf16(text, true));
  EXPECT_EQ(read.settings.name, "tsv");
  ASSERT_EQ(read.rows.size(), 100'000U);
  for (const auto& row : read.rows) ASSERT_EQ(row[1], "über 😀 alles");
}

}  // namespace
}  // namespace fh::doors

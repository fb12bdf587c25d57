#include <gtest/gtest.h>

#include <string>

#include "base/random.h"
#include "base/utf8.h"
#include "text/analyse.h"

namespace fh::text {
namespace {

std::string utf8_of(char32_t code) {
  const auto unit = [](char32_t value) { return static_cast<char>(static_cast<uint8_t>(value)); };
  if (code < 0x80) return {unit(code)};
  if (code < 0x800) return {unit(0xC0 | code >> 6U), unit(0x80 | (code & 0x3FU))};
  if (code < 0x10000) {
    return {unit(0xE0 | code >> 12U), unit(0x80 | (code >> 6U & 0x3FU)),
            unit(0x80 | (code & 0x3FU))};
  }
  return {unit(0xF0 | code >> 18U), unit(0x80 | (code >> 12U & 0x3FU)),
          unit(0x80 | (code >> 6U & 0x3FU)), unit(0x80 | (code & 0x3FU))};
}

TEST(Fold, LowersAndRemovesDiacritics) {
  EXPECT_EQ(fold("CAFÉ Ärger Ñandú"), "cafe arger nandu");
  EXPECT_EQ(fold("Straße"), "strasse");
  EXPECT_EQ(fold("İstanbul"), "istanbul");
  EXPECT_EQ(fold("ΆΓΙΟΣ"), fold("άγιος"));
  EXPECT_EQ(fold(""), "");
}

TEST(Fold, RemovesCompatibilityForms) {
  EXPECT_EQ(fold("ﬁne"), "fine");
  EXPECT_EQ(fold("ｆｕｌｌ"), "full");
  EXPECT_EQ(fold("de\u00ADlivery"), "delivery");  // a soft hyphen
  EXPECT_EQ(fold("don\u2019t"), "don't");
}

TEST(Fold, KeepsTheMarksThatMakeALetter) {
  EXPECT_EQ(fold("Хороший"), "хороший");
  EXPECT_EQ(fold("ещё"), "еще");
  EXPECT_EQ(fold("が"), "が");
  EXPECT_EQ(fold("हिन्दी"), "हिन्दी");
  EXPECT_EQ(fold("ไทย"), "ไทย");
}

TEST(Fold, DropsTheVowelSignsOfArabicAndHebrew) {
  EXPECT_EQ(fold("كِتَاب"), "كتاب");
  EXPECT_EQ(fold("שָׁלוֹם"), "שלום");
}

TEST(Fold, ReadsBrokenUtf8AsALostCharacter) {
  EXPECT_EQ(fold("A\xFF"), "a\uFFFD");
}

TEST(Fold, IsIdempotentForEveryCharacter) {
  for (char32_t code = 1; code < 0x110000; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    const std::string once = fold(utf8_of(code));
    ASSERT_EQ(fold(once), once) << std::hex << static_cast<uint32_t>(code);
    ASSERT_EQ(find_broken_utf8(once), std::nullopt);
  }
}

TEST(Fold, IsIdempotentForRandomStrings) {
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    Rng rng(seed);
    std::string text;
    for (uint64_t i = rng.below(8); i > 0; --i) {
      const uint64_t range = rng.chance(0.5) ? 0x600 : 0x3000;
      text += utf8_of(static_cast<char32_t>(1 + rng.below(range)));
    }
    const std::string once = fold(text);
    ASSERT_EQ(fold(once), once) << "seed=" << seed;
  }
}

}  // namespace
}  // namespace fh::text

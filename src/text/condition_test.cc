#include "text/condition.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "base/random.h"

namespace fh::text {
namespace {

TEST(Condition, CountsEntities) {
  EXPECT_EQ(condition_of("don&#39;t &amp; &quot;x&quot; &#xE9; caf&eacute;").html_entities, 6U);
  EXPECT_TRUE(condition_of("AT&T; R&D; fish & chips; a&b &;&#;&#x;").clean());
}

TEST(Condition, CountsTags) {
  EXPECT_EQ(condition_of("late<br>again<BR />and</p><a href=\"x\">y</a>").html_tags, 5U);
  EXPECT_TRUE(condition_of("1 < 2, a<b, x <y> z, I <3 it, <<, <br").clean());
}

TEST(Condition, FindsUtf8ReadAsCp1252) {
  EXPECT_EQ(condition_of("donâ€™t").mojibake, 1U);
  EXPECT_EQ(condition_of("cafÃ© and crÃ¨me").mojibake, 2U);
  EXPECT_EQ(condition_of("so good ðŸ˜€").mojibake, 1U);
  EXPECT_EQ(condition_of("ÐŸÑ€Ð¸Ð²ÐµÑ‚").mojibake, 1U);
}

TEST(Condition, FindsUtf8ReadAsLatin1) {
  EXPECT_EQ(condition_of("don\u00E2\u0080\u0099t").mojibake, 1U);
}

TEST(Condition, FindsUtf8ReadWronglyTwice) {
  EXPECT_EQ(condition_of("donÃ¢â‚¬â„¢t").mojibake, 1U);
}

TEST(Condition, CountsLostCharacters) {
  const Condition found = condition_of("caf\uFFFD \uFFFD\uFFFD");
  EXPECT_EQ(found.replacements, 3U);
  EXPECT_EQ(found.mojibake, 0U);
}

TEST(Condition, LeavesProperTextsOfManyLanguagesAlone) {
  constexpr std::array<std::string_view, 12> kTexts = {
      "It\u2019s \u201Cfine\u201D \u2013 really\u2026",
      "Größe, Übergrößen und „MENÜ“ in Ökoläden",
      "« Le café », déjà vu à Noël, garçon… ÂGE",
      "NÃO É BOM, MAÇÃ, ação, coração",
      "¿Qué? ¡Ñandú! AÑO 1º 2ª",
      "Žluťoučký kůň úpěl ďábelské ódy",
      "Zażółć gęślą jaźń",
      "Привет, как дела?",
      "我们等了很久",
      "配達が遅い",
      "สวัสดีครับ 😀👍🏽",
      "Ærø, Øresund, ÅRHUS"};
  for (const std::string_view text : kTexts) EXPECT_TRUE(condition_of(text).clean()) << text;
}

TEST(Condition, TakesAnyBytes) {
  for (uint64_t seed = 0; seed < 5000; ++seed) {
    Rng rng(seed);
    std::string text;
    for (uint64_t i = rng.below(60); i > 0; --i) {
      text += rng.chance(0.3) ? "&<;>#xa/"[rng.below(8)] : static_cast<char>(rng.below(256));
    }
    const Condition found = condition_of(text);
    ASSERT_LE(found.html_entities + found.html_tags + found.mojibake + found.replacements,
              text.size())
        << "seed=" << seed;
  }
}

}  // namespace
}  // namespace fh::text

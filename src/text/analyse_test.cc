#include "text/analyse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/random.h"
#include "base/utf8.h"

namespace fh::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> surfaces(std::string_view text, std::string_view lang = "en") {
  Analyser analyser;
  std::vector<std::string> found;
  for (const Token& token : analyser.analyse(text, lang)) found.emplace_back(token.surface);
  return found;
}

std::vector<std::string> stems(std::string_view text, std::string_view lang) {
  Analyser analyser;
  std::vector<std::string> found;
  for (const Token& token : analyser.analyse(text, lang)) found.emplace_back(token.stem);
  return found;
}

// Letters of several scripts, marks, joiners, apostrophes, digits, separators and
// broken bytes: what word rules are about.
std::string random_text(Rng& rng, size_t pieces_max) {
  static constexpr std::array<std::string_view, 48> kPieces = {
      "a",      "B",      "s",  "S",    "z9",     "driver", "'s",   "'",     "\u2019", "\u2018",
      ".",      ",",      ";",  ":",    "@",      "_",      " ",    " ",     "\n",     "\t",
      "1",      "23",     "é",  "É",    "\u0301", "\u0308", "ß",    "İ",     "ñ",      "Ω",
      "ж",      "й",      "Ё",  "日本", "語",     "ひら",   "カ",   "ไทย",   "한국",   "ش",
      "\u200D", "\u00AD", "😀", "½",    "ﬁ",      "\xFF",   "\xC3", "\u3164"};
  std::string text;
  for (uint64_t i = rng.below(pieces_max + 1); i > 0; --i)
    text += kPieces.at(rng.below(kPieces.size()));
  return text;
}

TEST(Analyse, CutsFoldsAndStems) {
  Analyser analyser;
  const std::string text = "The Deliveries were LATE, twice.";
  const std::span<const Token> tokens = analyser.analyse(text, "en");
  ASSERT_EQ(tokens.size(), 5U);
  EXPECT_EQ(tokens[1].surface, "deliveries");
  EXPECT_EQ(tokens[1].stem, "deliveri");
  EXPECT_EQ(tokens[1].begin, 4U);
  EXPECT_EQ(tokens[1].end, 14U);
  EXPECT_EQ(tokens[4].surface, "twice");
}

TEST(Analyse, DropsAPossessiveAndKeepsOtherApostrophes) {
  EXPECT_THAT(surfaces("The driver's van, the café\u2019s door; DRIVER'S"),
              ElementsAre("the", "driver", "van", "the", "cafe", "door", "driver"));
  EXPECT_THAT(surfaces("don't don\u2019t drivers'"), ElementsAre("don't", "don't", "drivers"));
}

TEST(Analyse, EndsATokenBeforeItsPossessive) {
  Analyser analyser;
  const std::span<const Token> tokens = analyser.analyse("driver's café\u2019s", "en");
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(tokens[0].end, 6U);
  EXPECT_EQ(tokens[1].begin, 9U);
  EXPECT_EQ(tokens[1].end, 14U);
}

TEST(Analyse, JoinsNumbersAndParts) {
  EXPECT_THAT(surfaces("3.5 stars, 1,000 at U.S.A. a_b a,b 10:15"),
              ElementsAre("3.5", "stars", "1,000", "at", "u.s.a", "a_b", "a", "b", "10", "15"));
}

TEST(Analyse, PartsHandlesAndAddresses) {
  EXPECT_THAT(surfaces("@VirginAmerica #late mail me@example.com"),
              ElementsAre("virginamerica", "late", "mail", "me", "example.com"));
}

TEST(Analyse, LeavesOutWhatHasNoLetterOrDigit) {
  EXPECT_THAT(surfaces("... -- ___ !? \U0001F600 \u2026"), IsEmpty());
  EXPECT_THAT(surfaces(""), IsEmpty());
}

TEST(Analyse, CutsChineseJapaneseAndThaiByTheirDictionaries) {
  EXPECT_THAT(surfaces("我们等了很久", "zh"), ElementsAre("我们", "等", "了", "很久"));
  EXPECT_THAT(surfaces("配達が遅い", "ja"), ElementsAre("配達", "が", "遅い"));
  EXPECT_THAT(surfaces("สวัสดีครับ", "th"), ElementsAre("สวัสดี", "ครับ"));
}

TEST(Analyse, TakesTheStemmerOfTheLanguageElseEnglish) {
  EXPECT_THAT(stems("Lieferungen", "de"), ElementsAre("liefer"));
  EXPECT_THAT(stems("livraisons", "fr"), ElementsAre("livraison"));
  EXPECT_THAT(stems("deliveries", ""), ElementsAre("deliveri"));
  EXPECT_THAT(stems("deliveries", "zh"), ElementsAre("deliveri"));
  EXPECT_THAT(stems("доставки", "ru"), ElementsAre("доставк"));
}

TEST(Analyse, KeepsTheLanguagesOfOneWordApart) {
  Analyser analyser;
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(analyser.analyse("nationale", "fr")[0].stem, "national");
    EXPECT_EQ(analyser.analyse("nationale", "en")[0].stem, "national");
    EXPECT_EQ(analyser.analyse("running", "en")[0].stem, "run");
    EXPECT_EQ(analyser.analyse("running", "de")[0].stem, "running");
  }
}

TEST(Analyse, BoundsASurfaceAtACharactersEdge) {
  const std::vector<std::string> ascii = surfaces(std::string(1000, 'a'));
  EXPECT_THAT(ascii, ElementsAre(std::string(kSurfaceBytesMax, 'a')));
  std::string greek;
  for (int i = 0; i < 500; ++i) greek += "ω";
  const std::vector<std::string> cut = surfaces("x" + greek);
  ASSERT_EQ(cut.size(), 1U);
  EXPECT_EQ(cut[0].size(), kSurfaceBytesMax - 1);  // 64 would cut an omega in two
  EXPECT_EQ(find_broken_utf8(cut[0]), std::nullopt);
}

TEST(Analyse, ReadsBrokenUtf8AsALostCharacter) {
  EXPECT_THAT(surfaces("late\xFFtrain \xC3"), ElementsAre("late", "train"));
}

TEST(Analyse, NamesTheLanguagesWithAStemmer) {
  const std::span<const std::string_view> languages = stemmer_languages();
  EXPECT_TRUE(std::ranges::is_sorted(languages));
  Analyser analyser;
  for (const std::string_view language : languages) {
    EXPECT_EQ(stemmer_language(language), language);
    EXPECT_FALSE(analyser.stem("a", language).empty()) << language;
  }
  EXPECT_EQ(stemmer_language("nb"), "no");
  EXPECT_EQ(stemmer_language("xx"), "en");
  EXPECT_EQ(stemmer_language(""), "en");
}

// Goal: tokens are what fold() and stem() say of the words they stand on, in any
// mixture of scripts, and the offsets are those of whole words in order.
TEST(Analyse, AgreesWithFoldAndStemOnAnyText) {
  Analyser analyser;
  Analyser other;
  for (uint64_t seed = 0; seed < 5000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    const std::string text = random_text(rng, 30);
    const std::string_view lang = seed % 2 == 0 ? "en" : "de";
    uint32_t after = 0;
    for (const Token& token : analyser.analyse(text, lang)) {
      ASSERT_GE(token.begin, after);
      ASSERT_GT(token.end, token.begin);
      ASSERT_LE(token.end, text.size());
      after = token.end;
      const std::string folded = fold(text.substr(token.begin, token.end - token.begin));
      ASSERT_EQ(token.surface, utf8_prefix(folded, kSurfaceBytesMax));
      ASSERT_EQ(token.stem, other.stem(token.surface, lang));
      ASSERT_EQ(find_broken_utf8(token.surface), std::nullopt);
    }
  }
}

// Goal: forgetting and remembering never change an answer, and earlier words of
// one text stay readable while it runs over the bound.
TEST(Analyse, SurvivesMoreDifferentWordsThanItRemembers) {
  Analyser analyser;
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "word" + std::to_string(i) + " ";
  for (int round = 0; round < 2; ++round) {
    const std::span<const Token> tokens = analyser.analyse(text, "en");
    ASSERT_EQ(tokens.size(), 200'000U);
    EXPECT_EQ(analyser.memory(), static_cast<uint64_t>(round));
    for (size_t i = 0; i < tokens.size(); i += 999) {
      ASSERT_EQ(tokens[i].surface, "word" + std::to_string(i));
    }
  }
}

TEST(Analyse, RemembersNoLongWordWrongly) {
  std::string accents = "e";
  for (int i = 0; i < 400; ++i) accents += "\u0301";
  Analyser analyser;
  for (int round = 0; round < 2; ++round) {
    const std::span<const Token> tokens = analyser.analyse(accents + " late", "en");
    ASSERT_EQ(tokens.size(), 2U);
    EXPECT_EQ(tokens[0].surface, "e");
    EXPECT_EQ(tokens[1].surface, "late");
  }
}

// Goal: an ordinal stands for one word of one language as long as the memory is the same,
// words of all lengths around a register's among them.
TEST(Analyse, AnOrdinalStandsForOneWordOfOneLanguage) {
  Rng rng(31);
  Analyser analyser;
  std::map<std::pair<uint64_t, uint32_t>, std::array<std::string, 3>> words;
  std::map<std::array<std::string, 2>, uint32_t> ordinals;
  for (int round = 0; round < 2000; ++round) {
    const std::string lang = rng.chance(0.5) ? "en" : "de";
    std::string text = random_text(rng, 12);
    for (int i = 0; i < 12; ++i) {
      text += ' ';
      text += std::string(1 + rng.below(11), static_cast<char>('a' + rng.below(2)));
    }
    for (const Token& token : analyser.analyse(text, lang)) {
      ASSERT_NE(token.word, kNoWord);
      const std::array<std::string, 3> word = {std::string(token.surface), std::string(token.stem),
                                               lang};
      ASSERT_EQ(words.try_emplace({analyser.memory(), token.word}, word).first->second, word);
      const std::string written = text.substr(token.begin, token.end - token.begin);
      if (written != word[0]) continue;
      ASSERT_EQ(ordinals.try_emplace({written, lang}, token.word).first->second, token.word);
    }
  }
  EXPECT_EQ(analyser.memory(), 0U);
}

}  // namespace
}  // namespace fh::text

#include "text/segment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "base/random.h"

namespace fh::text {
namespace {

std::vector<std::string> words(std::string_view text) {
  Segmenter segmenter;
  std::vector<Segment> segments;
  segmenter.segment(text, segments);
  std::vector<std::string> found;
  for (const Segment& segment : segments) {
    found.emplace_back(text.substr(segment.begin, segment.end - segment.begin));
  }
  return found;
}

void expect_agreement(Segmenter& segmenter, const std::string& text) {
  std::vector<Segment> quick;
  std::vector<Segment> by_icu;
  segmenter.segment(text, quick);
  segmenter.segment_by_icu(text, by_icu);
  ASSERT_EQ(quick.size(), by_icu.size()) << testing::PrintToString(text);
  for (size_t i = 0; i < quick.size(); ++i) {
    ASSERT_EQ(quick[i], by_icu[i]) << testing::PrintToString(text) << " segment " << i;
  }
}

TEST(Segment, FollowsTheRulesOfWords) {
  EXPECT_THAT(words("can't a.b 1.5 1,5 1'5 a_1 a..b 'x'"),
              testing::ElementsAre("can't", "a.b", "1.5", "1,5", "1'5", "a_1", "a", "b", "x"));
}

// Goal: the table for ASCII is ICU's word rules; characters that join are made
// common, since a plain random string hardly ever has two in the right place.
TEST(Segment, AgreesWithIcuOnAscii) {
  Segmenter segmenter;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    static constexpr std::string_view kOften = "aZs09._',;:@ ";
    std::string text;
    for (uint64_t i = rng.below(24); i > 0; --i) {
      text +=
          rng.chance(0.8) ? kOften[rng.below(kOften.size())] : static_cast<char>(rng.below(128));
    }
    expect_agreement(segmenter, text);
  }
}

// Goal: cutting a text into stretches for the one path and the other changes
// nothing, wherever marks, joiners and other scripts stand.
TEST(Segment, AgreesWithIcuOnMixedScripts) {
  static constexpr std::array<std::string_view, 40> kPieces = {
      "a",        "b's",     "1",      ".",      "'",      "\u2019s",  ",",      "_",
      " ",        " ",       "  ",     "\n",     "\r",     "\t",       "@",      ":",
      "é",        "\u0301",  "\u0308", "\u200D", "\u00AD", "ж",        "日本語", "ひらがな",
      "カタカナ", "ไทยแลนด์", "한국어", "שלום\"", "\"",     "😀",       "👩",     "🇩🇪",
      "\u00A0",   "\u2028",  "½",      "ﬁ",      "\xFF",   "\xE2\x80", "٣",      "；"};
  Segmenter segmenter;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    std::string text;
    for (uint64_t i = rng.below(16); i > 0; --i) text += kPieces.at(rng.below(kPieces.size()));
    expect_agreement(segmenter, text);
  }
}

TEST(Segment, AgreesWithIcuOnAnyBytes) {
  Segmenter segmenter;
  for (uint64_t seed = 0; seed < 5000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    std::string text;
    for (uint64_t i = rng.below(40); i > 0; --i) text += static_cast<char>(rng.below(256));
    expect_agreement(segmenter, text);
  }
}

}  // namespace
}  // namespace fh::text

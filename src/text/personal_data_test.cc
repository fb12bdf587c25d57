#include "text/personal_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "base/random.h"

namespace fh::text {
namespace {

std::string masked_of(std::string_view text, std::string_view lang = "en") {
  return masked(text, find_personal_data(text, lang));
}

TEST(PersonalData, IsMaskedByItsKind) {
  EXPECT_EQ(masked_of("Write to anna@example.org or call +44 20 7946 0018."),
            "Write to [mail] or call [phone].");
  EXPECT_EQ(masked_of("My name is Anna Bell, card 4111 1111 1111 1111."),
            "My name is [name], card [card].");
  EXPECT_EQ(masked_of("Konto DE89 3704 0044 0532 0130 00, Lindenstraße 14", "de"),
            "Konto [iban], [address]");
  EXPECT_EQ(masked_of("BSN 111222333, kenteken 12-ABC-3, @piet_j", "nl"),
            "BSN [national_id], kenteken [plate], [handle]");
}

TEST(PersonalData, LeavesOtherTextsAsTheyAre) {
  for (const std::string_view text : {"", " ", "a", "Nothing here.", "@", "@@@", "+", "00",
                                      "0 0 0 0 0 0 0", "A-1", "(at)", "[", "…", "\n\n"}) {
    EXPECT_EQ(masked_of(text), text);
  }
}

TEST(PersonalData, IsFoundAtBothEndsAndBetweenScripts) {
  EXPECT_EQ(masked_of("a@example.org"), "[mail]");
  EXPECT_EQ(masked_of("电话 07700900123。"), "电话 [phone]。");
  EXPECT_EQ(masked_of("邮箱a@example.org。", "zh"), "邮箱[mail]。");
  EXPECT_EQ(masked_of("“Sarah” said…"), "“[name]” said…");
}

// Each was a mistake once, in texts people wrote.
TEST(PersonalData, IsNotSeenInWhatLooksLikeIt) {
  for (const std::string_view text :
       {"at this point it is late", "Windows Phone 8.0.10517.150 hangs", "GSM 900/1800/1900 phone",
        "call 04/10/21 1345", "16 C.F.R. 433.3", "a bag of 4C Tea 2 Go", "the DX11 API",
        "Star Wars and Olive Oil", "Jet Blue and Joke and Floor", "flew to St. Lucia",
        "It was my boss. Monday again.", "0 00 0 12 3", "From 1984 Oak Street"}) {
    EXPECT_EQ(masked_of(text), text);
  }
}

TEST(PersonalData, EndsWithTheAddressNotWithTheSentence) {
  EXPECT_EQ(masked_of("mail a@example.com.Thanks again"), "mail [mail].Thanks again");
  EXPECT_EQ(masked_of("mail a@example.co.uk."), "mail [mail].");
}

TEST(PersonalData, OfTwoKindsInTheSameWordsIsShownAsTheFirst) {
  EXPECT_EQ(masked_of("Anna.Bell@example.org"), "[mail]");
  EXPECT_EQ(masked_of("@anna@social.example"), "[handle]");
}

TEST(PersonalData, HasANameForEachKind) {
  EXPECT_EQ(name_of(PersonalKind::kMail), "mail");
  EXPECT_EQ(name_of(PersonalKind::kNationalId), "national_id");
  EXPECT_EQ(name_of(PersonalKind::kName), "name");
}

// What everything that reads spans relies on.
void expect_sound(std::string_view text, std::span<const PersonalSpan> spans) {
  size_t last = 0;
  for (const PersonalSpan& span : spans) {
    ASSERT_GE(span.begin, last);
    ASSERT_LT(span.begin, span.end);
    ASSERT_LE(span.end, text.size());
    last = span.end;
  }
}

constexpr std::string_view kPieces[] = {"Anna",
                                        " ",
                                        "Mr. ",
                                        "@",
                                        "example.org",
                                        "0",
                                        "4111 1111 1111 1111",
                                        "DE89",
                                        "-",
                                        ".",
                                        "\n",
                                        ", ",
                                        "Straße ",
                                        "12",
                                        "é",
                                        "É",
                                        "\xE2\x80\x99",
                                        "\xC2",
                                        "(at)",
                                        " dot ",
                                        "my name is ",
                                        "van ",
                                        "BE68 5390 0754 7034",
                                        "Street",
                                        "\xC2\xA0",
                                        "+32 ",
                                        "Regards,\n",
                                        "AB12 CDE",
                                        "/",
                                        "("};

std::string random_text(Rng& rng) {
  std::string text;
  for (uint64_t pieces = rng.below(40); pieces > 0; --pieces)
    text += kPieces[rng.below(std::size(kPieces))];
  return text;
}

TEST(PersonalData, GivesSoundSpansForAnyText) {
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    const std::string text = random_text(rng);
    const auto spans = find_personal_data(text, seed % 2 == 0 ? "de" : "en");
    expect_sound(text, spans);
    ASSERT_EQ(spans, find_personal_data(text, seed % 2 == 0 ? "de" : "en"));
  }
}

// The dull way to move a range: mask byte by byte and see where its bytes went.
std::vector<ByteRange> moved_slowly(std::string_view text, std::span<const ByteRange> ranges,
                                    std::span<const PersonalSpan> spans) {
  std::vector<int64_t> place(text.size(), -1);  // of each byte in the masked text
  int64_t out = 0;
  size_t next = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    while (next < spans.size() && spans[next].end <= i) ++next;
    const bool hidden = next < spans.size() && spans[next].begin <= i;
    if (hidden && spans[next].begin == i)
      out += static_cast<int64_t>(name_of(spans[next].kind).size()) + 2;
    if (!hidden) place[i] = out++;
  }
  std::vector<ByteRange> result;
  for (const ByteRange& range : ranges) {
    size_t begin = range.begin;
    size_t end = range.end;
    while (begin < end && place[begin] < 0) ++begin;
    while (begin < end && place[end - 1] < 0) --end;
    if (begin == end) continue;
    result.push_back(
        {static_cast<uint32_t>(place[begin]), static_cast<uint32_t>(place[end - 1] + 1)});
  }
  return result;
}

TEST(PersonalData, MovesRangesAsMovingEachByteWould) {
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    const std::string text(60, 'x');
    std::vector<PersonalSpan> spans;
    for (uint64_t at = rng.below(8); at < 50; at += rng.below(12)) {
      const uint64_t end = at + 1 + rng.below(8);
      spans.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end),
                       static_cast<PersonalKind>(rng.below(kPersonalKinds))});
      at = end;
    }
    std::vector<ByteRange> ranges;
    for (uint64_t at = rng.below(8); at < 50; at += rng.below(10)) {
      const uint64_t end = at + 1 + rng.below(9);
      ranges.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end)});
      at = end;
    }
    ASSERT_EQ(moved(ranges, spans), moved_slowly(text, ranges, spans));
  }
}

TEST(PersonalData, KeepsHighlightsOnTheirWords) {
  const std::string_view text = "late mail to a@example.org was late";
  const auto spans = find_personal_data(text, "en");
  const std::vector<ByteRange> ranges = {{0, 4}, {15, 22}, {31, 35}};
  const std::string out = masked(text, spans);
  const std::vector<ByteRange> got = moved(ranges, spans);
  ASSERT_EQ(got.size(), 2U);
  EXPECT_EQ(out.substr(got[0].begin, got[0].end - got[0].begin), "late");
  EXPECT_EQ(out.substr(got[1].begin, got[1].end - got[1].begin), "late");
}

// Twice the text, about twice the work: texts made to be looked at again and again.
TEST(PersonalData, TakesNoLongerPerByteForLongTexts) {
  for (const std::string_view piece : {"1 ", "0", "A", "Aa ", "Aa-", "@a", "a.", "(at) a",
                                       "van Mr. ", "a dot a at ", "Regards,\n", "12 rue de "}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    const auto begin = std::chrono::steady_clock::now();
    expect_sound(text, find_personal_data(text, "fr"));
    const auto took = std::chrono::steady_clock::now() - begin;
    // Quadratic work would take minutes, also where sanitizers slow everything.
    EXPECT_LT(std::chrono::duration<double>(took).count(), 20) << piece;
  }
}

}  // namespace
}  // namespace fh::text

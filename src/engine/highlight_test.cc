#include "engine/highlight.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "base/random.h"

namespace fh::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> marked(const std::string& query, const std::string& text,
                                const std::string& lang = "en") {
  const auto node = landscape::parse_query(query, landscape::Match::kAll);
  EXPECT_TRUE(node);
  Highlighter highlighter(*node, {lang});
  std::vector<std::string> words;
  for (const Span& span : highlighter.spans_in(text, lang)) {
    words.push_back(text.substr(span.begin, span.end - span.begin));
  }
  return words;
}

TEST(Highlighter, MarksInflectionsInTheTextsOwnLanguage) {
  EXPECT_THAT(marked("waiting", "They waited. I wait, waits"),
              ElementsAre("waited", "wait", "waits"));
  EXPECT_THAT(marked("lieferung", "Die Lieferungen kamen", "de"), ElementsAre("Lieferungen"));
}

TEST(Highlighter, MarksAPhraseOnlyAsAWhole) {
  EXPECT_THAT(marked("\"out of stock\"", "out of it; Out of Stock!"),
              ElementsAre("Out", "of", "Stock"));
  EXPECT_THAT(marked("\"waiting\"", "waiting waits"), ElementsAre("waiting"));
}

TEST(Highlighter, MarksPrefixesAndMisspellings) {
  EXPECT_THAT(marked("deliv*", "Delivery, deliver; live"), ElementsAre("Delivery", "deliver"));
  EXPECT_THAT(marked("adress~", "my address, a dress, addresses"), ElementsAre("address", "dress"));
  EXPECT_THAT(marked("cafe", "CAFÉ"), ElementsAre("CAFÉ"));
}

TEST(Highlighter, LeavesExclusionsAndConditionsAlone) {
  EXPECT_THAT(marked("late -refund", "late refund"), ElementsAre("late"));
  EXPECT_THAT(marked("not (not late)", "late"), ElementsAre("late"));
  EXPECT_THAT(marked("touchpoint:late felt:<4", "late 4"), IsEmpty());
  EXPECT_THAT(marked("", "late"), IsEmpty());
}

// The dull twin: the textbook recursion.
unsigned naive_edits(std::string_view a, std::string_view b) {
  if (a.empty()) return static_cast<unsigned>(b.size());
  if (b.empty()) return static_cast<unsigned>(a.size());
  const std::string_view a1 = a.substr(1);
  const std::string_view b1 = b.substr(1);
  unsigned best = std::min({naive_edits(a1, b) + 1, naive_edits(a, b1) + 1,
                            naive_edits(a1, b1) + (a[0] == b[0] ? 0 : 1)});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0]) {
    best = std::min(best, naive_edits(a.substr(2), b.substr(2)) + 1);
  }
  return best;
}

TEST(EditsBetween, AgreesWithTheTextbook) {
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    std::string a(rng.below(7), 'a');
    std::string b(rng.below(7), 'a');
    for (char& c : a) c = static_cast<char>('a' + rng.below(3));
    for (char& c : b) c = static_cast<char>('a' + rng.below(3));
    for (const unsigned limit : {1U, 2U, 10U}) {
      EXPECT_EQ(edits_between(a, b, limit), std::min(naive_edits(a, b), limit + 1))
          << a << ' ' << b;
    }
  }
}

TEST(EditsBetween, CountsCharactersNotBytes) {
  EXPECT_EQ(edits_between("größe", "grösse", 3), 2U);
  EXPECT_EQ(edits_between("naïve", "naive", 3), 1U);
  EXPECT_EQ(edits_between("日本", "本日", 3), 1U);
  EXPECT_LE(edits_between("\xFF\xC3", "a", 3), 2U);  // broken: some distance, never a crash
}

}  // namespace
}  // namespace fh::engine

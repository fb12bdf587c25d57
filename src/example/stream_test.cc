#include "example/stream.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "base/hash.h"
#include "example/compose.h"
#include "model/draft_json.h"
#include "model/validate.h"

namespace fh::example {
namespace {

const std::vector<Made>& default_example() {
  static const std::vector<Made> all = [] {
    std::vector<Made> made;
    Stream stream({});
    while (std::optional<Made> next = stream.next()) made.push_back(std::move(*next));
    return made;
  }();
  return all;
}

uint64_t hash_of_stream(const StreamOptions& options) {
  Stream stream(options);
  std::string all;
  JsonWriter json(all);
  while (const std::optional<Made> made = stream.next()) {
    example::write_draft(json, made->draft);
    all += '\n';
  }
  return hash_of(all);
}

// Letters only, lower case: what two texts share when digits and case are taken away.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= '0' && c <= '9') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::set<std::string> words_of(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
  return words;
}

double overlap(const std::set<std::string>& a, const std::set<std::string>& b) {
  size_t common = 0;
  for (const std::string& word : a) common += b.count(word);
  return static_cast<double>(common) / static_cast<double>(a.size() + b.size() - common);
}

TEST(ExampleStream, GivesTheSameBytesForTheSameSeed) {
  const StreamOptions options{.people = 700, .seed = 5};
  EXPECT_EQ(hash_of_stream(options), hash_of_stream(options));
}

// A golden value: the same on every machine and compiler. A change to tables or
// truths changes it on purpose.
TEST(ExampleStream, GivesTheBytesItGaveBefore) {
  EXPECT_EQ(hash_of_stream({.people = 2000, .seed = 1}), 9404681379134732830U);
}

TEST(ExampleStream, DiffersFromSeedToSeed) {
  EXPECT_NE(hash_of_stream({.people = 100, .seed = 1}), hash_of_stream({.people = 100, .seed = 2}));
}

TEST(ExampleStream, BeginsWithTheSamePeopleWhenThereAreMore) {
  Stream few({.people = 40});
  Stream many({.people = 400});
  while (const std::optional<Made> made = few.next()) {
    const std::optional<Made> other = many.next();
    ASSERT_TRUE(other);
    EXPECT_EQ(made->draft.source_id, other->draft.source_id);
    EXPECT_EQ(made->draft.text, other->draft.text);
  }
}

TEST(ExampleStream, HasAboutTwentyThousandExperiencesByDefault) {
  const size_t count = default_example().size();
  EXPECT_GT(count, 19'000U);
  EXPECT_LT(count, 21'000U);
  std::map<std::string, size_t> per_person;
  for (const Made& made : default_example()) ++per_person[made.draft.person];
  EXPECT_EQ(per_person.size(), 12'000U);
  const size_t most = std::max_element(per_person.begin(), per_person.end(), [](auto& a, auto& b) {
                        return a.second < b.second;
                      })->second;
  EXPECT_GE(most, 25U);  // the tail is heavy
}

TEST(ExampleStream, MakesOnlyDraftsThatAreTaken) {
  const Instant now = start_of_day({.year = 2026, .month = 11, .day = 1});
  std::set<std::string> keys;
  for (const Made& made : default_example()) {
    const Result<model::Checked> checked = model::validate(made.draft, now);
    ASSERT_TRUE(checked) << made.draft.source_id << ": " << to_string(checked.error());
    EXPECT_TRUE(keys.insert(made.draft.source_id).second) << made.draft.source_id;
    EXPECT_LE(checked->experience.told_at, now);
    if (checked->experience.lived_at) {
      EXPECT_LE(*checked->experience.lived_at, checked->experience.told_at);
    }
  }
}

TEST(ExampleStream, IsReadBackFromItsJsonUnchanged) {
  JsonParser parser;
  for (size_t i = 0; i < default_example().size(); i += 37) {
    const model::Draft& draft = default_example()[i].draft;
    std::string text;
    JsonWriter json(text);
    example::write_draft(json, draft);
    const Result<Json> parsed = parser.parse(text);
    ASSERT_TRUE(parsed) << text;
    const Result<model::Draft> read = model::read_draft(*parsed);
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(read->text, draft.text);
    EXPECT_EQ(read->subjects, draft.subjects);
    EXPECT_EQ(read->signifiers, draft.signifiers);
    EXPECT_EQ(read->expected, draft.expected);
    EXPECT_EQ(read->scale, draft.scale);
    std::string again;
    JsonWriter second(again);
    example::write_draft(second, *read);
    EXPECT_EQ(again, text);
  }
}

TEST(ExampleStream, CoversKindsStagesPartiesAndTouchpoints) {
  std::set<std::string> kinds;
  std::set<std::string> stages;
  std::set<std::string> parties;
  std::set<std::string> touchpoints;
  std::set<std::string> units;
  size_t foreign = 0;
  size_t typed = 0;
  for (const Made& made : default_example()) {
    kinds.insert(made.draft.kind);
    stages.insert(made.draft.stage);
    parties.insert(made.draft.party);
    touchpoints.insert(made.draft.touchpoint);
    units.insert(made.draft.unit);
    const std::string& lang = made.draft.lang;
    if (lang == "de" || lang == "fr" || lang == "nl") ++foreign;
    if (!made.draft.text.empty()) ++typed;
  }
  EXPECT_EQ(kinds.size(), 8U);
  EXPECT_EQ(parties.size(), 4U);
  EXPECT_GE(touchpoints.size(), 16U);
  EXPECT_GE(units.size(), 14U);
  for (const std::string_view stage : model::kStages) {
    EXPECT_TRUE(stages.contains(std::string(stage))) << stage;
  }
  const double share = static_cast<double>(foreign) / static_cast<double>(typed);
  EXPECT_GT(share, 0.045);
  EXPECT_LT(share, 0.075);
}

// Goal: twenty thousand texts that do not read alike.
TEST(ExampleStream, RarelySaysTheSameTwice) {
  std::vector<std::string> texts;
  std::unordered_set<std::string> distinct;
  std::unordered_set<std::string> vocabulary;
  size_t long_texts = 0;
  size_t short_texts = 0;
  for (const Made& made : default_example()) {
    if (made.draft.text.empty()) continue;
    texts.push_back(bare(made.draft.text));
    distinct.insert(texts.back());
    const auto spaces = std::count(made.draft.text.begin(), made.draft.text.end(), ' ');
    if (spaces >= 149) ++long_texts;
    if (spaces <= 5) ++short_texts;
  }
  const double ratio = static_cast<double>(distinct.size()) / static_cast<double>(texts.size());
  EXPECT_GE(ratio, 0.97);
  EXPECT_GT(long_texts, texts.size() / 100);
  EXPECT_GT(short_texts, texts.size() / 100);

  std::vector<std::set<std::string>> words;
  for (const std::string& text : texts) {
    words.push_back(words_of(text));
    vocabulary.insert(words.back().begin(), words.back().end());
  }
  Rng rng(11);
  double sum = 0;
  constexpr int kPairs = 40'000;
  for (int i = 0; i < kPairs; ++i) {
    sum += overlap(words[rng.below(words.size())], words[rng.below(words.size())]);
  }
  EXPECT_LT(sum / kPairs, 0.085);
  EXPECT_GT(vocabulary.size(), 4000U);
  RecordProperty("distinct_per_mille", static_cast<int>(ratio * 1000));
  RecordProperty("overlap_per_mille", static_cast<int>(sum / kPairs * 1000));
  RecordProperty("vocabulary", static_cast<int>(vocabulary.size()));
}

TEST(ExampleStream, UsesEveryPattern) {
  const Grammar& grammar = example_grammar();
  std::vector<uint32_t> used(grammar.pattern_count(), 0);
  grammar.count_into(&used);
  Stream stream({.people = 60'000, .seed = 3});
  while (stream.next()) {
  }
  grammar.count_into(nullptr);
  for (size_t i = 0; i < used.size(); ++i) {
    EXPECT_GT(used[i], 0U) << grammar.pattern_text(i);
  }
}

TEST(ExampleStream, KeepsItsMemoryHoweverManyPeopleThereAre) {
  Stream stream({.people = 1'000'000, .seed = 9});
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(stream.next());
  const size_t before = mallinfo2().uordblks;
  for (int i = 0; i < 60'000; ++i) ASSERT_TRUE(stream.next());
  const size_t after = mallinfo2().uordblks;
  EXPECT_LT(after, before + 256 * 1024);
}

TEST(ExampleStream, NamesTruthsOnlyWhenAsked) {
  const std::vector<Truth> truths = planted_truths({.year = 2026, .month = 10, .day = 31});
  size_t shaped = 0;
  for (Made made : default_example()) {
    for (const model::Signifier& signifier : made.draft.signifiers) {
      EXPECT_NE(signifier.name, "planted");
    }
    if (made.truths.empty()) continue;
    ++shaped;
    add_planted(made, truths);
    EXPECT_EQ(made.draft.signifiers.back().name, "planted");
  }
  EXPECT_GT(shaped, 1000U);
}

}  // namespace
}  // namespace fh::example

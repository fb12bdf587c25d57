// The dull twin by itself, on cases small enough to be counted by hand.
#include "testing/naive_landscape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "base/time.h"
#include "testing/answer_difference.h"
#include "testing/random_documents.h"
#include "testing/random_queries.h"

namespace fh::landscape {
namespace {

using testing::ElementsAre;

Instant day(int year, int month, int day_of_month) {
  return start_of_day({.year = year, .month = month, .day = day_of_month});
}

class NaiveLandscapeTest : public testing::Test {
 protected:
  // Tells one more experience; its number is its place in the order of telling.
  void tell(Document document) {
    ++sequence_;
    document.told_ms = day(2026, 1, 1).ms + static_cast<int64_t>(sequence_);
    const Change change{.sequence = sequence_, .number = sequence_, .document = document};
    landscape_.apply(std::span(&change, 1));
  }
  void tell(std::string text, std::string lang = "en") {
    Document document;
    document.text = std::move(text);
    document.lang = std::move(lang);
    tell(std::move(document));
  }
  void remove(uint64_t number) {
    const Change change{.sequence = ++sequence_, .number = number, .document = std::nullopt};
    landscape_.apply(std::span(&change, 1));
  }

  Answer ask(std::string_view query, Request request = {}) const {
    Result<Node> node = parse_query(query, Match::kAll);
    EXPECT_TRUE(node.has_value()) << query;
    request.query = std::move(*node);
    return landscape_.search(request);
  }
  std::vector<uint64_t> found(std::string_view query, Sort sort = Sort::kOldest) const {
    Request request;
    request.sort = sort;
    std::vector<uint64_t> numbers;
    for (const Hit& hit : ask(query, std::move(request)).hits) numbers.push_back(hit.number);
    return numbers;
  }

  NaiveLandscape landscape_;
  uint64_t sequence_ = 0;
};

Document with(std::vector<std::pair<std::string, model::ColumnValue>> columns) {
  Document document;
  for (auto& [column, value] : columns) document.columns.push_back({column, column, value});
  return document;
}

TEST_F(NaiveLandscapeTest, FindsInflectionsButPhrasesExactly) {
  tell("the parcels were delivered late");
  tell("the parcel was not delivering");
  tell("Die Lieferungen kamen", "de");
  EXPECT_THAT(found("parcel"), ElementsAre(1, 2));
  EXPECT_THAT(found("deliver"), ElementsAre(1, 2));
  EXPECT_THAT(found("Lieferung"), ElementsAre(3));
  EXPECT_THAT(found("\"the parcel\""), ElementsAre(2));
  EXPECT_THAT(found("\"parcel the\""), ElementsAre());
  EXPECT_THAT(found("parc* -was"), ElementsAre(1));
  EXPECT_THAT(found("pracel~"), ElementsAre(2));
  EXPECT_THAT(found("late or kamen"), ElementsAre(1, 3));
}

TEST_F(NaiveLandscapeTest, StemsByTheLanguageOfEachText) {
  tell("kund");  // English, to whom "kunden" is another word
  tell("der kunde sprach", "de");
  EXPECT_THAT(found("kunden"), ElementsAre(2));
  EXPECT_THAT(found("kund"), ElementsAre(1, 2));
  remove(2);
  EXPECT_THAT(found("kunden"), ElementsAre());
}

// Some language makes "the" of "there", which must not find every English text.
TEST_F(NaiveLandscapeTest, AWordIsNotCutByAnotherLanguagesRules) {
  tell("the shop was shut");
  for (const std::string_view language : text::stemmer_languages())
    tell("x", std::string(language));
  EXPECT_THAT(found("there"), ElementsAre());
}

TEST_F(NaiveLandscapeTest, IgnoresAChangeSeenBefore) {
  tell("first");
  tell("second");
  remove(1);
  const Change again{.sequence = 1, .number = 1, .document = Document{}};
  landscape_.apply(std::span(&again, 1));
  EXPECT_EQ(landscape_.search({}).landscape, 1U);
  EXPECT_EQ(landscape_.search({}).as_of, 3U);
}

TEST_F(NaiveLandscapeTest, ComparesColumnsByTheirType) {
  tell(with({{"mixed", std::string("Café")}}));
  tell(with({{"mixed", 5.0}}));
  tell(with({{"mixed", day(2026, 3, 9)}, {"other", 1.0}}));
  EXPECT_THAT(found("mixed:cafe"), ElementsAre(1));
  EXPECT_THAT(found("mixed:ca*"), ElementsAre(1));
  EXPECT_THAT(found("mixed:5"), ElementsAre(2));
  EXPECT_THAT(found("mixed:<5"), ElementsAre());
  EXPECT_THAT(found("mixed:<=5"), ElementsAre(2));
  EXPECT_THAT(found("mixed:2026-03"), ElementsAre(3));
  EXPECT_THAT(found("mixed:*"), ElementsAre(1, 2, 3));
  EXPECT_THAT(found("-other:*"), ElementsAre(1, 2));
  EXPECT_THAT(found("unknown:x"), ElementsAre());
}

TEST_F(NaiveLandscapeTest, RanksRareWordsAndShortTextsFirst) {
  tell("late late parcel");
  tell("late parcel and many more words than there need be");
  tell("refund");
  EXPECT_THAT(found("late", Sort::kRelevance), ElementsAre(1, 2));
  EXPECT_THAT(found("late or refund", Sort::kRelevance), ElementsAre(3, 1, 2));
  EXPECT_THAT(found("-refund", Sort::kRelevance), ElementsAre(2, 1));  // nothing scores: newest
  EXPECT_EQ(ask("-refund").hits[0].score, 0U);
}

TEST_F(NaiveLandscapeTest, ScoresALeafWhoseBranchDidNotMatch) {
  tell("late parcel");
  tell("late letter");
  const Answer answer = ask("late or (parcel refund)");
  ASSERT_EQ(answer.hits.size(), 2U);
  EXPECT_EQ(answer.hits[0].number, 1U);
  EXPECT_GT(answer.hits[0].score, answer.hits[1].score);
}

TEST_F(NaiveLandscapeTest, SortsWhatHasNoValueLast) {
  Document rated;
  rated.felt = 300;
  tell(rated);
  tell("not rated");
  rated.felt = 700;
  tell(rated);
  tell("not rated either");
  EXPECT_THAT(found("", Sort::kFeltLow), ElementsAre(1, 3, 4, 2));
  EXPECT_THAT(found("", Sort::kFeltHigh), ElementsAre(3, 1, 4, 2));
}

TEST_F(NaiveLandscapeTest, CountsRatingsByTheNearestRank) {
  for (const int32_t felt : {1000, 0, 250, 310}) {
    Document document;
    document.felt = felt;
    if (felt == 250) document.expected = 500;
    tell(document);
  }
  Request request;
  request.ratings = true;
  const Answer answer = ask("", std::move(request));
  ASSERT_TRUE(answer.ratings.has_value());
  EXPECT_EQ(answer.ratings->felt, (Distribution{.count = 4,
                                                .sum = 1560,
                                                .sum_squares = 1'000'000 + 62'500 + 96'100,
                                                .q25 = 0,
                                                .median = 250,
                                                .q75 = 310,
                                                .bins = {1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1},
                                                .apart_bins = {}}));
  EXPECT_EQ(answer.ratings->gap.median, -250);
  EXPECT_EQ(answer.ratings->gap.bins[7], 1U);  // floor(-2.5) is -3
}

TEST_F(NaiveLandscapeTest, CountsFacetsPeopleAndTheUnknown) {
  Document document = with({{"topics", std::string("b")}, {"topics", std::string("a")}});
  document.person = 7;
  document.felt = 400;
  tell(document);
  tell(document);
  tell(with({{"topics", std::string("b")}, {"topics", 0.5}}));
  tell("none");
  Request request;
  request.facets = {{.column = "Topics", .limit = 2, .detailed = true}};
  request.people = true;
  const Answer answer = ask("", std::move(request));
  EXPECT_EQ(answer.people, 1U);
  EXPECT_EQ(answer.without_person, 2U);
  const Facet& facet = answer.facets.at(0);
  EXPECT_EQ(facet.column, "topics");
  EXPECT_EQ(facet.distinct, 3U);
  EXPECT_EQ(facet.with_value, 3U);
  EXPECT_EQ(facet.without_value, 1U);
  ASSERT_EQ(facet.values.size(), 2U);
  EXPECT_EQ(facet.values[0].value, "b");
  EXPECT_EQ(facet.values[0].experiences, 3U);
  EXPECT_EQ(facet.values[0].people, 1U);
  EXPECT_EQ(facet.values[0].ratings->felt.count, 2U);
  EXPECT_EQ(facet.values[1].value, "a");
}

TEST_F(NaiveLandscapeTest, FillsTheGapsOfAHistogram) {
  Document document;
  document.lived_ms = day(2024, 2, 29).ms;  // a Thursday
  tell(document);
  document.lived_ms = day(2024, 3, 12).ms + 1;  // a Tuesday
  tell(document);
  Request request;
  request.histogram = HistogramStep::kWeek;
  EXPECT_EQ(ask("", std::move(request)).histogram,
            (Histogram{
                .step = HistogramStep::kWeek,
                .buckets = {
                    {day(2024, 2, 26).ms, 1}, {day(2024, 3, 4).ms, 0}, {day(2024, 3, 11).ms, 1}}}));
  document.lived_ms = day(2025, 3, 1).ms;
  tell(document);
  Request any_step;
  any_step.histogram = HistogramStep::kAuto;
  EXPECT_EQ(ask("", std::move(any_step)).histogram->step, HistogramStep::kWeek);
  Request none;
  none.histogram = HistogramStep::kAuto;
  EXPECT_EQ(ask("nothing", std::move(none)).histogram,
            (Histogram{.step = HistogramStep::kMonth, .buckets = {}}));
}

TEST_F(NaiveLandscapeTest, TellsTheWordsThatSetMatchesApart) {
  for (int i = 0; i < 40; ++i) {
    tell(i % 4 == 0 ? "late parcels refunded" : "a fine day");
  }
  tell("parcel");
  Request request;
  request.telling_words = 10;
  const Answer answer = ask("late", std::move(request));
  EXPECT_EQ(answer.telling_sample, 10U);
  ASSERT_EQ(answer.telling_words.size(), 2U);          // late itself is no news
  EXPECT_EQ(answer.telling_words[0].word, "parcels");  // 10 documents against 1 of "parcel"
  EXPECT_EQ(answer.telling_words[0].experiences, 10U);
  EXPECT_EQ(answer.telling_words[0].of_all, 11U);
  EXPECT_EQ(answer.telling_words[1].word, "refunded");
}

TEST_F(NaiveLandscapeTest, PagesThroughTheHits) {
  for (int i = 0; i < 5; ++i) tell("late");
  Request request;
  request.offset = 3;
  request.limit = 10;
  const Answer answer = ask("late", std::move(request));
  EXPECT_EQ(answer.total, 5U);
  ASSERT_EQ(answer.hits.size(), 2U);
  EXPECT_EQ(answer.hits[0].number, 2U);
}

TEST(EditDistance, CountsCharactersAndSwapsOnce) {
  EXPECT_EQ(edit_distance("address", "adress"), 1U);
  EXPECT_EQ(edit_distance("parcel", "pracel"), 1U);
  EXPECT_EQ(edit_distance("ca", "abc"), 3U);  // not 2: a swapped pair is not edited again
  EXPECT_EQ(edit_distance("送货", "送客"), 1U);
  EXPECT_EQ(edit_distance("", "two"), 3U);
}

// Goal: the random requests are worth asking: they match something, everything, and
// nothing, and fill every part of an answer now and then.
TEST(RandomRequests, ReachEveryPartOfAnAnswer) {
  NaiveLandscape landscape;
  landscape.apply(RandomChanges(1).next(200));
  ASSERT_GT(landscape.entries().size(), 100U);
  size_t none = 0;
  size_t some = 0;
  size_t scored = 0;
  size_t telling = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Rng rng(seed);
    const Request request = random_request(rng);
    const Answer answer = landscape.search(request);
    EXPECT_EQ(difference(answer, landscape.search(request)), "");
    ++(answer.total == 0 ? none : some);
    if (!answer.hits.empty() && answer.hits[0].score > 0) ++scored;
    if (!answer.telling_words.empty()) ++telling;
  }
  EXPECT_GT(none, 10U);
  EXPECT_GT(some, 150U);
  EXPECT_GT(scored, 40U);
  EXPECT_GT(telling, 10U);
}

}  // namespace
}  // namespace fh::landscape

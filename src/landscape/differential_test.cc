// The landscape answers every request exactly as its dull twin does
// (testing/naive_landscape.h), however its documents happen to lie.
//
// FH_DIFFERENTIAL_QUERIES sets how many requests are compared in all.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/random.h"
#include "landscape/landscape.h"
#include "testing/answer_difference.h"
#include "testing/naive_landscape.h"
#include "testing/random_documents.h"
#include "testing/random_queries.h"

namespace fh::landscape {
namespace {

constexpr uint64_t kQueriesByDefault = 3000;
constexpr uint64_t kTests = 10;  // that share the queries
constexpr RandomChangesOptions kRestless = {.amend = 0.4, .remove = 0.3};

uint64_t queries_per_test() {
  const char* const wanted = std::getenv("FH_DIFFERENTIAL_QUERIES");
  const uint64_t queries = wanted ? std::strtoull(wanted, nullptr, 10) : kQueriesByDefault;
  return std::max<uint64_t>(queries / kTests, 1);
}

// How a landscape lies: of its options, those that move documents about.
struct Shape {
  uint32_t head_documents_max = 65'536;
  uint32_t merge_fan_in = 8;
  Background background = Background::kOff;
};

// Ways of answering, each to the full and not at all: openings take one after another.
const std::vector<Tuning>& tunings() {
  static constexpr auto kNever = std::numeric_limits<uint64_t>::max();
  static const std::vector<Tuning> kAll = {
      {.few_share = 1,
       .prune = true,
       .totals_from = 1,
       .dense_share = kNever,
       .threads = 3,
       .thread_matches_min = 0,
       .thread_sample_min = 0},
      {},
      {.few_share = kNever,
       .prune = true,
       .simd = SimdLevel::kPortable,
       .totals_from = 1,
       .dense_share = 4,
       .threads = 2,
       .thread_matches_min = 1,
       .thread_sample_min = 1},
      {.few_share = kNever,
       .prune = false,
       .totals_from = ~uint32_t{0},
       .dense_share = 0,
       .threads = 1},
  };
  return kAll;
}

// A landscape in a directory of its own and its twin, fed the same changes.
class Differential : public testing::Test {
 protected:
  void SetUp() override {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::path(testing::TempDir()) /
                 ("fh_differential_" + std::string(test->name()) + std::to_string(getpid()));
    std::filesystem::remove_all(directory_);
  }
  void TearDown() override {
    landscape_.reset();
    std::filesystem::remove_all(directory_);
  }

  void open(const Shape& shape) {
    options_.directory = directory_.string();
    options_.head_documents_max = shape.head_documents_max;
    options_.merge_fan_in = shape.merge_fan_in;
    options_.background = shape.background;
    reopen();
  }
  void reopen() {
    static size_t openings = 0;
    landscape_.reset();
    options_.tuning = tunings()[openings++ % tunings().size()];
    Result<std::unique_ptr<Landscape>> opened = Landscape::open(options_);
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    landscape_ = std::move(*opened);
  }

  void apply(const std::vector<Change>& changes) {
    expect_ok(landscape_->apply(changes));
    naive_.apply(changes);
    applied_.insert(applied_.end(), changes.begin(), changes.end());
  }
  static void expect_ok(const Status& status) {
    EXPECT_TRUE(status.has_value()) << to_string(status.error());
  }

  // Stops at the first request whose answers differ.
  void compare(uint64_t seed, uint64_t queries) {
    for (uint64_t i = 0; i < queries && !HasFailure(); ++i) {
      Rng rng(seed * 1'000'000 + i);
      compare_one(random_request(rng), seed * 1'000'000 + i);
    }
  }
  void compare_one(const Request& request, uint64_t seed) {
    const Result<Answer> found = landscape_->search(request);
    ASSERT_TRUE(found.has_value()) << to_string(found.error()) << "\n" << describe(request);
    const std::string differs = difference(naive_.search(request), *found);
    ASSERT_TRUE(differs.empty()) << differs << "\nseed=" << seed << "\n" << describe(request);
  }

  size_t surfaces_beginning(std::string_view prefix) const {
    std::set<std::string> surfaces;
    for (const auto& [number, entry] : naive_.entries()) {
      for (const NaiveLandscape::Word& word : entry.words) {
        if (word.surface.starts_with(prefix)) surfaces.insert(word.surface);
      }
    }
    return surfaces.size();
  }

  std::filesystem::path directory_;
  LandscapeOptions options_;
  std::unique_ptr<Landscape> landscape_;
  NaiveLandscape naive_;
  std::vector<Change> applied_;
};

TEST_F(Differential, AnEmptyLandscapeAnswersAlike) {
  open({});
  compare(1, queries_per_test() / 4);
  apply(RandomChanges(1).next(1));
  apply({Change{.sequence = 2, .number = 1, .document = std::nullopt}});
  compare(2, queries_per_test() / 4);
  expect_ok(landscape_->merge_all());
  compare(3, queries_per_test() / 4);
  reopen();
  compare(4, queries_per_test() / 4);
}

TEST_F(Differential, AHeadInMemoryAnswersAlike) {
  open({});
  RandomChanges changes(10);
  apply(changes.next(150));
  compare(10, queries_per_test() / 2);
  apply(changes.next(150));
  compare(11, queries_per_test() / 2);
}

TEST_F(Differential, AReopenedLandscapeAnswersAlike) {
  open({});
  RandomChanges changes(20);
  apply(changes.next(200));
  expect_ok(landscape_->flush());
  EXPECT_EQ(landscape_->covered(), landscape_->as_of());
  reopen();
  EXPECT_EQ(landscape_->covered(), naive_.as_of());
  compare(20, queries_per_test() / 2);
  apply(changes.next(60));
  reopen();
  // What was not yet in files is applied again, together with what was.
  expect_ok(landscape_->apply(applied_));
  EXPECT_EQ(landscape_->as_of(), naive_.as_of());
  compare(21, queries_per_test() / 2);
}

TEST_F(Differential, ManyTinySegmentsAnswerAlike) {
  open({.head_documents_max = 7, .merge_fan_in = 1000});
  RandomChanges changes(30);
  for (int i = 0; i < 30; ++i) {
    for (const Change& change : changes.next(7)) apply({change});
    if (i < 29) expect_ok(landscape_->flush());
  }
  EXPECT_GT(landscape_->counts().segments, 10U);
  compare(30, queries_per_test() / 2);
  reopen();
  expect_ok(landscape_->apply(applied_));
  compare(31, queries_per_test() / 2);
}

TEST_F(Differential, AMergedLandscapeAnswersAlike) {
  open({.merge_fan_in = 3});
  RandomChanges changes(40);
  for (int i = 0; i < 10; ++i) {
    apply(changes.next(20));
    expect_ok(landscape_->flush());
  }
  compare(40, queries_per_test() / 3);
  expect_ok(landscape_->merge_all());
  EXPECT_LE(landscape_->counts().segments, 1U);
  compare(41, queries_per_test() / 3);
  apply(changes.next(50));
  expect_ok(landscape_->merge_all());
  reopen();
  compare(42, queries_per_test() / 3);
}

TEST_F(Differential, AmendmentsAndDeletionsOfWhatLiesInFilesCount) {
  open({.merge_fan_in = 4});
  RandomChanges changes(50);
  apply(changes.next(150));
  expect_ok(landscape_->flush());
  RandomChanges restless(50, kRestless);
  std::vector<Change> later = restless.next(400);
  std::erase_if(later, [](const Change& change) { return change.sequence <= 150; });
  apply(later);
  compare(50, queries_per_test() / 3);
  expect_ok(landscape_->flush());
  compare(51, queries_per_test() / 3);
  expect_ok(landscape_->merge_all());
  reopen();
  compare(52, queries_per_test() / 3);
}

TEST_F(Differential, AnswersStayAlikeUnderAnySettings) {
  for (uint64_t seed = 60; seed < 68 && !HasFailure(); ++seed) {
    Rng rng(seed);
    std::filesystem::remove_all(directory_);
    landscape_.reset();
    naive_ = NaiveLandscape();
    applied_.clear();
    open({.head_documents_max = static_cast<uint32_t>(1 + rng.below(40)),
          .merge_fan_in = static_cast<uint32_t>(2 + rng.below(4)),
          .background = rng.chance(0.5) ? Background::kOn : Background::kOff});
    RandomChanges changes(seed, rng.chance(0.5) ? kRestless : RandomChangesOptions{});
    for (int step = 0; step < 12; ++step) {
      apply(changes.next(1 + rng.below(25)));
      if (rng.chance(0.3)) expect_ok(landscape_->flush());
      if (rng.chance(0.1)) expect_ok(landscape_->merge_all());
      compare(seed * 100 + static_cast<uint64_t>(step), queries_per_test() / 96);
    }
  }
}

// More surfaces than a prefix may stand for: those held by most documents count, and
// deleting documents changes which these are.
TEST_F(Differential, PrefixesAndFuzzyWordsKeepTheMostFrequentSurfaces) {
  open({.head_documents_max = 100, .merge_fan_in = 3});
  Rng rng(70);
  uint64_t sequence = 0;
  const auto tell = [&](uint64_t number) {
    Document document = random_document(rng, 3);
    for (int i = 0; i < 6; ++i)
      document.text += " za" + std::to_string(rng.below(60) * rng.below(60));
    apply({Change{.sequence = ++sequence, .number = number, .document = std::move(document)}});
  };
  Request prefix;
  prefix.query = Node{PrefixNode{"za"}};
  prefix.limit = 400;
  Request fuzzy;
  fuzzy.query = Node{FuzzyNode{"za111", 2}};
  fuzzy.limit = 400;
  for (uint64_t number = 1; number <= 500 && !HasFailure(); ++number) {
    tell(number);
    if (number % 5 == 0) {
      apply({Change{.sequence = ++sequence, .number = number / 2, .document = std::nullopt}});
    }
    if (number % 125 != 0) continue;
    compare_one(prefix, number);
    compare_one(fuzzy, number);
    expect_ok(landscape_->flush());
    compare_one(prefix, number);
    compare_one(fuzzy, number);
  }
  EXPECT_GT(surfaces_beginning("za"), limits::kTermExpansionsMax);
  expect_ok(landscape_->merge_all());
  compare_one(prefix, 501);
  compare_one(fuzzy, 501);
  compare(70, queries_per_test() / 2);
}

// Several windows a segment, so that some are passed over and lists are left in the
// middle. The twin is slow with so many: it judges the first opening, which judges those
// that answer in other ways.
TEST_F(Differential, LandscapesOfManyWindowsAnswerAlike) {
  open({});
  apply(RandomChanges(90, {.amend = 0.05, .remove = 0.05, .words_max = 10}).next(11'000));
  expect_ok(landscape_->merge_all());
  ASSERT_EQ(landscape_->counts().segments, 1U);
  reopen();
  compare(90, queries_per_test() / 8);
  const uint64_t queries = queries_per_test();
  const auto answer_of = [&](uint64_t seed) {
    Rng rng(seed);
    return landscape_->search(random_request(rng));
  };
  std::vector<Answer> first;
  for (uint64_t seed = 0; seed < queries; ++seed) first.push_back(*answer_of(seed));
  for (size_t opening = 1; opening < tunings().size() && !HasFailure(); ++opening) {
    reopen();
    for (uint64_t seed = 0; seed < queries && !HasFailure(); ++seed) {
      const std::string differs = difference(first[seed], *answer_of(seed));
      EXPECT_TRUE(differs.empty()) << differs << "\nseed=" << seed << " opening=" << opening;
    }
  }
}

// Searches run while changes come in and segments freeze and merge. Each answer says
// as of which sequence number it holds, and the twin has to agree at that number.
TEST_F(Differential, SearchesBesideAWriterSeeOneMomentEach) {
  open({.head_documents_max = 20, .merge_fan_in = 3, .background = Background::kOn});
  const std::vector<Change> changes = RandomChanges(80, {.amend = 0.2, .remove = 0.15}).next(600);
  std::atomic<bool> writing = true;
  std::thread writer([&] {
    for (size_t from = 0; from < changes.size(); from += 3) {
      expect_ok(landscape_->apply(std::span(changes).subspan(from, 3)));
    }
    writing = false;
  });

  std::vector<std::pair<Answer, uint64_t>> answers;  // and the request's seed
  const uint64_t queries = queries_per_test();
  for (uint64_t seed = 80'000'000; writing || answers.size() < queries / 2; ++seed) {
    Rng rng(seed);
    Result<Answer> answer = landscape_->search(random_request(rng));
    ASSERT_TRUE(answer.has_value() || !writing) << to_string(answer.error());
    if (answer && (answers.size() < queries || seed % 64 == 0)) {
      answers.emplace_back(std::move(*answer), seed);
    }
  }
  writer.join();

  std::ranges::sort(answers, {}, [](const auto& answer) { return answer.first.as_of; });
  size_t next = 0;
  for (const auto& [answer, seed] : answers) {
    const size_t from = next;
    while (next < changes.size() && changes[next].sequence <= answer.as_of) ++next;
    naive_.apply(std::span(changes).subspan(from, next - from));
    Rng rng(seed);
    const Request request = random_request(rng);
    const std::string differs = difference(naive_.search(request), answer);
    ASSERT_TRUE(differs.empty()) << differs << "\nseed=" << seed << "\n" << describe(request);
  }
}

}  // namespace
}  // namespace fh::landscape

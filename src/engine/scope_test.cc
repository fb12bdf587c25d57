#include "engine/scope.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "base/random.h"
#include "engine/engine_fixture.h"

namespace fh::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Caller within(std::string scope, Rights rights = Rights::all()) {
  return {.kind = CallerKind::kMember, .actor = "member 1", .rights = rights, .scope = scope};
}

class ScopeFixture : public EngineFixture {
 protected:
  std::string tell_of(const std::string& unit, const std::string& text,
                      const std::string& person = {}) {
    Draft one = draft(text);
    one.unit = unit;
    one.person = person;
    return tell(std::move(one));
  }
  Found find(const Caller& caller, SearchOptions& options) {
    options.caller = caller;
    Result<Found> found = engine_->search(options);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : Found{};
  }
};

TEST_F(ScopeFixture, WhatIsOutsideIsNotThere) {
  const std::string north = tell_of("Depot North", "late again", "ann");
  const std::string south = tell_of("Depot South", "late again", "ann");
  const Caller caller = within("unit:(\"Depot North\")");
  FH_EXPECT_OK(engine_->experience(caller, north));
  const auto outside = engine_->experience(caller, south);
  const auto never = engine_->experience(caller, "e77");
  ASSERT_FALSE(outside);
  EXPECT_EQ(outside.error().code, ErrorCode::kNotFound);
  // Not to be told from one that never was, but for the id that was asked.
  EXPECT_EQ(outside.error().message, "there is no experience \"" + south + "\"");
  EXPECT_EQ(never.error().message, "there is no experience \"e77\"");
  SearchOptions late;
  late.q = "late";
  const Found found = find(caller, late);
  EXPECT_EQ(found.answer.total, 1U);
  EXPECT_EQ(found.answer.landscape, 1U);
  const std::string ann = engine_->experience(Caller::host(), north)->person_key;
  EXPECT_THAT(*engine_->of_person(caller, ann, 10, 0), SizeIs(1));
  EXPECT_THAT(*engine_->of_person(caller, ann, 10, 1), IsEmpty());
  EXPECT_THAT(*engine_->of_person(Caller::host(), ann, 10, 1), SizeIs(1));
  std::vector<std::string> taken;
  FH_EXPECT_OK(engine_->for_each(caller, [&](const Experience& experience) -> Status {
    taken.push_back(model::id_of(experience.number));
    return {};
  }));
  EXPECT_THAT(taken, ElementsAre(north));
  EXPECT_EQ(engine_->amend(north, draft("x"), {.caller = caller}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(engine_->erase(south, {.caller = caller}).error().code, ErrorCode::kNotFound);
  FH_EXPECT_OK(engine_->erase(north, {.caller = caller}));
}

TEST_F(ScopeFixture, WhatMovesOutIsGoneAtOnce) {
  const std::string id = tell_of("north", "here now");
  const Caller caller = within("unit:north");
  FH_EXPECT_OK(engine_->experience(caller, id));
  Draft moved = draft("here now");
  moved.unit = "south";
  FH_ASSERT_OK(engine_->amend(id, moved, host()));
  EXPECT_EQ(engine_->experience(caller, id).error().code, ErrorCode::kNotFound);
  SearchOptions all;
  EXPECT_EQ(find(caller, all).answer.total, 0U);
}

TEST_F(ScopeFixture, AScopeAddsNothingToScoresAndMarksNothing) {
  tell_of("north", "late and late and late parcel");
  tell_of("north", "the parcel of the north was late");
  SearchOptions options;
  options.q = "parcel";
  options.highlight = true;
  const Found open = find(Caller::host(), options);
  const Found narrow = find(within("late"), options);
  ASSERT_THAT(narrow.hits, SizeIs(2));
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(narrow.hits[i].score, open.hits[i].score);
    EXPECT_EQ(narrow.hits[i].experience.text, open.hits[i].experience.text);
    EXPECT_THAT(narrow.hits[i].highlights, SizeIs(1));
  }
}

TEST_F(ScopeFixture, AScopeThatCannotBeReadShowsNothing) {
  const std::string id = tell_of("north", "late");
  const Caller caller = within("(late");
  SearchOptions options;
  options.caller = caller;
  EXPECT_EQ(engine_->search(options).error().code, ErrorCode::kDenied);
  EXPECT_EQ(engine_->experience(caller, id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(check_scope("(late").error().field, "scope");
  FH_EXPECT_OK(check_scope("unit in-no-way:a or late -b"));
  FH_EXPECT_OK(check_scope(""));
}

TEST_F(ScopeFixture, NobodyKnownTellsUnderTheirOwnSourceAlone) {
  tell(draft("told by the source", "1"));
  Draft hostile = draft("overwritten", "1");
  const TellOptions nobody = {.caller = Caller::nobody()};
  const auto receipt = engine_->tell(hostile, nobody);
  FH_ASSERT_OK(receipt);
  EXPECT_EQ(receipt->outcome, Outcome::kTold);
  EXPECT_EQ(engine_->experience(Caller::host(), "e1")->text, "told by the source");
  EXPECT_EQ(engine_->experience(Caller::host(), "e2")->source, "tell");
  EXPECT_EQ(engine_->tell(hostile, {.caller = Caller::nobody(), .same_key = SameKey::kAmend})
                .error()
                .field,
            "on_conflict");
  hostile.person = "ann@example.org";
  EXPECT_EQ(engine_->tell(hostile, nobody).error().field, "person");
}

constexpr std::array<const char*, 4> kUnits = {"north", "south", "east", ""};
constexpr std::array<const char*, 5> kScopes = {
    "unit:north", "late or unit:south", "-unit:(north or south)", "felt:<5 parcel", "part* -late"};
constexpr std::array<const char*, 8> kWords = {"late",    "parcel", "driver", "party",
                                               "voucher", "kind",   "waited", "parts"};

// A scoped member's answer is that of a landscape that holds nothing else: who is found,
// and every figure. Only what rests on how often words stand in all is left out: scores,
// their order, and telling words.
class ScopeTwin : public ScopeFixture {
 protected:
  void SetUp() override {
    for (int i = 0; i < 160; ++i) drafts_.push_back(random_draft(i));
    FH_ASSERT_OK(engine_->tell_many(drafts_, host()));
  }

  Draft random_draft(int number) {
    std::string text = fmt::format("number{}", number);
    for (uint64_t words = 1 + rng_.below(5); words > 0; --words) {
      text += fmt::format(" {}", kWords[rng_.below(kWords.size())]);
    }
    Draft one = draft(text);
    one.unit = kUnits[rng_.below(kUnits.size())];
    one.lived_at = fmt::format("2025-{:02}-{:02}", 1 + rng_.below(12), 1 + rng_.below(28));
    one.told_at = "2026-01-01";
    if (rng_.chance(0.7)) one.felt = static_cast<double>(rng_.below(11));
    if (rng_.chance(0.5)) one.expected = static_cast<double>(rng_.below(11));
    if (rng_.chance(0.8)) one.person = fmt::format("p{}", rng_.below(30));
    return one;
  }

  void ask_at_random(SearchOptions& asked) {
    asked.q = fmt::format("{}{}", rng_.chance(0.3) ? "-" : "", kWords[rng_.below(kWords.size())]);
    if (rng_.chance(0.5)) asked.q += fmt::format(" or unit:{}", kUnits[rng_.below(3)]);
    if (rng_.chance(0.2)) asked.q.clear();
    asked.rest.limit = 1000;
    asked.rest.facets = {{.column = "unit", .detailed = true}};
    asked.rest.histogram = landscape::HistogramStep::kMonth;
    asked.rest.ratings = true;
    asked.rest.people = true;
  }

  static std::set<std::string> texts_of(const Found& found) {
    std::set<std::string> all;
    for (const FoundHit& hit : found.hits) all.insert(hit.experience.text);
    return all;
  }

  // An engine of its own with what the scope matches.
  std::unique_ptr<Engine> engine_of(const std::string& scope) {
    SearchOptions all;
    all.q = scope;
    all.rest.limit = 1000;
    const std::set<std::string> inside = texts_of(find(Caller::host(), all));
    EXPECT_GT(inside.size(), 5U) << scope;
    EngineOptions other = options();
    other.directory = temporary_ / fmt::format("only {}", ++engines_);
    auto only = Engine::open(other);
    EXPECT_TRUE(only);
    std::vector<Draft> few;
    std::ranges::copy_if(drafts_, std::back_inserter(few),
                         [&](const Draft& one) { return inside.contains(one.text); });
    FH_EXPECT_OK((*only)->tell_many(few, host()));
    return std::move(*only);
  }

  void compare(const std::string& scope, Engine& only, SearchOptions& asked) {
    SCOPED_TRACE(fmt::format("{} within {}", asked.q, scope));
    const Found narrowed = find(within(scope), asked);
    asked.caller = Caller::host();
    const Result<Found> alone = only.search(asked);
    FH_ASSERT_OK(alone);
    EXPECT_EQ(texts_of(narrowed), texts_of(*alone));
    EXPECT_EQ(narrowed.answer.total, alone->answer.total);
    EXPECT_EQ(narrowed.answer.landscape, alone->answer.landscape);
    EXPECT_EQ(narrowed.answer.facets, alone->answer.facets);
    EXPECT_EQ(narrowed.answer.histogram, alone->answer.histogram);
    EXPECT_EQ(narrowed.answer.ratings, alone->answer.ratings);
    EXPECT_EQ(narrowed.answer.people, alone->answer.people);
    EXPECT_EQ(narrowed.answer.without_person, alone->answer.without_person);
  }

  Rng rng_{3};
  int engines_ = 0;
  std::vector<Draft> drafts_;
};

TEST_F(ScopeTwin, AScopedAnswerIsThatOfALandscapeOfNothingElse) {
  for (const char* scope : kScopes) {
    const std::unique_ptr<Engine> only = engine_of(scope);
    for (int i = 0; i < 60; ++i) {
      SearchOptions asked;
      ask_at_random(asked);
      compare(scope, *only, asked);
    }
  }
}

}  // namespace
}  // namespace fh::engine

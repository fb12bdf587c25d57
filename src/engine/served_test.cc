#include "engine/served.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <map>

#include "base/random.h"
#include "engine/engine_fixture.h"
#include "testing/fake_clock.h"

namespace fh::engine {
namespace {

using model::Grants;
using model::Purpose;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int64_t kDay = kMsPerDay;

class ServedTest : public testing::Test {
 protected:
  ServedTest() { open(); }

  void open() {
    engine_.reset();
    Result<std::unique_ptr<Engine>> opened =
        Engine::open({.directory = directory_, .clock = &clock_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }
  struct Arrived {
    std::string id;
    Caller caller = {};
  };
  static Draft draft(std::string text, std::string unit = {}) {
    Draft draft;
    draft.text = std::move(text);
    draft.unit = std::move(unit);
    return draft;
  }
  Arrived tell_own(Draft draft, Grants grants = model::kUsualGrants) {
    const auto told = engine_->ownership().tell(Caller::nobody(), std::move(draft),
                                                {.claim = true, .grants = grants});
    EXPECT_TRUE(told) << (told ? "" : to_string(told.error()));
    return {.id = model::id_of(told->receipt.number),
            .caller = *engine_->ownership().teller_of(told->claim_code)};
  }
  void grant(const Arrived& whose, Grants grants) {
    const std::vector<std::string> ids = {whose.id};
    FH_ASSERT_OK(engine_->ownership().grant(whose.caller, ids, grants));
  }
  static Caller member(Role role, std::string scope = {}) {
    return {.kind = CallerKind::kMember,
            .actor = "member 2",
            .rights = rights_of(role),
            .scope = std::move(scope)};
  }
  // A machine's: each counts as it comes.
  static Caller key(std::string scope = {}, Rights rights = {Right::kCount}) {
    return {
        .kind = CallerKind::kKey, .actor = "key 1", .rights = rights, .scope = std::move(scope)};
  }
  uint64_t ask(const Caller& caller, const std::string& q) {
    SearchOptions options;
    options.q = q;
    options.caller = caller;
    options.rest.limit = 0;
    const auto found = engine_->search(options);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? found->answer.total : 0;
  }
  std::vector<ServedFigure> served(const Arrived& whose) {
    const auto figures = engine_->served(whose.caller);
    EXPECT_TRUE(figures) << (figures ? "" : to_string(figures.error()));
    return figures ? *figures : std::vector<ServedFigure>{};
  }

  TemporaryDirectory temporary_;
  const std::string directory_ = temporary_ / "data";
  FakeClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(ServedTest, TheQuestionsInWhichTheirsCounted) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  tell_own(draft("the bus was late"));
  ask(key(), "bus");
  ask(key(), "lift");
  clock_.advance_ms(kDay);
  ask(key(), "lift");
  ask(key(), "");
  const auto figures = served(ann);
  ASSERT_THAT(figures, SizeIs(2));
  EXPECT_EQ(figures[1].question.q, "lift");
  EXPECT_EQ(figures[1].times, 2U);
  EXPECT_EQ(figures[1].last.ms, FakeClock::kStart.ms + kDay);
  EXPECT_EQ(figures[1].question.role, "key");
  EXPECT_EQ(figures[0].question.q, "") << "of everything is of theirs, too";
  EXPECT_EQ(engine_->served(Caller::host()).error().code, ErrorCode::kDenied);
  EXPECT_THAT(served(tell_own(draft("told later: a lift"))), IsEmpty()) << "it was not there yet";
}

TEST_F(ServedTest, WhatWasGrantedWhenItWasAskedDecides) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  ask(key(), "lift");
  grant(ann, Grants::none().with(Purpose::kRead));
  clock_.advance_ms(kDay);
  EXPECT_EQ(ask(key(), "lift"), 0U);
  EXPECT_EQ(ask(key(), "still"), 0U);
  auto figures = served(ann);
  ASSERT_THAT(figures, SizeIs(1)) << "what it served stays so";
  EXPECT_EQ(figures.front().times, 1U);
  EXPECT_EQ(figures.front().last.ms, FakeClock::kStart.ms);
  grant(ann, Grants::none().with(Purpose::kShare));
  clock_.advance_ms(kDay);
  EXPECT_EQ(ask(key({}, {Right::kTell}), "still"), 1U);
  figures = served(ann);
  ASSERT_THAT(figures, SizeIs(2));
  EXPECT_EQ(figures.front().question.purpose, Purpose::kShare);
}

TEST_F(ServedTest, AScopeNarrowsWhatCounted) {
  const Arrived ann = tell_own(draft("the lift stood still", "north"));
  ask(key("unit:south"), "lift");
  EXPECT_THAT(served(ann), IsEmpty());
  ask(key("unit:north"), "lift");
  EXPECT_THAT(served(ann), SizeIs(1));
}

TEST_F(ServedTest, WhileSomebodyTypesOnlyWhatTheySettleAtIsKept) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  for (const char* q : {"l", "li", "lif", "lift", "lift s", "lift"}) {
    ask(member(Role::kListener), q);
    clock_.advance_ms(100);
  }
  clock_.advance_ms(2000);
  ask(member(Role::kListener), "lift still");
  EXPECT_THAT(served(ann), SizeIs(1)) << "nobody looks on while somebody types";
  clock_.advance_ms(2000);
  const auto figures = served(ann);
  ASSERT_THAT(figures, SizeIs(2)) << "after a while it is another question";
  EXPECT_EQ(figures[0].question.q, "lift still");
  EXPECT_EQ(figures[1].question.q, "lift");
  EXPECT_EQ(figures[1].question.role, "listener");
  EXPECT_EQ(figures[1].times, 1U);
}

TEST_F(ServedTest, QuestionsArePastAfterAWhileAndKeptOverAStart) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  ask(key(), "lift");
  open();
  EXPECT_THAT(served(ann), SizeIs(1));
  clock_.advance_ms(record::kFiguresKeptDays * kDay + 1);
  EXPECT_THAT(served(ann), IsEmpty());
  ask(key(), "nothing");
  EXPECT_THAT(served(ann), IsEmpty());
}

TEST_F(ServedTest, OnlyTheNewestQuestionsAreLookedAt) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  ask(key(), "lift");
  clock_.advance_ms(1);
  for (uint32_t i = 0; i + 1 < kServedQuestionsMax; ++i) ask(key(), fmt::format("other{}", i));
  EXPECT_THAT(served(ann), SizeIs(1));
  clock_.advance_ms(1);
  ask(key(), "another");
  EXPECT_THAT(served(ann), IsEmpty());
}

TEST_F(ServedTest, WhatIsAskedByTellersAndNobodyKnownIsNotKept) {
  const Arrived ann = tell_own(draft("the lift stood still"), Grants::all());
  ask(Caller::nobody(), "lift");
  ask(ann.caller, "lift");
  EXPECT_THAT(served(ann), IsEmpty());
}

// Goal: the same as looking at what each answer was, one teller after the other. Words, units,
// grants and days are few, so that questions often match, and often do not any more.
TEST_F(ServedTest, AgreesWithCountingEachAnswerApart) {
  constexpr std::array<std::string_view, 8> kQuestions = {
      "lift", "bus or lift", "-lift", "unit:north", "late*", "\"was late\"", "", "unit:south bus"};
  constexpr std::array<std::string_view, 3> kWords = {"lift", "bus", "desk"};
  Rng rng(20261122);
  std::vector<Arrived> tellers;
  // By teller and question: how often it counted, and which question that is.
  std::map<std::pair<size_t, std::string>, uint64_t> expected;
  for (int day = 0; day < 12; ++day) {
    const size_t word = rng.below(kWords.size());
    Draft told =
        draft(fmt::format("the {} was {}", kWords[word], rng.below(2) == 0 ? "late" : "broken"),
              rng.below(2) == 0 ? "north" : "south");
    told.touchpoint = fmt::format("place{}", tellers.size());
    tellers.push_back(tell_own(std::move(told), rng.below(3) == 0
                                                    ? Grants::none().with(Purpose::kRead)
                                                    : model::kUsualGrants));
    for (const Arrived& teller : tellers) {
      if (rng.below(4) != 0) continue;
      grant(teller, rng.below(2) == 0 ? Grants::none() : model::kUsualGrants);
    }
    for (const std::string_view q : kQuestions) {
      if (rng.below(3) == 0) continue;
      const std::string asked(q);
      ask(key(), asked);
      // Who counted: each is looked for by an answer that holds them alone.
      for (size_t i = 0; i < tellers.size(); ++i) {
        SearchOptions alone;
        alone.q = fmt::format("touchpoint:place{}", i);
        if (!asked.empty()) alone.q += fmt::format(" ({})", asked);
        alone.caller = Caller::host();
        alone.rest.offset = 1;  // a further page is not noted as a question
        const auto found = engine_->search(alone);
        ASSERT_TRUE(found) << to_string(found.error());
        if (found->answer.total > 0) ++expected[{i, asked}];
      }
    }
    clock_.advance_ms(kDay);
  }
  std::map<std::pair<size_t, std::string>, uint64_t> got;
  for (size_t i = 0; i < tellers.size(); ++i) {
    for (const ServedFigure& figure : served(tellers[i]))
      got[{i, figure.question.q}] = figure.times;
  }
  EXPECT_EQ(got, expected);
  EXPECT_GT(expected.size(), 20U);
}

}  // namespace
}  // namespace fh::engine

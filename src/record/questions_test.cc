#include "record/questions.h"

#include <gmock/gmock.h>

#include "record/database.h"
#include "record/figures_asked.h"
#include "record/record_fixture.h"

namespace fh::record {
namespace {

using model::Grants;
using model::Purpose;
using testing::IsEmpty;
using testing::SizeIs;

class QuestionsFixture : public RecordFixture {
 protected:
  QuestionBook& book() { return record_->questions(); }

  uint64_t tell_askable(std::string source_id) {
    Telling one = telling(std::move(source_id), "it was late", "ann");
    one.grants = Grants::all();
    return tell(std::move(one)).number;
  }
  Result<Question> ask(uint64_t experience, uint64_t a_day = 10) {
    return book().add({.experience = experience,
                       .asked_at = clock_.now(),
                       .actor = "member 2",
                       .role = "steward",
                       .text = "How late?"},
                      {.a_day = a_day, .day_began = {}}, {.actor = "member 2", .action = "ask"});
  }
  uint32_t ann() { return record_->find(1).value()->person_number; }
  uint64_t rows(const char* sql) {
    const auto database = Database::open(file(), Access::kRead);
    return *(*database)->number(sql);
  }
};

TEST_F(QuestionsFixture, OneIsOpenAtATimeAndGoesWithTheExperience) {
  const uint64_t number = tell_askable("1");
  tell_askable("2");
  FH_EXPECT_OK(ask(number));
  EXPECT_EQ(ask(number).error().code, ErrorCode::kConflict);
  EXPECT_EQ(ask(99).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ask(2, 1).error().code, ErrorCode::kDenied) << "one a day";
  const Act act = {.actor = "teller", .action = "answer_question"};
  FH_EXPECT_OK(book().answer({.number = 1, .person = ann()}, "an hour", act));
  EXPECT_EQ(book().answer({.number = 1, .person = ann() + 1}, "no", act).error().code,
            ErrorCode::kNotFound);
  FH_EXPECT_OK(ask(number));
  EXPECT_THAT(*book().about(number), SizeIs(2));
  EXPECT_THAT(*book().of_person(ann(), 10, 1), SizeIs(1));
  expect_sound();
  FH_EXPECT_OK(record_->erase(number, "test"));
  EXPECT_THAT(*book().about(number), IsEmpty());
  EXPECT_EQ(rows("SELECT count(*) FROM question"), 0U);
  expect_sound();
}

TEST_F(QuestionsFixture, OpenOnesEndWhereTheGrantIsTakenBack) {
  const uint64_t number = tell_askable("1");
  FH_EXPECT_OK(ask(number));
  const model::GrantChange change = {.at = clock_.now(),
                                     .grants = Grants::all().without(Purpose::kShare),
                                     .by = "teller",
                                     .basis = {}};
  FH_EXPECT_OK(record_->set_grants(std::span(&number, 1), change));
  EXPECT_THAT(*book().about(number), SizeIs(1));
  model::GrantChange back = change;
  back.grants = Grants::all().without(Purpose::kContact);
  FH_EXPECT_OK(record_->set_grants(std::span(&number, 1), back));
  EXPECT_THAT(*book().about(number), IsEmpty());
  EXPECT_EQ(ask(number).error().code, ErrorCode::kDenied);
  expect_sound();
}

TEST_F(QuestionsFixture, ANumberIsGivenOnce) {
  const uint64_t number = tell_askable("1");
  EXPECT_EQ(ask(number)->number, 1U);
  ASSERT_TRUE(record_->erase(number, "test"));
  const uint64_t next = tell_askable("2");
  EXPECT_EQ(ask(next)->number, 2U) << "the audit knows another by the first";
  reopen();
  ASSERT_TRUE(record_->erase(next, "test"));
  EXPECT_EQ(ask(tell_askable("3"))->number, 3U);
  expect_sound();
}

TEST_F(QuestionsFixture, VerifyFindsAnAnswerThatNobodyGave) {
  FH_EXPECT_OK(ask(tell_askable("1")));
  record_.reset();
  {
    const auto database = Database::open(file(), Access::kWrite);
    FH_EXPECT_OK((*database)->run("UPDATE question SET answer = 'made up'"));
  }
  reopen();
  EXPECT_THAT(*record_->verify(), SizeIs(1));
}

TEST_F(QuestionsFixture, FiguresAreNotedByTheDayAndLetGo) {
  const auto note = [&](std::string q, int64_t at_ms, uint32_t times = 1) {
    const FiguresNote one = {.question = {.q = std::move(q), .role = "listener"},
                             .actor = "member 3",
                             .day = static_cast<int32_t>(at_ms / kMsPerDay),
                             .times = times,
                             .as_of = 7,
                             .last = Instant{.ms = at_ms}};
    FH_EXPECT_OK(record_->figures_asked().note(std::span(&one, 1), Instant{.ms = at_ms}));
  };
  note("late", 1000, 2);
  note("late", 2000, 3);
  note("bus", 1500);
  auto newest = *record_->figures_asked().newest(10, {});
  ASSERT_THAT(newest, SizeIs(2));
  EXPECT_EQ(newest.front().question.q, "late");
  ASSERT_THAT(newest.front().asked, SizeIs(1));
  EXPECT_EQ(newest.front().asked.front().times, 5U);
  EXPECT_EQ(newest.front().asked.front().last.ms, 2000);
  note("late", kMsPerDay);
  newest = *record_->figures_asked().newest(1, {});
  ASSERT_THAT(newest, SizeIs(1));
  EXPECT_THAT(newest.front().asked, SizeIs(2)) << "both days of the newest";
  note("tram", kFiguresKeptDays * kMsPerDay + 1800);
  newest = *record_->figures_asked().newest(10, {});
  ASSERT_THAT(newest, SizeIs(2)) << "the bus is past";
  EXPECT_THAT(newest.back().asked, SizeIs(2));
  expect_sound();
}

TEST_F(QuestionsFixture, NoMoreFiguresAreKeptThanTheBound) {
  std::vector<FiguresNote> notes;
  for (uint64_t i = 0; i < kFiguresKeptMax + 10; ++i) {
    notes.push_back({.question = {.q = std::to_string(i)},
                     .actor = "key 1",
                     .last = Instant{.ms = static_cast<int64_t>(i)}});
  }
  FH_EXPECT_OK(record_->figures_asked().note(notes, {}));
  EXPECT_EQ(rows("SELECT count(*) FROM figures_asked"), kFiguresKeptMax);
  EXPECT_EQ(rows("SELECT min(last_ms) FROM figures_asked"), 10U);
}

TEST_F(QuestionsFixture, WhatWasGrantedIsKnownByChange) {
  const uint64_t told = tell_askable("1");
  const uint64_t usual = tell(telling("2", "two")).number;
  const model::GrantChange change = {
      .at = clock_.now(), .grants = Grants::none(), .by = "teller", .basis = {}};
  FH_EXPECT_OK(record_->set_grants(std::span(&told, 1), change));
  const auto steps = *record_->figures_asked().granted(told);
  ASSERT_THAT(steps, SizeIs(2));
  EXPECT_EQ(steps[0].since, 1U);
  EXPECT_EQ(steps[0].grants, Grants::all());
  EXPECT_EQ(steps[1].since, 3U);
  EXPECT_EQ(steps[1].grants, Grants::none());
  const auto others = *record_->figures_asked().granted(usual);
  ASSERT_THAT(others, SizeIs(1));
  EXPECT_EQ(others[0].since, 2U);
  EXPECT_EQ(others[0].grants, model::kUsualGrants);
  EXPECT_THAT(*record_->figures_asked().granted(99), IsEmpty());
}

}  // namespace
}  // namespace fh::record

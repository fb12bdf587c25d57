#include "engine/reading_notes.h"

#include <gmock/gmock.h>

#include "engine/engine_fixture.h"
#include "testing/fake_clock.h"

namespace fh::engine {
namespace {

using testing::SizeIs;

constexpr int64_t kDay = 86'400'000;

class ReadingNotesTest : public testing::Test {
 protected:
  ReadingNotesTest() {
    Result<std::unique_ptr<Engine>> opened =
        Engine::open({.directory = temporary_ / "data", .clock = &clock_});
    EXPECT_TRUE(opened) << (opened ? "" : to_string(opened.error()));
    engine_ = std::move(*opened);
  }
  Caller tell_own() {
    Draft draft;
    draft.text = "the bus was late";
    const auto told =
        engine_->ownership().tell(Caller::nobody(), std::move(draft), {.claim = true});
    EXPECT_TRUE(told) << (told ? "" : to_string(told.error()));
    return *engine_->ownership().teller_of(told->claim_code);
  }
  std::vector<record::Reading> readings(const Caller& whose) {
    return engine_->ownership().mine(whose, 1, 0)->front().readings;
  }

  const Caller member_ = {
      .kind = CallerKind::kMember, .actor = "member 2", .rights = rights_of(Role::kListener)};
  TemporaryDirectory temporary_;
  FakeClock clock_;  // 1 January
  std::unique_ptr<Engine> engine_;
};

TEST_F(ReadingNotesTest, WhatIsLongPastIsToldByTheMonth) {
  const Caller ann = tell_own();
  for (int day = 0; day < 3; ++day) {
    FH_ASSERT_OK(engine_->experience(member_, "e1"));
    EXPECT_THAT(readings(ann), SizeIs(static_cast<size_t>(day) + 1));
    clock_.advance_ms(kDay);
  }
  clock_.advance_ms(110 * kDay);  // into April
  FH_ASSERT_OK(engine_->upkeep());
  EXPECT_THAT(readings(ann), SizeIs(3)) << "of January 90 days have not passed since its end";
  clock_.advance_ms(10 * kDay);
  FH_ASSERT_OK(engine_->upkeep());
  const std::vector<record::Reading> found = readings(ann);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found.front().times, 3U);
  EXPECT_EQ(found.front().last.ms, FakeClock::kStart.ms + 2 * kDay);
  EXPECT_THAT(*engine_->verify(), SizeIs(0));
}

}  // namespace
}  // namespace fh::engine

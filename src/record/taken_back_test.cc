#include "record/taken_back.h"

#include <gmock/gmock.h>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class TakenBackFixture : public RecordFixture {
 protected:
  using Ended = TakenBackBook::EndedCode;
  TakenBackBook& book() { return record_->taken_back(); }
  uint32_t person_of(uint64_t number) { return record_->find(number)->value().person_number; }
  // Words that are dropped.
  void drop_words() {
    tell(telling("1", "the first words", "ann"));
    Experience next;
    next.text = "other words";
    FH_EXPECT_OK(record_->amend(1, next, "test"));
    FH_EXPECT_OK(record_->forget_versions(1, "test"));
  }
};

TEST_F(TakenBackFixture, WhatIsLeftToPurgeIsKnownAfterAStart) {
  EXPECT_EQ(*book().unpurged(), std::nullopt);
  drop_words();
  reopen();
  const auto first = *book().unpurged();
  ASSERT_TRUE(first);
  EXPECT_EQ(*book().unpurged(), first);
  // Something goes while a purge is under way: that purge has not reached it.
  FH_EXPECT_OK(record_->forget_versions(1, "test"));
  FH_EXPECT_OK(book().purged(*first));
  const auto second = *book().unpurged();
  ASSERT_TRUE(second);
  FH_EXPECT_OK(book().purged(*second));
  EXPECT_EQ(*book().unpurged(), std::nullopt);
  expect_sound();
}

TEST_F(TakenBackFixture, FindsWhatLiesUnderAKeyThatWasErasedElsewhere) {
  tell(telling("1", "one"));
  tell(telling("2", "two"));
  const std::vector<Digest> keys = {record_->erased_key("shop", "2"),
                                    record_->erased_key("shop", "3")};
  EXPECT_THAT(*book().told_under(keys), ElementsAre(2U));
  FH_EXPECT_OK(record_->erase(2, "test"));
  EXPECT_THAT(*book().told_under(keys), IsEmpty());
}

TEST_F(TakenBackFixture, EndsCodesByTheirHash) {
  Telling one = telling("1", "one", "ann");
  one.claim = digest_of("first code");
  tell(std::move(one));
  const uint32_t ann = person_of(1);
  const Digest second = digest_of("second code");
  FH_EXPECT_OK(record_->add_claim(ann, second));
  EXPECT_THAT(*book().other_codes(ann, digest_of("nobody's")), IsEmpty());
  const auto others = book().other_codes(ann, second);
  ASSERT_THAT(*others, ElementsAre(digest_of("first code")));
  FH_EXPECT_OK(book().end_codes(std::vector<Ended>{{.code = others->front(), .kept = second}}));
  EXPECT_EQ(*record_->person_of_claim(digest_of("first code")), 0U);
  EXPECT_EQ(*record_->person_of_claim(second), ann);
}

// Goal: an older record knows an ended code and not the one that was kept: its teller comes in
// with that one.
TEST_F(TakenBackFixture, AKeptCodeThatIsNotKnownTakesTheEndedOnesPlace) {
  Telling one = telling("1", "one", "ann");
  one.claim = digest_of("first code");
  tell(std::move(one));
  const uint32_t ann = person_of(1);
  const Digest second = digest_of("second code");
  const Digest third = digest_of("third code");
  FH_EXPECT_OK(record_->add_claim(ann, digest_of("handed over")));
  FH_EXPECT_OK(
      book().end_codes(std::vector<Ended>{{.code = digest_of("first code"), .kept = second},
                                          {.code = digest_of("handed over"), .kept = second},
                                          {.code = digest_of("nobody's"), .kept = third}}));
  EXPECT_EQ(*record_->person_of_claim(digest_of("first code")), 0U);
  EXPECT_EQ(*record_->person_of_claim(digest_of("handed over")), 0U);
  EXPECT_EQ(*record_->person_of_claim(second), ann);
  EXPECT_EQ(*record_->person_of_claim(third), 0U);
  FH_EXPECT_OK(book().end_codes(std::vector<Ended>{{.code = second, .kept = third}}));
  EXPECT_EQ(*record_->person_of_claim(second), 0U);
  EXPECT_EQ(*record_->person_of_claim(third), ann);
  expect_sound();
}

TEST_F(TakenBackFixture, NobodyLosesTheirOnlyCode) {
  Telling one = telling("1", "one", "ann");
  one.claim = digest_of("first code");
  tell(std::move(one));
  Telling two = telling("2", "two", "ben");
  two.claim = digest_of("ben's code");
  tell(std::move(two));
  const uint32_t ann = person_of(1);
  // No other is named, or one that is somebody else's here.
  FH_EXPECT_OK(book().end_codes(
      std::vector<Ended>{{.code = digest_of("first code")},
                         {.code = digest_of("first code"), .kept = digest_of("ben's code")}}));
  EXPECT_EQ(*record_->person_of_claim(digest_of("first code")), ann);
  EXPECT_EQ(*record_->person_of_claim(digest_of("ben's code")), person_of(2));
  FH_EXPECT_OK(record_->add_claim(ann, digest_of("second code")));
  FH_EXPECT_OK(book().end_codes(std::vector<Ended>{{.code = digest_of("first code")}}));
  EXPECT_EQ(*record_->person_of_claim(digest_of("first code")), 0U);
  EXPECT_EQ(*record_->person_of_claim(digest_of("second code")), ann);
  expect_sound();
}

// Goal: pages of what somebody holds have each of it once, whatever is told between them.
TEST_F(TakenBackFixture, PagesOfHoldingsAreNotMovedByWhatIsToldMeanwhile) {
  for (int i = 1; i <= 4; ++i) tell(telling(std::to_string(i), "words", "ann"));
  const uint32_t ann = person_of(1);
  const auto first = record_->held_by(ann, kAboveAll, 2);
  ASSERT_THAT(*first, SizeIs(2));
  EXPECT_EQ(first->back().number, 3U);
  EXPECT_EQ(first->back().grants, model::kUsualGrants);
  EXPECT_FALSE(first->back().behalf);
  tell(telling("5", "words", "ann"));
  const auto second = record_->held_by(ann, first->back().number, 2);
  ASSERT_THAT(*second, SizeIs(2));
  EXPECT_EQ(second->front().number, 2U);
  EXPECT_EQ(second->back().number, 1U);
  EXPECT_THAT(*record_->held_by(ann, 1, 2), IsEmpty());
}

}  // namespace
}  // namespace fh::record

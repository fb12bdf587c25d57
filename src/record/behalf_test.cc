#include "record/behalf.h"

#include <gmock/gmock.h>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

using model::Grants;
using model::Purpose;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class BehalfFixture : public RecordFixture {
 protected:
  static Digest code(std::string_view text) { return digest_of(text); }

  // Told by whoever comes back with `teller`, for who holds `owner`.
  Receipt tell_for(const std::string& text, std::string_view teller, std::string_view owner) {
    Telling one = telling("", text, "claim:" + std::string(owner));
    one.claim = code(owner);
    one.behalf = Behalf{.claim = code(teller)};
    one.basis = "not claimed yet";
    return tell(std::move(one));
  }
  Receipt tell_for(const std::string& text, uint32_t teller, std::string_view owner) {
    Telling one = telling("", text, "claim:" + std::string(owner));
    one.claim = code(owner);
    one.behalf = Behalf{.teller = teller};
    return tell(std::move(one));
  }
  uint32_t person_of(std::string_view text) {
    return record_->behalf().claimant(code(text))->person;
  }
  model::GrantChange note() {
    return {.at = clock_.now(), .grants = {}, .by = "teller", .basis = "taken"};
  }
  uint64_t people() { return record_->counts()->people; }
};

TEST_F(BehalfFixture, BothAreKeptUntilItIsTaken) {
  const Receipt told = tell_for("for her", "mine", "hers");
  EXPECT_TRUE(last_told_.behalf);
  EXPECT_EQ(people(), 2U);
  const uint32_t owner = person_of("hers");
  const uint32_t teller = person_of("mine");
  EXPECT_EQ(last_told_.person_number, owner);
  EXPECT_NE(owner, teller);
  EXPECT_TRUE(record_->behalf().claimant(code("hers"))->handed);
  EXPECT_FALSE(record_->behalf().claimant(code("mine"))->handed);
  EXPECT_TRUE(record_->find(told.number)->value().behalf);
  EXPECT_THAT(*record_->behalf().waiting_for(owner), ElementsAre(told.number));
  EXPECT_THAT(*record_->behalf().told_by(teller, 10, 0), SizeIs(1));
  EXPECT_TRUE(*record_->behalf().is_told_by(told.number, teller));
  EXPECT_FALSE(*record_->behalf().is_told_by(told.number, owner));
  EXPECT_EQ(*record_->behalf().owned_by(teller), 0U);
  expect_sound();
  reopen();
  expect_sound();
  EXPECT_TRUE(record_->find(told.number)->value().behalf);
}

TEST_F(BehalfFixture, NothingSaidForAnotherMayBeUsedToAskThemOrShown) {
  Telling one = telling("", "for her", "claim:hers");
  one.claim = code("hers");
  one.behalf = Behalf{.actor = "member 4"};
  one.grants = Grants::all();
  one.granted_by = "member 4";
  const Receipt told = tell(std::move(one));
  const Grants kept = record_->find(told.number)->value().grants;
  EXPECT_EQ(kept, Grants::none().with(Purpose::kRead).with(Purpose::kCount));
  EXPECT_EQ(record_->grant_history(told.number)->front().grants, kept);
  EXPECT_EQ(people(), 1U) << "a member is no person here";
  FH_EXPECT_OK(
      record_->set_source_grants({.source = "shop", .grants = Grants::all(), .basis = ""}, "test"));
  const Receipt again = tell_for("for him", "mine", "his");
  EXPECT_EQ(record_->find(again.number)->value().grants, kept) << "whatever the source has";
  EXPECT_EQ(record_->grant_history(again.number)->front().basis, "not claimed yet");
  expect_sound();
}

TEST_F(BehalfFixture, TakenItIsTheirsAndWhoToldItIsForgotten) {
  const Receipt told = tell_for("for her", "mine", "hers");
  const uint32_t owner = person_of("hers");
  const uint32_t teller = person_of("mine");
  const auto taken = record_->behalf().take(std::span(&told.number, 1), note(), code("own"));
  ASSERT_TRUE(taken);
  ASSERT_THAT(*taken, SizeIs(1));
  EXPECT_EQ(record_->find(told.number)->value().sequence, taken->front().sequence);
  EXPECT_FALSE(record_->find(told.number)->value().behalf);
  EXPECT_FALSE(*record_->behalf().is_told_by(told.number, teller));
  EXPECT_EQ(people(), 1U) << "of who told it nothing else was kept";
  EXPECT_EQ(person_of("mine"), 0U);
  // The code that was handed over lasts until the other is used.
  EXPECT_EQ(person_of("hers"), owner);
  EXPECT_FALSE(record_->behalf().claimant(code("hers"))->ends_handed);
  EXPECT_TRUE(record_->behalf().claimant(code("own"))->ends_handed);
  FH_EXPECT_OK(record_->behalf().end_handed_codes(owner));
  EXPECT_EQ(person_of("hers"), 0U);
  EXPECT_EQ(person_of("own"), owner);
  EXPECT_FALSE(record_->behalf().claimant(code("own"))->ends_handed);
  EXPECT_THAT(*record_->behalf().take(std::span(&told.number, 1), note(), {}), IsEmpty());
  expect_sound();
}

TEST_F(BehalfFixture, GivenBackItBelongsToWhoToldIt) {
  const Receipt told = tell_for("for her", "mine", "hers");
  const uint32_t teller = person_of("mine");
  model::GrantChange back = note();
  back.grants = Grants::none();
  ASSERT_THAT(*record_->behalf().give_back(std::span(&told.number, 1), back), SizeIs(1));
  const Experience now = record_->find(told.number)->value();
  EXPECT_EQ(now.person_number, teller);
  EXPECT_EQ(now.grants, Grants::none());
  EXPECT_FALSE(now.behalf);
  EXPECT_EQ(person_of("hers"), 0U);
  EXPECT_EQ(people(), 1U);
  expect_sound();
}

TEST_F(BehalfFixture, GivenBackToNoPersonItIsNobodys) {
  Telling one = telling("", "for her", "claim:hers");
  one.claim = code("hers");
  one.behalf = Behalf{.actor = "key 2"};
  const Receipt told = tell(std::move(one));
  model::GrantChange back = note();
  back.grants = Grants::none();
  ASSERT_THAT(*record_->behalf().give_back(std::span(&told.number, 1), back), SizeIs(1));
  EXPECT_EQ(record_->find(told.number)->value().person_number, 0U);
  EXPECT_EQ(people(), 0U);
  expect_sound();
}

TEST_F(BehalfFixture, ErasedItTakesBothAlong) {
  const Receipt told = tell_for("for her", "mine", "hers");
  FH_EXPECT_OK(record_->erase(told.number, "test"));
  EXPECT_EQ(people(), 0U);
  EXPECT_EQ(person_of("mine"), 0U);
  EXPECT_EQ(person_of("hers"), 0U);
  expect_sound();
  // Who has told something else stays.
  const Receipt first = tell_for("for her", "mine", "hers");
  const uint32_t teller = person_of("mine");
  tell_for("for him", teller, "his");
  FH_EXPECT_OK(record_->erase(first.number, "test"));
  EXPECT_EQ(person_of("mine"), teller);
  EXPECT_EQ(people(), 2U);
  expect_sound();
}

TEST_F(BehalfFixture, JoiningTakesWhatWasToldForEither) {
  tell_for("for her", "mine", "hers");
  tell_for("for him", person_of("mine"), "his");
  Telling own = telling("", "my own");
  own.own_person = person_of("mine");
  tell(std::move(own));
  const uint32_t hers = person_of("hers");
  const auto joined = record_->join(hers, person_of("his"), "teller");
  ASSERT_TRUE(joined);
  EXPECT_THAT(*joined, SizeIs(2));
  EXPECT_THAT(*record_->behalf().waiting_for(hers), IsEmpty());
  EXPECT_THAT(*record_->behalf().told_by(person_of("mine"), 10, 0), IsEmpty());
  EXPECT_EQ(person_of("his"), hers);
  expect_sound();
}

TEST_F(BehalfFixture, WhoToldForOthersJoinsWithThat) {
  tell_for("for her", "one", "hers");
  tell_for("for him", "two", "his");
  const uint32_t one = person_of("one");
  Telling own = telling("", "my own");
  own.own_person = one;
  tell(std::move(own));
  const auto joined = record_->join(one, person_of("two"), "teller");
  ASSERT_TRUE(joined) << to_string(joined.error());
  EXPECT_EQ(person_of("two"), one);
  EXPECT_THAT(*record_->behalf().told_by(one, 10, 0), SizeIs(2));
  expect_sound();
}

TEST_F(BehalfFixture, ATimerThatSparesWhatIsClaimedDoesNotSpareWhatWaits) {
  const Receipt told = tell_for("for her", "mine", "hers");
  EXPECT_FALSE(record_->retention().aged_after(0, 10)->front().claimed);
  ASSERT_TRUE(record_->behalf().take(std::span(&told.number, 1), note(), {}));
  EXPECT_TRUE(record_->retention().aged_after(0, 10)->front().claimed);
}

TEST_F(BehalfFixture, ATellingOfOneWhoIsGoneIsRefusedAlone) {
  tell_for("for her", "mine", "hers");
  const uint32_t teller = person_of("mine");
  FH_EXPECT_OK(record_->erase(1, "test"));
  Telling late = telling("", "for him", "claim:his");
  late.claim = code("his");
  late.behalf = Behalf{.teller = teller};
  std::vector<Telling> group = {std::move(late), telling("2", "another")};
  const auto answers = record_->tell(group, "test");
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->front().error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(answers->back());
  expect_sound();
}

}  // namespace
}  // namespace fh::record

#include "record/ownership.h"

#include <gmock/gmock.h>

#include <fstream>

#include "record/record_fixture.h"
#include "record/stored_words.h"

namespace fh::record {
namespace {

using model::Grants;
using model::Purpose;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class OwnershipFixture : public RecordFixture {
 protected:
  static ClaimHash claim(std::string_view code) { return digest_of(code); }

  Receipt tell_claimed(const std::string& text, std::string_view code) {
    Telling one = telling("", text, "claim:" + std::string(code));
    one.claim = claim(code);
    return tell(std::move(one));
  }
  std::vector<Receipt> grant(std::vector<uint64_t> numbers, Grants grants) {
    const auto receipts = record_->set_grants(
        numbers, {.at = clock_.now(), .grants = grants, .by = "teller", .basis = "said so"});
    EXPECT_TRUE(receipts) << (receipts ? "" : to_string(receipts.error()));
    return receipts.value_or(std::vector<Receipt>());
  }
};

TEST_F(OwnershipFixture, AClaimLeadsToThePersonAndNoOtherDoes) {
  tell_claimed("one", "a");
  const uint32_t first = last_told_.person_number;
  tell_claimed("two", "b");
  EXPECT_EQ(record_->person_of_claim(claim("a")), first);
  EXPECT_EQ(record_->person_of_claim(claim("b")), last_told_.person_number);
  EXPECT_NE(first, last_told_.person_number);
  EXPECT_EQ(record_->person_of_claim(claim("c")), 0U);
  expect_sound();
}

TEST_F(OwnershipFixture, WhoIsHereAlreadyTellsAsTheSamePerson) {
  tell_claimed("one", "a");
  const uint32_t person = last_told_.person_number;
  Telling next = telling("", "two");
  next.own_person = person;
  tell(next);
  EXPECT_EQ(last_told_.person_number, person);
  EXPECT_THAT(*record_->of_person_number(person, 10, 0), SizeIs(2));
  expect_sound();
}

TEST_F(OwnershipFixture, GrantsChangeWithoutANewVersionAndWithTheirHistory) {
  tell(telling("1", "one"));
  const Grants counted = Grants::none().with(Purpose::kCount);
  EXPECT_THAT(grant({1}, counted), ElementsAre(Receipt{1, 2, Outcome::kAmended}));
  EXPECT_THAT(grant({1}, counted), ElementsAre(Receipt{1, 2, Outcome::kAlreadyTold}));
  EXPECT_THAT(grant({1}, Grants::none()), ElementsAre(Receipt{1, 3, Outcome::kAmended}));
  const Experience now = **record_->find(1);
  EXPECT_EQ(now.grants, Grants::none());
  EXPECT_EQ(now.version, 1U);
  EXPECT_EQ(now.sequence, 3U);
  const auto history = *record_->grant_history(1);
  ASSERT_THAT(history, SizeIs(3));
  EXPECT_EQ(history[0].grants, model::kUsualGrants);
  EXPECT_EQ(history[0].by, "source");
  EXPECT_EQ(history[1].grants, counted);
  EXPECT_EQ(history[2].basis, "said so");
  expect_sound();
}

// A source that says something else does not give what the teller took back.
TEST_F(OwnershipFixture, AnAmendmentByTheSourceLeavesGrantsAsTheyAre) {
  tell(telling("1", "one"));
  grant({1}, Grants::none());
  tell(telling("1", "one mended", "", SameKey::kAmend));
  EXPECT_EQ(last_told_.grants, Grants::none());
  EXPECT_EQ((**record_->find(1)).grants, Grants::none());
  expect_sound();
}

TEST_F(OwnershipFixture, ASourcesGrantsHoldForWhatIsToldFromThenOn) {
  tell(telling("1", "one"));
  FH_EXPECT_OK(record_->set_source_grants({.source = "shop",
                                           .grants = model::kUsualGrants.with(Purpose::kShare),
                                           .basis = "asked for at the till"},
                                          "keeper"));
  tell(telling("2", "two"));
  EXPECT_TRUE(last_told_.grants.has(Purpose::kShare));
  EXPECT_EQ((**record_->find(1)).grants, model::kUsualGrants);
  EXPECT_EQ(record_->grant_history(2)->front().basis, "asked for at the till");
  grant({2}, Grants::none());
  EXPECT_EQ(record_->grant_history(2)->front().basis, "asked for at the till");
  EXPECT_TRUE(record_->source("shop")->stated);
  expect_sound();
}

// A keeper may state another basis later: that is not what was told under the first.
TEST_F(OwnershipFixture, WhatWasToldKeepsTheBasisItWasToldUnder) {
  tell(telling("1", "one"));
  const auto state = [&](const std::string& basis) {
    FH_EXPECT_OK(record_->set_source_grants(
        {.source = "shop", .grants = model::kUsualGrants, .basis = basis}, "member 1"));
  };
  state("a notice at the door");
  tell(telling("2", "two"));
  state("a notice that nobody told under");
  state("a box that was ticked");
  tell(telling("3", "three"));
  EXPECT_EQ(record_->grant_history(1)->front().basis, "");
  EXPECT_EQ(record_->grant_history(2)->front().basis, "a notice at the door");
  EXPECT_EQ(record_->grant_history(3)->front().basis, "a box that was ticked");
  grant({2}, Grants::none());
  EXPECT_EQ(record_->grant_history(2)->front().basis, "a notice at the door");
  const AuditEntry entry = record_->audit(10, 0, {.actor = "member 1", .action = {}})->front();
  EXPECT_EQ(entry.action, "source_grants");
  EXPECT_EQ(entry.detail, "source \"shop\": read, count; basis: a box that was ticked");
  expect_sound();
}

TEST_F(OwnershipFixture, SourcesAreListedWithWhatHoldsThere) {
  tell(telling("1", "one"));
  FH_EXPECT_OK(record_->set_source_grants(
      {.source = "clinic", .grants = Grants::none().with(Purpose::kCount), .basis = "law"}, "k"));
  const std::vector<Source> all = *record_->sources(10, 0);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].grants.source, "clinic");
  EXPECT_TRUE(all[0].stated);
  EXPECT_EQ(all[0].grants.grants, Grants::none().with(Purpose::kCount));
  EXPECT_EQ(all[1].grants.source, "shop");
  EXPECT_FALSE(all[1].stated);
  EXPECT_EQ(all[1].grants.grants, model::kUsualGrants);
  EXPECT_THAT(*record_->sources(10, 1), SizeIs(1));
  EXPECT_THAT(*record_->sources(10, UINT64_MAX), IsEmpty());
  EXPECT_EQ(record_->source("clinic")->grants.basis, "law");
  EXPECT_FALSE(record_->source("never heard of")->stated);
}

TEST_F(OwnershipFixture, MaskingIsLiftedBesideTheWordsAndGoesWithThem) {
  tell(telling("1", "one"));
  tell(telling("2", "two"));
  const std::vector<uint64_t> both = {1, 2, 99};
  FH_EXPECT_OK(record_->set_masking(both, Masking::kLifted, "teller"));
  FH_EXPECT_OK(record_->set_masking(both, Masking::kLifted, "teller"));
  EXPECT_THAT(*record_->unmasked_among(both), ElementsAre(1, 2));
  FH_EXPECT_OK(record_->set_masking(std::vector<uint64_t>{2}, Masking::kApplies, "teller"));
  EXPECT_THAT(*record_->unmasked_among(both), ElementsAre(1));
  EXPECT_EQ(record_->audit(1, 0)->front().action, "mask_again");
  reopen();
  EXPECT_THAT(*record_->unmasked_among(both), ElementsAre(1));
  ASSERT_TRUE(record_->erase(1, "teller"));
  EXPECT_THAT(*record_->unmasked_among(both), IsEmpty());
  expect_sound();
}

TEST_F(OwnershipFixture, TheAuditIsAskedForSomebodyOrSomeDeed) {
  tell(telling("1", "one"));
  grant({1}, Grants::none());
  FH_EXPECT_OK(record_->decide("colour", "red", {.actor = "member 7", .action = "paint"}));
  EXPECT_EQ(*record_->note("colour"), "red");
  EXPECT_THAT(*record_->audit(10, 0), SizeIs(3));
  EXPECT_THAT(*record_->audit(10, 0, {.actor = "member 7", .action = {}}), SizeIs(1));
  EXPECT_THAT(*record_->audit(10, 0, {.actor = {}, .action = "tell"}), SizeIs(1));
  EXPECT_THAT(*record_->audit(10, 0, {.actor = "member 7", .action = "tell"}), IsEmpty());
  EXPECT_THAT(*record_->audit(10, 1, {.actor = {}, .action = "tell"}), IsEmpty());
  EXPECT_THAT(*record_->verify_audit(), IsEmpty());
}

TEST_F(OwnershipFixture, AChangeOfGrantsIsReplayedWithTheWholeExperience) {
  tell(telling("1", "one"));
  tell(telling("2", "two"));
  grant({1}, Grants::none());
  ASSERT_TRUE(record_->amend(2, telling("", "two mended").experience, "test"));
  grant({2}, Grants::all());
  const std::vector<Change> changes = changes_after(2);
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].number, 1U);
  EXPECT_EQ(changes[0].experience->grants, Grants::none());
  EXPECT_EQ(changes[1].sequence, 5U);
  EXPECT_EQ(changes[1].experience->text, "two mended");
  EXPECT_EQ(changes[1].experience->grants, Grants::all());
}

TEST_F(OwnershipFixture, JoinedPeopleAreOne) {
  tell_claimed("one", "a");
  const uint32_t ann = last_told_.person_number;
  tell_claimed("two", "b");
  const uint32_t other = last_told_.person_number;
  const auto receipts = *record_->join(ann, other, "teller");
  EXPECT_THAT(receipts, ElementsAre(Receipt{2, 3, Outcome::kAmended}));
  EXPECT_EQ((**record_->find(2)).person_number, ann);
  EXPECT_EQ(record_->person_of_claim(claim("b")), ann);
  EXPECT_THAT(*record_->of_person_number(other, 10, 0), IsEmpty());
  EXPECT_EQ(record_->counts()->people, 1U);
  expect_sound();
}

TEST_F(OwnershipFixture, ErasingTakesEverythingOfThePersonAlong) {
  tell_claimed("one", "a");
  const uint32_t person = last_told_.person_number;
  Telling next = telling("", "two");
  next.own_person = person;
  tell(next);
  grant({1, 2}, Grants::all());
  FH_EXPECT_OK(record_->note_readings(
      std::vector<Reading>{{.number = 1, .day = 9, .actor = "member 1", .last = {}}}));
  const std::vector<uint64_t> both = {1, 2};
  const Result<Erased> erased = record_->erase(both, {.actor = "teller"});
  ASSERT_TRUE(erased) << to_string(erased.error());
  EXPECT_THAT(erased->receipts, SizeIs(2));
  EXPECT_EQ(erased->people, 1U);
  EXPECT_EQ(record_->person_of_claim(claim("a")), 0U);
  EXPECT_THAT(*record_->readings(1, 10), IsEmpty());
  expect_sound();
}

TEST_F(OwnershipFixture, ErasingSeveralIsAllOrNothing) {
  tell(telling("1", "one"));
  const std::vector<uint64_t> numbers = {1, 7};
  EXPECT_EQ(record_->erase(numbers, {.actor = "test"}).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(*record_->find(1));
  expect_sound();
}

TEST_F(OwnershipFixture, DroppedWordsAreGoneAndTheirPlaceStays) {
  tell(telling("1", "the very first words"));
  ASSERT_TRUE(record_->amend(1, telling("", "mended").experience, "test"));
  EXPECT_EQ(record_->earlier_versions(1)->front().experience->text, "the very first words");
  FH_EXPECT_OK(record_->forget_versions(1, "teller"));
  const auto earlier = *record_->earlier_versions(1);
  ASSERT_THAT(earlier, SizeIs(1));
  EXPECT_FALSE(earlier.front().experience);
  expect_sound();
}

// Goal: amending over and over fills no disk, and hinders neither who reads what is theirs nor
// who tells the same id again.
TEST_F(OwnershipFixture, OfManyVersionsTheFirstAndTheNewestKeepTheirWords) {
  constexpr uint32_t kAmendments = kEarlierWordsKept + 5;
  Rng rng(4);
  std::vector<std::string> said = {""};
  for (uint32_t version = 1; version <= kAmendments + 1; ++version) {
    said.push_back("said");
    for (int i = 0; i < 8; ++i) said.back() += " " + std::to_string(rng.next());
  }
  const auto words = [&](uint32_t version) { return said[version]; };
  tell(telling("1", words(1)));
  for (uint32_t version = 2; version <= kAmendments + 1; ++version) {
    ASSERT_TRUE(record_->amend(1, telling("1", words(version)).experience, "test")) << version;
  }
  const std::vector<Version> earlier = *record_->earlier_versions(1);
  ASSERT_THAT(earlier, SizeIs(kEarlierWordsKept + 1));
  for (size_t i = 0; i < earlier.size(); ++i) {
    EXPECT_EQ(earlier[i].version, i == 0 ? 1 : 5 + i);
    ASSERT_TRUE(earlier[i].experience) << i;
    EXPECT_EQ(earlier[i].experience->text, words(earlier[i].version));
  }
  EXPECT_EQ(record_->counts()->versions, kAmendments + 1) << "their places stay";
  expect_sound();

  EXPECT_EQ(tell(telling("1", words(6))).sequence, 6U) << "a repeat of what is kept";
  EXPECT_EQ(tell(telling("1", words(1))).sequence, 1U) << "as its source told it first";
  EXPECT_EQ(refuse(telling("1", words(5))).code, ErrorCode::kConflict);

  FH_EXPECT_OK(record_->purge());
  std::ifstream in(file(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  for (uint32_t version = 1; version <= kAmendments + 1; ++version) {
    const std::string body = pack(telling("1", words(version)).experience);
    ASSERT_GT(body.size(), 48U);
    const bool stands = bytes.find(body.substr(body.size() / 2, 24)) != std::string::npos;
    EXPECT_EQ(stands, version == 1 || version > 5) << "version " << version;
  }
}

TEST_F(OwnershipFixture, ReadingsOfADayAddUp) {
  tell(telling("1", "one"));
  Reading reading = {.number = 1, .day = 9, .actor = "member 1", .times = 2, .last = {.ms = 5}};
  FH_EXPECT_OK(record_->note_readings(std::span(&reading, 1)));
  reading.last.ms = 8;
  FH_EXPECT_OK(record_->note_readings(std::span(&reading, 1)));
  reading.day = 10;
  FH_EXPECT_OK(record_->note_readings(std::span(&reading, 1)));
  reading.number = 99;  // erased in the meantime: nothing to note
  FH_EXPECT_OK(record_->note_readings(std::span(&reading, 1)));
  const std::vector<Reading> found = *record_->readings(1, 10);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].times + found[1].times, 6U);
  expect_sound();
}

}  // namespace
}  // namespace fh::record

// What is told for somebody else, and who may do what with it until they take it.
#include <gmock/gmock.h>

#include <fstream>

#include "engine/claim_codes.h"
#include "engine/engine_fixture.h"
#include "engine/erasure_log.h"
#include "engine/requests.h"

namespace fh::engine {
namespace {

using model::Grants;
using model::Purpose;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Grants kReadAndCount = Grants::none().with(Purpose::kRead).with(Purpose::kCount);

class BehalfTest : public EngineFixture {
 protected:
  struct Both {
    std::string id;
    std::string teller_code = {};
    std::string owner_code = {};
    Caller teller = {};
    Caller owner = {};
    std::span<const std::string> ids() const { return {&id, 1}; }
  };
  Both tell_for_another(const std::string& text, const std::string& party = {}) {
    Draft drafted = draft(text);
    drafted.party = party;
    const auto told =
        own().tell(Caller::nobody(), std::move(drafted), {.claim = true, .behalf = true});
    EXPECT_TRUE(told) << (told ? "" : to_string(told.error()));
    Both both{.id = model::id_of(told->receipt.number),
              .teller_code = told->claim_code,
              .owner_code = told->behalf_code};
    both.teller = *own().teller_of(both.teller_code);
    both.owner = *own().teller_of(both.owner_code);
    return both;
  }
  Ownership& own() { return engine_->ownership(); }
  std::vector<OwnExperience> mine(const Caller& teller) {
    auto all = own().mine(teller, 10, 0);
    EXPECT_TRUE(all);
    return all ? std::move(*all) : std::vector<OwnExperience>();
  }
  ErrorCode code_of_amending(const Caller& caller, const std::string& id) {
    const auto done = own().amend(caller, id, draft("said anew"), OldWords::kKeep);
    return done ? ErrorCode::kBusy : done.error().code;  // kBusy: it was done
  }
  bool leads_nowhere(const std::string& code) { return !own().teller_of(code).has_value(); }
  landscape::Answer figures(const std::string& q) {
    SearchOptions options;
    options.q = q;
    options.caller = Caller::host();
    options.rest.people = true;
    return engine_->search(options)->answer;
  }
  void expect_sound() { EXPECT_THAT(*engine_->verify(), IsEmpty()); }
};

TEST_F(BehalfTest, BothSeeItUntilItIsTaken) {
  const Both both = tell_for_another("the ramp was too steep for her");
  ASSERT_THAT(mine(both.teller), SizeIs(1));
  EXPECT_EQ(mine(both.teller).front().behalf, ToldFor::kByYou);
  ASSERT_THAT(mine(both.owner), SizeIs(1));
  EXPECT_EQ(mine(both.owner).front().behalf, ToldFor::kForYou);
  const std::vector<model::GrantChange> history = mine(both.owner).front().history;
  EXPECT_EQ(history.front().by, "who told it");
  EXPECT_EQ(history.front().basis, "told by somebody else, not claimed yet");
  EXPECT_EQ(history.front().grants, kReadAndCount);
  EXPECT_TRUE(engine_->experience(Caller::host(), both.id)->behalf);
  expect_sound();
}

TEST_F(BehalfTest, WhoToldItMayAmendAndTakeBackAndNoMore) {
  const Both both = tell_for_another("the ramp was too steep");
  FH_ASSERT_OK(own().amend(both.teller, both.id, draft("the ramp was icy"), OldWords::kKeep));
  EXPECT_EQ(total("icy"), 1U);
  FH_ASSERT_OK(own().grant(both.teller, both.ids(), Grants::none()));
  EXPECT_EQ(total("icy"), 0U);
  FH_ASSERT_OK(own().grant(both.teller, both.ids(), kReadAndCount));
  EXPECT_EQ(total("icy"), 1U);
  for (const Purpose more : {Purpose::kContact, Purpose::kShare}) {
    const auto refused = own().grant(both.teller, both.ids(), Grants::none().with(more));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
    EXPECT_EQ(refused.error().field, "grants");
  }
  EXPECT_EQ(own().set_masking(both.teller, both.ids(), record::Masking::kLifted).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(own().take(both.teller).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(own().disown(both.teller).error().code, ErrorCode::kNotFound);
  // All that is theirs: withdrawn with what they told for others, granted without.
  FH_ASSERT_OK(own().tell(both.teller, draft("my own words"), {}));
  FH_ASSERT_OK(own().grant(both.teller, {}, Grants::none()));
  EXPECT_EQ(total(""), 0U);
  FH_ASSERT_OK(own().grant(both.teller, {}, Grants::all()));
  EXPECT_EQ(total(""), 1U);
  EXPECT_EQ(mine(both.teller).back().behalf, ToldFor::kByYou) << "none of it takes it";
  expect_sound();
}

TEST_F(BehalfTest, TakenItIsTheirsAlone) {
  const Both both = tell_for_another("the ramp was too steep");
  const auto taken = own().take(both.owner);
  FH_ASSERT_OK(taken);
  EXPECT_THAT(taken->receipts, SizeIs(1));
  EXPECT_EQ(kind_of_token(taken->claim_code), TokenKind::kClaim);
  // Who told it has nothing here any more, and their code leads to nothing.
  EXPECT_TRUE(leads_nowhere(both.teller_code));
  EXPECT_EQ(code_of_amending(both.teller, both.id), ErrorCode::kNotFound);
  EXPECT_EQ(own().erase(both.teller, both.ids(), Purge::kSoon).error().code, ErrorCode::kNotFound);
  // The code they have seen is good until the new one is used, and not after.
  FH_EXPECT_OK(own().teller_of(both.owner_code));
  const auto owner = own().teller_of(taken->claim_code);
  FH_ASSERT_OK(owner);
  EXPECT_TRUE(leads_nowhere(both.owner_code));
  ASSERT_THAT(mine(*owner), SizeIs(1));
  EXPECT_EQ(mine(*owner).front().behalf, ToldFor::kNobodyElse);
  FH_EXPECT_OK(own().grant(*owner, {}, Grants::all()));
  EXPECT_FALSE(engine_->experience(Caller::host(), both.id)->behalf);
  EXPECT_EQ(own().take(*owner).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(own().disown(*owner).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(engine_->counts()->record.people, 1U);
  expect_sound();
  open();
  EXPECT_THAT(mine(*owner), SizeIs(1));
  expect_sound();
}

// Whoever told it has the same code: what the one could do here the other could.
TEST_F(BehalfTest, BeforeItIsTakenTheySeeItEraseItOrGiveItBack) {
  const Both both = tell_for_another("for her");
  const auto refusal = [](const auto& done) { return done ? ErrorCode::kBusy : done.error().code; };
  const auto try_all = [&] {
    EXPECT_EQ(code_of_amending(both.owner, both.id), ErrorCode::kDenied);
    EXPECT_EQ(refusal(own().grant(both.owner, both.ids(), Grants::all())), ErrorCode::kDenied);
    EXPECT_EQ(refusal(own().set_masking(both.owner, {}, record::Masking::kLifted)),
              ErrorCode::kDenied);
    EXPECT_EQ(refusal(own().another_code(both.owner)), ErrorCode::kDenied);
    EXPECT_EQ(refusal(own().tell(both.owner, draft("my own"), {})), ErrorCode::kDenied);
    EXPECT_EQ(refusal(engine_->tell(draft("my own"), {.caller = both.owner})), ErrorCode::kDenied);
  };
  try_all();
  EXPECT_TRUE(engine_->experience(Caller::host(), both.id)->behalf);
  EXPECT_THAT(mine(both.owner), SizeIs(1));
  // Taken, and the code that came with it not used yet: it is the one that counts.
  const auto taken = own().take(both.owner);
  FH_ASSERT_OK(taken);
  try_all();
  EXPECT_THAT(mine(both.owner), SizeIs(1));
  const Caller owner = *own().teller_of(taken->claim_code);
  EXPECT_EQ(code_of_amending(owner, both.id), ErrorCode::kBusy);
  FH_EXPECT_OK(own().tell(owner, draft("my own"), {}));
  expect_sound();
}

TEST_F(BehalfTest, GivenBackItIsUsedForNothingAndStaysWithWhoToldIt) {
  const Both both = tell_for_another("not hers at all");
  FH_ASSERT_OK(own().disown(both.owner));
  EXPECT_EQ(total("hers"), 0U);
  EXPECT_TRUE(leads_nowhere(both.owner_code));
  ASSERT_THAT(mine(both.teller), SizeIs(1));
  const OwnExperience back = mine(both.teller).front();
  EXPECT_EQ(back.behalf, ToldFor::kNobodyElse);
  EXPECT_EQ(back.experience.grants, Grants::none());
  EXPECT_EQ(back.history.back().basis, "not theirs");
  expect_sound();
}

TEST_F(BehalfTest, EitherErasesItForBoth) {
  const Both first = tell_for_another("one of them");
  FH_ASSERT_OK(own().erase(first.teller, {}, Purge::kNow));
  EXPECT_TRUE(leads_nowhere(first.teller_code));
  EXPECT_TRUE(leads_nowhere(first.owner_code));
  const Both second = tell_for_another("another of them");
  FH_ASSERT_OK(own().erase(second.owner, second.ids(), Purge::kNow));
  EXPECT_TRUE(leads_nowhere(second.teller_code));
  EXPECT_TRUE(leads_nowhere(second.owner_code));
  EXPECT_EQ(engine_->counts()->record.people, 0U);
  expect_sound();
}

TEST_F(BehalfTest, ByTheHostsHandItGoesByEitherCode) {
  const Both both = tell_for_another("for her");
  EXPECT_THAT(*own().ids_of(Caller::host(), {.claim_code = both.teller_code}),
              ElementsAre(both.id));
  EXPECT_THAT(*own().ids_of(Caller::host(), {.claim_code = both.owner_code}), ElementsAre(both.id));
  const auto taken = own().take(both.owner);
  FH_ASSERT_OK(taken);
  EXPECT_THAT(*own().ids_of(Caller::host(), {.claim_code = taken->claim_code}),
              ElementsAre(both.id));
  FH_EXPECT_OK(own().teller_of(both.owner_code));  // to look is not to use it
  EXPECT_FALSE(own().ids_of(Caller::host(), {.claim_code = both.teller_code}).has_value());
}

TEST_F(BehalfTest, JoiningTakesItAndMovesIt) {
  const Both both = tell_for_another("for her");
  const auto hers = own().tell(Caller::nobody(), draft("her own"), {.claim = true});
  FH_ASSERT_OK(hers);
  const Caller she = *own().teller_of(hers->claim_code);
  FH_ASSERT_OK(own().join(she, both.owner_code));
  EXPECT_THAT(mine(she), SizeIs(2));
  EXPECT_FALSE(engine_->experience(Caller::host(), both.id)->behalf);
  EXPECT_TRUE(leads_nowhere(both.teller_code));
  // What she comes with is her own: the one they have seen ends.
  FH_EXPECT_OK(own().teller_of(hers->claim_code));
  EXPECT_TRUE(leads_nowhere(both.owner_code));
  EXPECT_EQ(figures("").people.value_or(0), 1U);
  expect_sound();
}

TEST_F(BehalfTest, TakenWithoutACodeOfTheirOwnTheyGetOneYet) {
  const Both both = tell_for_another("for her");
  engine_.reset();
  {
    const auto record = record::Record::open({.directory = directory_});
    FH_ASSERT_OK(record);
    const std::vector<uint64_t> numbers = {*model::number_of_id(both.id)};
    FH_ASSERT_OK((*record)->behalf().take(
        numbers, {.at = {}, .grants = {}, .by = "teller", .basis = {}}, {}));
  }
  open();
  EXPECT_EQ(code_of_amending(both.owner, both.id), ErrorCode::kDenied);
  const auto taken = own().take(both.owner);
  FH_ASSERT_OK(taken);
  EXPECT_THAT(taken->receipts, IsEmpty());
  const Caller owner = *own().teller_of(taken->claim_code);
  EXPECT_EQ(code_of_amending(owner, both.id), ErrorCode::kBusy);
  EXPECT_TRUE(leads_nowhere(both.owner_code));
  expect_sound();
}

// A request may have begun with the one code before its owner came with the other.
TEST_F(BehalfTest, WhoCameWithAHandedCodeStaysWhoTheyWereOnceItHasEnded) {
  const Both both = tell_for_another("for her");
  const auto taken = own().take(both.owner);
  FH_ASSERT_OK(taken);
  const Caller slow = *own().teller_of(both.owner_code);
  FH_ASSERT_OK(own().teller_of(taken->claim_code));
  EXPECT_TRUE(leads_nowhere(both.owner_code));
  EXPECT_EQ(own().another_code(slow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(code_of_amending(slow, both.id), ErrorCode::kDenied);
  EXPECT_EQ(engine_->tell(draft("planted"), {.caller = slow}).error().code, ErrorCode::kDenied);
}

// Whoever told the one would else open the other.
TEST_F(BehalfTest, TwoHandedCodesAreNotJoinedBeforeOneIsTaken) {
  const Both one = tell_for_another("the ramp was too steep for her");
  const Both other = tell_for_another("and the door too narrow");
  const auto refused = own().join(one.owner, other.owner_code);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  const auto taken = own().take(one.owner);
  FH_ASSERT_OK(taken);
  const Caller owner = *own().teller_of(taken->claim_code);
  FH_ASSERT_OK(own().join(owner, other.owner_code));
  EXPECT_THAT(mine(owner), SizeIs(2));
  EXPECT_TRUE(leads_nowhere(one.owner_code));
  EXPECT_TRUE(leads_nowhere(other.owner_code));
  EXPECT_THAT(mine(other.teller), IsEmpty());
  expect_sound();
}

TEST_F(BehalfTest, WhoJoinsTheTellersCodeTellsForTheOtherFromThenOn) {
  const Both both = tell_for_another("for her");
  const auto other = own().tell(Caller::nobody(), draft("my own"), {.claim = true});
  const Caller me = *own().teller_of(other->claim_code);
  FH_ASSERT_OK(own().join(me, both.teller_code));
  ASSERT_THAT(mine(me), SizeIs(2));
  EXPECT_EQ(mine(me).back().behalf, ToldFor::kByYou);
  EXPECT_EQ(mine(me).back().experience.text, "for her");
  EXPECT_THAT(*own().mine(me, 1, 1), SizeIs(1));
  EXPECT_THAT(*own().mine(me, 10, 2), IsEmpty());
  expect_sound();
}

TEST_F(BehalfTest, MembersAndKeysTellForOthersToo) {
  const Caller key = {.kind = CallerKind::kKey, .actor = "key 1", .rights = {Right::kTell}};
  const auto told = own().tell(key, draft("she rang us", "call-1"), {.behalf = true});
  FH_ASSERT_OK(told);
  EXPECT_EQ(told->claim_code, "");
  const Caller owner = *own().teller_of(told->behalf_code);
  EXPECT_EQ(mine(owner).front().history.front().by, "key 1");
  // Sent again it is the same, without another code.
  const auto again = own().tell(key, draft("she rang us", "call-1"), {.behalf = true});
  FH_ASSERT_OK(again);
  EXPECT_EQ(again->receipt.number, told->receipt.number);
  EXPECT_EQ(again->behalf_code, "");
  EXPECT_EQ(engine_->counts()->record.people, 1U);
  Draft named = draft("she rang us again");
  named.person = "customer-42";
  EXPECT_EQ(own().tell(key, named, {.behalf = true}).error().field, "person");
  EXPECT_EQ(own().tell(Caller::host(), named, {.behalf = true}).error().field, "person");
  expect_sound();
}

TEST_F(BehalfTest, ItCountsAsNobodyKnownUntilItIsTaken) {
  const Both one = tell_for_another("for her");
  const Both two = tell_for_another("for him");
  EXPECT_EQ(figures("").people.value_or(9), 0U);
  EXPECT_EQ(figures("").without_person.value_or(0), 2U);
  FH_ASSERT_OK(own().take(one.owner));
  EXPECT_EQ(figures("").people.value_or(9), 1U);
  FH_ASSERT_OK(own().take(two.owner));
  EXPECT_EQ(figures("").people.value_or(9), 2U);
  open();
  EXPECT_EQ(figures("").people.value_or(9), 2U);
  FH_ASSERT_OK(engine_->rebuild({}));
  EXPECT_EQ(figures("").people.value_or(9), 2U);
  expect_sound();
}

// Goal: nobody makes a group by telling for people who are not there.
TEST_F(BehalfTest, ManyToldForOthersByOneOpenNoGroup) {
  const Caller member = {
      .kind = CallerKind::kMember, .actor = "member 1", .rights = rights_of(Role::kKeeper)};
  const auto seen = [&] {
    SearchOptions options;
    options.caller = member;
    return engine_->search(options)->answer.total;
  };
  std::vector<Both> all;
  Caller teller = Caller::nobody();
  for (int i = 0; i < 12; ++i) {
    Draft drafted = draft("the shifts are too long " + std::to_string(i));
    drafted.party = "employee";
    const auto told = own().tell(teller, drafted, {.claim = true, .behalf = true});
    FH_ASSERT_OK(told);
    Both both{.id = model::id_of(told->receipt.number), .owner_code = told->behalf_code};
    both.owner = *own().teller_of(both.owner_code);
    if (i == 0) teller = *own().teller_of(told->claim_code);
    all.push_back(both);
  }
  EXPECT_EQ(seen(), 0U) << "twelve of nobody known are one together";
  std::vector<std::string> carried;
  FH_ASSERT_OK(engine_->for_each(member, [&](const Experience& one) -> Status {
    carried.push_back(one.text);
    return {};
  }));
  EXPECT_THAT(carried, IsEmpty());
  open();
  EXPECT_EQ(seen(), 0U);
  FH_ASSERT_OK(engine_->rebuild({}));
  EXPECT_EQ(seen(), 0U);
  for (size_t i = 0; i < 5; ++i) FH_ASSERT_OK(own().take(all[i].owner));
  EXPECT_EQ(seen(), 5U) << "five people, once they are there";
}

// Goal: an older record does not give it back to who told it.
TEST_F(BehalfTest, WhatWasTakenSinceABackupIsTakenInItToo) {
  const Both both = tell_for_another("for her");
  const Both waiting = tell_for_another("for him");
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  const auto taken = own().take(both.owner);
  FH_ASSERT_OK(taken);
  FH_EXPECT_OK(own().teller_of(taken->claim_code));
  engine_.reset();
  FH_ASSERT_OK(restore(system_files(), temporary_ / "backup.db", temporary_ / "restored"));
  EngineOptions there = options();
  there.directory = temporary_ / "restored";
  engine_ = std::move(*Engine::open(there));
  EXPECT_FALSE(engine_->experience(Caller::host(), both.id)->behalf);
  EXPECT_TRUE(leads_nowhere(both.teller_code));
  const auto owner = own().teller_of(taken->claim_code);
  FH_ASSERT_OK(owner);
  EXPECT_THAT(mine(*owner), SizeIs(1));
  EXPECT_TRUE(leads_nowhere(both.owner_code));
  EXPECT_TRUE(engine_->experience(Caller::host(), waiting.id)->behalf);
  EXPECT_THAT(mine(waiting.teller), SizeIs(1));
  expect_sound();
}

TEST_F(BehalfTest, WhatWasErasedSinceABackupGoesWithWhoToldIt) {
  const Both both = tell_for_another("for her");
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  FH_ASSERT_OK(own().erase(both.owner, {}, Purge::kNow));
  engine_.reset();
  FH_ASSERT_OK(restore(system_files(), temporary_ / "backup.db", temporary_ / "restored"));
  EngineOptions there = options();
  there.directory = temporary_ / "restored";
  engine_ = std::move(*Engine::open(there));
  EXPECT_EQ(engine_->counts()->record.people, 0U);
  EXPECT_TRUE(leads_nowhere(both.teller_code));
  expect_sound();
}

TEST_F(BehalfTest, ATakingCutShortIsFinishedAtTheNextStart) {
  const Both both = tell_for_another("for her");
  ErasedEntry entry = entry_of(*engine_->experience(Caller::host(), both.id));
  entry.what = ErasedEntry::What::kTaken;
  engine_.reset();
  FH_ASSERT_OK(
      append_erasures(system_files(), directory_ + "/" + std::string(kErasureLogName), {entry}));
  open();
  EXPECT_FALSE(engine_->experience(Caller::host(), both.id)->behalf);
  EXPECT_TRUE(leads_nowhere(both.teller_code));
  EXPECT_THAT(mine(both.owner), SizeIs(1));
  expect_sound();
}

TEST(ErasureLog, WhatWasTakenIsNoErasure) {
  TemporaryDirectory temporary;
  const std::string path = temporary / "erasures";
  const std::string other = temporary / "other";
  const ErasedEntry taken{.what = ErasedEntry::What::kTaken, .number = 3, .check = "abc"};
  FH_ASSERT_OK(append_erasures(system_files(), path, {taken, {.number = 3, .check = "abc"}}));
  FH_ASSERT_OK(complete_erasures(system_files(), path, other));
  for (const std::string& log : {path, other}) {
    const auto entries = read_erasures(system_files(), log);
    ASSERT_THAT(*entries, SizeIs(2)) << log;
    EXPECT_EQ(entries->front().what, ErasedEntry::What::kTaken);
    EXPECT_EQ(entries->back().what, ErasedEntry::What::kErased);
    EXPECT_EQ(entries->front().number, 3U);
  }
}

// Goal: erased through the organisation, what somebody told for others goes with them.
TEST_F(BehalfTest, RequestsReachWhatIsToldForOthersWhileItWaits) {
  const Both both = tell_for_another("for her");
  const Caller key = {.kind = CallerKind::kKey, .actor = "key 1", .rights = {Right::kRequest}};
  FH_ASSERT_OK(engine_->requests().hand_in(
      key, {.id = "6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e",
            .type = record::RequestType::kErasure,
            .identities = {{.type = IdentityType::kClaimCode, .value = both.teller_code}}}));
  EXPECT_EQ(engine_->counts()->record.experiences, 0U);
  EXPECT_EQ(engine_->counts()->record.people, 0U);
  expect_sound();
}

}  // namespace
}  // namespace fh::engine

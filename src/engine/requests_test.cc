#include "engine/requests.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "engine/engine_fixture.h"
#include "engine/erasure_log.h"
#include "testing/fake_clock.h"

namespace fh::engine {
namespace {

using record::RequestStatus;
using record::RequestType;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kId = "6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e";
constexpr int64_t kHour = kMsPerDay / 24;

class RequestsTest : public testing::Test {
 protected:
  RequestsTest() { open(); }

  void open() {
    engine_.reset();
    Result<std::unique_ptr<Engine>> opened =
        Engine::open({.directory = directory_, .clock = &clock_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }
  Requests& requests() { return engine_->requests(); }

  std::string tell(const std::string& text, std::string person, std::string source_id = {}) {
    Draft draft;
    draft.source = "desk";
    draft.source_id = std::move(source_id);
    draft.person = std::move(person);
    draft.text = text;
    const Result<Receipt> receipt = engine_->tell(std::move(draft), {.caller = keeper_});
    EXPECT_TRUE(receipt) << (receipt ? "" : to_string(receipt.error()));
    return receipt ? model::id_of(receipt->number) : "";
  }
  static NewRequest about(RequestType type, std::string person) {
    return {
        .id = std::string(kId),
        .type = type,
        .identities = {
            {.type = IdentityType::kSourcePerson, .source = "desk", .value = std::move(person)}}};
  }
  RequestSeen hand_in(const NewRequest& asked) {
    const auto seen = requests().hand_in(key_, asked);
    EXPECT_TRUE(seen) << (seen ? "" : to_string(seen.error()));
    return seen ? *seen : RequestSeen{};
  }
  RequestStatus status() { return requests().request(keeper_, kId)->request.status; }
  uint64_t kept() { return engine_->counts()->record.experiences; }

  const Caller keeper_ = {
      .kind = CallerKind::kMember, .actor = "member 1", .rights = rights_of(Role::kKeeper)};
  const Caller key_ = {.kind = CallerKind::kKey, .actor = "key 1", .rights = {Right::kRequest}};
  TemporaryDirectory temporary_;
  const std::string directory_ = temporary_ / "data";
  FakeClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(RequestsTest, AnErasureGoesAtOnceUnlessItIsToWait) {
  tell("theirs", "ann");
  tell("theirs too", "ann");
  tell("another's", "ben");
  const RequestSeen seen = hand_in(about(RequestType::kErasure, "ann"));
  EXPECT_EQ(seen.request.status, RequestStatus::kCompleted);
  EXPECT_EQ(seen.request.experiences, 2U);
  ASSERT_TRUE(seen.receipt);
  EXPECT_EQ(seen.receipt->why, "request " + std::string(kId));
  EXPECT_TRUE(is_genuine(seen.receipt->statement, seen.receipt->signature, seen.receipt->key));
  EXPECT_THAT(seen.receipt->statement, HasSubstr(R"("people":1)"));
  EXPECT_EQ(kept(), 1U);
  EXPECT_FALSE(seen.has_result);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(RequestsTest, OneThatWaitsCanBeCancelledUntilItBegins) {
  FH_ASSERT_OK(requests().set_wait_hours(keeper_, 24));
  tell("theirs", "ann");
  EXPECT_EQ(hand_in(about(RequestType::kErasure, "ann")).request.status, RequestStatus::kPending);
  clock_.advance_ms(24 * kHour - 1);
  EXPECT_EQ(engine_->upkeep()->requests, 0U);
  const auto cancelled = requests().cancel(key_, kId);
  FH_ASSERT_OK(cancelled);
  EXPECT_EQ(cancelled->request.status, RequestStatus::kCancelled);
  clock_.advance_ms(2 * kHour);
  EXPECT_EQ(engine_->upkeep()->requests, 0U);
  EXPECT_EQ(kept(), 1U);
  EXPECT_EQ(requests().cancel(key_, kId).error().code, ErrorCode::kConflict);
}

TEST_F(RequestsTest, OneThatHasWaitedIsCarriedOutOnceAndNotCancelledAnyMore) {
  FH_ASSERT_OK(requests().set_wait_hours(keeper_, 1));
  tell("theirs", "ann");
  hand_in(about(RequestType::kErasure, "ann"));
  tell("told while it waited", "ann");
  clock_.advance_ms(kHour);
  EXPECT_EQ(engine_->upkeep()->requests, 1U);
  EXPECT_EQ(kept(), 0U) << "what came meanwhile is theirs, too";
  EXPECT_EQ(status(), RequestStatus::kCompleted);
  EXPECT_EQ(requests().cancel(keeper_, kId).error().code, ErrorCode::kConflict);
  tell("told afterwards", "ann");
  EXPECT_EQ(engine_->upkeep()->requests, 0U);
  EXPECT_EQ(kept(), 1U);
}

TEST_F(RequestsTest, ACodeThatEndsWhileItWaitsStillLedToItsPerson) {
  FH_ASSERT_OK(requests().set_wait_hours(keeper_, 72));
  Draft draft;
  draft.text = "they waited for an hour";
  const auto told =
      engine_->ownership().tell(Caller::nobody(), draft, {.claim = true, .behalf = true});
  FH_ASSERT_OK(told);
  hand_in({.id = std::string(kId),
           .type = RequestType::kErasure,
           .identities = {{.type = IdentityType::kClaimCode, .value = told->behalf_code}}});
  Ownership& ownership = engine_->ownership();
  const auto taken = ownership.take(*ownership.teller_of(told->behalf_code));
  FH_ASSERT_OK(taken);
  FH_ASSERT_OK(ownership.teller_of(taken->claim_code));  // the other code ends
  EXPECT_FALSE(ownership.teller_of(told->behalf_code));
  clock_.advance_ms(72 * kHour);
  EXPECT_EQ(engine_->upkeep()->requests, 1U);
  EXPECT_EQ(requests().request(keeper_, kId)->request.experiences, 1U);
  EXPECT_EQ(kept(), 0U);
}

TEST_F(RequestsTest, WhoeverJoinsAnotherWhileItWaitsIsErasedWithThem) {
  FH_ASSERT_OK(requests().set_wait_hours(keeper_, 72));
  const auto tell_own = [&](const std::string& text) {
    Draft draft;
    draft.text = text;
    const auto told = engine_->ownership().tell(Caller::nobody(), draft, {.claim = true});
    EXPECT_TRUE(told);
    return told->claim_code;
  };
  const std::string one = tell_own("the lift stood still");
  const std::string other = tell_own("and the stairs were wet");
  Ownership& ownership = engine_->ownership();
  hand_in({.id = std::string(kId),
           .type = RequestType::kErasure,
           .identities = {{.type = IdentityType::kClaimCode, .value = one}}});
  const Caller into = *ownership.teller_of(other);
  FH_ASSERT_OK(ownership.join(into, one));
  FH_ASSERT_OK(engine_->contacts().keep_one_code(into, other));
  EXPECT_FALSE(ownership.teller_of(one));
  clock_.advance_ms(72 * kHour);
  EXPECT_EQ(engine_->upkeep()->requests, 1U);
  EXPECT_EQ(requests().request(keeper_, kId)->request.experiences, 2U);
  EXPECT_EQ(kept(), 0U);
}

TEST_F(RequestsTest, AccessIsEverythingAndPortabilityWhatTheyTold) {
  const std::string id = tell("as it was", "ann");
  tell("another's", "ben");
  FH_ASSERT_OK(engine_->experience(keeper_, id));  // a reading
  Draft amended;
  amended.text = "as it is";
  FH_ASSERT_OK(engine_->amend(id, amended, {.caller = Caller::host()}));
  const RequestSeen access = hand_in(about(RequestType::kAccess, "ann"));
  EXPECT_EQ(access.request.status, RequestStatus::kCompleted);
  EXPECT_TRUE(access.has_result);
  const auto data = requests().result(key_, kId, 10, 0);
  FH_ASSERT_OK(data);
  EXPECT_EQ(data->experiences, 1U);
  ASSERT_THAT(data->page, SizeIs(1));
  EXPECT_EQ(data->page.front().experience.text, "as it is");
  EXPECT_THAT(data->page.front().earlier, SizeIs(1));
  EXPECT_THAT(data->page.front().history, SizeIs(1));
  EXPECT_THAT(requests().result(key_, kId, 10, 1)->page, IsEmpty());

  NewRequest portable = about(RequestType::kPortability, "ann");
  portable.id = "00000000-0000-4000-8000-000000000000";
  hand_in(portable);
  const auto taken = requests().result(key_, portable.id, 10, 0);
  FH_ASSERT_OK(taken);
  ASSERT_THAT(taken->page, SizeIs(1));
  EXPECT_EQ(taken->page.front().experience.text, "as it is");
  EXPECT_THAT(taken->page.front().earlier, IsEmpty());
}

TEST_F(RequestsTest, WhoHadTheResultIsNotedForTheTellerAndInTheAudit) {
  Draft draft;
  draft.text = "mine";
  const auto told = engine_->ownership().tell(Caller::nobody(), draft, {.claim = true});
  FH_ASSERT_OK(told);
  NewRequest asked{.type = RequestType::kAccess,
                   .identities = {{.type = IdentityType::kClaimCode, .value = told->claim_code}}};
  const RequestSeen seen = hand_in(asked);
  EXPECT_THAT(seen.request.id, SizeIs(36));
  FH_ASSERT_OK(requests().result(key_, seen.request.id, 10, 0));
  const auto mine =
      engine_->ownership().mine(*engine_->ownership().teller_of(told->claim_code), 10, 0);
  ASSERT_THAT(mine->front().readings, SizeIs(1));
  EXPECT_EQ(mine->front().readings.front().actor, "key 1");
  const auto audit = engine_->access().audit(Caller::host(), {.limit = 1});
  EXPECT_EQ(audit->entries.front().action, "request_result");
  EXPECT_EQ(audit->entries.front().detail, seen.request.id + " access experiences=1");
}

TEST_F(RequestsTest, AResultIsToBeHadForSomeTime) {
  tell("theirs", "ann");
  hand_in(about(RequestType::kAccess, "ann"));
  clock_.advance_ms(kResultDays * kMsPerDay - 1);
  EXPECT_EQ(engine_->upkeep()->requests, 0U);
  FH_EXPECT_OK(requests().result(key_, kId, 10, 0));
  clock_.advance_ms(1);
  FH_EXPECT_OK(engine_->upkeep());
  EXPECT_EQ(requests().result(key_, kId, 10, 0).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(requests().request(key_, kId)->has_result);
}

TEST_F(RequestsTest, EveryKindOfNameLeadsToTheSamePerson) {
  const std::string first = tell("one", "ann", "a1");
  tell("two", "ann");
  const std::string key = engine_->experience(keeper_, first)->person_key;
  const auto found = [&](NamedSubject identity) {
    const RequestSeen seen =
        hand_in({.type = RequestType::kAccess, .identities = {std::move(identity)}});
    return seen.request.experiences;
  };
  EXPECT_EQ(found({.type = IdentityType::kSourcePerson, .source = "desk", .value = "ann"}), 2U);
  EXPECT_EQ(found({.type = IdentityType::kPerson, .value = key}), 2U);
  EXPECT_EQ(found({.type = IdentityType::kSourceId, .source = "desk", .value = "a1"}), 1U);
  EXPECT_EQ(found({.type = IdentityType::kSourcePerson, .source = "till", .value = "ann"}), 0U);
  EXPECT_EQ(found({.type = IdentityType::kSourceId, .source = "desk", .value = "a2"}), 0U);
  EXPECT_EQ(found({.type = IdentityType::kPerson, .value = "nobody"}), 0U);
}

TEST_F(RequestsTest, OfNobodyAnErasureSaysThatThereWasNothing) {
  const RequestSeen seen = hand_in(about(RequestType::kErasure, "nobody we know"));
  EXPECT_EQ(seen.request.status, RequestStatus::kCompleted);
  EXPECT_EQ(seen.request.experiences, 0U);
  ASSERT_TRUE(seen.receipt);
  EXPECT_THAT(seen.receipt->statement, HasSubstr(R"("experiences":[])"));
  EXPECT_TRUE(is_genuine(seen.receipt->statement, seen.receipt->signature, seen.receipt->key));
}

TEST_F(RequestsTest, TheSameIdAgainIsTheFirstRequest) {
  tell("theirs", "ann");
  hand_in(about(RequestType::kErasure, "ann"));
  tell("told later", "ann");
  EXPECT_EQ(hand_in(about(RequestType::kErasure, "ann")).request.experiences, 1U);
  EXPECT_EQ(kept(), 1U) << "nothing was erased a second time";
  EXPECT_EQ(requests().hand_in(key_, about(RequestType::kAccess, "ann")).error().code,
            ErrorCode::kConflict);
  NewRequest upper = about(RequestType::kErasure, "ann");
  upper.id = "6F1C2D0E-9B7A-4C55-8A3E-0D4F5B6C7D8E";
  EXPECT_EQ(hand_in(upper).request.id, kId);
  EXPECT_THAT(*requests().list(keeper_, 10, 0), SizeIs(1));
}

// Goal: begun before the crash, nothing of it done.
TEST_F(RequestsTest, OneThatHadBegunIsFinishedAtTheNextOpen) {
  FH_ASSERT_OK(requests().set_wait_hours(keeper_, 1));
  const std::string id = tell("theirs", "ann");
  hand_in(about(RequestType::kErasure, "ann"));
  engine_.reset();
  {
    const auto record = record::Record::open({.directory = directory_, .clock = &clock_});
    FH_ASSERT_OK(record);
    EXPECT_TRUE(*(*record)->requests().begin(kId, "key 1"));
  }
  open();
  EXPECT_EQ(status(), RequestStatus::kCompleted);
  EXPECT_EQ(kept(), 0U);
  const auto receipts = engine_->retention().receipts(keeper_, 10, 0);
  ASSERT_THAT(*receipts, SizeIs(1));
  EXPECT_THAT(receipts->front().statement, HasSubstr(id));
  open();
  EXPECT_THAT(*engine_->retention().receipts(keeper_, 10, 0), SizeIs(1)) << "once";
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

// Goal: begun and logged before the crash, and of access begun.
TEST_F(RequestsTest, OneThatWasLoggedIsFinishedWithItsOwnReceipt) {
  FH_ASSERT_OK(requests().set_wait_hours(keeper_, 1));
  const std::string id = tell("theirs", "ann");
  const Experience experience = *engine_->experience(keeper_, id);
  hand_in(about(RequestType::kErasure, "ann"));
  engine_.reset();
  {
    const auto record = record::Record::open({.directory = directory_, .clock = &clock_});
    FH_ASSERT_OK(record);
    EXPECT_TRUE(*(*record)->requests().begin(kId, "key 1"));
  }
  FH_ASSERT_OK(append_erasures(system_files(), directory_ + "/" + std::string(kErasureLogName),
                               {entry_of(experience)}));
  open();
  EXPECT_EQ(status(), RequestStatus::kCompleted);
  EXPECT_EQ(kept(), 0U);
  const auto receipts = engine_->retention().receipts(keeper_, 10, 0);
  ASSERT_THAT(*receipts, SizeIs(1));
  EXPECT_EQ(receipts->front().why, "request " + std::string(kId));
}

TEST_F(RequestsTest, WhatIsWrongIsSaid) {
  const auto field = [&](const NewRequest& asked) {
    const auto seen = requests().hand_in(key_, asked);
    return seen ? "" : seen.error().field;
  };
  NewRequest asked = about(RequestType::kAccess, "ann");
  for (const char* id :
       {"x", "6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8", "6f1c2d0e 9b7a-4c55-8a3e-0",
        "6f1c2d0e09b7a04c5508a3e00d4f5b6c7d8e", "gf1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e"}) {
    asked.id = id;
    EXPECT_EQ(field(asked), "subject_request_id") << id;
  }
  EXPECT_EQ(field({.type = RequestType::kAccess, .identities = {}}), "subject_identities");
  EXPECT_EQ(field({.type = RequestType::kAccess,
                   .identities = std::vector<NamedSubject>(
                       17, NamedSubject{.type = IdentityType::kPerson, .value = "a"})}),
            "subject_identities");
  for (const NamedSubject& identity :
       {NamedSubject{.type = IdentityType::kSourcePerson, .source = "desk", .value = ""},
        NamedSubject{
            .type = IdentityType::kSourcePerson, .source = "desk", .value = std::string(513, 'a')},
        NamedSubject{
            .type = IdentityType::kSourceId, .source = std::string(129, 's'), .value = "a"},
        NamedSubject{.type = IdentityType::kPerson, .source = "desk", .value = "a"},
        NamedSubject{.type = IdentityType::kClaimCode, .value = "fhc_short"}}) {
    EXPECT_EQ(field({.type = RequestType::kAccess, .identities = {identity}}),
              "subject_identities");
  }
  EXPECT_EQ(requests().set_wait_hours(keeper_, 721).error().field, "wait_hours");
  FH_EXPECT_OK(requests().set_wait_hours(keeper_, 720));
  EXPECT_EQ(*requests().wait_hours(key_), 720U);
}

TEST_F(RequestsTest, OthersRequestsAreNotThereAndWhoLacksTheRightHasNone) {
  tell("theirs", "ann");
  hand_in(about(RequestType::kAccess, "ann"));
  const Caller other = {
      .kind = CallerKind::kKey, .actor = "key 2", .rights = {Right::kRequest, Right::kErase}};
  EXPECT_EQ(requests().request(other, kId).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(requests().result(other, kId, 1, 0).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(requests().cancel(other, kId).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(*requests().list(other, 10, 0), IsEmpty());
  EXPECT_EQ(requests().hand_in(other, about(RequestType::kAccess, "ann")).error().code,
            ErrorCode::kNotFound);
  EXPECT_THAT(*requests().list(keeper_, 10, 0), SizeIs(1));
  FH_EXPECT_OK(requests().result(keeper_, kId, 1, 0));
  EXPECT_EQ(requests().set_wait_hours(key_, 1).error().code, ErrorCode::kDenied);

  const Caller eraser = {.kind = CallerKind::kKey, .actor = "key 3", .rights = {Right::kErase}};
  Caller narrowed = keeper_;
  narrowed.scope = "unit:north";
  for (const Caller& caller : {Caller::nobody(), Caller::teller(1), eraser, narrowed}) {
    EXPECT_EQ(requests().hand_in(caller, about(RequestType::kAccess, "ann")).error().code,
              ErrorCode::kDenied);
    EXPECT_EQ(requests().request(caller, kId).error().code, ErrorCode::kDenied);
    EXPECT_EQ(requests().list(caller, 1, 0).error().code, ErrorCode::kDenied);
    EXPECT_EQ(requests().cancel(caller, kId).error().code, ErrorCode::kDenied);
    EXPECT_EQ(requests().result(caller, kId, 1, 0).error().code, ErrorCode::kDenied);
    EXPECT_EQ(requests().wait_hours(caller).error().code, ErrorCode::kDenied);
  }
}

TEST_F(RequestsTest, TheAuditSaysWhoAndWhatAndNoNames) {
  FH_ASSERT_OK(requests().set_wait_hours(keeper_, 1));
  tell("theirs", "quetzal");
  hand_in(about(RequestType::kErasure, "quetzal"));
  FH_ASSERT_OK(requests().cancel(keeper_, kId));
  const auto audit = engine_->access().audit(Caller::host(), {.limit = 10});
  FH_ASSERT_OK(audit);
  EXPECT_EQ(audit->entries[0].actor, "member 1");
  EXPECT_EQ(audit->entries[0].action, "cancel_request");
  EXPECT_EQ(audit->entries[1].actor, "key 1");
  EXPECT_EQ(audit->entries[1].action, "request");
  for (const record::AuditEntry& entry : audit->entries) {
    EXPECT_THAT(entry.detail, Not(HasSubstr("quetzal")));
  }
}

}  // namespace
}  // namespace fh::engine

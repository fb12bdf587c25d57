#include "record/requests.h"

#include <gmock/gmock.h>

#include <fstream>

#include "record/database.h"
#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kId = "6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e";

class RequestsFixture : public RecordFixture {
 protected:
  RequestBook& book() { return record_->requests(); }

  SubjectRequest request(std::string id, RequestType type) {
    return {.id = std::move(id),
            .type = type,
            .actor = "key 1",
            .received = clock_.now(),
            .begins = clock_.now()};
  }
  SubjectIdentity customer(std::string_view key) {
    return {.kind = SubjectIdentity::Kind::kKnownAs, .hash = *book().known_as("shop", key)};
  }
  void add(RequestType type, const SubjectIdentity& whose) {
    const auto added = book().add(request(std::string(kId), type), {&whose, 1}, 10);
    FH_EXPECT_OK(added);
    EXPECT_TRUE(added->is_new);
  }
  uint64_t identities() {
    const auto database = Database::open(file(), Access::kRead);
    return *(*database)->number("SELECT count(*) FROM subject_identity");
  }
};

TEST_F(RequestsFixture, NamesLeadToWhatIsTheirsNowAndAreNotKept) {
  tell(telling("1", "one", "ann@example.org"));
  tell(telling("2", "two", "ben@example.org"));
  add(RequestType::kAccess, customer("ann@example.org"));
  tell(telling("3", "three", "ann@example.org"));
  EXPECT_THAT(*book().experiences(kId), ElementsAre(1, 3));
  EXPECT_TRUE(*book().begin(kId, "key 1"));
  EXPECT_FALSE(*book().begin(kId, "key 1")) << "it has begun already";
  EXPECT_EQ(*book().complete(kId, "key 1"), 2U);
  EXPECT_THAT(*book().experiences(kId), ElementsAre(1, 3)) << "by number from now on";
  FH_EXPECT_OK(book().forget_before(Instant{.ms = clock_.now().ms}));
  EXPECT_EQ(identities(), 1U) << "it ended in this very moment";
  FH_EXPECT_OK(book().forget_before(Instant{.ms = clock_.now().ms + 1}));
  EXPECT_EQ(identities(), 0U);
  expect_sound();
}

// It is asked every few seconds.
TEST_F(RequestsFixture, WhereNothingIsToBeForgottenNobodyWaits) {
  add(RequestType::kAccess, customer("ann"));
  const auto other = Database::open(file(), Access::kWrite);
  ASSERT_TRUE(other) << to_string(other.error());
  const auto writing = Transaction::begin(**other, Transaction::Kind::kWrite);
  ASSERT_TRUE(writing) << to_string(writing.error());
  FH_EXPECT_OK(book().forget_before(Instant{.ms = clock_.now().ms + 1}));
  EXPECT_EQ(identities(), 1U) << "it is open";
}

TEST_F(RequestsFixture, AnErasureItsReceiptAndItsCompletionAreOneTransaction) {
  tell(telling("1", "one", "ann"));
  add(RequestType::kErasure, customer("ann"));
  EXPECT_TRUE(*book().begin(kId, "key 1"));
  const std::vector<uint64_t> numbers = *book().experiences(kId);
  const Erasure erasure = {.actor = "key 1",
                           .receipt =
                               [](const Erased& erased) {
                                 EXPECT_EQ(erased.people, 1U);
                                 return KeptReceipt{.why = "request",
                                                    .experiences = erased.receipts.size(),
                                                    .statement = "{}",
                                                    .signature = "s",
                                                    .key = "k"};
                               },
                           .request = std::string(kId)};
  FH_EXPECT_OK(record_->erase(numbers, erasure));
  const auto found = book().find(kId);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->status, RequestStatus::kCompleted);
  EXPECT_EQ((*found)->experiences, 1U);
  EXPECT_EQ(book().receipt((*found)->receipt)->statement, "{}");
  EXPECT_THAT(*record_->receipts(10, 0), SizeIs(1));
  EXPECT_EQ(identities(), 0U);
  expect_sound();
}

TEST_F(RequestsFixture, WhatWouldCompleteARequestThatIsNotInProgressErasesNothing) {
  tell(telling("1", "one", "ann"));
  add(RequestType::kErasure, customer("ann"));
  const std::vector<uint64_t> numbers = {1};
  EXPECT_EQ(record_->erase(numbers, {.actor = "x", .request = std::string(kId)}).error().code,
            ErrorCode::kConflict);
  EXPECT_TRUE(record_->find(1)->has_value());
  expect_sound();
}

TEST_F(RequestsFixture, OnlyWhatIsPendingIsCancelled) {
  add(RequestType::kErasure, customer("ann"));
  FH_EXPECT_OK(book().cancel(kId, "member 1"));
  EXPECT_EQ(identities(), 0U);
  EXPECT_EQ(book().cancel(kId, "member 1").error().code, ErrorCode::kConflict);
  EXPECT_EQ(book().begin(kId, "member 1").error().code, ErrorCode::kConflict);
  EXPECT_THAT(*book().due(clock_.now(), 10), IsEmpty());
}

TEST_F(RequestsFixture, TheSameIdAgainIsTheFirstOneAndOpenOnesAreBounded) {
  add(RequestType::kErasure, customer("ann"));
  const SubjectIdentity other = customer("ben");
  const auto again = book().add(request(std::string(kId), RequestType::kAccess), {&other, 1}, 10);
  FH_EXPECT_OK(again);
  EXPECT_FALSE(again->is_new);
  EXPECT_EQ(again->request.type, RequestType::kErasure);
  EXPECT_EQ(identities(), 1U);
  EXPECT_EQ(book().add(request("another", RequestType::kAccess), {&other, 1}, 1).error().code,
            ErrorCode::kBusy);
  EXPECT_THAT(*book().list({.actor = "key 1"}, 10, 0), SizeIs(1));
  EXPECT_THAT(*book().list({.actor = "key 2"}, 10, 0), IsEmpty());
  EXPECT_THAT(*book().list({}, 10, 0), SizeIs(1));
  EXPECT_THAT(*book().list({.status = RequestStatus::kPending}, 10, 0), SizeIs(1));
  EXPECT_THAT(*book().list({.status = RequestStatus::kCancelled}, 10, 0), IsEmpty());
}

TEST_F(RequestsFixture, TheFileHoldsNoNameOfWhomARequestIsAbout) {
  add(RequestType::kErasure, customer("quetzal@example.org"));
  record_.reset();
  std::ifstream in(file(), std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_NE(all.find(kId), std::string::npos);
  EXPECT_EQ(all.find("quetzal"), std::string::npos);
}

}  // namespace
}  // namespace fh::record

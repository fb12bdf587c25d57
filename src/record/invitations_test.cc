#include "record/invitations.h"

#include <gmock/gmock.h>

#include "record/database.h"
#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class InvitationsFixture : public RecordFixture {
 protected:
  uint64_t add(std::vector<Digest> links, int64_t days = 1) {
    const auto number =
        record_->invitations().add({.name = "May",
                                    .about = R"({"unit":"north"})",
                                    .links = links.size(),
                                    .made = clock_.now(),
                                    .made_by = "member 1",
                                    .expires = Instant{.ms = clock_.now().ms + days * 86'400'000}},
                                   links, 100);
    EXPECT_TRUE(number) << (number ? "" : to_string(number.error()));
    return number.value_or(0);
  }
  Result<Receipt> tell_with(std::string_view link, std::string source_id, std::string text,
                            int64_t later_ms = 0) {
    Telling one = telling(std::move(source_id), std::move(text));
    one.invitation =
        Invitation{.hash = digest_of(link), .now = Instant{.ms = clock_.now().ms + later_ms}};
    auto answers = record_->tell({&one, 1}, "public");
    EXPECT_TRUE(answers);
    return answers->front();
  }
  uint64_t used() { return record_->invitations().batches(10, 0)->front().used; }
};

TEST_F(InvitationsFixture, EachIsGoodOnce) {
  add({digest_of("one"), digest_of("two")});
  FH_EXPECT_OK(tell_with("one", "", "through the first"));
  EXPECT_EQ(used(), 1U);
  EXPECT_EQ(tell_with("one", "", "once more").error().code, ErrorCode::kConflict);
  FH_EXPECT_OK(tell_with("two", "", "through the second"));
  EXPECT_EQ(tell_with("three", "", "made up").error().code, ErrorCode::kDenied);
  EXPECT_EQ(record_->counts()->experiences, 2U);
  EXPECT_EQ(used(), 2U);
  expect_sound();
}

TEST_F(InvitationsFixture, SentAgainItIsTheFirst) {
  add({digest_of("one")});
  const auto first = tell_with("one", "a1", "words");
  ASSERT_TRUE(first);
  const auto again = tell_with("one", "a1", "words");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->number, first->number);
  EXPECT_EQ(again->outcome, Outcome::kAlreadyTold);
  EXPECT_EQ(tell_with("one", "a1", "other words").error().field, "source_id");
  // A source's id that was refused with its invitation is free again.
  EXPECT_EQ(tell_with("one", "a2", "words").error().code, ErrorCode::kConflict);
  tell(telling("a2", "without it"));
  expect_sound();
}

TEST_F(InvitationsFixture, PastOrEndedTheyAreGoodNoMore) {
  const uint64_t number = add({digest_of("one")});
  EXPECT_EQ(tell_with("one", "", "late", 86'400'000).error().code, ErrorCode::kConflict);
  FH_EXPECT_OK(record_->invitations().end(number, {"member 1", "end_invitations"}));
  EXPECT_EQ(tell_with("one", "", "ended").error().code, ErrorCode::kConflict);
  EXPECT_EQ(record_->invitations().end(number, {"member 1", "end_invitations"}).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(used(), 0U);
  EXPECT_EQ(record_->counts()->experiences, 0U);
}

TEST_F(InvitationsFixture, MoreThanAFewOpenOnesAreRefusedWhole) {
  std::vector<Digest> links;
  for (int i = 0; i < 99; ++i) links.push_back(digest_of(std::to_string(i)));
  add(links);
  const std::vector<Digest> more = {digest_of("a"), digest_of("b")};
  EXPECT_EQ(record_->invitations()
                .add({.links = 2, .made = clock_.now(), .expires = clock_.now()}, more, 100)
                .error()
                .field,
            "count");
  EXPECT_THAT(*record_->invitations().batches(10, 0), SizeIs(1));
  FH_EXPECT_OK(record_->invitations().end(1, {"member 1", "end_invitations"}));
  EXPECT_EQ(add(more), 2U);
  EXPECT_THAT(*record_->invitations().batches(10, 2), IsEmpty());
  expect_sound();
}

// Goal: nothing that is kept says which link something was told through.
TEST_F(InvitationsFixture, NothingOfWhichOneItWasIsKept) {
  add({digest_of("one"), digest_of("two")});
  const auto told = tell_with("one", "a1", "words");
  ASSERT_TRUE(told);
  for (const AuditEntry& entry : *record_->audit(10, 0)) {
    if (entry.action == "tell") EXPECT_EQ(entry.detail.find("batch"), std::string::npos);
  }
  record_.reset();
  const auto database = Database::open(file(), Access::kRead);
  ASSERT_TRUE(database);
  EXPECT_EQ(*(*database)->number("SELECT count(*) FROM pragma_table_info('invitation')"), 3U)
      << "hash, batch, used: neither a time nor a number";
  EXPECT_EQ(*(*database)->number("SELECT max(used) FROM invitation"), 1U);
}

}  // namespace
}  // namespace fh::record

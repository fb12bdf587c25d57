#include "record/retention.h"

#include <gmock/gmock.h>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class RetentionFixture : public RecordFixture {
 protected:
  RetentionBook& book() { return record_->retention(); }
  Result<RetentionRule> set(std::string source, std::string kind, uint32_t days) {
    return book().set({.source = std::move(source), .kind = std::move(kind), .days = days}, 2,
                      {.actor = "member 1", .action = "set_retention"});
  }
};

TEST_F(RetentionFixture, OneRuleForASourceAndKind) {
  EXPECT_EQ(set("desk", "", 30)->number, 1U);
  EXPECT_EQ(set("desk", "story", 10)->number, 2U);
  const auto again = set("desk", "", 60);
  FH_EXPECT_OK(again);
  EXPECT_EQ(again->number, 1U);
  EXPECT_EQ(set("other", "", 1).error().code, ErrorCode::kTooLarge);
  reopen();
  const auto rules = book().rules();
  FH_EXPECT_OK(rules);
  ASSERT_THAT(*rules, SizeIs(2));
  EXPECT_EQ(rules->front(), *again);
  EXPECT_EQ(rules->front().set_by, "member 1");
  EXPECT_EQ(rules->front().days, 60U);
  FH_EXPECT_OK(book().remove(1, {.actor = "member 1", .action = "remove_retention"}));
  EXPECT_EQ(book().remove(1, {.actor = "m", .action = "r"}).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(*book().rules(), SizeIs(1));
  EXPECT_EQ(record_->audit(1, 0)->front().action, "remove_retention");
}

TEST_F(RetentionFixture, ANumberIsGivenOnce) {
  EXPECT_EQ(set("desk", "", 30)->number, 1U);
  FH_EXPECT_OK(book().remove(1, {.actor = "member 1", .action = "remove_retention"}));
  EXPECT_EQ(set("desk", "", 60)->number, 2U) << "the audit knows another by the first";
  EXPECT_EQ(set("desk", "", 90)->number, 2U);
}

TEST_F(RetentionFixture, AgesAreReadInOrderWithWhoHoldsAClaim) {
  tell(telling("1", "one"));
  Telling claimed = telling("2", "two", "ann");
  claimed.claim = Digest{};
  tell(claimed);
  tell(telling("3", "three", "ben"));
  const auto first = book().aged_after(0, 2);
  FH_EXPECT_OK(first);
  ASSERT_THAT(*first, SizeIs(2));
  EXPECT_EQ((*first)[0].person, 0U);
  EXPECT_FALSE((*first)[0].claimed);
  EXPECT_TRUE((*first)[1].claimed);
  EXPECT_EQ((*first)[1].source, "shop");
  EXPECT_EQ((*first)[1].told_at.ms, 1'650'000'000'000);
  const auto rest = book().aged_after(2, 2);
  ASSERT_THAT(*rest, SizeIs(1));
  EXPECT_EQ(rest->front().number, 3U);
  EXPECT_FALSE(rest->front().claimed);
  const std::vector<uint64_t> numbers = {3, 99};
  EXPECT_THAT(*book().aged(numbers), SizeIs(1));
  EXPECT_THAT(*book().aged_after(3, 2), IsEmpty());
}

}  // namespace
}  // namespace fh::record

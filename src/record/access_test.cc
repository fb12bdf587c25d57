#include "record/access.h"

#include <gmock/gmock.h>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::SizeIs;

constexpr Instant kNow = {.ms = 1'700'000'000'000};  // FixedClock's
constexpr int64_t kHourMs = 3'600'000;

Instant later(int64_t hours) {
  return {.ms = kNow.ms + hours * kHourMs};
}

class AccessFixture : public RecordFixture {
 protected:
  AccessBook& book() { return record_->access(); }
  uint64_t add(const std::string& name) {
    const Result<uint64_t> number =
        book().add_member({.name = name, .role = "listener", .scope = {}, .created = kNow}, kAct);
    EXPECT_TRUE(number) << (number ? "" : to_string(number.error()));
    return number.value_or(0);
  }
  static Session session_of(const char* token) {
    return {.hash = digest_of(token), .created = kNow, .last_used = kNow, .expires = later(720)};
  }
  std::string last_audit() {
    const AuditEntry entry = record_->audit(1, 0)->front();
    return entry.actor + "/" + entry.action + "/" + entry.detail;
  }

  inline static const Act kAct = {.actor = "cli", .action = "test", .detail = "why"};
  inline static const Member kFirst = {
      .name = "keeper", .role = "keeper", .scope = {}, .created = kNow};
};

TEST_F(AccessFixture, KeepsMembersAcrossStarts) {
  EXPECT_TRUE(*book().is_empty());
  EXPECT_EQ(add("Bea"), 1U);
  EXPECT_EQ(last_audit(), "cli/test/member 1 why");
  EXPECT_EQ(add("Ann"), 2U);
  EXPECT_FALSE(*book().is_empty());
  reopen();
  ASSERT_THAT(*book().members(), SizeIs(2));
  EXPECT_EQ(book().members()->front().name, "Ann");
  EXPECT_EQ((*book().member(1))->created, kNow);
  EXPECT_EQ(*book().member(3), std::nullopt);
  expect_sound();
}

TEST_F(AccessFixture, ANameIsGivenOnce) {
  add("Ann");
  const auto again = book().add_member(kFirst, kAct);
  ASSERT_TRUE(again);
  const auto twice = book().add_member(kFirst, kAct);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, ErrorCode::kConflict);
  EXPECT_THAT(*record_->audit(10, 0), SizeIs(2));  // what failed is not in the audit
}

TEST_F(AccessFixture, ALinkSignsInOnce) {
  const uint64_t ann = add("Ann");
  FH_EXPECT_OK(book().add_link(digest_of("link"), {.member = ann, .expires = later(1)}, kAct));
  const auto member = book().use_link(digest_of("link"), session_of("s"), kFirst);
  FH_EXPECT_OK(member);
  EXPECT_EQ(member->name, "Ann");
  EXPECT_EQ(last_audit(), "member 1/sign_in/");
  const auto session = book().session(digest_of("s"));
  ASSERT_TRUE(session && *session);
  EXPECT_EQ((*session)->member, ann);
  EXPECT_EQ((*session)->expires, later(720));
  const auto again = book().use_link(digest_of("link"), session_of("t"), kFirst);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(*book().session(digest_of("t")), std::nullopt);
}

TEST_F(AccessFixture, APastOrUnknownLinkSignsNobodyIn) {
  FH_EXPECT_OK(book().add_link(digest_of("past"), {.member = add("Ann"), .expires = kNow}, kAct));
  EXPECT_FALSE(book().use_link(digest_of("past"), session_of("s"), kFirst));
  EXPECT_FALSE(book().use_link(digest_of("never"), session_of("s"), kFirst));
}

TEST_F(AccessFixture, WhoIsDisabledLosesSessionsAndLinks) {
  const uint64_t ann = add("Ann");
  for (const char* link : {"one", "two"}) {
    FH_EXPECT_OK(book().add_link(digest_of(link), {.member = ann, .expires = later(1)}, kAct));
  }
  FH_EXPECT_OK(book().use_link(digest_of("one"), session_of("s"), kFirst));
  Member gone = **book().member(ann);
  gone.disabled = kNow;
  FH_EXPECT_OK(book().change_member(gone, kAct));
  EXPECT_EQ((*book().member(ann))->disabled, kNow);
  EXPECT_EQ(*book().session(digest_of("s")), std::nullopt);
  EXPECT_FALSE(book().use_link(digest_of("two"), session_of("t"), kFirst));
  gone.number = 9;
  EXPECT_EQ(book().change_member(gone, kAct).error().code, ErrorCode::kNotFound);
}

TEST_F(AccessFixture, TheFirstMembersLinkIsGoodWhileThereIsNone) {
  const SignInLink link = {.member = std::nullopt, .expires = later(1)};
  FH_EXPECT_OK(book().add_link(digest_of("one"), link, kAct));
  FH_EXPECT_OK(book().add_link(digest_of("two"), link, kAct));
  EXPECT_TRUE(*book().is_empty());
  const auto first = book().use_link(digest_of("one"), session_of("s"), kFirst);
  FH_EXPECT_OK(first);
  EXPECT_EQ(first->number, 1U);
  EXPECT_EQ(last_audit(), "member 1/sign_in/first member, role=keeper");
  EXPECT_FALSE(book().use_link(digest_of("two"), session_of("t"), kFirst));
  EXPECT_THAT(*book().members(), SizeIs(1));
}

TEST_F(AccessFixture, KeysAreFoundByTheirHashUntilRevoked) {
  const AccessKey key = {.name = "till", .rights = 3, .scope = "a", .created = kNow};
  EXPECT_EQ(*book().add_key(key, digest_of("k1"), kAct), 1U);
  EXPECT_EQ(last_audit(), "cli/test/key 1 why");
  EXPECT_EQ(book().add_key(key, digest_of("k2"), kAct).error().code, ErrorCode::kConflict);
  const auto found = book().key(digest_of("k1"));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->rights, 3U);
  EXPECT_EQ((*found)->revoked, std::nullopt);
  EXPECT_EQ(*book().key(digest_of("k2")), std::nullopt);
  FH_EXPECT_OK(book().revoke_key(1, kAct));
  EXPECT_EQ((*book().key(digest_of("k1")))->revoked, kNow);
  EXPECT_EQ(book().revoke_key(1, kAct).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(*book().add_key(key, digest_of("k3"), kAct), 2U);  // the name is free again
}

TEST_F(AccessFixture, UsesAreNotedQuietlyAndThePastIsForgotten) {
  EXPECT_TRUE(book().add_key({.name = "till", .scope = {}, .created = kNow}, digest_of("k"), kAct));
  FH_EXPECT_OK(book().add_link(digest_of("l"), {.member = add("Ann"), .expires = later(1)}, kAct));
  Session old = session_of("old");
  old.expires = later(-25);
  FH_EXPECT_OK(book().use_link(digest_of("l"), old, kFirst));
  const size_t entries = record_->audit(100, 0)->size();
  const Used used = {.kind = TokenKind::kKey, .hash = digest_of("k"), .at = later(2)};
  FH_EXPECT_OK(book().note_uses({&used, 1}));
  EXPECT_EQ((*book().key(digest_of("k")))->last_used, later(2));
  EXPECT_EQ(*book().session(digest_of("old")), std::nullopt);
  EXPECT_EQ(record_->audit(100, 0)->size(), entries);
  expect_sound();
}

TEST_F(AccessFixture, AMemberIsKnownByOneThingAndNoOtherByTheSame) {
  ASSERT_TRUE(book().add_member({.name = "Ann",
                                 .role = "listener",
                                 .scope = {},
                                 .sign_in = "ann@example.org",
                                 .created = kNow},
                                kAct));
  const Member bea = {.name = "Bea",
                      .role = "listener",
                      .scope = {},
                      .sign_in = "ann@example.org",
                      .created = kNow};
  EXPECT_EQ(book().add_member(bea, kAct).error().code, ErrorCode::kConflict);
  ASSERT_EQ(add("Bea"), 2U);
  ASSERT_EQ(add("Cor"), 3U);  // by nothing, as others are
  Member changed = bea;
  changed.number = 2;
  EXPECT_EQ(book().change_member(changed, kAct).error().code, ErrorCode::kConflict);
  changed.sign_in = "sub:b";
  FH_EXPECT_OK(book().change_member(changed, kAct));
  FH_EXPECT_OK(book().change_member(changed, kAct));  // stays their own
  reopen();
  EXPECT_EQ((*book().member(1))->sign_in, "ann@example.org");
  EXPECT_EQ((*book().member(2))->sign_in, "sub:b");
  EXPECT_EQ((*book().member(3))->sign_in, "");
  expect_sound();
}

TEST_F(AccessFixture, TheFirstThingAnybodyIsKnownBySignsIn) {
  for (const char* known_by : {"sub:1", "ann@example.org"}) {
    ASSERT_TRUE(book().add_member(
        {.name = known_by, .role = "listener", .scope = {}, .sign_in = known_by, .created = kNow},
        kAct));
  }
  const std::vector<std::string> both = {"sub:1", "ann@example.org"};
  const Result<Member> in = book().sign_in_as(both, session_of("a"));
  ASSERT_TRUE(in) << to_string(in.error());
  EXPECT_EQ(in->number, 1U);
  EXPECT_EQ((*book().session(digest_of("a")))->member, 1U);
  EXPECT_EQ(last_audit(), "member 1/sign_in/at the provider");
  const std::vector<std::string> second = {"sub:2", "ann@example.org"};
  EXPECT_EQ(book().sign_in_as(second, session_of("b"))->number, 2U);
  const std::vector<std::string> none = {"sub:2", "", "Ann@example.org"};
  EXPECT_EQ(book().sign_in_as(none, session_of("c")).error().code, ErrorCode::kNotFound);
  Member gone = *in;
  gone.disabled = kNow;
  FH_EXPECT_OK(book().change_member(gone, kAct));
  // Not let in as somebody else instead.
  EXPECT_EQ(book().sign_in_as(both, session_of("d")).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(*book().session(digest_of("d")));
}

}  // namespace
}  // namespace fh::record

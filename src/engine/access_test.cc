#include "engine/access.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "engine/engine_fixture.h"
#include "testing/counted_random.h"
#include "testing/fake_clock.h"

namespace fh::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int64_t kHourMs = 3'600'000;
constexpr std::string_view kHere = "10.0.0.1";

class AccessFixture : public testing::Test {
 protected:
  AccessFixture() { open(); }

  void open() {
    engine_.reset();
    auto opened =
        Engine::open({.directory = temporary_ / "data", .clock = &clock_, .random = &random_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }

  Access& access() { return engine_->access(); }

  uint64_t add(const std::string& name, Role role, const std::string& scope = {}) {
    const auto member = access().add_member(kHost, {.name = name, .role = role, .scope = scope});
    EXPECT_TRUE(member) << (member ? "" : to_string(member.error()));
    return member ? member->number : 0;
  }
  // The session's token.
  std::string signed_in(uint64_t member) {
    const auto link = access().make_link(kHost, member);
    EXPECT_TRUE(link);
    const auto session = access().sign_in(link->token, kHere);
    EXPECT_TRUE(session) << (session ? "" : to_string(session.error()));
    return session ? session->token : "";
  }
  std::string key(const std::string& name, Rights rights, std::optional<Instant> expires = {}) {
    const auto made = access().add_key(kHost, {.name = name, .rights = rights, .expires = expires});
    EXPECT_TRUE(made) << (made ? "" : to_string(made.error()));
    return made ? made->token : "";
  }
  std::shared_ptr<const Known> known(std::string_view token) {
    return access().caller_of_token(token, kHere).known;
  }
  Caller caller(std::string_view token) {
    const auto found = known(token);
    return found ? found->caller : Caller::nobody();
  }
  std::string last_audit() {
    const auto page = access().audit(kHost, {.limit = 1});
    const record::AuditEntry& entry = page->entries.front();
    return entry.actor + "/" + entry.action + "/" + entry.detail;
  }

  inline static const Caller kHost = Caller::host("cli");
  TemporaryDirectory temporary_;
  FakeClock clock_;
  CountedRandom random_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(AccessFixture, IsOpenUntilSomebodyIsLetInByName) {
  EXPECT_TRUE(access().is_open());
  add("Ann", Role::kListener);
  EXPECT_FALSE(access().is_open());
  open();
  EXPECT_FALSE(access().is_open());
}

TEST_F(AccessFixture, IsOpenUntilThereIsAKey) {
  key("till", {Right::kTell});
  EXPECT_FALSE(access().is_open());
}

TEST_F(AccessFixture, ALinkSignsInOnceWithinItsTime) {
  const uint64_t ann = add("Ann", Role::kSteward);
  const auto first = access().make_link(kHost, ann);
  const auto second = access().make_link(kHost, ann);
  EXPECT_EQ(last_audit(), "cli/make_link/member 1");
  const auto session = access().sign_in(first->token, kHere);
  FH_ASSERT_OK(session);
  EXPECT_EQ(session->known->name, "Ann");
  EXPECT_EQ(last_audit(), "member 1/sign_in/");
  const auto again = access().sign_in(first->token, kHere);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kDenied);
  FH_EXPECT_OK(access().sign_in(second->token, kHere));  // a fresh one invalidates nothing
  const auto late = access().make_link(kHost, ann);
  clock_.advance_ms(Access::kLinkMs);
  EXPECT_FALSE(access().sign_in(late->token, kHere));
}

TEST_F(AccessFixture, ASessionIsItsMember) {
  const std::string token = signed_in(add("Ann", Role::kSteward, "unit:north"));
  const auto found = known(token);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->caller.kind, CallerKind::kMember);
  EXPECT_EQ(found->caller.actor, "member 1");
  EXPECT_EQ(found->caller.scope, "unit:north");
  EXPECT_EQ(found->caller.rights, rights_of(Role::kSteward));
  EXPECT_EQ(found->role, Role::kSteward);
  open();
  ASSERT_NE(known(token), nullptr);
  EXPECT_EQ(known(token)->name, "Ann");
}

TEST_F(AccessFixture, ASessionEndsWhenItIsNotUsed) {
  const std::string token = signed_in(add("Ann", Role::kListener));
  for (int i = 0; i < 5; ++i) {
    clock_.advance_ms(Access::kSessionIdleMs - 1);
    EXPECT_NE(known(token), nullptr) << i;
  }
  open();  // the last use was written down
  clock_.advance_ms(Access::kSessionIdleMs - 1);
  EXPECT_NE(known(token), nullptr);
  clock_.advance_ms(Access::kSessionIdleMs);
  EXPECT_EQ(known(token), nullptr);
  open();
  EXPECT_EQ(known(token), nullptr);
}

TEST_F(AccessFixture, ASessionEndsAfterThirtyDaysHoweverMuchItIsUsed) {
  const std::string token = signed_in(add("Ann", Role::kListener));
  for (int hour = 0; hour < 30 * 24; ++hour) {
    EXPECT_NE(known(token), nullptr) << hour;
    clock_.advance_ms(kHourMs);
  }
  EXPECT_EQ(known(token), nullptr);
}

TEST_F(AccessFixture, WhoSignsOutIsOut) {
  const std::string token = signed_in(add("Ann", Role::kListener));
  FH_EXPECT_OK(access().sign_out(token));
  EXPECT_EQ(last_audit(), "member 1/sign_out/");
  EXPECT_EQ(known(token), nullptr);
  FH_EXPECT_OK(access().sign_out(token));
  EXPECT_FALSE(access().sign_out("fhs_"));
}

TEST_F(AccessFixture, WhoIsDisabledIsOutAtOnceAndForGood) {
  const uint64_t ann = add("Ann", Role::kListener);
  const std::string token = signed_in(ann);
  const auto link = access().make_link(kHost, ann);
  ASSERT_NE(known(token), nullptr);
  FH_EXPECT_OK(access().change_member(kHost, ann, {.disabled = true}));
  EXPECT_EQ(known(token), nullptr);
  EXPECT_FALSE(access().sign_in(link->token, kHere));
  EXPECT_EQ(access().make_link(kHost, ann).error().code, ErrorCode::kConflict);
  FH_EXPECT_OK(access().change_member(kHost, ann, {.disabled = false}));
  EXPECT_EQ(known(token), nullptr);
  EXPECT_NE(known(signed_in(ann)), nullptr);
}

TEST_F(AccessFixture, AnotherRoleOrScopeCountsAtOnce) {
  const uint64_t ann = add("Ann", Role::kKeeper);
  const std::string token = signed_in(ann);
  EXPECT_TRUE(caller(token).rights.has(Right::kAdminister));
  FH_EXPECT_OK(
      access().change_member(kHost, ann, {.role = Role::kListener, .scope = "unit:north"}));
  EXPECT_EQ(last_audit(), "cli/change_member/member 1 role=listener scope=unit:north");
  EXPECT_FALSE(caller(token).rights.has(Right::kAdminister));
  EXPECT_EQ(caller(token).scope, "unit:north");
}

TEST_F(AccessFixture, AKeyOpensWhatItNamesUntilItExpires) {
  const Instant end = {.ms = clock_.now().ms + kHourMs};
  const std::string token = key("till", {Right::kTell, Right::kCount}, end);
  EXPECT_EQ(last_audit(), "cli/add_key/key 1 rights=tell,count expires=" + format_time(end));
  EXPECT_EQ(caller(token).rights, (Rights{Right::kTell, Right::kCount}));
  EXPECT_EQ(caller(token).actor, "key 1");
  clock_.advance_ms(kHourMs - 1);
  EXPECT_NE(known(token), nullptr);
  clock_.advance_ms(1);
  EXPECT_EQ(known(token), nullptr);
  open();
  EXPECT_EQ(known(token), nullptr);
}

TEST_F(AccessFixture, ARevokedKeyOpensNothingAtOnce) {
  const std::string token = key("till", {Right::kTell});
  const std::string other = key("other", {Right::kTell});
  ASSERT_NE(known(token), nullptr);
  FH_EXPECT_OK(access().revoke_key(kHost, 1));
  EXPECT_EQ(known(token), nullptr);
  EXPECT_NE(known(other), nullptr);
  EXPECT_EQ(access().revoke_key(kHost, 1).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(access().revoke_key(kHost, UINT64_MAX).error().code, ErrorCode::kNotFound);
}

TEST_F(AccessFixture, WritesDownWhenAKeyWasUsedOnceAMinute) {
  const std::string token = key("till", {Right::kTell});
  const auto last_used = [&] { return access().keys(kHost)->front().last_used; };
  EXPECT_NE(known(token), nullptr);
  FH_EXPECT_OK(access().note_uses(KnownTokens::Take::kDue));
  const Instant first = clock_.now();
  EXPECT_EQ(last_used(), first);
  clock_.advance_ms(30'000);
  EXPECT_NE(known(token), nullptr);
  FH_EXPECT_OK(access().note_uses(KnownTokens::Take::kDue));
  EXPECT_EQ(last_used(), first);
  clock_.advance_ms(30'000);
  FH_EXPECT_OK(access().note_uses(KnownTokens::Take::kDue));
  EXPECT_EQ(last_used(), (Instant{.ms = first.ms + 30'000}));
}

TEST_F(AccessFixture, OnlyWhoMayAdministersAndOnlyWithAWholeView) {
  add("Ann", Role::kKeeper);
  const Caller scoped = caller(signed_in(add("Bea", Role::kKeeper, "unit:north")));
  const Caller steward = caller(signed_in(add("Cor", Role::kSteward)));
  const Caller machine = caller(key("all but one", {Right::kTell, Right::kAudit, Right::kErase}));
  for (const Caller& asks : {Caller::nobody(), steward, scoped, machine}) {
    SCOPED_TRACE(asks.actor);
    const auto denied = [](const auto& result) {
      return !result && result.error().code == ErrorCode::kDenied;
    };
    EXPECT_TRUE(denied(access().members(asks)));
    EXPECT_TRUE(denied(access().add_member(asks, {.name = "Dee"})));
    EXPECT_TRUE(denied(access().change_member(asks, 1, {.disabled = true})));
    EXPECT_TRUE(denied(access().make_link(asks, 1)));
    EXPECT_TRUE(denied(access().make_first_link(asks)));
    EXPECT_TRUE(denied(access().keys(asks)));
    EXPECT_TRUE(denied(access().add_key(asks, {.name = "k", .rights = Rights::all()})));
    EXPECT_TRUE(denied(access().revoke_key(asks, 1)));
  }
  EXPECT_EQ(access().audit(scoped, {.limit = 1}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(access().audit(steward, {.limit = 1}).error().code, ErrorCode::kDenied);
  FH_EXPECT_OK(access().audit(machine, {.limit = 1}));
}

TEST_F(AccessFixture, AKeeperStays) {
  const uint64_t ann = add("Ann", Role::kKeeper);
  const Caller keeper = caller(signed_in(ann));
  const auto refused = access().change_member(keeper, ann, {.disabled = true});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_FALSE(access().change_member(keeper, ann, {.role = Role::kSteward}));
  EXPECT_FALSE(access().change_member(keeper, ann, {.scope = "unit:north"}));
  const auto second = access().add_member(keeper, {.name = "Bea", .role = Role::kKeeper});
  FH_ASSERT_OK(second);
  FH_EXPECT_OK(access().change_member(keeper, ann, {.disabled = true}));
  FH_EXPECT_OK(access().change_member(kHost, second->number, {.disabled = true}));
}

TEST_F(AccessFixture, RefusesWhatIsNoNameScopeOrRight) {
  for (const std::string& name :
       {std::string(), std::string(129, 'a'), std::string("a\nb"), std::string(" a"),
        std::string("a "), std::string("\xFF"), std::string("a\0b", 3)}) {
    EXPECT_EQ(access().add_member(kHost, {.name = name}).error().field, "name");
    EXPECT_EQ(access().add_key(kHost, {.name = name, .rights = Rights::all()}).error().field,
              "name");
  }
  add(std::string(128, 'a'), Role::kListener);
  EXPECT_EQ(access().add_member(kHost, {.name = "x", .scope = "(a"}).error().field, "scope");
  EXPECT_EQ(access().add_key(kHost, {.name = "x", .rights = {}}).error().field, "rights");
  const NewKey past = {.name = "x", .rights = Rights::all(), .expires = clock_.now()};
  EXPECT_EQ(access().add_key(kHost, past).error().field, "expires");
  EXPECT_EQ(access().change_member(kHost, 7, {}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(access().change_member(kHost, UINT64_MAX, {}).error().code, ErrorCode::kNotFound);
}

TEST_F(AccessFixture, TheFirstLinkMakesTheFirstKeeper) {
  const auto link = access().make_first_link(kHost);
  FH_ASSERT_OK(link);
  const auto other = access().make_first_link(kHost);
  EXPECT_TRUE(access().is_open());
  const auto session = access().sign_in(link->token, kHere);
  FH_ASSERT_OK(session);
  EXPECT_FALSE(access().is_open());
  EXPECT_TRUE(session->known->caller.rights.has(Right::kAdminister));
  EXPECT_EQ(session->known->name, "keeper");
  EXPECT_FALSE(access().sign_in(other->token, kHere));
  EXPECT_EQ(access().make_first_link(kHost).error().code, ErrorCode::kConflict);
  EXPECT_THAT(*access().members(kHost), SizeIs(1));
}

TEST_F(AccessFixture, WrongTokensHaveToWaitAndGoodOnesThatAreKnownDoNot) {
  const std::string good = key("till", {Right::kTell});
  const std::string cold = key("cold", {Right::kTell});
  EXPECT_NE(known(good), nullptr);
  for (uint32_t i = 0; i <= Attempts::kFree; ++i) {
    const auto tried = access().caller_of_token(make_token(TokenKind::kKey, random_), kHere);
    EXPECT_EQ(tried.known, nullptr);
    EXPECT_EQ(tried.wait_ms, 0) << i;
  }
  EXPECT_EQ(access().caller_of_token("rubbish", kHere).wait_ms, Attempts::kFirstDelayMs);
  EXPECT_EQ(access().caller_of_token(cold, kHere).wait_ms, Attempts::kFirstDelayMs);
  EXPECT_NE(known(good), nullptr);
  EXPECT_NE(access().caller_of_token(cold, "10.0.0.2").known, nullptr);
  clock_.advance_ms(Attempts::kFirstDelayMs);
  EXPECT_EQ(access().caller_of_token("rubbish", kHere).wait_ms, 0);
  EXPECT_EQ(access().wait_ms(kHere), 2 * Attempts::kFirstDelayMs);
}

TEST_F(AccessFixture, NoTokenIsKeptAsItIs) {
  const std::string token = signed_in(add("Ann", Role::kListener));
  const std::string machine = key("till", {Right::kTell});
  const auto link = access().make_link(kHost, 1);
  engine_.reset();
  size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(temporary_ / "data")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    ++files;
    for (const std::string& secret : {token, machine, link->token}) {
      EXPECT_EQ(bytes.find(secret), std::string::npos) << entry.path();
      EXPECT_EQ(bytes.find(secret.substr(4)), std::string::npos) << entry.path();
    }
  }
  EXPECT_GE(files, 2U);
}

TEST_F(AccessFixture, ForgetsNoMoreThanItMustOfManyTokens) {
  std::vector<std::string> tokens;
  for (size_t i = 0; i < KnownTokens::kTokensMax / 16; ++i) {
    tokens.push_back(key(fmt::format("key {}", i), {Right::kTell}));
  }
  for (const std::string& token : tokens) EXPECT_NE(known(token), nullptr);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST(KnownTokensTest, AreBoundedAndKeepTheUsesOfWhatTheyForget) {
  KnownTokens tokens;
  const auto someone = std::make_shared<const Known>();
  size_t uses = 0;
  for (int64_t i = 0; i < 3000; ++i) {
    const Digest digest = digest_of(std::to_string(i));
    tokens.add(tokens.generation(), digest, someone, {.ms = 0});
    ASSERT_TRUE(tokens.use(digest, {.ms = i + 1}));
    if (i % 500 == 0) uses += tokens.take_uses({.ms = i + 1}, KnownTokens::Take::kAll).size();
  }
  uses += tokens.take_uses({.ms = 3000}, KnownTokens::Take::kAll).size();
  EXPECT_EQ(uses, 3000U);
  EXPECT_FALSE(tokens.use(digest_of("0"), {.ms = 3000}));
  EXPECT_TRUE(tokens.use(digest_of("2999"), {.ms = 3000}));
}

TEST(KnownTokensTest, TakesNothingInThatWasReadBeforeItWasCleared) {
  KnownTokens tokens;
  const uint64_t before = tokens.generation();
  tokens.clear();
  tokens.add(before, digest_of("a"), std::make_shared<const Known>(), {});
  EXPECT_FALSE(tokens.use(digest_of("a"), {}));
}

TEST(AttemptsTest, DoubleTheDelayUpToABoundAndForgive) {
  Attempts attempts;
  Instant now = {.ms = 1'000'000'000};
  std::vector<int64_t> waits;
  for (int i = 0; i < 24; ++i) {
    attempts.failed("a", now);
    const int64_t wait = attempts.wait_ms("a", now);
    if (wait > 0) waits.push_back(wait);
    now.ms += wait;
  }
  ASSERT_THAT(waits, SizeIs(14));
  EXPECT_THAT(std::vector(waits.begin(), waits.begin() + 4), ElementsAre(1000, 2000, 4000, 8000));
  EXPECT_EQ(waits.back(), Attempts::kDelayMsMax);
  EXPECT_EQ(attempts.wait_ms("b", now), 0);
  now.ms += Attempts::kForgiveMs + 1;
  attempts.failed("a", now);
  EXPECT_EQ(attempts.wait_ms("a", now), 0);
}

TEST(AttemptsTest, KeepABoundedNumberOfAddresses) {
  Attempts attempts;
  for (int64_t i = 0; i < 20'000; ++i) attempts.failed(std::to_string(i), {.ms = i});
  EXPECT_LE(attempts.addresses(), Attempts::kAddressesMax);
  EXPECT_GT(attempts.addresses(), Attempts::kAddressesMax / 2);
}

TEST(AttemptsTest, AHouseIsOneAddress) {
  EXPECT_EQ(network_of("10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:2::9"));
  EXPECT_NE(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:3:3:4:5:6"));
  EXPECT_EQ(network_of("::ffff:10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(network_of(""), "");
  EXPECT_EQ(network_of("::1"), "::/64");
}

TEST_F(AccessFixture, AProviderSignsInWhomAKeeperWroteDown) {
  const auto add_known = [&](const char* name, const std::string& sign_in) {
    return access().add_member(kHost, {.name = name, .role = Role::kListener, .sign_in = sign_in});
  };
  ASSERT_TRUE(add_known("Ann", "Ann@Example.ORG"));
  ASSERT_TRUE(add_known("Bea", "sub:Bea|7"));
  EXPECT_EQ(access().members(kHost)->front().sign_in, "ann@example.org");
  const auto by = [&](const Identity& identity) { return access().sign_in_as(identity, kHere); };
  const auto ann = by({.subject = "x", .mail = "aNN@example.org"});
  ASSERT_TRUE(ann) << to_string(ann.error());
  EXPECT_EQ(caller(ann->token).actor, "member 1");
  EXPECT_EQ(by({.subject = "Bea|7"})->known->name, "Bea");
  for (const Identity& nobody :
       {Identity{.subject = "bea|7"}, Identity{.subject = "ann@example.org"},
        Identity{.subject = "x", .mail = "ann@example.org.evil.example"},
        Identity{.subject = "x", .mail = "sub:Bea|7"}, Identity{.subject = "x", .mail = ""},
        Identity{.subject = ""}}) {
    const auto in = by(nobody);
    ASSERT_FALSE(in) << nobody.subject << " " << nobody.mail;
    EXPECT_EQ(in.error().code, ErrorCode::kDenied);
  }
  EXPECT_THAT(*access().members(kHost), SizeIs(2));
  // Gone from the moment a keeper takes it away; who is in stays in.
  ASSERT_TRUE(access().change_member(kHost, 1, {.sign_in = ""}));
  EXPECT_FALSE(by({.subject = "x", .mail = "ann@example.org"}));
  EXPECT_TRUE(known(ann->token));
}

TEST_F(AccessFixture, WhoIsUnknownAtTheProviderHasTriedOnce) {
  add("Ann", Role::kListener);
  for (uint32_t i = 0; i <= Attempts::kFree; ++i) {
    EXPECT_FALSE(access().sign_in_as({.subject = "x"}, kHere));
  }
  EXPECT_GT(access().wait_ms(kHere), 0);
}

TEST_F(AccessFixture, WhatSignsInIsAnAddressOrASubject) {
  for (const std::string& wrong :
       {std::string("ann"), std::string("@"), std::string("ann@"), std::string("@example.org"),
        std::string("a@b@c"), std::string("sub:"), std::string("ann @example.org"),
        std::string("ann@example.org\n"), std::string("a@\xFF"), "sub:" + std::string(256, 'x')}) {
    const auto made =
        access().add_member(kHost, {.name = "Ann", .role = Role::kListener, .sign_in = wrong});
    ASSERT_FALSE(made) << wrong;
    EXPECT_EQ(made.error().field, "sign_in");
  }
  EXPECT_TRUE(
      access()
          .add_member(kHost, {.name = "Ann", .role = Role::kListener, .sign_in = "sub:a@b c"})
          .error()
          .field == "sign_in");
  EXPECT_TRUE(
      access().add_member(kHost, {.name = "Ann", .role = Role::kListener, .sign_in = "sub:a@b@c"}));
}

}  // namespace
}  // namespace fh::engine

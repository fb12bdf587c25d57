#include "engine/retention.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "engine/engine_fixture.h"
#include "engine/erasure_log.h"
#include "testing/fake_clock.h"

namespace fh::engine {
namespace {

using record::Claimed;
using record::RetentionRule;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int64_t kDay = kMsPerDay;

bool stands_in_files(const std::string& directory, std::string_view bytes) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

class RetentionTest : public testing::Test {
 protected:
  RetentionTest() { open(); }

  void open() {
    engine_.reset();
    Result<std::unique_ptr<Engine>> opened =
        Engine::open({.directory = directory_, .clock = &clock_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }
  std::string tell(const std::string& source, const std::string& told_at, std::string id = {},
                   std::string person = {}) {
    Draft draft;
    draft.source = source;
    draft.source_id = std::move(id);
    draft.person = std::move(person);
    draft.text = "what happened at the counter";
    draft.told_at = told_at;
    const Result<Receipt> receipt = engine_->tell(std::move(draft), {.caller = host_});
    EXPECT_TRUE(receipt) << (receipt ? "" : to_string(receipt.error()));
    return receipt ? model::id_of(receipt->number) : "";
  }
  void set(const std::string& source, uint32_t days, Claimed claimed = Claimed::kErase) {
    FH_ASSERT_OK(
        engine_->retention().set(host_, {.source = source, .days = days, .claimed = claimed}));
  }
  void at(std::string_view time) { clock_.set(*parse_time(time)); }
  uint64_t upkeep() {
    uint64_t erased = 0;
    for (;;) {
      const Result<Upkept> upkept = engine_->upkeep();
      EXPECT_TRUE(upkept) << (upkept ? "" : to_string(upkept.error()));
      if (!upkept) return erased;
      erased += upkept->erased;
      if (!upkept->more) return erased;
    }
  }
  bool is_there(const std::string& id) { return engine_->experience(host_, id).has_value(); }

  const Caller host_ = Caller::host();
  TemporaryDirectory temporary_;
  const std::string directory_ = temporary_ / "data";
  FakeClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST(IsDue, TurnsWithTheDayAfterTheLast) {
  const std::vector<RetentionRule> rules = {{.source = "desk", .days = 1}};
  const auto due = [&](std::string_view told, std::string_view now) {
    return is_due({.number = 1, .source = "desk", .told_at = *parse_time(told)}, rules,
                  *parse_time(now));
  };
  EXPECT_FALSE(due("2026-01-01T00:00:00Z", "2026-01-02T23:59:59.999Z"));
  EXPECT_TRUE(due("2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"));
  EXPECT_FALSE(due("2026-01-01T23:59:59.999Z", "2026-01-02T23:59:59.999Z"));
  EXPECT_TRUE(due("2026-01-01T23:59:59.999Z", "2026-01-03T00:00:00Z"));
  EXPECT_FALSE(due("2027-01-01", "2026-01-03")) << "told in the future, as its source says";
  EXPECT_TRUE(due("1969-12-30T12:00:00Z", "1970-01-01T00:00:00Z")) << "days before 1970";
  EXPECT_FALSE(due("1969-12-31T12:00:00Z", "1970-01-01T12:00:00Z"));
}

TEST(IsDue, AsksForSourceKindAndClaim) {
  record::Aged one{.number = 1, .source = "desk", .kind = model::Kind::kWish, .claimed = true};
  const Instant now{.ms = 100 * kDay};
  const auto due = [&](const RetentionRule& rule) { return is_due(one, {&rule, 1}, now); };
  EXPECT_TRUE(due({.source = "desk", .days = 5}));
  EXPECT_FALSE(due({.source = "till", .days = 5}));
  EXPECT_TRUE(due({.kind = "wish", .days = 5}));
  EXPECT_FALSE(due({.kind = "story", .days = 5}));
  EXPECT_FALSE(due({.source = "desk", .kind = "story", .days = 5}));
  EXPECT_FALSE(due({.source = "desk", .days = 5, .claimed = Claimed::kSpare}));
  one.claimed = false;
  EXPECT_TRUE(due({.source = "desk", .days = 5, .claimed = Claimed::kSpare}));
  const std::vector<RetentionRule> both = {{.source = "desk", .days = 365},
                                           {.kind = "wish", .days = 5}};
  EXPECT_TRUE(is_due(one, both, now)) << "the shortest counts";
}

TEST_F(RetentionTest, WhatIsOldIsErasedOnItsDayAndNothingElse) {
  at("2026-01-01T10:00:00Z");
  const std::string old = tell("desk", "2026-01-01T09:00:00Z", "d1", "ann");
  const std::string young = tell("desk", "2026-01-02T00:00:00Z");
  const std::string other = tell("till", "2020-01-01");
  set("desk", 2);
  EXPECT_EQ(upkeep(), 0U);
  at("2026-01-03T23:59:59.999Z");
  EXPECT_EQ(upkeep(), 0U);
  EXPECT_TRUE(is_there(old));
  at("2026-01-04T00:00:00Z");
  EXPECT_EQ(upkeep(), 1U);
  EXPECT_FALSE(is_there(old));
  EXPECT_TRUE(is_there(young));
  EXPECT_TRUE(is_there(other));
  EXPECT_EQ(engine_->counts()->landscape.experiences, 2U);
  // The same way as every erasure: not told again, logged, with a receipt that is kept.
  Draft again;
  again.source = "desk";
  again.source_id = "d1";
  again.text = "what happened at the counter";
  EXPECT_EQ(engine_->tell(again, {.caller = host_}).error().code, ErrorCode::kDenied);
  EXPECT_THAT(*read_erasures(system_files(), directory_ + "/" + std::string(kErasureLogName)),
              SizeIs(1));
  const auto receipts = engine_->retention().receipts(host_, 10, 0);
  FH_ASSERT_OK(receipts);
  ASSERT_THAT(*receipts, SizeIs(1));
  EXPECT_EQ(receipts->front().why, "retention");
  EXPECT_THAT(receipts->front().statement, HasSubstr(old));
  EXPECT_TRUE(
      is_genuine(receipts->front().statement, receipts->front().signature, receipts->front().key));
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(RetentionTest, ANewTimerIsAppliedOnTheSameDay) {
  tell("desk", "2020-01-01");
  EXPECT_EQ(upkeep(), 0U);
  set("desk", 30);
  EXPECT_EQ(upkeep(), 1U);
  tell("desk", "2020-01-01");
  EXPECT_EQ(upkeep(), 0U) << "its turn is tomorrow";
  clock_.advance_ms(kDay);
  EXPECT_EQ(upkeep(), 1U);
}

TEST_F(RetentionTest, WhatIsClaimedAndAmendedGoesAsWellUnlessTheTimerSparesIt) {
  for (const Claimed claimed : {Claimed::kErase, Claimed::kSpare}) {
    at("2026-01-01T10:00:00Z");
    Draft draft;
    draft.source = "tell";
    draft.text = "my own words";
    const auto told = engine_->ownership().tell(host_, draft, {.claim = true});
    FH_ASSERT_OK(told);
    const std::string id = model::id_of(told->receipt.number);
    const Caller teller = *engine_->ownership().teller_of(told->claim_code);
    at("2026-02-01T10:00:00Z");
    Draft amended;
    amended.text = "my better words";
    FH_ASSERT_OK(engine_->ownership().amend(teller, id, amended, OldWords::kKeep));
    set("tell", 10, claimed);
    EXPECT_EQ(upkeep(), claimed == Claimed::kErase ? 1U : 0U) << "amending puts nothing off";
    EXPECT_EQ(is_there(id), claimed == Claimed::kSpare);
  }
}

TEST_F(RetentionTest, ADryRunSaysHowManyOfHowManyPeopleAndErasesNothing) {
  at("2026-01-01T10:00:00Z");
  tell("desk", "2025-01-01T00:00:00Z", {}, "ann");
  tell("desk", "2025-03-01T00:00:00Z", {}, "ann");
  tell("desk", "2025-02-01T00:00:00Z", {}, "ben");
  tell("desk", "2025-12-31T00:00:00Z", {}, "cleo");
  tell("till", "2025-02-02T00:00:00Z");
  set("desk", 30);
  set("till", 30);
  const auto due = engine_->retention().due(host_);
  FH_ASSERT_OK(due);
  EXPECT_EQ(due->experiences, 4U);
  EXPECT_EQ(due->people, 2U);
  ASSERT_THAT(due->sources, SizeIs(2));
  const DueOfSource& desk = due->sources.front();
  EXPECT_EQ(desk.source, "desk");
  EXPECT_EQ(desk.experiences, 3U);
  EXPECT_EQ(desk.people, 2U);
  EXPECT_EQ(format_time(desk.oldest), "2025-01-01T00:00:00Z");
  EXPECT_EQ(format_time(desk.newest), "2025-03-01T00:00:00Z");
  EXPECT_EQ(due->sources.back().without_person, 1U);
  EXPECT_EQ(engine_->counts()->record.experiences, 5U);
  const auto swept = engine_->retention().run(host_, 0);
  FH_ASSERT_OK(swept);
  EXPECT_EQ(swept->erased, 4U);
  EXPECT_EQ(swept->people, 2U);
  EXPECT_EQ(swept->next, 0U);
  EXPECT_EQ(engine_->retention().due(host_)->experiences, 0U);
}

// Goal: upkeep keeps the receipt's word that the bytes go, without writing files all the time.
TEST_F(RetentionTest, ATimerIsTriedOutBeforeItIsSet) {
  at("2026-01-01T09:00:00Z");
  tell("desk", "2025-01-01");
  tell("till", "2025-01-01");
  tell("desk", "2025-12-31");
  set("till", 1);
  const auto due = engine_->retention().due_by(host_, {.source = "desk", .days = 30});
  FH_ASSERT_OK(due);
  EXPECT_EQ(due->experiences, 1U) << "by that one alone, not by what is set";
  ASSERT_THAT(due->sources, SizeIs(1));
  EXPECT_EQ(due->sources.front().source, "desk");
  EXPECT_THAT(*engine_->retention().rules(host_), SizeIs(1));
  EXPECT_EQ(engine_->retention().due_by(host_, {.source = "desk"}).error().field, "days");
  EXPECT_EQ(engine_->retention()
                .due_by({.kind = CallerKind::kMember,
                         .actor = "member 2",
                         .rights = rights_of(Role::kSteward)},
                        {.source = "desk", .days = 30})
                .error()
                .code,
            ErrorCode::kDenied);
}

TEST_F(RetentionTest, ItIsKnownWhenTimersLastRan) {
  at("2026-01-01T09:00:00Z");
  EXPECT_EQ(upkeep(), 0U);
  EXPECT_EQ(*engine_->retention().last_pass(host_), std::nullopt) << "there was no timer";
  tell("desk", "2025-01-01");
  set("desk", 30);
  EXPECT_EQ(upkeep(), 1U);
  EXPECT_EQ(*engine_->retention().last_pass(host_), clock_.now());
  const Instant then = clock_.now();
  open();
  at("2026-01-01T10:00:00Z");
  EXPECT_EQ(*engine_->retention().last_pass(host_), then) << "over a start, too";
  EXPECT_EQ(upkeep(), 0U);
  EXPECT_EQ(engine_->retention().last_pass(Caller::nobody()).error().code, ErrorCode::kDenied);
}

TEST_F(RetentionTest, TheBytesGoWithTheUpkeepWithinTenMinutes) {
  constexpr int64_t kTenMinutes = 600'000;
  set("desk", 30);
  const auto told_and_erased = [&](const std::string& word) {
    Draft draft;
    draft.source = "desk";
    draft.text = "a " + word + " at the counter";
    draft.told_at = "2020-01-01";
    FH_ASSERT_OK(engine_->tell(draft, {.caller = host_}));
    FH_ASSERT_OK(engine_->flush());
    EXPECT_TRUE(stands_in_files(directory_, word));
    EXPECT_EQ(engine_->retention().run(host_, 0)->erased, 1U);
    FH_ASSERT_OK(engine_->upkeep());
  };
  tell("till", "2026-01-01");
  told_and_erased("quetzalcoatlus");
  clock_.advance_ms(kTenMinutes - 1000);
  told_and_erased("xanthippe");
  EXPECT_TRUE(stands_in_files(directory_, "quetzalcoatlus"));
  EXPECT_TRUE(stands_in_files(directory_, "xanthippe"));
  clock_.advance_ms(1000);
  FH_ASSERT_OK(engine_->upkeep());
  EXPECT_FALSE(stands_in_files(directory_, "quetzalcoatlus"));
  EXPECT_FALSE(stands_in_files(directory_, "xanthippe"));
}

// Goal: more than a slice, more than a transaction.
TEST_F(RetentionTest, ManyGoInBoundedBatches) {
  at("2026-01-01T10:00:00Z");
  std::vector<Draft> drafts;
  for (int i = 0; i < 9000; ++i) {
    Draft draft;
    draft.source = i % 8 == 0 ? "desk" : "till";
    draft.text = fmt::format("number {}", i);
    draft.told_at = "2025-01-01";
    drafts.push_back(std::move(draft));
  }
  FH_ASSERT_OK(engine_->tell_many(std::move(drafts), {.caller = host_}));
  set("desk", 30);
  const Result<Upkept> first = engine_->upkeep();
  FH_ASSERT_OK(first);
  EXPECT_TRUE(first->more);
  EXPECT_EQ(first->erased, 512U);
  EXPECT_EQ(first->erased + upkeep(), 1125U);
  EXPECT_EQ(engine_->counts()->landscape.experiences, 7875U);
  EXPECT_EQ(upkeep(), 0U) << "the day's pass is done";
  EXPECT_GT(engine_->retention().receipts(host_, 100, 0)->size(), 2U);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

// Goal: a crash between the log and the record.
TEST_F(RetentionTest, WhatATimerHadLoggedIsErasedAtTheNextOpenWithAReceipt) {
  const std::string id = tell("desk", "2020-01-01");
  const Experience experience = *engine_->experience(host_, id);
  set("desk", 30);
  engine_.reset();
  FH_ASSERT_OK(append_erasures(system_files(), directory_ + "/" + std::string(kErasureLogName),
                               {entry_of(experience)}));
  open();
  EXPECT_FALSE(is_there(id));
  const auto receipts = engine_->retention().receipts(host_, 10, 0);
  ASSERT_THAT(*receipts, SizeIs(1));
  EXPECT_EQ(receipts->front().why, "erasure log");
  EXPECT_THAT(receipts->front().statement, HasSubstr(id));
  EXPECT_EQ(upkeep(), 0U);
  open();
  EXPECT_THAT(*engine_->retention().receipts(host_, 10, 0), SizeIs(1)) << "once";
}

TEST_F(RetentionTest, TimersAreCheckedAndKeptByKeepersAlone) {
  Retention& retention = engine_->retention();
  const auto field = [&](const RetentionRule& rule) {
    const auto set = retention.set(host_, rule);
    return set ? "" : set.error().field;
  };
  EXPECT_EQ(field({.days = 10}), "source") << "of everything is said by naming it";
  EXPECT_EQ(field({.source = "desk"}), "days");
  EXPECT_EQ(field({.source = "desk", .days = 36'501}), "days");
  EXPECT_EQ(field({.source = "desk", .days = 36'500}), "");
  EXPECT_EQ(field({.source = std::string(129, 's'), .days = 1}), "source");
  EXPECT_EQ(field({.source = "\xFF", .days = 1}), "source");
  EXPECT_EQ(field({.kind = "saga", .days = 1}), "kind");
  EXPECT_EQ(retention.remove(host_, UINT64_MAX).error().code, ErrorCode::kNotFound);

  Caller steward = {
      .kind = CallerKind::kMember, .actor = "member 2", .rights = rights_of(Role::kSteward)};
  Caller narrowed = {.kind = CallerKind::kMember,
                     .actor = "member 3",
                     .rights = rights_of(Role::kKeeper),
                     .scope = "unit:north"};
  for (const Caller& caller : {Caller::nobody(), Caller::teller(1), steward, narrowed}) {
    EXPECT_EQ(retention.rules(caller).error().code, ErrorCode::kDenied);
    EXPECT_EQ(retention.set(caller, {.source = "s", .days = 1}).error().code, ErrorCode::kDenied);
    EXPECT_EQ(retention.remove(caller, 1).error().code, ErrorCode::kDenied);
    EXPECT_EQ(retention.due(caller).error().code, ErrorCode::kDenied);
    EXPECT_EQ(retention.run(caller, 0).error().code, ErrorCode::kDenied);
    EXPECT_EQ(retention.receipts(caller, 1, 0).error().code, ErrorCode::kDenied);
  }
  const Caller eraser = {.kind = CallerKind::kKey, .actor = "key 1", .rights = {Right::kErase}};
  FH_EXPECT_OK(retention.receipts(eraser, 1, 0));
}

TEST_F(RetentionTest, WhoSetAndWhatWasErasedStandsInTheAudit) {
  tell("desk", "2020-01-01");
  set("desk", 30, Claimed::kSpare);
  upkeep();
  const auto audit = engine_->access().audit(host_, {.limit = 10});
  FH_ASSERT_OK(audit);
  EXPECT_EQ(audit->entries[0].actor, "retention");
  EXPECT_EQ(audit->entries[0].action, "erase");
  EXPECT_EQ(audit->entries[1].action, "set_retention");
  EXPECT_EQ(audit->entries[1].detail, "timer 1 source=desk kind=any days=30 spares claimed");
}

}  // namespace
}  // namespace fh::engine

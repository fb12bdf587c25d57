#include "engine/invitations.h"

#include <gmock/gmock.h>

#include "base/limits.h"
#include "engine/engine_fixture.h"
#include "engine/local_invitations.h"
#include "testing/fake_clock.h"

namespace fh::engine {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class InvitationsTest : public testing::Test {
 protected:
  InvitationsTest() { open(); }
  void open() {
    engine_.reset();
    auto opened = Engine::open({.directory = temporary_ / "data", .clock = &clock_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }
  NewBatch batch(uint64_t count = 2) {
    NewBatch batch{.name = "Line 4 in May", .until = tomorrow(), .count = count};
    batch.about.unit = "Line 4";
    batch.about.party = "customer";
    batch.about.subjects = {{"service", "night bus"}};
    batch.about.signifiers = {{.name = "campaign", .value = std::string("May")}};
    return batch;
  }
  std::string tomorrow() { return format_time(Instant{.ms = clock_.now().ms + kDay}); }
  MadeBatch make(const NewBatch& wanted) {
    auto made = engine_->invitations().make(keeper_, wanted);
    EXPECT_TRUE(made) << (made ? "" : to_string(made.error()));
    return made ? std::move(*made) : MadeBatch{};
  }
  Result<OwnReceipt> tell_with(const std::string& secret, const std::string& text = "it was late",
                               const std::string& source_id = {}) {
    Draft draft;
    draft.text = text;
    draft.source_id = source_id;
    return engine_->ownership().tell(Caller::nobody(), std::move(draft),
                                     {.claim = true, .invitation = secret});
  }
  static Draft words(const std::string& text) {
    Draft draft;
    draft.text = text;
    return draft;
  }
  std::string wrong_field(const NewBatch& wanted) {
    const auto made = engine_->invitations().make(keeper_, wanted);
    return made ? "none" : made.error().field;
  }
  Batch first() { return engine_->invitations().batches(keeper_, 10, 0)->front(); }

  static constexpr int64_t kDay = 86'400'000;
  const Caller keeper_ = {
      .kind = CallerKind::kMember, .actor = "member 1", .rights = rights_of(Role::kKeeper)};
  TemporaryDirectory temporary_;
  FakeClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(InvitationsTest, ALinkTellsOnceWithWhatItSaysBeforehand) {
  const MadeBatch made = make(batch());
  ASSERT_THAT(made.secrets, SizeIs(2));
  EXPECT_NE(made.secrets[0], made.secrets[1]);
  const auto invited = engine_->invitations().invited(Caller::nobody(), made.secrets[0]);
  FH_ASSERT_OK(invited);
  EXPECT_EQ(invited->name, "Line 4 in May");
  EXPECT_EQ(invited->about.unit, "Line 4");
  EXPECT_EQ(invited->links, 2U);
  EXPECT_TRUE(invited->few);
  Draft draft;
  draft.text = "it was late";
  draft.unit = "Line 9";
  draft.touchpoint = "stop";
  const auto told = engine_->ownership().tell(Caller::nobody(), draft,
                                              {.claim = true, .invitation = made.secrets[0]});
  FH_ASSERT_OK(told);
  EXPECT_NE(told->claim_code, "") << "a code of their own, as always";
  const auto kept = engine_->experience(Caller::host(), model::id_of(told->receipt.number));
  FH_ASSERT_OK(kept);
  EXPECT_EQ(kept->unit, "Line 4") << "what is said beforehand is not its teller's to say";
  EXPECT_EQ(kept->touchpoint, "stop");
  EXPECT_EQ(kept->subjects.front().name, "night bus");
  EXPECT_EQ(kept->signifiers.front().name, "campaign");
  EXPECT_EQ(kept->source, "tell");
  const auto again = tell_with(made.secrets[0], "once more");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(InvitationsTest, WhatALinkSaysBeforehandIsNoNameOfItsTellers) {
  Draft many = words("many names");
  for (size_t i = 0; i < limits::kPublicColumnsMax; ++i) {
    many.signifiers.push_back({.name = "name " + std::to_string(i), .value = 1.0});
  }
  FH_ASSERT_OK(engine_->tell(std::move(many), {.caller = Caller::nobody()}));
  Draft new_name = words("campaign");
  new_name.signifiers = batch().about.signifiers;
  EXPECT_FALSE(engine_->tell(std::move(new_name), {.caller = Caller::nobody()}));
  FH_EXPECT_OK(tell_with(make(batch()).secrets[0]));
}

// Goal: who kept the links learns nothing from asking about them, only by using them up.
TEST_F(InvitationsTest, AskingSaysTheSameOfOneThatWasUsed) {
  const MadeBatch made = make(batch());
  const auto before = engine_->invitations().invited(Caller::nobody(), made.secrets[0]);
  FH_ASSERT_OK(tell_with(made.secrets[0]));
  const auto after = engine_->invitations().invited(Caller::nobody(), made.secrets[0]);
  FH_ASSERT_OK(after);
  EXPECT_EQ(after->name, before->name);
  EXPECT_EQ(after->links, before->links);
  EXPECT_EQ(after->expires, before->expires);
  // What cannot be told is refused the same with either, and uses up neither.
  Draft wrong;
  wrong.text = "words";
  wrong.felt = 99;
  std::vector<Error> errors;
  for (const std::string& secret : made.secrets) {
    const auto told = engine_->ownership().tell(Caller::nobody(), wrong, {.invitation = secret});
    ASSERT_FALSE(told);
    errors.push_back(told.error());
  }
  EXPECT_EQ(errors[0].message, errors[1].message);
  EXPECT_EQ(errors[0].field, errors[1].field);
  FH_EXPECT_OK(tell_with(made.secrets[1]));
}

TEST_F(InvitationsTest, SentAgainItIsTheFirst) {
  NewBatch named = batch();
  named.about.source = "letters";
  const MadeBatch made = make(named);
  const auto first = tell_with(made.secrets[0], "it was late", "a1");
  FH_ASSERT_OK(first);
  const auto again = tell_with(made.secrets[0], "it was late", "a1");
  FH_ASSERT_OK(again);
  EXPECT_EQ(again->receipt.number, first->receipt.number);
  EXPECT_EQ(again->receipt.outcome, Outcome::kAlreadyTold);
  EXPECT_EQ(again->claim_code, "");
  const auto kept = engine_->experience(Caller::host(), model::id_of(first->receipt.number));
  EXPECT_EQ(kept->source, "letters");
  EXPECT_EQ(kept->source_id, "invited:a1") << "of the source's own ids none can be taken";
}

TEST_F(InvitationsTest, BadOnesLeadNowhereAndSayWhy) {
  const MadeBatch made = make(batch(3));
  const auto code = [&](const std::string& secret) {
    const auto told = tell_with(secret);
    const auto seen = engine_->invitations().invited(Caller::nobody(), secret);
    EXPECT_EQ(told.has_value(), seen.has_value());
    if (!told && !seen) {
      EXPECT_EQ(told.error().message, seen.error().message);
    }
    return told ? ErrorCode::kBusy : told.error().code;
  };
  std::string mistyped = made.secrets[0];
  mistyped[10] = mistyped[10] == 'a' ? 'b' : 'a';
  EXPECT_EQ(code(mistyped), ErrorCode::kNotFound);
  EXPECT_EQ(code("rubbish"), ErrorCode::kNotFound);
  EXPECT_EQ(code(make_token(TokenKind::kClaim, system_random())), ErrorCode::kNotFound);
  clock_.advance_ms(2 * kDay);
  EXPECT_EQ(code(made.secrets[0]), ErrorCode::kConflict);
  EXPECT_THAT(tell_with(made.secrets[0]).error().message, HasSubstr("past"));
  const MadeBatch later = make(batch());
  FH_ASSERT_OK(engine_->invitations().end(keeper_, later.batch.number));
  EXPECT_EQ(code(later.secrets[0]), ErrorCode::kConflict);
  EXPECT_THAT(tell_with(later.secrets[0]).error().message, HasSubstr("ended"));
  EXPECT_EQ(engine_->invitations().end(keeper_, later.batch.number).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(engine_->counts()->record.experiences, 0U);
}

TEST_F(InvitationsTest, HowManyWereUsedIsSaidInSteps) {
  const MadeBatch made = make(batch(12));
  for (size_t i = 0; i < 11; ++i) {
    const std::optional<uint64_t> wanted =
        i < 5 ? std::nullopt : std::optional<uint64_t>(i / 5 * 5);
    EXPECT_EQ(first().used, wanted) << i;
    FH_ASSERT_OK(tell_with(made.secrets[i]));
  }
  EXPECT_EQ(first().used, 10U);
  EXPECT_EQ(first().step, 5U);
  EXPECT_EQ(first().links, 12U);
  EXPECT_FALSE(engine_->invitations().invited(Caller::nobody(), made.secrets[0])->few);
  open();
  EXPECT_EQ(first().used, 10U);
}

TEST_F(InvitationsTest, WhatIsToldWithOneIsItsTellers) {
  const MadeBatch made = make(batch());
  const auto first = engine_->ownership().tell(Caller::nobody(), words("before"), {.claim = true});
  FH_ASSERT_OK(first);
  const Caller teller = *engine_->ownership().teller_of(first->claim_code);
  const auto told =
      engine_->ownership().tell(teller, words("invited"), {.invitation = made.secrets[0]});
  FH_ASSERT_OK(told);
  EXPECT_THAT(*engine_->ownership().mine(teller, 10, 0), SizeIs(2));
  // Nor does the link open anything as a code does.
  EXPECT_FALSE(engine_->ownership().teller_of(made.secrets[0]).has_value());
  EXPECT_FALSE(engine_->access().caller_of_token(made.secrets[0], "here").known);
}

TEST_F(InvitationsTest, ForAnotherBothHold) {
  const MadeBatch made = make(batch());
  const auto told =
      engine_->ownership().tell(Caller::nobody(), words("for her"),
                                {.claim = true, .behalf = true, .invitation = made.secrets[0]});
  FH_ASSERT_OK(told);
  const Caller owner = *engine_->ownership().teller_of(told->behalf_code);
  EXPECT_EQ(engine_->ownership().mine(owner, 1, 0)->front().experience.unit, "Line 4");
}

TEST_F(InvitationsTest, WhatIsAskedForIsChecked) {
  NewBatch wanted = batch();
  wanted.name = "  ";
  EXPECT_EQ(wrong_field(wanted), "name");
  wanted.name = std::string(kBatchNameBytesMax + 1, 'a');
  EXPECT_EQ(wrong_field(wanted), "name");
  wanted.name = "two\nlines";
  EXPECT_EQ(wrong_field(wanted), "name");
  wanted.name = std::string(kBatchNameBytesMax, 'a');
  EXPECT_EQ(wrong_field(wanted), "none");
  for (const char* until : {"", "soon", "2001-01-01", "2200-01-01"}) {
    wanted = batch();
    wanted.until = until;
    EXPECT_EQ(wrong_field(wanted), "until") << until;
  }
  for (const uint64_t count : {uint64_t{0}, kInvitationsMax + 1}) {
    wanted = batch(count);
    EXPECT_EQ(wrong_field(wanted), "count") << count;
  }
  wanted = batch();
  wanted.about.text = "they were late";
  EXPECT_EQ(wrong_field(wanted), "about.text");
  wanted = batch();
  wanted.about.person = "customer-42";
  EXPECT_EQ(wrong_field(wanted), "about.person");
  wanted = batch();
  wanted.about.felt = 3;
  EXPECT_EQ(wrong_field(wanted), "about.felt");
  wanted = batch();
  wanted.about.party = "passer-by";
  EXPECT_EQ(wrong_field(wanted), "about.party");
}

TEST_F(InvitationsTest, OnlyKeepersInvite) {
  const MadeBatch made = make(batch());
  const Caller steward = {
      .kind = CallerKind::kMember, .actor = "member 2", .rights = rights_of(Role::kSteward)};
  Caller narrowed = keeper_;
  narrowed.scope = "unit:north";
  for (const Caller& caller : {steward, narrowed, Caller::nobody(), Caller::teller(1)}) {
    EXPECT_EQ(engine_->invitations().make(caller, batch()).error().code, ErrorCode::kDenied);
    EXPECT_EQ(engine_->invitations().batches(caller, 1, 0).error().code, ErrorCode::kDenied);
    EXPECT_EQ(engine_->invitations().end(caller, 1).error().code, ErrorCode::kDenied);
  }
  Caller counts = steward;
  counts.rights = {Right::kCount};
  EXPECT_EQ(engine_->invitations().invited(counts, made.secrets[0]).error().code,
            ErrorCode::kDenied);
}

}  // namespace
}  // namespace fh::engine

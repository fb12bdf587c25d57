#include "engine/ownership.h"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/limits.h"
#include "engine/engine_fixture.h"
#include "engine/erasure_log.h"
#include "engine/local_ownership.h"

namespace fh::engine {
namespace {

using model::Grants;
using model::Purpose;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

// Until it is so, for a while.
template <typename IsSo>
bool comes_true(IsSo&& is_so) {
  constexpr int kTries = 500;
  for (int i = 0; i < kTries; ++i) {
    if (is_so()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

bool stands_in_files(const std::string& directory, std::string_view bytes) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

// Fifty versions of a thousand experiences would be gigabytes.
TEST(Ownership, WhatAPageSaidBeforeIsBounded) {
  OwnExperience own;
  model::Experience words;
  words.text = std::string(limits::kEarlierWordsBytesMax / 64, 'w');
  for (uint32_t version = 1; version <= 32; ++version) own.earlier.push_back({version, words});
  own.earlier.push_back({33, std::nullopt});  // dropped
  size_t bytes = 0;
  FH_EXPECT_OK(add_earlier_words(bytes, own));
  FH_EXPECT_OK(add_earlier_words(bytes, own));
  own.earlier.resize(1);
  const Status beyond = add_earlier_words(bytes, own);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(beyond.error().field, "limit");
}

class OwnershipTest : public EngineFixture {
 protected:
  struct Arrived {
    std::string id;
    std::string code;
    Caller caller = {};
  };
  Arrived tell_own(const std::string& text) {
    Result<OwnReceipt> told =
        engine_->ownership().tell(Caller::nobody(), draft(text), {.claim = true});
    EXPECT_TRUE(told) << (told ? "" : to_string(told.error()));
    Arrived arrived{.id = model::id_of(told->receipt.number), .code = told->claim_code};
    arrived.caller = *engine_->ownership().teller_of(arrived.code);
    return arrived;
  }
  uint64_t total_for(const std::string& q, Rights rights) {
    SearchOptions options;
    options.q = q;
    options.caller = {.kind = CallerKind::kMember, .actor = "member 1", .rights = rights};
    return engine_->search(options)->answer.total;
  }
  size_t hits_for(const std::string& q, Rights rights) {
    SearchOptions options;
    options.q = q;
    options.caller = {.kind = CallerKind::kMember, .actor = "member 1", .rights = rights};
    return engine_->search(options)->hits.size();
  }
};

TEST_F(OwnershipTest, WhoToldComesBackWithTheirCode) {
  const Arrived ann = tell_own("the lift was broken again");
  const auto mine = engine_->ownership().mine(ann.caller, 10, 0);
  FH_ASSERT_OK(mine);
  ASSERT_THAT(*mine, SizeIs(1));
  EXPECT_EQ(mine->front().experience.text, "the lift was broken again");
  EXPECT_EQ(mine->front().history.front().grants, model::kUsualGrants);
  EXPECT_EQ(engine_->ownership().teller_of("fhc_nothing").error().code, ErrorCode::kDenied);
  EXPECT_EQ(engine_->ownership().mine(Caller::host(), 10, 0).error().code, ErrorCode::kDenied);
}

TEST_F(OwnershipTest, ATellerTellsMoreAndItIsTheirsToo) {
  const Arrived ann = tell_own("the first");
  const auto more = engine_->ownership().tell(ann.caller, draft("the second"), {});
  FH_ASSERT_OK(more);
  EXPECT_EQ(more->claim_code, "");
  EXPECT_THAT(*engine_->ownership().mine(ann.caller, 10, 0), SizeIs(2));
}

TEST_F(OwnershipTest, AGrantTakenBackIsOutOfEveryAnswerAtOnce) {
  const Arrived ann = tell_own("the escalator stood still");
  tell(draft("another escalator"));
  const Rights both = {Right::kCount, Right::kRead};
  EXPECT_EQ(total_for("escalator", both), 2U);
  const std::vector<std::string> ids = {ann.id};
  FH_ASSERT_OK(engine_->ownership().grant(ann.caller, ids, Grants::none().with(Purpose::kRead)));
  EXPECT_EQ(total_for("escalator", both), 1U);
  EXPECT_EQ(hits_for("escalator", both), 2U);
  FH_ASSERT_OK(engine_->ownership().grant(ann.caller, ids, Grants::none().with(Purpose::kCount)));
  EXPECT_EQ(total_for("escalator", both), 2U);
  EXPECT_EQ(hits_for("escalator", both), 1U);
  FH_ASSERT_OK(engine_->ownership().grant(ann.caller, {}, Grants::none()));
  EXPECT_EQ(total_for("escalator", both), 1U);
  EXPECT_EQ(hits_for("escalator", both), 1U);
  EXPECT_EQ(total_for("escalator", {}), 0U) << "nothing is shared";
  open();
  EXPECT_EQ(total_for("escalator", both), 1U) << "nor after a start";
  EXPECT_THAT(*engine_->ownership().mine(ann.caller, 10, 0), SizeIs(1));
}

TEST_F(OwnershipTest, WhatWasWithdrawnStaysSoWhenItsSourceAmendsIt) {
  Draft first = draft("the kiosk was shut", "k1");
  first.person = "ann";
  const std::string id = tell(std::move(first));
  const auto experience = engine_->experience(Caller::host(), id);
  FH_ASSERT_OK(experience);
  const std::vector<std::string> ids = {id};
  const Caller ann = Caller::teller(experience->person_number);
  FH_ASSERT_OK(engine_->ownership().grant(ann, ids, Grants::none()));
  FH_ASSERT_OK(engine_->tell(draft("the kiosk was shut all day", "k1"),
                             {.caller = Caller::host(), .same_key = SameKey::kAmend}));
  EXPECT_EQ(total("kiosk"), 0U);
  EXPECT_EQ(texts("kiosk").size(), 0U);
}

TEST_F(OwnershipTest, OthersCanDoNothingWithIt) {
  const Arrived ann = tell_own("mine");
  const Arrived ben = tell_own("his");
  Ownership& ownership = engine_->ownership();
  const std::vector<std::string> anns = {ann.id};
  EXPECT_EQ(ownership.grant(ben.caller, anns, Grants::all()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ownership.erase(ben.caller, anns, Purge::kSoon).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ownership.amend(ben.caller, ann.id, draft("not"), OldWords::kKeep).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(ownership.erase(Caller::nobody(), anns, Purge::kSoon).error().code, ErrorCode::kDenied);
  const Caller listener = {
      .kind = CallerKind::kMember, .actor = "member 1", .rights = rights_of(Role::kListener)};
  EXPECT_EQ(ownership.erase(listener, anns, Purge::kSoon).error().code, ErrorCode::kDenied);
}

TEST_F(OwnershipTest, AmendingKeepsOrDropsTheOldWords) {
  const Arrived ann = tell_own("a zebrafinch sang in the hall");
  Ownership& ownership = engine_->ownership();
  FH_ASSERT_OK(ownership.amend(ann.caller, ann.id, draft("a bird sang"), OldWords::kKeep));
  EXPECT_EQ(total("zebrafinch"), 0U);
  EXPECT_EQ(total("bird"), 1U);
  auto mine = *ownership.mine(ann.caller, 10, 0);
  ASSERT_THAT(mine.front().earlier, SizeIs(1));
  EXPECT_EQ(mine.front().earlier.front().experience->text, "a zebrafinch sang in the hall");
  FH_ASSERT_OK(ownership.amend(ann.caller, ann.id, draft("something sang"), OldWords::kDrop));
  mine = *ownership.mine(ann.caller, 10, 0);
  ASSERT_THAT(mine.front().earlier, SizeIs(2));
  EXPECT_FALSE(mine.front().earlier.front().experience);
}

TEST_F(OwnershipTest, TwoCodesBecomeOnePerson) {
  const Arrived ann = tell_own("one");
  const Arrived also_ann = tell_own("two");
  FH_ASSERT_OK(engine_->ownership().join(ann.caller, also_ann.code));
  EXPECT_THAT(*engine_->ownership().mine(ann.caller, 10, 0), SizeIs(2));
  EXPECT_EQ(engine_->ownership().teller_of(also_ann.code)->person, ann.caller.person);
  SearchOptions everyone;
  everyone.caller = Caller::host();
  everyone.rest.people = true;
  EXPECT_EQ(engine_->search(everyone)->answer.people, 1U);
  EXPECT_THAT(*engine_->verify(), SizeIs(0));
}

TEST_F(OwnershipTest, ErasedIsGoneFromEveryFileWithAReceipt) {
  const Arrived ann = tell_own("the quetzalcoatlus ate my sandwich in Xanthippesburg");
  tell(draft("an ordinary sandwich"));
  FH_ASSERT_OK(engine_->flush());
  ASSERT_TRUE(stands_in_files(directory_, "quetzalcoatlus"));
  const auto receipt = engine_->ownership().erase(ann.caller, {}, Purge::kNow);
  FH_ASSERT_OK(receipt);
  for (const std::string_view words : {"quetzalcoatlus", "xanthippesburg", "Xanthippes"}) {
    EXPECT_FALSE(stands_in_files(directory_, words)) << words;
  }
  EXPECT_EQ(total("sandwich"), 1U);
  EXPECT_THAT(receipt->json, HasSubstr(ann.id));
  EXPECT_TRUE(is_genuine(receipt->json, receipt->signature, receipt->key));
  EXPECT_FALSE(is_genuine(receipt->json + " ", receipt->signature, receipt->key));
  EXPECT_FALSE(is_genuine(receipt->json, receipt->key, receipt->signature));
  EXPECT_EQ(engine_->ownership().teller_of(ann.code).error().code, ErrorCode::kDenied);
  EXPECT_THAT(*engine_->verify(), SizeIs(0));
}

TEST_F(OwnershipTest, BytesNobodyWaitedForGoAfterAWhile) {
  engine_.reset();
  EngineOptions impatient = options();
  impatient.purge_after = std::chrono::milliseconds(1);
  engine_ = std::move(*Engine::open(impatient));
  const Arrived ann = tell_own("the xylozephyr stopped again");
  tell(draft("the lift stopped again"));
  FH_ASSERT_OK(engine_->flush());
  ASSERT_TRUE(stands_in_files(directory_, "xylozephyr"));
  FH_ASSERT_OK(engine_->ownership().erase(ann.caller, {}, Purge::kSoon));
  EXPECT_TRUE(comes_true([&] { return !stands_in_files(directory_, "xylozephyr"); }));
}

TEST_F(OwnershipTest, BytesLeftByOneProcessGoWithTheNext) {
  const Arrived ann = tell_own("the xylozephyr stopped again");
  tell(draft("the lift stopped again"));
  FH_ASSERT_OK(engine_->flush());
  FH_ASSERT_OK(engine_->ownership().erase(ann.caller, {}, Purge::kSoon));
  open();
  EXPECT_EQ(total("stopped"), 1);
  engine_.reset();
  EXPECT_FALSE(stands_in_files(directory_, "xylozephyr"));
}

TEST_F(OwnershipTest, WhatWasErasedIsNotToldAgain) {
  const std::string id = tell(draft("told once", "s1"));
  FH_ASSERT_OK(engine_->erase(id, host()));
  const auto again = engine_->tell(draft("told once", "s1"), host());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kDenied);
}

// Goal: an old backup brings nothing back.
TEST_F(OwnershipTest, ARestoredBackupLosesWhatWasErasedSince) {
  const Arrived ann = tell_own("the old words");
  tell(draft("others stay"));
  const std::string backup = temporary_ / "backup.db";
  FH_ASSERT_OK(engine_->back_up_to(backup));
  FH_ASSERT_OK(engine_->ownership().erase(ann.caller, {}, Purge::kNow));
  engine_.reset();
  const std::string restored = temporary_ / "restored";
  FH_ASSERT_OK(restore(system_files(), backup, restored));
  EngineOptions other = options();
  other.directory = restored;
  const auto engine = Engine::open(other);
  FH_ASSERT_OK(engine);
  SearchOptions everything;
  everything.caller = Caller::host();
  EXPECT_EQ((*engine)->search(everything)->answer.total, 1U);
  EXPECT_EQ((*engine)->experience(Caller::host(), ann.id).error().code, ErrorCode::kNotFound);
}

// Goal: what was told anew since the backup is the same experience, and goes from it, too.
TEST_F(OwnershipTest, WhatWasAmendedSinceABackupIsErasedFromItToo) {
  const std::string id = tell(draft("the xylozephyr stopped again", "a17"));
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  FH_ASSERT_OK(engine_->tell(draft("the xylozephyr runs again", "a17"),
                             {.caller = Caller::host(), .same_key = SameKey::kAmend}));
  FH_ASSERT_OK(engine_->ownership().erase(Caller::host(), std::span(&id, 1), Purge::kNow));
  engine_.reset();
  const std::string restored = temporary_ / "restored";
  FH_ASSERT_OK(restore(system_files(), temporary_ / "backup.db", restored));
  EngineOptions there = options();
  there.directory = restored;
  engine_ = std::move(*Engine::open(there));
  EXPECT_EQ(total("xylozephyr"), 0);
}

// Goal: an older backup never knew what was erased; it must not be told into it again.
TEST_F(OwnershipTest, WhatABackupNeverKnewIsNotToldIntoItAgain) {
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  Draft drafted = draft("the xylozephyr stopped again", "a17");
  drafted.person = "ann";
  const std::string id = tell(drafted);
  FH_ASSERT_OK(engine_->ownership().erase(Caller::host(), std::span(&id, 1), Purge::kNow));
  engine_.reset();
  const std::string restored = temporary_ / "restored";
  FH_ASSERT_OK(restore(system_files(), temporary_ / "backup.db", restored));
  EngineOptions there = options();
  there.directory = restored;
  engine_ = std::move(*Engine::open(there));
  EXPECT_EQ(engine_->tell(drafted, host()).error().code, ErrorCode::kDenied);
  EXPECT_EQ(total("stopped"), 0);
}

// Goal: what was logged before a crash is carried out at the next start.
TEST_F(OwnershipTest, AnErasureCutShortIsFinishedAtTheNextStart) {
  const Arrived ann = tell_own("half erased");
  const Experience experience = *engine_->experience(Caller::host(), ann.id);
  engine_.reset();
  FH_ASSERT_OK(append_erasures(system_files(), directory_ + "/" + std::string(kErasureLogName),
                               {entry_of(experience)}));
  open();
  EXPECT_EQ(engine_->experience(Caller::host(), ann.id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(total("erased"), 0U);
}

TEST_F(OwnershipTest, AnErasureThatCannotBeLeavesNothingInTheLog) {
  const Arrived ann = tell_own("stays");
  const std::vector<std::string> twice = {ann.id, "e99"};
  EXPECT_EQ(engine_->ownership().erase(ann.caller, twice, Purge::kSoon).error().code,
            ErrorCode::kNotFound);
  open();
  EXPECT_EQ(total("stays"), 1U);
  const std::vector<std::string> same = {ann.id, ann.id};
  FH_ASSERT_OK(engine_->ownership().erase(ann.caller, same, Purge::kSoon));
  EXPECT_EQ(total("stays"), 0U);
}

// Goal: nobody gets a code to what another told.
TEST_F(OwnershipTest, NoCodeIsHandedOutForSomebodyWhoIsNamed) {
  Draft first = draft("theirs", "s1");
  first.person = "customer-42";
  tell(first);
  const Caller key = {.kind = CallerKind::kKey, .actor = "key 1", .rights = {Right::kTell}};
  Draft named = draft("mine");
  named.person = "customer-42";
  EXPECT_EQ(engine_->ownership().tell(key, std::move(named), {.claim = true}).error().field,
            "claim");
}

// Goal: a claim code opens what is its teller's, and nothing of a source's.
TEST_F(OwnershipTest, ATellerTakesNoSourcesIds) {
  tell(draft("the survey's words", "s1"));
  const Arrived ann = tell_own("mine");
  EXPECT_EQ(
      engine_->tell(draft("other words", "s1"), {.caller = ann.caller, .same_key = SameKey::kAmend})
          .error()
          .code,
      ErrorCode::kDenied);
  const auto told = engine_->tell(draft("told by the line", "s1"), {.caller = ann.caller});
  FH_ASSERT_OK(told);
  EXPECT_EQ(total("survey"), 1U);
  EXPECT_THAT(*engine_->ownership().mine(ann.caller, 10, 0), SizeIs(2));
  EXPECT_THAT(*engine_->verify(), SizeIs(0));
}

TEST_F(OwnershipTest, WhoHasAScopeAmendsNothingByASourcesIds) {
  tell(draft("the survey's words", "s1"));
  const Caller scoped = {.kind = CallerKind::kMember,
                         .actor = "member 2",
                         .rights = rights_of(Role::kListener),
                         .scope = "unit:North"};
  EXPECT_EQ(engine_->tell(draft("others", "s1"), {.caller = scoped, .same_key = SameKey::kAmend})
                .error()
                .code,
            ErrorCode::kDenied);
}

// Goal: what a teller has come into, a source does not take back.
TEST_F(OwnershipTest, ASourceDoesNotOverwriteWhatItsTellerHolds) {
  Draft first = draft("as the survey had it", "s1");
  first.person = "ann";
  const auto told = engine_->ownership().tell(Caller::host(), std::move(first), {.claim = true});
  FH_ASSERT_OK(told);
  const Caller ann = *engine_->ownership().teller_of(told->claim_code);
  const std::string id = model::id_of(told->receipt.number);
  FH_ASSERT_OK(engine_->ownership().amend(ann, id, draft("as I say it"), OldWords::kKeep));
  Draft again = draft("as the survey has it now", "s1");
  again.person = "somebody else";
  EXPECT_EQ(
      engine_->tell(again, {.caller = Caller::host(), .same_key = SameKey::kAmend}).error().code,
      ErrorCode::kConflict);
  EXPECT_EQ(total("say"), 1U);
  EXPECT_THAT(*engine_->ownership().mine(ann, 10, 0), SizeIs(1));
  EXPECT_THAT(*engine_->verify(), SizeIs(0));
}

TEST_F(OwnershipTest, JoiningEachOtherLeavesOnePerson) {
  const Arrived ann = tell_own("one");
  const Arrived ben = tell_own("two");
  FH_ASSERT_OK(engine_->ownership().join(ann.caller, ben.code));
  EXPECT_EQ(engine_->ownership().join(ben.caller, ann.code).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(*engine_->verify(), SizeIs(0));
}

TEST(ErasureLog, WhatComesBehindATornLineIsThere) {
  TemporaryDirectory temporary;
  const std::string path = temporary / "erasures";
  FH_ASSERT_OK(append_erasures(system_files(), path, {{.number = 3, .check = "abc"}}));
  {
    std::ofstream torn(path, std::ios::app);
    torn << "12 ab";
  }
  FH_ASSERT_OK(append_erasures(system_files(), path, {{.number = 13, .check = "cd"}}));
  const auto entries = read_erasures(system_files(), path);
  FH_ASSERT_OK(entries);
  ASSERT_THAT(*entries, SizeIs(2));  // the torn one names nothing
  EXPECT_EQ(entries->back().number, 13U);
  const std::string other = temporary / "other";
  FH_ASSERT_OK(append_erasures(system_files(), other, {{.number = 13, .check = "cd"}}));
  FH_ASSERT_OK(complete_erasures(system_files(), path, other));
  EXPECT_THAT(*read_erasures(system_files(), other), SizeIs(2));
}

TEST(ErasureLog, WhatIsBehindAMarkCameLater) {
  TemporaryDirectory temporary;
  const std::string path = temporary / "erasures";
  EXPECT_EQ(*erasure_mark(system_files(), path), std::nullopt);
  FH_ASSERT_OK(append_erasures(system_files(), path, {{.number = 3, .check = "abc"}}));
  const std::string mark = **erasure_mark(system_files(), path);
  EXPECT_THAT(*read_erasures(system_files(), path, mark), SizeIs(0));
  FH_ASSERT_OK(append_erasures(system_files(), path, {{.number = 4, .check = "d"}}));
  EXPECT_NE(**erasure_mark(system_files(), path), mark);
  const auto later = read_erasures(system_files(), path, mark);
  ASSERT_THAT(*later, SizeIs(1));
  EXPECT_EQ(later->front().number, 4U);
  for (const char* another : {"", "7", "9999 x", "5 abc", "rubbish"}) {
    EXPECT_THAT(*read_erasures(system_files(), path, another), SizeIs(2)) << another;
  }
}

TEST(ErasureLog, ALineThatWasBeingWrittenCountsAsNotThere) {
  TemporaryDirectory temporary;
  const std::string path = temporary / "erasures";
  FH_ASSERT_OK(append_erasures(system_files(), path, {{.number = 3, .check = "abc"}}));
  {
    std::ofstream torn(path, std::ios::app);
    torn << "12 ab";
  }
  auto entries = read_erasures(system_files(), path);
  FH_ASSERT_OK(entries);
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_EQ(entries->front().number, 3U);
  EXPECT_EQ(read_erasures(system_files(), temporary / "missing")->size(), 0U);
}

}  // namespace
}  // namespace fh::engine

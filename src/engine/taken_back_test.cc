// What people take back without erasing it: its bytes go as those of the erased do, and no older
// record brings it again.
#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/random.h"
#include "engine/engine_fixture.h"
#include "engine/erasure_log.h"

namespace fh::engine {
namespace {

using model::Grants;
using model::Purpose;
using record::QuestionState;
using testing::IsEmpty;
using testing::SizeIs;

class TakenBack : public EngineFixture {
 protected:
  struct Told {
    std::string id;
    std::string code;
    Caller caller = {};
    std::span<const std::string> ids() const { return {&id, 1}; }
  };
  Told tell_own(const std::string& text) {
    const auto told =
        own().tell(Caller::nobody(), draft(text), {.claim = true, .grants = Grants::all()});
    EXPECT_TRUE(told) << (told ? "" : to_string(told.error()));
    Told theirs{.id = model::id_of(told->receipt.number), .code = told->claim_code};
    theirs.caller = *own().teller_of(theirs.code);
    return theirs;
  }
  Ownership& own() { return engine_->ownership(); }
  OwnExperience mine(const Told& whose) { return own().mine(whose.caller, 10, 0)->front(); }
  uint64_t ask(const std::string& id) {
    return engine_->questions().ask(Caller::host(), id, "How long was it?", nullptr)->number;
  }
  record::Question question_about(const Told& whose) {
    return engine_->questions().mine(whose.caller, 10, 0)->front().question;
  }
  bool stands_in_files(std::string_view bytes) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      if (all.find(bytes) != std::string::npos) return true;
    }
    return false;
  }
  bool go_from_files(std::string_view bytes) const {
    for (int i = 0; i < 500; ++i) {
      if (!stands_in_files(bytes)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  void open_impatient() {
    engine_.reset();
    EngineOptions impatient = options();
    impatient.purge_after = std::chrono::milliseconds(1);
    engine_ = std::move(*Engine::open(impatient));
  }
  void back_up() { FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db")); }
  void restore_backup() {
    engine_.reset();
    const std::string restored = temporary_ / "restored";
    FH_ASSERT_OK(restore(system_files(), temporary_ / "backup.db", restored));
    EngineOptions there = options();
    there.directory = restored;
    engine_ = std::move(*Engine::open(there));
  }
};

TEST_F(TakenBack, DroppedWordsGoFromEveryFileWithinAWhile) {
  open_impatient();
  const Told ann = tell_own("the xylozephyr stopped again");
  FH_ASSERT_OK(engine_->flush());
  ASSERT_TRUE(stands_in_files("xylozephyr"));
  FH_ASSERT_OK(own().amend(ann.caller, ann.id, draft("the lift stopped"), OldWords::kDrop));
  EXPECT_TRUE(go_from_files("xylozephyr"));
}

TEST_F(TakenBack, DroppedWordsLeftByOneProcessGoWithTheNext) {
  const Told ann = tell_own("the xylozephyr stopped again");
  FH_ASSERT_OK(engine_->flush());
  FH_ASSERT_OK(own().amend(ann.caller, ann.id, draft("the lift stopped"), OldWords::kDrop));
  open();
  EXPECT_EQ(total("lift"), 1U);
  engine_.reset();
  EXPECT_FALSE(stands_in_files("xylozephyr"));
}

// Goal: a reader who was in the way leaves nothing, though nobody tells anything behind them.
TEST_F(TakenBack, AnswersGoFromTheLogOnceNobodyReadsIt) {
  open_impatient();
  const Told ann = tell_own("the lift stood still");
  const uint64_t first = ask(ann.id);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, first, "the yttrialite one"));
  FH_ASSERT_OK(engine_->for_each(Caller::host(), [&](const Experience&) -> Status {
    FH_RETURN_IF_ERROR(engine_->questions().withdraw(ann.caller, first));
    return {};
  }));
  EXPECT_TRUE(go_from_files("yttrialite"));
}

TEST_F(TakenBack, ReplacedAnswersGoAsWell) {
  open_impatient();
  const Told ann = tell_own("the lift stood still");
  const uint64_t first = ask(ann.id);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, first, "the yttrialite one"));
  FH_ASSERT_OK(engine_->for_each(Caller::host(), [&](const Experience&) -> Status {
    FH_RETURN_IF_ERROR(engine_->questions().answer(ann.caller, first, "another"));
    return {};
  }));
  EXPECT_TRUE(go_from_files("yttrialite"));
  EXPECT_EQ(question_about(ann).answer, "another");
}

TEST_F(TakenBack, ACodeThatWasEndedOpensNoRestoredRecord) {
  const Told ann = tell_own("the lift stood still");
  const auto another = own().another_code(ann.caller);
  FH_ASSERT_OK(another);
  back_up();
  FH_ASSERT_OK(engine_->contacts().keep_one_code(ann.caller, *another));
  EXPECT_FALSE(own().teller_of(ann.code));
  restore_backup();
  EXPECT_FALSE(own().teller_of(ann.code));
  EXPECT_TRUE(own().teller_of(*another));
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

// Goal: a restore locks nobody out of what is theirs: the code that they kept opens it, though the
// backup is from before they had it.
TEST_F(TakenBack, ACodeThatWasKeptOpensARestoredRecordThatNeverKnewIt) {
  const Told ann = tell_own("the lift stood still");
  const Told ben = tell_own("the escalator stood still");
  back_up();
  const auto another = own().another_code(ann.caller);
  FH_ASSERT_OK(another);
  FH_ASSERT_OK(engine_->contacts().keep_one_code(ann.caller, *another));
  restore_backup();
  EXPECT_FALSE(own().teller_of(ann.code));
  const auto back = own().teller_of(*another);
  FH_ASSERT_OK(back);
  EXPECT_EQ(own().mine(*back, 10, 0)->front().experience.text, "the lift stood still");
  EXPECT_TRUE(own().teller_of(ben.code));
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(TakenBack, WhatWasWithdrawnIsReadInNoRestoredRecord) {
  const Told ann = tell_own("the lift stood still");
  const Told ben = tell_own("the escalator stood still");
  back_up();
  FH_ASSERT_OK(own().grant(ann.caller, ann.ids(), Grants::none()));
  FH_ASSERT_OK(own().grant(ben.caller, ben.ids(), Grants::none().with(Purpose::kCount)));
  restore_backup();
  EXPECT_EQ(mine(ann).experience.grants, Grants::none());
  EXPECT_EQ(mine(ben).experience.grants, Grants::none().with(Purpose::kCount));
  EXPECT_THAT(texts("stood"), IsEmpty());
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

// Goal: the newest word counts; a log that is read anew takes nothing back that was given since.
TEST_F(TakenBack, WhatWasGrantedAgainStaysGranted) {
  const Told ann = tell_own("the lift stood still");
  back_up();
  FH_ASSERT_OK(own().grant(ann.caller, ann.ids(), Grants::none()));
  FH_ASSERT_OK(own().grant(ann.caller, ann.ids(), Grants::all()));
  open();
  EXPECT_EQ(mine(ann).experience.grants, Grants::all());
  restore_backup();
  EXPECT_EQ(mine(ann).experience.grants, Grants::all());
}

TEST_F(TakenBack, WordsThatWereDroppedAreInNoRestoredRecord) {
  const Told ann = tell_own("the xylozephyr stopped again");
  FH_ASSERT_OK(own().amend(ann.caller, ann.id, draft("the lift stopped"), OldWords::kKeep));
  const Told ben = tell_own("the quokkaberry stopped again");
  back_up();
  FH_ASSERT_OK(own().amend(ann.caller, ann.id, draft("the lift stopped"), OldWords::kDrop));
  FH_ASSERT_OK(own().amend(ben.caller, ben.id, draft("nothing stopped"), OldWords::kDrop));
  restore_backup();
  ASSERT_THAT(mine(ann).earlier, SizeIs(1));
  EXPECT_FALSE(mine(ann).earlier.front().experience);
  EXPECT_EQ(mine(ann).experience.text, "the lift stopped");
  EXPECT_EQ(mine(ann).experience.grants, Grants::all()) << "what is current was not dropped";
  // Here there are no other words: nobody but their teller is shown them.
  EXPECT_EQ(mine(ben).experience.grants, Grants::none());
  EXPECT_EQ(total("quokkaberry"), 0U);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(TakenBack, AnAnswerThatWasWithdrawnIsInNoRestoredRecord) {
  const Told ann = tell_own("the lift stood still");
  const uint64_t number = ask(ann.id);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, number, "two hours"));
  back_up();
  FH_ASSERT_OK(engine_->questions().withdraw(ann.caller, number));
  restore_backup();
  EXPECT_EQ(question_about(ann).state, QuestionState::kWithdrawn);
  EXPECT_EQ(question_about(ann).answer, "");
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(TakenBack, WhatWasAnsweredAnewStays) {
  const Told ann = tell_own("the lift stood still");
  const uint64_t number = ask(ann.id);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, number, "two hours"));
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, number, "three hours"));
  open();
  EXPECT_EQ(question_about(ann).answer, "three hours");
}

// Goal: what another answer took the place of comes back with no backup.
TEST_F(TakenBack, AnAnswerThatWasReplacedIsInNoRestoredRecord) {
  const Told ann = tell_own("the lift stood still");
  const uint64_t number = ask(ann.id);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, number, "two hours"));
  back_up();
  std::this_thread::sleep_for(std::chrono::milliseconds(5));  // another moment
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, number, "three hours"));
  restore_backup();
  EXPECT_EQ(question_about(ann).state, QuestionState::kWithdrawn);
  EXPECT_EQ(question_about(ann).answer, "");
}

// Goal: the log takes back the one answer that it names, whatever the clock did since; what an
// older program wrote takes back those before its moment.
TEST_F(TakenBack, OnlyTheAnswerThatIsMeantIsTakenBack) {
  const Told ann = tell_own("the lift stood still");
  const uint64_t number = ask(ann.id);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, number, "two hours"));
  const record::Question given = question_about(ann);
  const auto experience = engine_->experience(Caller::host(), ann.id);
  FH_ASSERT_OK(experience);
  ErasedEntry entry = entry_of(*experience);
  entry.what = ErasedEntry::What::kAnswerGone;
  const auto start_with = [&](char between, int64_t moment) {
    entry.source_key = std::to_string(given.asked_at.ms) + between + std::to_string(moment);
    FH_ASSERT_OK(append_erasures(system_files(), erasure_log_in(directory_), {entry}));
    open();
  };
  start_with('=', given.ended_at->ms + 1);
  start_with('=', given.ended_at->ms - 1);
  start_with(',', given.ended_at->ms);
  EXPECT_EQ(question_about(ann).answer, "two hours");
  start_with(',', given.ended_at->ms + 1);
  EXPECT_EQ(question_about(ann).state, QuestionState::kWithdrawn);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, number, "three hours"));
  start_with('=', question_about(ann).ended_at->ms);
  EXPECT_EQ(question_about(ann).state, QuestionState::kWithdrawn);
}

// Goal: an answer that cannot take another's place leaves that one, over starts, too.
TEST_F(TakenBack, AReplacementThatFailsLosesNothing) {
  const Told ann = tell_own("the lift stood still");
  const uint64_t number = ask(ann.id);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, number, "two hours"));
  const auto before = read_erasures(system_files(), erasure_log_in(directory_));
  EXPECT_FALSE(engine_->questions().answer(Caller::teller(ann.caller.person + 1), number, "mine"));
  EXPECT_EQ(*read_erasures(system_files(), erasure_log_in(directory_)), *before);
  open();
  EXPECT_EQ(question_about(ann).answer, "two hours");
}

TEST(ErasureLog, KeepsEverySortOfLineAndWhichIsNewest) {
  TemporaryDirectory temporary;
  const std::string path = temporary / "erasures";
  const std::string other = temporary / "other";
  using What = ErasedEntry::What;
  const ErasedEntry none{.what = What::kGranted, .number = 3, .check = "abc", .source_key = "0"};
  const ErasedEntry all{.what = What::kGranted, .number = 3, .check = "abc", .source_key = "15"};
  const std::vector<ErasedEntry> entries = {
      {.number = 1, .check = "a", .source_key = "key"},
      {.what = What::kTaken, .number = 2, .check = "b"},
      {.what = What::kNotTaken, .number = 2, .check = "b"},
      {.what = What::kCodeEnded, .check = "hash"},
      {.what = What::kVersionsDropped, .number = 4, .check = "c", .source_key = "3"},
      {.what = What::kAnswerGone, .number = 5, .check = "d", .source_key = "17=18"},
      none,
      all,
      none};
  FH_ASSERT_OK(append_erasures(system_files(), path, entries));
  EXPECT_EQ(*read_erasures(system_files(), path), entries);
  FH_ASSERT_OK(append_erasures(system_files(), other, {none, none}));
  FH_ASSERT_OK(complete_erasures(system_files(), path, other));
  EXPECT_EQ(read_erasures(system_files(), other)->back(), none);
  const auto before = read_erasures(system_files(), other);
  FH_ASSERT_OK(complete_erasures(system_files(), path, other));
  EXPECT_EQ(*read_erasures(system_files(), other), *before) << "nothing is lacking any more";
}

// Goal: what is left of a line says nothing, least of all something else than the line said.
TEST(ErasureLog, WhatIsLeftOfALineNamesNothing) {
  using What = ErasedEntry::What;
  TemporaryDirectory temporary;
  const ErasedEntry before{.what = What::kGranted, .number = 9, .check = "z", .source_key = "15"};
  const ErasedEntry next{.number = 8, .check = "next", .source_key = "key"};
  const std::vector<ErasedEntry> sorts = {
      {.number = 15, .check = "abc"},
      {.number = 15, .check = "abc", .source_key = "key"},
      {.what = What::kTaken, .number = 15, .check = "abc", .source_key = "code"},
      {.what = What::kNotTaken, .number = 15, .check = "abc", .source_key = "code"},
      {.what = What::kCodeEnded, .check = "code", .source_key = "kept"},
      {.what = What::kGranted, .number = 15, .check = "abc", .source_key = "15"},
      {.what = What::kVersionsDropped, .number = 15, .check = "abc", .source_key = "12"},
      {.what = What::kAnswerGone, .number = 15, .check = "abc", .source_key = "17=18"}};
  for (const ErasedEntry& torn : sorts) {
    const std::string whole = temporary / "whole";
    std::filesystem::remove(whole);
    FH_ASSERT_OK(append_erasures(system_files(), whole, {torn}));
    const std::string line = *system_files().read(whole);
    for (size_t left = 0; left < line.size(); ++left) {
      const std::string path = temporary / "torn";
      std::filesystem::remove(path);
      FH_ASSERT_OK(append_erasures(system_files(), path, {before}));
      std::ofstream(path, std::ios::app | std::ios::binary) << line.substr(0, left);
      EXPECT_EQ(*read_erasures(system_files(), path), std::vector{before});
      FH_ASSERT_OK(append_erasures(system_files(), path, {next}));
      const std::vector<ErasedEntry> read = *read_erasures(system_files(), path);
      ASSERT_EQ(read, std::vector({before, next})) << line.substr(0, left);
    }
  }
}

TEST(ErasureLog, IsNotReadByHalf) {
  TemporaryDirectory temporary;
  const std::string path = temporary / "erasures";
  FH_ASSERT_OK(append_erasures(system_files(), path, {{.number = 3, .check = "abc"}}));
  {
    std::ofstream later(path, std::ios::app);
    later << "\n!7 of a later program\n";
  }
  EXPECT_EQ(read_erasures(system_files(), path).error().code, ErrorCode::kUnsupported);
}

// Goal: whatever lies in the file is read, or refused; what is read is written as it was.
TEST(ErasureLog, AnyBytesAreReadOrRefused) {
  TemporaryDirectory temporary;
  constexpr std::string_view kBytes = "0123456789+~-=<?,. \nabc!";
  Rng rng(11);
  for (int round = 0; round < 500; ++round) {
    const std::string path = temporary / ("log" + std::to_string(round));
    {
      std::ofstream out(path, std::ios::binary);
      for (uint64_t left = rng.below(120); left > 0; --left)
        out << kBytes[rng.below(kBytes.size())];
    }
    const auto entries = read_erasures(system_files(), path);
    if (!entries) {
      ASSERT_EQ(entries.error().code, ErrorCode::kUnsupported);
      continue;
    }
    const std::string copy = path + " again";
    FH_ASSERT_OK(append_erasures(system_files(), copy, *entries));
    ASSERT_EQ(*read_erasures(system_files(), copy), *entries) << round;
  }
}

TEST(ErasureLog, NumbersInADetailAreThoseAndNothingElse) {
  using Numbers = std::vector<uint64_t>;
  EXPECT_EQ(numbers_in_detail("17", 1), Numbers({17}));
  EXPECT_EQ(numbers_in_detail("17,18", 2), Numbers({17, 18}));
  for (const char* wrong :
       {"", "17,", ",18", "17,18,19", "17 18", "-1,2", "99999999999999999999,1"}) {
    EXPECT_EQ(numbers_in_detail(wrong, 2), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace fh::engine

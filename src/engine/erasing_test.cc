// Erasing whatever stands in the way: numbers given anew, tellings meanwhile, disks that hang.
#include "engine/erasing.h"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <set>
#include <thread>

#include "engine/engine_fixture.h"
#include "engine/erasure_log.h"

namespace fh::engine {
namespace {

using testing::Contains;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

// The machine's files, but for the log beside the backups, whose disk may hang or refuse.
class BackupsDisk final : public FileSystem {
 public:
  std::atomic<bool> hangs = false;
  std::atomic<bool> refuses = false;

  Result<std::unique_ptr<WritableFile>> append_to(const std::string& path) override {
    if (path.ends_with("firsthand.erasures")) {
      while (hangs) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (refuses) return failure(ErrorCode::kIo, "no such disk");
    }
    return real_.append_to(path);
  }
  Result<std::unique_ptr<WritableFile>> create(const std::string& path) override {
    return real_.create(path);
  }
  Result<std::shared_ptr<MappedFile>> map(const std::string& path) override {
    return real_.map(path);
  }
  Result<std::string> read(const std::string& path) override { return real_.read(path); }
  Status rename(const std::string& from, const std::string& to) override {
    return real_.rename(from, to);
  }
  Status remove(const std::string& path) override { return real_.remove(path); }
  Status make_directories(const std::string& path) override { return real_.make_directories(path); }
  Status sync_directory(const std::string& path) override { return real_.sync_directory(path); }
  Result<std::vector<std::string>> list(const std::string& path) override {
    return real_.list(path);
  }
  bool exists(const std::string& path) override { return real_.exists(path); }
  Result<uint64_t> size(const std::string& path) override { return real_.size(path); }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path,
                                         const std::string& note) override {
    return real_.lock(path, note);
  }

 private:
  FileSystem& real_ = system_files();
};

class ErasingTest : public EngineFixture {
 protected:
  void TearDown() override { engine_.reset(); }  // before the disk it may use

  void open_at(const std::string& directory, FileSystem& files = system_files()) {
    engine_.reset();
    EngineOptions there = options();
    there.directory = directory;
    there.files = &files;
    Result<std::unique_ptr<Engine>> opened = Engine::open(there);
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }
  void open_restored(const std::string& backup, const std::string& name) {
    engine_.reset();
    FH_ASSERT_OK(restore(system_files(), temporary_ / backup, temporary_ / name));
    open_at(temporary_ / name);
  }
  void erase(const std::string& id) {
    FH_ASSERT_OK(engine_->ownership().erase(Caller::host(), std::span(&id, 1), Purge::kSoon));
  }
  std::vector<ErasedEntry> log_at(const std::string& path) {
    const auto entries = read_erasures(system_files(), path);
    EXPECT_TRUE(entries);
    return entries ? *entries : std::vector<ErasedEntry>();
  }
  std::vector<ErasedEntry> own_log() { return log_at(erasure_log_in(directory_)); }

  BackupsDisk disk_;
};

// Goal: one telling has different numbers in backups that were put in each other's place; what
// was erased under the one is gone under the other, too.
TEST_F(ErasingTest, WhatWasErasedUnderAnotherNumberIsFoundByItsSourcesId) {
  tell(draft("the first"));
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "sunday.db"));
  tell(draft("between the two"));
  const std::string monday = tell(draft("the xylozephyr stopped again", "s7"));
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "monday.db"));

  open_restored("sunday.db", "of sunday");
  const std::string sunday = tell(draft("the xylozephyr stopped again", "s7"));
  ASSERT_NE(sunday, monday);
  erase(sunday);

  open_restored("monday.db", "of monday");
  EXPECT_EQ(total("xylozephyr"), 0U);
  EXPECT_EQ(total("between"), 1U) << "it has the number that the other had";
  EXPECT_EQ(engine_->tell(draft("the xylozephyr stopped again", "s7"), host()).error().code,
            ErrorCode::kDenied);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

// Goal: all that is theirs is each of it once, whatever they tell meanwhile.
TEST_F(ErasingTest, AllIsErasedWhileTheSameTellerTellsMore) {
  const auto first = engine_->ownership().tell(Caller::nobody(), draft("one"), {.claim = true});
  FH_ASSERT_OK(first);
  const Caller ann = *engine_->ownership().teller_of(first->claim_code);
  std::vector<Draft> many;
  for (int i = 0; i < 2500; ++i) many.push_back(draft("one of many"));
  FH_ASSERT_OK(engine_->tell_many(std::move(many), {.caller = ann}));
  std::atomic<bool> erased = false;
  std::thread teller([&] {
    // Theirs may be gone by then: that is no failure here.
    while (!erased) static_cast<void>(engine_->tell(draft("one more"), {.caller = ann}));
  });
  const auto receipt = engine_->ownership().erase(ann, {}, Purge::kSoon);
  erased = true;
  teller.join();
  FH_ASSERT_OK(receipt);
  EXPECT_GE(receipt->erased.size(), 2501U);
  std::set<uint64_t> numbers;
  for (const ErasedEntry& entry : own_log()) {
    EXPECT_TRUE(numbers.insert(entry.number).second) << entry.number;
  }
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

// Goal: what nobody is left for does not stay for ever.
TEST_F(ErasingTest, WhatIsGivenBackToNobodyIsErased) {
  const Caller key = {.kind = CallerKind::kKey, .actor = "key 1", .rights = {Right::kTell}};
  const auto told =
      engine_->ownership().tell(key, draft("the xylozephyr hit her"), {.behalf = true});
  FH_ASSERT_OK(told);
  const std::string id = model::id_of(told->receipt.number);
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  const Caller owner = *engine_->ownership().teller_of(told->behalf_code);
  EXPECT_THAT(*engine_->ownership().disown(owner), SizeIs(1));
  EXPECT_EQ(engine_->experience(Caller::host(), id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(engine_->counts()->record.experiences, 0U);
  EXPECT_EQ(engine_->counts()->record.people, 0U);
  EXPECT_FALSE(engine_->ownership().teller_of(told->behalf_code));
  EXPECT_EQ(engine_->ownership().disown(owner).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(own_log(), Contains(Field(&ErasedEntry::number, told->receipt.number)));
  EXPECT_THAT(*engine_->verify(), IsEmpty());
  open_restored("backup.db", "restored");
  EXPECT_EQ(engine_->counts()->record.experiences, 0U);
}

TEST_F(ErasingTest, WhatWasGivenBackStaysUnusedInARestoredRecord) {
  const auto told = engine_->ownership().tell(Caller::nobody(), draft("the ramp was icy"),
                                              {.claim = true, .behalf = true});
  FH_ASSERT_OK(told);
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  const Caller owner = *engine_->ownership().teller_of(told->behalf_code);
  FH_ASSERT_OK(engine_->ownership().disown(owner));
  open_restored("backup.db", "restored");
  EXPECT_EQ(total("icy"), 0U);
  EXPECT_TRUE(engine_->ownership().teller_of(told->claim_code));
}

// Goal: a taking that failed is not made up for later, without the code that nobody got.
TEST_F(ErasingTest, ATakingThatCameToNothingIsNotFinishedAtTheNextStart) {
  const auto told = engine_->ownership().tell(Caller::nobody(), draft("the ramp was icy"),
                                              {.claim = true, .behalf = true});
  FH_ASSERT_OK(told);
  const std::string id = model::id_of(told->receipt.number);
  ErasedEntry taken = entry_of(*engine_->experience(Caller::host(), id));
  taken.what = ErasedEntry::What::kTaken;
  ErasedEntry undone = taken;
  undone.what = ErasedEntry::What::kNotTaken;
  FH_ASSERT_OK(append_erasures(system_files(), erasure_log_in(directory_), {taken, undone}));
  open();
  EXPECT_TRUE(engine_->experience(Caller::host(), id)->behalf);
  EXPECT_TRUE(engine_->ownership().teller_of(told->claim_code));
  FH_ASSERT_OK(append_erasures(system_files(), erasure_log_in(directory_), {taken, undone, taken}));
  open();
  EXPECT_FALSE(engine_->experience(Caller::host(), id)->behalf);
}

// Goal: nobody waits for the disk that the backups are on.
TEST_F(ErasingTest, ABackupsDiskThatHangsHoldsUpNobody) {
  open_at(directory_, disk_);
  const std::string id = tell(draft("soon gone"));
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  disk_.hangs = true;
  std::promise<void> done;
  std::future<void> all_done = done.get_future();
  std::thread worker([&] {
    erase(id);
    tell(draft("told meanwhile"));
    done.set_value();
  });
  EXPECT_EQ(all_done.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_THAT(own_log(), SizeIs(1)) << "that one is written before anything changes";
  disk_.hangs = false;
  worker.join();
  engine_.reset();
  EXPECT_EQ(log_at(temporary_ / "firsthand.erasures"), own_log());
}

// Goal: what could not be written beside the backups is written by whoever opens the directory.
TEST_F(ErasingTest, TheLogBesideTheBackupsIsCompletedByTheNextStart) {
  open_at(directory_, disk_);
  const std::string id = tell(draft("the xylozephyr stopped again"));
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  disk_.refuses = true;
  erase(id);
  engine_.reset();
  EXPECT_THAT(log_at(temporary_ / "firsthand.erasures"), IsEmpty());
  disk_.refuses = false;
  open_at(directory_, disk_);
  engine_.reset();
  EXPECT_EQ(log_at(temporary_ / "firsthand.erasures"), own_log());
  EXPECT_THAT(own_log(), SizeIs(1));
  open_restored("backup.db", "restored");
  EXPECT_EQ(total("xylozephyr"), 0U);
}

// Goal: who runs it learns that erasures do not reach the backups, and that they do again.
TEST_F(ErasingTest, ThatTheLogBesideTheBackupsLagsIsSaid) {
  open_at(directory_, disk_);
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  EXPECT_FALSE(engine_->upkeep()->log_lags);
  disk_.refuses = true;
  erase(tell(draft("the first")));
  bool lags = false;
  for (int i = 0; i < 500 && !lags; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto kept_up = engine_->upkeep();
    ASSERT_TRUE(kept_up) << to_string(kept_up.error());
    lags = kept_up->log_lags;
  }
  EXPECT_TRUE(lags);
  disk_.refuses = false;
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "another.db"));
  EXPECT_FALSE(engine_->upkeep()->log_lags);
}

// Goal: a backup that came to nothing takes the log of the one before it along.
TEST_F(ErasingTest, UntilABackupIsWholeTheLogOfTheOneBeforeIsKeptUp) {
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "whole.db"));
  EXPECT_FALSE(engine_->back_up_to(temporary_ / "none/backup.db"));
  EXPECT_EQ(*engine_->note(kBackupUnderWayNote), std::nullopt);
  open_at(directory_);
  erase(tell(draft("the first")));
  // As when the process ends in the middle of a copy.
  FH_ASSERT_OK(engine_->set_note(kBackupUnderWayNote, temporary_ / "elsewhere/half.db"));
  open_at(directory_);
  erase(tell(draft("the second")));
  engine_.reset();
  EXPECT_THAT(own_log(), SizeIs(2));
  EXPECT_EQ(log_at(temporary_ / "firsthand.erasures"), own_log());
  EXPECT_FALSE(system_files().exists(temporary_ / "elsewhere"));
}

// Goal: the process ends when the copy is whole, and before it is noted as the newest.
TEST_F(ErasingTest, AWholeBackupIsTheNewestWhateverBecameOfTheProcess) {
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "before.db"));
  const std::string elsewhere = temporary_ / "elsewhere";
  FH_ASSERT_OK(system_files().make_directories(elsewhere));
  std::filesystem::copy_file(temporary_ / "before.db", elsewhere + "/whole.db");
  FH_ASSERT_OK(engine_->set_note(kBackupUnderWayNote, elsewhere + "/whole.db"));
  open_at(directory_);
  EXPECT_EQ(*engine_->note(kBackupsNote), elsewhere + "/firsthand.erasures");
  EXPECT_EQ(*engine_->note(kBackupUnderWayNote), std::nullopt);
  erase(tell(draft("the first")));
  engine_.reset();
  EXPECT_THAT(own_log(), SizeIs(1));
  EXPECT_EQ(log_at(elsewhere + "/firsthand.erasures"), own_log());
}

// Goal: who restores a backup, of which the record in it knows only that it was being made, and
// erases there, finds it erased when that backup is restored once more.
TEST_F(ErasingTest, WhatIsErasedInARestoredRecordIsGoneFromItsBackup) {
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "before.db"));
  const std::string id = tell(draft("the xylozephyr stopped again"));
  FH_ASSERT_OK(system_files().make_directories(temporary_ / "later"));
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "later/backup.db"));
  open_restored("later/backup.db", "once");
  erase(id);
  open_restored("later/backup.db", "twice");
  EXPECT_EQ(total("xylozephyr"), 0U);
}

}  // namespace
}  // namespace fh::engine

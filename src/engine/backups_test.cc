#include "engine/backups.h"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "engine/engine_fixture.h"
#include "engine/local_backups.h"
#include "testing/fake_clock.h"

namespace fh::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class BackupsOfAnEngine : public EngineFixture {
 protected:
  // 2026-01-01T00:00:00Z, and standing still.
  void open_with_folder(uint64_t kept = 0) {
    engine_.reset();
    Result<std::unique_ptr<Engine>> opened = Engine::open(with_folder(kept));
    FH_ASSERT_OK(opened);
    engine_ = std::move(*opened);
  }
  EngineOptions with_folder(uint64_t kept = 0) {
    EngineOptions made = options();
    made.clock = &still_;
    made.backups = folder_;
    made.backups_kept = kept;
    return made;
  }

  Result<MadeBackup> make() { return engine_->backups().make(Caller::host("test")); }
  std::vector<std::string> names() {
    const auto folder = engine_->backups().folder(Caller::host());
    EXPECT_TRUE(folder && folder->is_named);
    std::vector<std::string> names;
    if (!folder) return names;
    for (const Backup& backup : folder->backups) names.push_back(backup.name);
    return names;
  }
  std::vector<std::string> files() {
    std::vector<std::string> names = system_files().list(folder_).value();
    std::erase(names, "firsthand.lock");
    return names;
  }
  void write_file(const std::string& name, const std::string& content) {
    std::ofstream(folder_ + "/" + name) << content;
  }

  // The engine over what a backup gives.
  Result<std::unique_ptr<Engine>> restored(const std::string& name) {
    const std::string into = temporary_ / "restored";
    std::filesystem::remove_all(into);
    FH_RETURN_IF_ERROR(restore(system_files(), folder_ + "/" + name, into));
    EngineOptions other = options();
    other.directory = into;
    return Engine::open(other);
  }
  static uint64_t found_in(Engine& engine, const std::string& q) {
    SearchOptions search;
    search.caller = Caller::host();
    search.q = q;
    const auto found = engine.search(search);
    EXPECT_TRUE(found);
    return found ? found->answer.total : 0;
  }

  inline static const AuditAsk kBackupDeeds = {.filter = {.actor = {}, .action = "backup"}};
  const std::string folder_ = temporary_ / "backups";
  FakeClock still_;
};

TEST_F(BackupsOfAnEngine, OneHoldsEverythingAndIsListed) {
  open_with_folder();
  EXPECT_THAT(names(), IsEmpty());
  tell(draft("before the copy"));
  const uint64_t as_of = engine_->as_of();
  const auto made = make();
  FH_ASSERT_OK(made);
  EXPECT_EQ(made->backup.name, "firsthand-20260101T000000Z.db");
  EXPECT_EQ(format_time(made->backup.at), "2026-01-01T00:00:00Z");
  EXPECT_EQ(made->as_of, as_of);
  EXPECT_EQ(made->removed, 0U);
  EXPECT_EQ(made->backup.bytes, std::filesystem::file_size(folder_ + "/" + made->backup.name));
  EXPECT_THAT(files(), ElementsAre(made->backup.name, "firsthand.erasures"));
  const auto folder = engine_->backups().folder(Caller::host());
  FH_ASSERT_OK(folder);
  ASSERT_EQ(folder->backups.size(), 1U);
  EXPECT_EQ(folder->backups[0].bytes, made->backup.bytes);
  EXPECT_EQ(folder->backups[0].at, made->backup.at);

  tell(draft("after the copy"));
  const auto other = restored(made->backup.name);
  FH_ASSERT_OK(other);
  EXPECT_EQ(found_in(**other, "copy"), 1U);
  EXPECT_THAT(*(*other)->verify(), IsEmpty());
}

TEST_F(BackupsOfAnEngine, OthersTellMeanwhile) {
  open_with_folder();
  for (int i = 0; i < 200; ++i) tell(draft("already there"));
  std::atomic<bool> done = false;
  std::atomic<uint64_t> told = 0;
  std::thread teller([&] {
    while (!done) {
      tell(draft("meanwhile"));
      ++told;
    }
  });
  std::vector<MadeBackup> made;
  for (int i = 0; i < 5; ++i) {
    while (told < static_cast<uint64_t>(i + 1) * 5) std::this_thread::yield();
    const auto one = make();
    EXPECT_TRUE(one) << (one ? "" : to_string(one.error()));
    if (one) made.push_back(*one);
    still_.advance_ms(1000);
  }
  done = true;
  teller.join();
  ASSERT_EQ(made.size(), 5U);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
  // Whatever of it each holds, it is one moment, and not before what it says.
  for (const MadeBackup& one : made) {
    const auto other = restored(one.backup.name);
    FH_ASSERT_OK(other);
    EXPECT_GE((*other)->as_of(), one.as_of);
    EXPECT_EQ((*other)->as_of(), 200 + found_in(**other, "meanwhile"));
    EXPECT_THAT(*(*other)->verify(), IsEmpty());
  }
}

TEST_F(BackupsOfAnEngine, WhatIsErasedLaterIsGoneFromItToo) {
  open_with_folder();
  const std::string id = tell(draft("regrettable words"));
  tell(draft("lasting words"));
  const auto made = make();
  FH_ASSERT_OK(made);
  FH_ASSERT_OK(engine_->erase(id, {.caller = Caller::host()}));
  engine_.reset();
  const auto other = restored(made->backup.name);
  FH_ASSERT_OK(other);
  EXPECT_EQ(found_in(**other, "regrettable"), 0U);
  EXPECT_EQ(found_in(**other, "lasting"), 1U);
}

// Goal: the log beside them ends as the data directory's does, though one completes it for a
// backup while another adds to it.
TEST_F(BackupsOfAnEngine, WhatIsGrantedToAndFroMeanwhileEndsAsItWasLast) {
  using model::Grants;
  open_with_folder();
  const auto told = engine_->ownership().tell(Caller::nobody(), draft("to and fro"),
                                              {.claim = true, .grants = Grants::all()});
  FH_ASSERT_OK(told);
  const std::string id = model::id_of(told->receipt.number);
  const Caller teller = *engine_->ownership().teller_of(told->claim_code);
  const auto grant = [&](Grants grants) {
    const auto done = engine_->ownership().grant(teller, std::span(&id, 1), grants);
    EXPECT_TRUE(done) << (done ? "" : to_string(done.error()));
  };
  ASSERT_TRUE(make());  // of the moment when it granted everything
  const std::string first = names().front();
  std::atomic<bool> done = false;
  std::thread changing([&] {
    while (!done) {
      grant(Grants::none());
      grant(Grants::all());
    }
    grant(Grants::none());
  });
  for (int i = 0; i < 20; ++i) {
    still_.advance_ms(1000);
    const auto made = make();
    // Bytes that wait to be overwritten go first, unless somebody reads just then.
    EXPECT_TRUE(made || made.error().code == ErrorCode::kBusy) << to_string(made.error());
  }
  done = true;
  changing.join();
  engine_.reset();
  const auto other = restored(first);
  FH_ASSERT_OK(other);
  EXPECT_EQ(found_in(**other, "fro"), 0U) << "it is granted for nothing";
}

TEST_F(BackupsOfAnEngine, OneIsMadeAtATime) {
  open_with_folder();
  for (int i = 0; i < 100; ++i) tell(draft("there"));
  std::atomic<int> made = 0;
  std::atomic<int> busy = 0;
  std::atomic<int> others = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const auto one = make();
        if (one) {
          ++made;
        } else if (one.error().code == ErrorCode::kBusy) {
          ++busy;
        } else if (one.error().code == ErrorCode::kConflict) {
          ++others;  // behind the first, within its second
        }
      });
    }
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(made + busy + others, 8);
  EXPECT_EQ(names().size(), 1U);
}

TEST_F(BackupsOfAnEngine, NothingIsWrittenOver) {
  open_with_folder();
  write_file("firsthand-20260101T000000Z.db", "somebody's");
  const auto made = make();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kConflict);
  EXPECT_EQ(*system_files().read(folder_ + "/firsthand-20260101T000000Z.db"), "somebody's");
  still_.advance_ms(1000);
  FH_EXPECT_OK(make());
}

TEST_F(BackupsOfAnEngine, OneThatFailsLeavesNothingBehind) {
  open_with_folder();
  tell(draft("there"));
  // The log beside it cannot be written.
  std::filesystem::create_directory(folder_ + "/firsthand.erasures");
  const auto without_log = make();
  ASSERT_FALSE(without_log);
  EXPECT_THAT(without_log.error().message, Not(HasSubstr(temporary_ / "")));
  EXPECT_THAT(files(), ElementsAre("firsthand.erasures"));
  std::filesystem::remove_all(folder_);
  const auto without_folder = make();
  ASSERT_FALSE(without_folder);
  EXPECT_THAT(without_folder.error().message, Not(HasSubstr(temporary_ / "")));
  EXPECT_FALSE(engine_->backups().folder(Caller::host()));
  std::filesystem::create_directory(folder_);
  FH_EXPECT_OK(make());
  const auto audit = engine_->access().audit(Caller::host(), kBackupDeeds);
  FH_ASSERT_OK(audit);
  EXPECT_EQ(audit->entries.size(), 1U) << "only the one that was made";
}

TEST_F(BackupsOfAnEngine, WhatAProcessLeftUnfinishedIsCleared) {
  open_with_folder();
  write_file("firsthand-20251231T235959Z.db.partial", "half of");
  write_file("mine.db.partial", "not ours");
  FH_ASSERT_OK(make());
  EXPECT_THAT(files(), ElementsAre("firsthand-20260101T000000Z.db", "firsthand.erasures",
                                   "mine.db.partial"));
}

TEST_F(BackupsOfAnEngine, OnlyTheNewestStayWhereSoManyAreKept) {
  open_with_folder(2);
  write_file("firsthand-holiday.db", "not called as ours");
  std::vector<uint64_t> removed;
  for (int i = 0; i < 4; ++i) {
    const auto made = make();
    FH_ASSERT_OK(made);
    removed.push_back(made->removed);
    still_.advance_ms(86'400'000);
  }
  EXPECT_THAT(removed, ElementsAre(0U, 0U, 1U, 1U));
  EXPECT_THAT(names(),
              ElementsAre("firsthand-20260104T000000Z.db", "firsthand-20260103T000000Z.db"));
  EXPECT_TRUE(system_files().exists(folder_ + "/firsthand-holiday.db"));
  // The log is that of all which are left.
  EXPECT_TRUE(system_files().exists(folder_ + "/firsthand.erasures"));

  // Where the clock was put back, what was just made is not what goes.
  still_.set(FakeClock::kStart);
  const auto made = make();
  FH_ASSERT_OK(made);
  EXPECT_EQ(made->removed, 1U);
  EXPECT_THAT(names(), ElementsAre("firsthand-20260104T000000Z.db", made->backup.name));
}

TEST_F(BackupsOfAnEngine, AreForWhoAdministersAndSeesEverything) {
  open_with_folder();
  Caller steward = Caller::nobody();
  steward.kind = CallerKind::kMember;
  steward.rights = rights_of(Role::kSteward);
  Caller narrowed = Caller::host();
  narrowed.scope = "unit:north";
  for (const Caller& caller : {Caller::nobody(), Caller::teller(1), steward, narrowed}) {
    const auto made = engine_->backups().make(caller);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::kDenied);
    const auto folder = engine_->backups().folder(caller);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().code, ErrorCode::kDenied);
  }
  EXPECT_THAT(files(), IsEmpty());
  FH_ASSERT_OK(make());
  const auto audit = engine_->access().audit(Caller::host(), kBackupDeeds);
  FH_ASSERT_OK(audit);
  ASSERT_EQ(audit->entries.size(), 1U);
  EXPECT_EQ(audit->entries[0].actor, "test");
  EXPECT_EQ(audit->entries[0].detail, "firsthand-20260101T000000Z.db");
}

TEST_F(BackupsOfAnEngine, WithoutAFolderThereAreNone) {
  const auto made = make();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(made.error().advice, HasSubstr("--backups"));
  const auto folder = engine_->backups().folder(Caller::host());
  FH_ASSERT_OK(folder);
  EXPECT_FALSE(folder->is_named);
  EXPECT_THAT(folder->backups, IsEmpty());
}

TEST_F(BackupsOfAnEngine, TheFolderIsNotInTheDataDirectory) {
  engine_.reset();
  for (const std::string& inside :
       {directory_, directory_ + "/", directory_ + "/backups", directory_ + "/index/../other/",
        temporary_ / "none/../data/x"}) {
    EngineOptions made = options();
    made.backups = inside;
    const auto opened = Engine::open(made);
    ASSERT_FALSE(opened) << inside;
    EXPECT_EQ(opened.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(opened.error().field, "backups");
  }
  EngineOptions made = options();
  made.backups = directory_ + "-backups/";
  FH_EXPECT_OK(Engine::open(made));
  made.backups = directory_ + "/record.db/x";
  EXPECT_FALSE(Engine::open(made));
}

// Goal: a folder that is not there yet, named from where the program stands, is looked at as well.
TEST_F(BackupsOfAnEngine, AFolderNamedFromHereIsNotInTheDataDirectoryEither) {
  engine_.reset();
  const std::filesystem::path here = std::filesystem::current_path();
  std::filesystem::current_path(directory_);
  EngineOptions made = options();
  made.backups = "backups";
  const auto inside = Engine::open(made);
  made.directory = ".";
  const auto both = Engine::open(made);
  std::filesystem::current_path(here);
  ASSERT_FALSE(inside);
  EXPECT_EQ(inside.error().code, ErrorCode::kInvalid);
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().code, ErrorCode::kInvalid);
}

// Goal: two records do not remove each other's backups, nor mix their logs.
TEST_F(BackupsOfAnEngine, TheFolderIsOneRecordsAtATime) {
  open_with_folder();
  EngineOptions other = with_folder();
  other.directory = temporary_ / "other";
  const auto refused = Engine::open(other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kBusy);
  EXPECT_EQ(refused.error().field, "backups");
  FH_EXPECT_OK(make());
  engine_.reset();
  FH_EXPECT_OK(Engine::open(other));
}

TEST(NamesOfBackups, AreReadAsTheyAreWritten) {
  const Instant at{.ms = 1'795'381'503'000};
  EXPECT_EQ(moment_of_backup(name_of_backup(at)), at);
  EXPECT_EQ(name_of_backup(*moment_of_backup("firsthand-20261122T210503Z.db")),
            "firsthand-20261122T210503Z.db");
  for (const char* other :
       {"", "firsthand-.db", "firsthand-20261122T210503Z.db.partial", "firsthand-20261122T210503Z",
        "firsthand-20261322T210503Z.db", "firsthand-20261122T250503Z.db",
        "firsthand-20261122T210560Z.db", "firsthand-20261122t210503z.db",
        "firsthand-2026-112T210503Z.db", "Firsthand-20261122T210503Z.db",
        "firsthand-20261122T2105+1Z.db", "firsthand.erasures"}) {
    EXPECT_FALSE(moment_of_backup(other)) << other;
  }
}

// What a folder's other files may be called is anybody's: only what is written so is read so.
TEST(NamesOfBackups, NothingElseIsTakenForOne) {
  Rng rng(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string name = name_of_backup(Instant{.ms = rng.between(0, 250'000'000'000) * 1000});
    for (uint64_t changes = rng.below(3); changes > 0; --changes) {
      name[rng.below(name.size())] = static_cast<char>(rng.between(1, 127));
    }
    const auto moment = moment_of_backup(name);
    if (moment) {
      EXPECT_EQ(name_of_backup(*moment), name);
    }
  }
}

}  // namespace
}  // namespace fh::engine

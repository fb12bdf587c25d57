#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/engine.h"
#include "engine/engine_fixture.h"

namespace fh::engine {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Recovery : public EngineFixture {
 protected:
  void tell_some(int count) {
    std::vector<Draft> drafts;
    for (int i = 0; i < count; ++i) {
      drafts.push_back(draft(fmt::format("experience number{} of many", i)));
    }
    const auto answers = engine_->tell_many(std::move(drafts), host());
    FH_ASSERT_OK(answers);
  }
  std::string index() const { return directory_ + "/index"; }
};

TEST_F(Recovery, ReplaysWhatTheIndexFilesDoNotHold) {
  tell_some(50);
  FH_ASSERT_OK(engine_->flush());
  const std::string gone = tell(draft("soon gone"));
  tell(draft("after the flush"));
  FH_ASSERT_OK(engine_->erase(gone, host()));
  const uint64_t as_of = engine_->as_of();
  open();
  EXPECT_EQ(engine_->as_of(), as_of);
  EXPECT_EQ(total(""), 51U);
  EXPECT_EQ(total("flush"), 1U);
  EXPECT_EQ(total("gone"), 0U);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(Recovery, MakesADeletedIndexAnewOnStart) {
  tell_some(9000);  // more than two batches
  FH_ASSERT_OK(engine_->flush());
  engine_.reset();
  std::filesystem::remove_all(index());
  open();
  EXPECT_EQ(total("experience"), 9000U);
  EXPECT_EQ(total("number8999"), 1U);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(Recovery, LaysAsideTheIndexOfAnotherRecord) {
  tell_some(100);
  FH_ASSERT_OK(engine_->flush());
  engine_.reset();
  std::filesystem::rename(index(), temporary_ / "other index");
  std::filesystem::remove_all(directory_);
  open();
  tell(draft("a record of its own"));
  engine_.reset();
  std::filesystem::remove_all(index());
  std::filesystem::rename(temporary_ / "other index", index());
  open();
  EXPECT_EQ(total(""), 1U);
  EXPECT_EQ(total("own"), 1U);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(Recovery, RebuildsWhileSearchesGoOn) {
  tell_some(3000);
  std::atomic<bool> rebuilding = true;
  std::thread searcher([&] {
    while (rebuilding) EXPECT_EQ(total("experience"), 3000U);
  });
  uint64_t seen = 0;
  const Status rebuilt = engine_->rebuild([&seen](uint64_t done, uint64_t all) {
    EXPECT_LE(done, all);
    seen = done;
  });
  rebuilding = false;
  searcher.join();
  FH_ASSERT_OK(rebuilt);
  EXPECT_EQ(seen, 3000U);
  tell(draft("told to the new index"));
  EXPECT_EQ(total(""), 3001U);
  open();
  EXPECT_EQ(total(""), 3001U);
}

TEST_F(Recovery, ReadsALockOnceAndSaysWhoHoldsIt) {
  EXPECT_EQ(server_of(system_files(), directory_), std::nullopt);
  const auto second = Engine::open(options());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kBusy);
  open("127.0.0.1:9999");
  EXPECT_EQ(server_of(system_files(), directory_), "127.0.0.1:9999");
  const auto third = Engine::open(options());
  ASSERT_FALSE(third);
  EXPECT_THAT(third.error().message, HasSubstr("127.0.0.1:9999"));
  FH_ASSERT_OK(engine_->announce("127.0.0.1:8888"));
  EXPECT_EQ(server_of(system_files(), directory_), "127.0.0.1:8888");
  EXPECT_FALSE(Engine::open(options()));
  engine_.reset();
  EXPECT_EQ(server_of(system_files(), directory_), std::nullopt);
}

TEST_F(Recovery, IgnoresTheAddressOfAServerThatDied) {
  engine_.reset();
  std::ofstream(directory_ + "/lock") << "127.0.0.1:7777";
  EXPECT_EQ(server_of(system_files(), directory_), std::nullopt);
  open();
}

TEST_F(Recovery, RestoresABackupMadeWhileOthersWrite) {
  tell_some(500);
  const std::string backup = temporary_ / "backup.db";
  std::thread teller([this] {
    for (int i = 0; i < 20; ++i) tell(draft("meanwhile"));
  });
  const Status backed_up = engine_->back_up_to(backup);
  teller.join();
  FH_ASSERT_OK(backed_up);
  EXPECT_FALSE(restore(system_files(), backup, directory_)) << "over living data";

  engine_.reset();
  const std::string restored = temporary_ / "restored";
  FH_ASSERT_OK(restore(system_files(), backup, restored));
  EngineOptions other = options();
  other.directory = restored;
  const auto engine = Engine::open(other);
  FH_ASSERT_OK(engine);
  SearchOptions everything;
  everything.caller = Caller::host();
  everything.q = "experience";
  EXPECT_EQ((*engine)->search(everything)->answer.total, 500U);
  EXPECT_THAT(*(*engine)->verify(), IsEmpty());
}

TEST_F(Recovery, RefusesADamagedBackupAndLeavesNothing) {
  tell_some(2000);
  const std::string backup = temporary_ / "backup.db";
  FH_ASSERT_OK(engine_->back_up_to(backup));
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(backup));
  {
    std::fstream file(backup, std::ios::in | std::ios::out | std::ios::binary);
    for (std::streamoff at = size / 4; at < size; at += 1500) {
      file.seekp(at).write("damage", 6);
    }
  }
  const std::string restored = temporary_ / "restored";
  const Status status = restore(system_files(), backup, restored);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kCorrupt) << to_string(status.error());
  EXPECT_FALSE(std::filesystem::exists(restored));
  EXPECT_EQ(restore(system_files(), temporary_ / "none", restored).error().code,
            ErrorCode::kNotFound);
}

TEST_F(Recovery, VerifyFindsAnIndexThatLacksSomething) {
  tell_some(10);
  engine_.reset();
  // An index that claims to know as much, made from another record.
  TemporaryDirectory elsewhere;
  EngineOptions other = options();
  other.directory = elsewhere / "data";
  {
    const auto engine = Engine::open(other);
    FH_ASSERT_OK(engine);
    for (int i = 0; i < 10; ++i) {
      FH_ASSERT_OK((*engine)->tell(draft("quite another landscape"), {}));
    }
    FH_ASSERT_OK((*engine)->flush());
  }
  std::filesystem::remove_all(index());
  std::filesystem::copy(elsewhere / "data/index", index(),
                        std::filesystem::copy_options::recursive);
  open();
  const auto findings = engine_->verify();
  FH_ASSERT_OK(findings);
  EXPECT_THAT(*findings, Not(IsEmpty()));
  FH_ASSERT_OK(engine_->rebuild({}));
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

}  // namespace
}  // namespace fh::engine

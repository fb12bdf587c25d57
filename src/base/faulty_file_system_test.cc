// The tests' own files answer to tests too: crash tests rest on them.
#include "testing/faulty_file_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "testing/fake_clock.h"

namespace fh {
namespace {

void write(FileSystem& files, const std::string& path, std::string_view text) {
  const auto file = files.append_to(path);
  ASSERT_TRUE(file.has_value());
  ASSERT_TRUE((*file)->append(bytes_of(text)));
}

void write_durably(FileSystem& files, const std::string& path, std::string_view text) {
  const auto file = files.append_to(path);
  ASSERT_TRUE((*file)->append(bytes_of(text)));
  ASSERT_TRUE((*file)->sync());
  ASSERT_TRUE(files.sync_directory("d"));
}

class FaultyFileSystemTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(files.make_directories("d")); }
  FaultyFileSystem files;
};

TEST_F(FaultyFileSystemTest, BehavesLikeFilesWhileNothingFails) {
  write(files, "d/a", "one");
  write(files, "d/a", " two");
  EXPECT_EQ(files.read("d/a"), "one two");
  EXPECT_EQ(files.size("d/a"), 7U);
  ASSERT_TRUE(files.rename("d/a", "d/b"));
  EXPECT_THAT(*files.list("d"), testing::ElementsAre("b"));
  EXPECT_THAT(*files.list("."), testing::ElementsAre("d"));
  ASSERT_TRUE(files.remove("d/b"));
  EXPECT_EQ(files.read("d/b").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(files.create("e/x").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(files.rename("d/b", "d/c").error().code, ErrorCode::kNotFound);
}

TEST_F(FaultyFileSystemTest, LosesBytesThatWereNotSynced) {
  write_durably(files, "d/a", "kept");
  write(files, "d/a", " lost");
  files.power_cut();
  EXPECT_EQ(files.read("d/a"), "kept");
}

TEST_F(FaultyFileSystemTest, LosesNamesThatWereNotSynced) {
  const auto file = files.create("d/a");
  ASSERT_TRUE((*file)->append(bytes_of("x")));
  ASSERT_TRUE((*file)->sync());
  files.power_cut();
  EXPECT_FALSE(files.exists("d/a"));
}

TEST_F(FaultyFileSystemTest, UndoesRenamesAndRemovalsThatWereNotSynced) {
  write_durably(files, "d/a", "a");
  write_durably(files, "d/b", "b");
  ASSERT_TRUE(files.rename("d/a", "d/b"));
  files.power_cut();
  EXPECT_EQ(files.read("d/a"), "a");
  EXPECT_EQ(files.read("d/b"), "b");
  ASSERT_TRUE(files.remove("d/a"));
  ASSERT_TRUE(files.sync_directory("d"));
  files.power_cut();
  EXPECT_FALSE(files.exists("d/a"));
}

TEST_F(FaultyFileSystemTest, GivesBackAnEmptiedFileUntilThatIsSynced) {
  write_durably(files, "d/a", "old");
  ASSERT_TRUE(files.create("d/a").has_value());
  EXPECT_EQ(files.read("d/a"), "");
  files.power_cut();
  EXPECT_EQ(files.read("d/a"), "old");
}

TEST_F(FaultyFileSystemTest, FailsTheNthOperation) {
  files.fail(FileOperation::kWrite, 2);
  const auto file = files.create("d/a");
  EXPECT_TRUE((*file)->append(bytes_of("one ")));
  EXPECT_EQ((*file)->append(bytes_of("two ")).error().code, ErrorCode::kIo);
  EXPECT_TRUE((*file)->append(bytes_of("three")));
  EXPECT_EQ(files.read("d/a"), "one twthree");
  files.fail(FileOperation::kSync, 1);
  EXPECT_FALSE((*file)->sync());
  EXPECT_TRUE((*file)->sync());
  files.fail(FileOperation::kRename, 1);
  EXPECT_FALSE(files.rename("d/a", "d/b"));
  EXPECT_TRUE(files.exists("d/a"));
}

TEST_F(FaultyFileSystemTest, StopsEverythingUntilThePowerIsCut) {
  files.stop_after(1);
  const auto file = files.create("d/a");
  ASSERT_TRUE(file.has_value());
  EXPECT_FALSE((*file)->append(bytes_of("x")));
  EXPECT_FALSE(files.remove("d/a"));
  files.power_cut();
  EXPECT_FALSE((*file)->append(bytes_of("x")));  // a file of the life before
  EXPECT_TRUE(files.create("d/a").has_value());
}

TEST_F(FaultyFileSystemTest, FreesLocksAtACut) {
  Result<std::unique_ptr<FileLock>> before = files.lock("d/lock", "1");
  ASSERT_TRUE(before.has_value());
  EXPECT_EQ(files.lock("d/lock", "2").error().code, ErrorCode::kBusy);
  files.power_cut();
  const auto after = files.lock("d/lock", "3");
  ASSERT_TRUE(after.has_value());
  before->reset();  // must not free the lock of the new life
  EXPECT_EQ(files.lock("d/lock", "4").error().code, ErrorCode::kBusy);
}

// Goal: wherever it is stopped, and whatever of the rest survives, the file holds
// the old bytes or the new ones; and the new ones once the call said yes.
TEST_F(FaultyFileSystemTest, ShowsThatWriteAtomicallyIsAllOrNothing) {
  bool finished = false;
  for (uint64_t stop = 0; !finished; ++stop) {
    ASSERT_LT(stop, 20U);
    for (uint64_t seed = 0; seed < 50; ++seed) {
      FaultyFileSystem fresh;
      ASSERT_TRUE(fresh.make_directories("d"));
      ASSERT_TRUE(write_atomically(fresh, "d/a", bytes_of("old")));
      fresh.stop_after(stop);
      finished = write_atomically(fresh, "d/a", bytes_of("newer")).has_value();
      Rng rng(seed);
      fresh.power_cut(rng);
      const Result<std::string> bytes = fresh.read("d/a");
      ASSERT_TRUE(bytes.has_value()) << "stop=" << stop << " seed=" << seed;
      ASSERT_TRUE(*bytes == "newer" || (!finished && *bytes == "old"))
          << "stop=" << stop << " seed=" << seed << " " << *bytes;
    }
  }
}

TEST(FakeClock, StandsStillUntilTold) {
  FakeClock clock;
  EXPECT_EQ(clock.now(), FakeClock::kStart);
  EXPECT_EQ(format_time(clock.now()), "2026-01-01T00:00:00Z");
  const int64_t before = clock.steady_us();
  clock.advance_ms(1500);
  EXPECT_EQ(clock.now().ms, FakeClock::kStart.ms + 1500);
  EXPECT_EQ(clock.steady_us() - before, 1'500'000);
  clock.set({0});
  EXPECT_EQ(clock.now().ms, 0);
  EXPECT_EQ(clock.steady_us() - before, 1'500'000);
}

}  // namespace
}  // namespace fh

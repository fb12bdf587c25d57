#include "base/file_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "testing/temp_directory.h"

namespace fh {
namespace {

using testing::ElementsAre;

class FileSystemTest : public testing::Test {
 protected:
  void write(const std::string& name, std::string_view text) {
    const auto file = files.create(directory.file(name));
    ASSERT_TRUE(file.has_value());
    ASSERT_TRUE((*file)->append(bytes_of(text)));
    ASSERT_TRUE((*file)->sync());
    ASSERT_TRUE((*file)->close());
  }
  TempDirectory directory;
  FileSystem& files = system_files();
};

TEST_F(FileSystemTest, WritesAddsMapsAndMeasures) {
  write("a", "one");
  {
    const auto file = files.append_to(directory.file("a"));
    ASSERT_TRUE((*file)->append(bytes_of(" two")));
  }
  EXPECT_EQ(files.read(directory.file("a")), "one two");
  EXPECT_EQ(files.size(directory.file("a")), 7U);
  const auto mapped = files.map(directory.file("a"));
  ASSERT_TRUE(files.remove(directory.file("a")));
  EXPECT_EQ((*mapped)->bytes().size(), 7U);  // a mapping outlives the name
  EXPECT_EQ(static_cast<char>((*mapped)->bytes()[0]), 'o');
}

TEST_F(FileSystemTest, EmptiesAFileItCreatesAgain) {
  write("a", "long");
  write("a", "x");
  EXPECT_EQ(files.read(directory.file("a")), "x");
  write("a", "");
  EXPECT_EQ(files.read(directory.file("a")), "");
}

TEST_F(FileSystemTest, ListsRenamesAndRemoves) {
  write("b", "1");
  write("a", "2");
  ASSERT_TRUE(files.make_directories(directory.file("c/d")));
  EXPECT_THAT(*files.list(directory.path()), ElementsAre("a", "b", "c"));
  ASSERT_TRUE(files.rename(directory.file("a"), directory.file("b")));
  EXPECT_EQ(files.read(directory.file("b")), "2");
  EXPECT_FALSE(files.exists(directory.file("a")));
  EXPECT_TRUE(files.exists(directory.file("c/d")));
  ASSERT_TRUE(files.remove(directory.file("b")));
  EXPECT_THAT(*files.list(directory.path()), ElementsAre("c"));
  EXPECT_TRUE(files.sync_directory(directory.path()));
}

TEST_F(FileSystemTest, NamesThePathOfWhatFails) {
  const std::string missing = directory.file("missing");
  for (const ErrorCode code :
       {files.read(missing).error().code, files.map(missing).error().code,
        files.size(missing).error().code, files.remove(missing).error().code,
        files.list(missing).error().code, files.sync_directory(missing).error().code,
        files.rename(missing, missing + "x").error().code,
        files.create(missing + "/x").error().code}) {
    EXPECT_EQ(code, ErrorCode::kNotFound);
  }
  EXPECT_NE(files.read(missing).error().message.find(missing), std::string::npos);
}

TEST_F(FileSystemTest, LocksOnce) {
  const std::string path = directory.file("lock");
  Result<std::unique_ptr<FileLock>> first = files.lock(path, "process 7");
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(files.lock(path, "other").error().code, ErrorCode::kBusy);
  EXPECT_EQ(files.read(path), "process 7");
  first->reset();
  EXPECT_TRUE(files.lock(path, "x").has_value());
  EXPECT_EQ(files.read(path), "x");
}

TEST_F(FileSystemTest, ReplacesAFileAtOnce) {
  const std::string path = directory.file("settings");
  ASSERT_TRUE(write_atomically(files, path, bytes_of("old")));
  ASSERT_TRUE(write_atomically(files, path, bytes_of("new")));
  EXPECT_EQ(files.read(path), "new");
  EXPECT_THAT(*files.list(directory.path()), ElementsAre("settings"));
}

}  // namespace
}  // namespace fh

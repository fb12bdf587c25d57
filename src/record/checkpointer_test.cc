#include "record/checkpointer.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

constexpr uint64_t kFrameBytes = 8192 + 24;  // a page in the log, with its head
constexpr LogLimits kShort = {.pages_wanted = 16, .pages_max = 48};

class CheckpointerFixture : public RecordFixture {
 protected:
  void SetUp() override {
    RecordFixture::SetUp();  // making the tables is a log of its own
    record_.reset();
    RecordOptions short_log = options();
    short_log.log = kShort;
    Result<std::unique_ptr<Record>> opened = Record::open(short_log);
    ASSERT_TRUE(opened) << to_string(opened.error());
    record_ = std::move(*opened);
  }
  uint64_t log_bytes() { return std::filesystem::file_size(file() + "-wal"); }
  // The greatest length of the log while so many tell, one at a time.
  uint64_t log_bytes_while_telling(int count) {
    uint64_t most = 0;
    for (int i = 0; i < count; ++i) {
      const std::string id = std::to_string(++told_);
      tell(telling(id, "some words", id));
      most = std::max(most, log_bytes());
    }
    return most;
  }

  int told_ = 0;
};

TEST_F(CheckpointerFixture, TheLogStaysBoundedHoweverMuchIsTold) {
  constexpr uint64_t kOfOneTelling = 16;
  EXPECT_LE(log_bytes_while_telling(400), (kShort.pages_max + kOfOneTelling) * kFrameBytes);
  expect_sound();
  reopen();
  EXPECT_EQ(record_->counts()->experiences, 400U);
  expect_sound();
}

TEST_F(CheckpointerFixture, AReaderHoldsTheLogButNobodyUp) {
  log_bytes_while_telling(10);
  uint64_t visited = 0;
  FH_EXPECT_OK(record_->for_each([&](const Experience&) -> Status {
    if (visited++ > 0) return {};
    EXPECT_GT(log_bytes_while_telling(100), kShort.pages_max * kFrameBytes);
    return {};
  }));
  EXPECT_EQ(visited, 10U) << "a visit sees one state";
  // Once the reader is gone the log is begun anew; the file keeps its length until then.
  log_bytes_while_telling(100);
  record_->tidy();
  EXPECT_EQ(record_->counts()->experiences, 210U);
  expect_sound();
}

TEST_F(CheckpointerFixture, ErasedWordsLeaveTheLogWhilePassesRun) {
  log_bytes_while_telling(60);
  for (uint64_t number = 1; number <= 20; ++number) {
    tell(telling("again " + std::to_string(number), "words that stay"));
    record_->tidy();
    FH_EXPECT_OK(record_->erase(number, "test"));
    EXPECT_EQ(log_bytes(), 0U);
  }
  expect_sound();
}

TEST_F(CheckpointerFixture, PassesAreMadeWhenTheLogHasGrownAndWhenAskedFor) {
  const Result<std::unique_ptr<Checkpointer>> opened =
      Checkpointer::open(file(), {.pages_wanted = 100, .pages_max = 200});
  ASSERT_TRUE(opened);
  Checkpointer& checkpointer = **opened;
  checkpointer.committed(99);
  checkpointer.exclusively([] {});
  EXPECT_EQ(checkpointer.passes(), 0U);
  checkpointer.committed(200);  // waits for it
  EXPECT_EQ(checkpointer.passes(), 1U);
  checkpointer.committed(210);  // hardly more: not worth another
  checkpointer.committed(5);    // begun anew
  EXPECT_EQ(checkpointer.passes(), 1U);
  checkpointer.ask();
  while (checkpointer.passes() < 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace
}  // namespace fh::record

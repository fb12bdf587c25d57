#include "doors/import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <sstream>

#include "doors/doors_fixture.h"

namespace fh::doors {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ImportTest : public DoorsFixture {
 protected:
  static std::string table(int rows) {
    std::string text = "id,text\n";
    for (int i = 1; i <= rows; ++i) text += fmt::format("{},some words of the {}th\n", i, i);
    return text;
  }
};

// Fails from the given group on, as a full disk would.
class FailingSink : public MemorySink {
 public:
  explicit FailingSink(size_t good) : good_(good) {}
  engine::Answers tell(std::vector<model::Draft> drafts) override {
    if (groups == good_) return failure(ErrorCode::kIo, "the disk is full");
    return MemorySink::tell(std::move(drafts));
  }
  void mend() { good_ = SIZE_MAX; }

 private:
  size_t good_;
};

// Keeps groups at once, but answers only when asked, as a sink does that has several
// under way; behind a failed group all fail.
class LateSink final : public MemorySink {
 public:
  explicit LateSink(size_t fails_at = SIZE_MAX) : fails_at_(fails_at) {}

  std::future<engine::Answers> tell_later(std::vector<model::Draft> drafts) override {
    const bool fails = handed_over++ >= fails_at_;
    engine::Answers answers =
        fails ? failure(ErrorCode::kIo, "the disk is full") : MemorySink::tell(std::move(drafts));
    under_way_most = std::max(under_way_most, handed_over - answered);
    return std::async(std::launch::deferred, [this, answers = std::move(answers)]() mutable {
      ++answered;
      return std::move(answers);
    });
  }
  Status set_note(std::string_view key, std::string_view value) override {
    notes_set.emplace_back(value, answered);
    return MemorySink::set_note(key, value);
  }

  size_t handed_over = 0;
  size_t answered = 0;
  size_t under_way_most = 0;
  std::vector<std::pair<std::string, size_t>> notes_set;  // with how many had been answered

 private:
  const size_t fails_at_;
};

// Every look at it is five seconds later: each group is worth a checkpoint.
class HastyClock final : public Clock {
 public:
  Instant now() const override { return Instant{.ms = 1'781'000'000'000}; }
  int64_t steady_us() const override { return us_ += 5'000'000; }

 private:
  mutable int64_t us_ = 0;
};

TEST_F(ImportTest, TellsEveryRowOnce) {
  MemorySink sink;
  const std::string path = write("t.csv", table(5000));
  const ImportReport first = import_file(path, sink);
  EXPECT_EQ(first.told, 5000U);
  EXPECT_EQ(first.refused, 0U);
  EXPECT_EQ(sink.groups, 3U);
  const ImportReport again = import_file(path, sink);
  EXPECT_EQ(again.told, 0U);
  EXPECT_EQ(again.already_told, 5000U);
  EXPECT_THAT(sink.told, SizeIs(5000));
  EXPECT_THAT(sink.notes, IsEmpty());
}

TEST_F(ImportTest, HasSeveralGroupsUnderWayAndKeepsTheRowsOrder) {
  LateSink sink;
  const ImportReport report = import_file(write("t.csv", table(21'000)), sink);
  EXPECT_EQ(report.told, 21'000U);
  EXPECT_EQ(sink.answered, 11U);
  EXPECT_THAT(sink.under_way_most, testing::AllOf(testing::Gt(1U), testing::Lt(6U)));
  for (size_t i = 0; i < sink.told.size(); ++i) {
    ASSERT_EQ(sink.told[i].source_id, fmt::format("{}", i + 1));
  }
}

TEST_F(ImportTest, ACheckpointCoversOnlyWhatHasBeenAnswered) {
  LateSink sink;
  const HastyClock clock;
  ImportOptions options = options_for(write("t.csv", table(21'000)));
  options.clock = &clock;
  ASSERT_TRUE(import(*open_source(system_files(), options.path, {}), sink, options));
  ASSERT_THAT(sink.notes_set, SizeIs(11));
  for (size_t i = 0; i < sink.notes_set.size(); ++i) {
    const auto& [row, answered] = sink.notes_set[i];
    EXPECT_EQ(answered, i + 1);
    EXPECT_EQ(row, fmt::format("{}", std::min<size_t>(2000 * answered, 21'000)));
  }
}

// The power goes while groups are under way that the checkpoint does not cover yet:
// whatever of them was kept is known again.
TEST_F(ImportTest, ACrashWithGroupsUnderWayTellsNothingTwice) {
  const std::string path = write("t.csv", table(21'000));
  LateSink sink(5);
  ASSERT_FALSE(import(*open_source(system_files(), path, {}), sink, options_for(path)));
  ASSERT_THAT(sink.told, SizeIs(10'000));
  for (auto& [key, row] : sink.notes) row = "4000";  // the last one that was durable
  MemorySink& after = sink;
  LateSink mended;
  static_cast<MemorySink&>(mended) = after;
  const ImportReport report = import_file(path, mended);
  EXPECT_EQ(report.resumed_after, 4000U);
  EXPECT_EQ(report.already_told, 6000U);
  EXPECT_EQ(report.told, 11'000U);
  EXPECT_THAT(mended.told, SizeIs(21'000));
}

TEST_F(ImportTest, AFailureInTheMiddleGoesOnBehindTheGroupsBeforeIt) {
  const std::string path = write("t.csv", table(21'000));
  LateSink sink(4);
  const auto failed = import(*open_source(system_files(), path, {}), sink, options_for(path));
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().message, "the disk is full");
  EXPECT_THAT(sink.told, SizeIs(8000));
  ASSERT_THAT(sink.notes, SizeIs(1));
  EXPECT_EQ(sink.notes.begin()->second, "8000");
}

TEST_F(ImportTest, RefusedRowsAreKeptInTheirOrderWhoeverRefusedThem) {
  LateSink sink;
  std::string text = "id,text\n";
  for (int i = 1; i <= 9000; ++i) {
    const bool wide = i % 1000 == 700;                 // refused by the reader
    const size_t more = i % 1000 == 500 ? 70'000 : 0;  // refused by the sink
    text +=
        fmt::format("{},words of the {}th{}{}\n", i, i, wide ? ",b,c" : "", std::string(more, 'x'));
  }
  const ImportReport report = import_file(write("t.csv", text), sink);
  EXPECT_EQ(report.refused, 18U);
  std::istringstream refused(*system_files().read(report.refused_path));
  std::vector<int> rows;
  for (std::string line; std::getline(refused, line);) {
    rows.push_back(std::stoi(line.substr(std::string_view(R"({"row":)").size())));
  }
  EXPECT_THAT(rows, SizeIs(18));
  EXPECT_TRUE(std::ranges::is_sorted(rows));
}

TEST_F(ImportTest, RowsWithoutAnIdAreToldOnceToo) {
  MemorySink sink;
  const std::string path = write("t.csv",
                                 "text,topic\nthe same words here,a\nthe same words here,a\n"
                                 "and other words here,b\n");
  EXPECT_EQ(import_file(path, sink).told, 3U);
  EXPECT_EQ(import_file(path, sink).already_told, 3U);
}

TEST_F(ImportTest, KeepsRefusedRowsBesideTheInput) {
  MemorySink sink;
  const std::string path = write("t.csv", table(100) + "101,a,b,c\n102,\"" +
                                              std::string(70'000, 'x') + "\"\n103,fine words\n");
  const ImportReport report = import_file(path, sink);
  EXPECT_EQ(report.told, 101U);
  EXPECT_EQ(report.refused, 2U);
  EXPECT_EQ(report.refused_path, path + ".refused.ndjson");
  const std::string refused = *system_files().read(report.refused_path);
  EXPECT_THAT(refused, HasSubstr(R"({"row":101,"reason":"has 4 cells; the table has 2 columns")"));
  EXPECT_THAT(refused, HasSubstr(R"({"row":102,"reason":"70000 bytes are too many)"));
  EXPECT_THAT(refused, HasSubstr(R"("column":"text","cells":{"id":"102")"));
  EXPECT_THAT(report.reasons, SizeIs(2));
}

TEST_F(ImportTest, GoesOnBehindTheLastGroupAfterAFailure) {
  FailingSink sink(2);
  const std::string path = write("t.csv", table(9000));
  auto file = open_source(system_files(), path, {});
  const auto failed = import(std::move(*file), sink, options_for(path));
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().message, "the disk is full");
  EXPECT_THAT(sink.notes, SizeIs(1));
  sink.mend();
  const ImportReport report = import_file(path, sink);
  EXPECT_EQ(report.resumed_after, 4000U);
  EXPECT_EQ(report.told, 5000U);
  EXPECT_EQ(report.already_told, 0U);
  EXPECT_THAT(sink.told, SizeIs(9000));
  EXPECT_THAT(sink.notes, IsEmpty());
}

TEST_F(ImportTest, StopsOnRequestAndGoesOnLater) {
  MemorySink sink;
  const std::string path = write("t.csv", table(19'000));
  std::atomic<bool> stop = false;
  auto file = open_source(system_files(), path, {});
  ImportOptions options = options_for(path);
  options.stop = &stop;
  options.progress = [&](const ImportProgress& at) { stop = at.rows >= 4000; };
  const auto stopped = import(std::move(*file), sink, options);
  ASSERT_TRUE(stopped.has_value());
  EXPECT_TRUE(stopped->stopped);
  EXPECT_EQ(stopped->told, 8000U) << "what was under way is brought to its end";
  EXPECT_EQ(import_file(path, sink).resumed_after, 8000U);
  EXPECT_THAT(sink.told, SizeIs(19'000));
}

TEST_F(ImportTest, AnEmptyFileIsNoFormat) {
  const auto file = open_source(system_files(), write("t.csv", ""), {});
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().code, ErrorCode::kUnsupported);
}

TEST_F(ImportTest, AHeaderAloneTellsNothing) {
  MemorySink sink;
  EXPECT_EQ(import_file(write("t.csv", "id,text\n"), sink).rows, 0U);
}

TEST_F(ImportTest, CountsWhatBefellTheTexts) {
  MemorySink sink;
  const ImportReport report = import_file(
      write("t.csv", "id,text\n1,it&#39;s late and &amp; rude\n2,all is well and fine\n"), sink);
  EXPECT_EQ(report.condition.html, 1U);
  EXPECT_EQ(sink.by_id("1").text, "it&#39;s late and &amp; rude");
}

}  // namespace
}  // namespace fh::doors

#include "doors/import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  Result<std::vector<Result<record::Receipt>>> tell(std::vector<model::Draft> drafts) override {
    if (groups == good_) return failure(ErrorCode::kIo, "the disk is full");
    return MemorySink::tell(std::move(drafts));
  }
  void mend() { good_ = SIZE_MAX; }

 private:
  size_t good_;
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
  ImportOptions options;
  options.path = path;
  options.directory = directory_;
  const auto failed = import(std::move(*file), sink, options);
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
  const std::string path = write("t.csv", table(9000));
  std::atomic<bool> stop = false;
  auto file = open_source(system_files(), path, {});
  ImportOptions options;
  options.path = path;
  options.directory = directory_;
  options.stop = &stop;
  options.progress = [&](const ImportProgress& at) { stop = at.rows >= 4000; };
  const auto stopped = import(std::move(*file), sink, options);
  ASSERT_TRUE(stopped.has_value());
  EXPECT_TRUE(stopped->stopped);
  EXPECT_EQ(stopped->told, 4000U);
  EXPECT_EQ(import_file(path, sink).resumed_after, 4000U);
  EXPECT_THAT(sink.told, SizeIs(9000));
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

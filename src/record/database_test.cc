#include "record/database.h"

#include <gmock/gmock.h>

#include <fstream>

#include "record/record_fixture.h"

namespace fh::record {
namespace {

class DatabaseFixture : public testing::Test {
 protected:
  void SetUp() override { database_ = open(Access::kWrite); }
  std::unique_ptr<Database> open(Access access) {
    Result<std::unique_ptr<Database>> opened = Database::open(path_, access);
    EXPECT_TRUE(opened) << to_string(opened.error());
    return opened ? std::move(*opened) : nullptr;
  }
  OwnDirectory directory_;
  std::string path_ = directory_.path() + "/any.db";
  std::unique_ptr<Database> database_;
};

TEST_F(DatabaseFixture, KeepsEmptyTextAndBytesApartFromNothing) {
  FH_EXPECT_OK(database_->run("CREATE TABLE t (a TEXT, b BLOB, c BLOB)"));
  {
    Use insert = *database_->use("INSERT INTO t VALUES (?1, ?2, ?3)");
    insert->bind_text(1, {}).bind_bytes(2, std::string_view()).bind_null(3);
    FH_EXPECT_OK(insert->run());
  }
  Use row = *database_->use("SELECT a, b, c FROM t");
  ASSERT_TRUE(*row->step());
  EXPECT_FALSE(row->is_null(0));
  EXPECT_FALSE(row->is_null(1));
  EXPECT_TRUE(row->is_null(2));
  EXPECT_EQ(row->text(0), "");
  EXPECT_FALSE(*row->step());
}

TEST_F(DatabaseFixture, ATransactionThatIsNotCommittedLeavesNothing) {
  FH_EXPECT_OK(database_->run("CREATE TABLE t (a)"));
  {
    const Transaction dropped = *Transaction::begin(*database_, Transaction::Kind::kWrite);
    FH_EXPECT_OK(database_->run("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(*database_->number("SELECT count(*) FROM t"), 0U);
  Transaction kept = *Transaction::begin(*database_, Transaction::Kind::kWrite);
  FH_EXPECT_OK(database_->run("INSERT INTO t VALUES (1)"));
  FH_EXPECT_OK(kept.commit());
  EXPECT_EQ(*database_->number("SELECT count(*) FROM t"), 1U);
}

TEST_F(DatabaseFixture, AFullDatabaseSaysSoWithAdvice) {
  FH_EXPECT_OK(database_->run("CREATE TABLE t (a); PRAGMA max_page_count = 3"));
  const Status full = database_->run("INSERT INTO t VALUES (zeroblob(100000))");
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::kIo);
  EXPECT_THAT(full.error().message, testing::HasSubstr("any.db"));
  EXPECT_THAT(full.error().advice, testing::HasSubstr("space"));
}

TEST_F(DatabaseFixture, AFileThatIsNoDatabaseIsCorrupt) {
  database_.reset();
  std::ofstream(path_) << std::string(5000, 'x');
  database_ = open(Access::kWrite);
  const Result<uint64_t> tables = database_->number("SELECT count(*) FROM sqlite_schema");
  ASSERT_FALSE(tables);
  EXPECT_EQ(tables.error().code, ErrorCode::kCorrupt);
}

TEST_F(DatabaseFixture, AReaderCannotWrite) {
  FH_EXPECT_OK(database_->run("CREATE TABLE t (a)"));
  const std::unique_ptr<Database> reader = open(Access::kRead);
  EXPECT_EQ(reader->run("INSERT INTO t VALUES (1)").error().code, ErrorCode::kIo);
}

TEST_F(DatabaseFixture, TheLogIsNotCutUnderAReader) {
  FH_EXPECT_OK(database_->configure_for_writing());
  FH_EXPECT_OK(database_->run("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
  const std::unique_ptr<Database> reader = open(Access::kRead);
  {
    Use reading = *reader->use("SELECT a FROM t");
    ASSERT_TRUE(*reading->step());
    FH_EXPECT_OK(database_->run("INSERT INTO t VALUES (2)"));
    EXPECT_FALSE(*database_->truncate_log());
  }
  EXPECT_TRUE(*database_->truncate_log());
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0U);
}

TEST_F(DatabaseFixture, WritesAreSyncedAndDeletedBytesOverwritten) {
  FH_EXPECT_OK(database_->configure_for_writing());
  EXPECT_EQ(*database_->number("PRAGMA synchronous"), 2U);
  EXPECT_EQ(*database_->number("PRAGMA secure_delete"), 1U);
  EXPECT_EQ(*database_->number("PRAGMA foreign_keys"), 1U);
  EXPECT_EQ(*database_->number("PRAGMA temp_store"), 2U);
}

}  // namespace
}  // namespace fh::record

// record/database.h: SQLite behind a thin wrapper that owns what it opens.
//
// The only header that knows connections, statements and transactions; nothing of
// it shows in record.h. A failure becomes an Error: a full disk and a refusing
// system kIo, damaged bytes kCorrupt, a lock held elsewhere kBusy. SQLite's own
// messages name tables and columns, never values, so they may be passed on.
//
// Threads: a Database and its statements belong to one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace fh::record {

// One prepared statement. Parameters count from 1, columns from 0.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int index, uint64_t number);
  Statement& bind_signed(int index, int64_t number);
  Statement& bind_null(int index);
  // The bytes are not copied: they stay as they are until reset().
  Statement& bind_text(int index, std::string_view text);
  Statement& bind_bytes(int index, std::span<const std::byte> bytes);
  Statement& bind_bytes(int index, std::string_view bytes);

  // True: a row can be read. False: there are no more.
  Result<bool> step();
  // For what gives no rows.
  Status run();
  // Lets go of the row and the lock; parameters stay bound.
  void reset();

  bool is_null(int column) const;
  uint64_t number(int column) const;
  int64_t signed_number(int column) const;
  // Valid until the next step() or reset().
  std::string_view text(int column) const;
  std::string_view bytes(int column) const;

 private:
  sqlite3_stmt* handle_;
};

// A statement while it is used; reset at the end, so that no lock lingers.
class Use {
 public:
  explicit Use(Statement& statement) : statement_(&statement) {}
  ~Use() {
    if (statement_ != nullptr) statement_->reset();
  }
  Use(Use&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Use& operator=(Use&&) = delete;

  Statement* operator->() const { return statement_; }
  Statement& operator*() const { return *statement_; }

 private:
  Statement* statement_;
};

enum class Access : uint8_t { kWrite, kRead };

class Database {
 public:
  // kWrite creates the file where it is missing; nothing is written yet.
  static Result<std::unique_ptr<Database>> open(const std::string& path, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Write-ahead log, full syncs, deleted bytes overwritten, and sizes. A separate
  // step because it marks the file, which must be known to be ours by then.
  Status configure_for_writing();
  // For move_log() alone. REQUIRES: the file has a write-ahead log.
  Status configure_for_checkpoints();

  // Prepared at first use, then kept. REQUIRES: a string literal (kept by its
  // address) that is not in use already.
  Result<Use> use(const char* sql);
  // Any number of statements without parameters; rows are passed over.
  Status run(const char* sql);
  // The first column of the first row; 0 where there is none.
  Result<uint64_t> number(const char* sql);
  // Rows touched by the last insert, update or delete.
  int64_t changed_rows() const;

  // Pages in the log after this connection's last commit.
  uint64_t log_pages() const { return log_pages_; }
  // Moves as much of the log into the file as readers allow, and waits for nobody.
  Status move_log();
  // Moves the log into the file and cuts it to nothing, so that no old page is
  // left in it. False: someone still reads from it; try later.
  Result<bool> truncate_log();
  // Zeroes what no row uses in the pages of tables and indexes (unused_bytes.h): moving rows
  // between pages leaves copies there that deleting them later does not reach. One pass over
  // the file. False: the log is not empty. kUnsupported beyond 2^24 pages. REQUIRES: nobody
  // else writes or moves the log meanwhile.
  Result<bool> clear_unused();
  // Copies one committed state, page by page, while others write.
  Status copy_to(const std::string& path);

 private:
  Database(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  Error last_error() const;
  static int note_log_pages(void* self, sqlite3* handle, const char* name, int pages);

  sqlite3* handle_;
  std::string path_;
  uint64_t log_pages_ = 0;
  std::unordered_map<const char*, std::unique_ptr<Statement>> statements_;
};

// Rolls back unless committed.
class Transaction {
 public:
  enum class Kind : uint8_t { kRead, kWrite };
  static Result<Transaction> begin(Database& database, Kind kind);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;

  // On disk when it returns. After an error the transaction is rolled back.
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;  // null: settled
};

}  // namespace fh::record

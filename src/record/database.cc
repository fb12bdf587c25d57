#include "record/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/check.h"

namespace fh::record {
namespace {

// Long enough for another program's short look (a backup, a shell) to end.
constexpr int kBusyTimeoutMs = 5000;

// Pages of 8 KiB: 3 % less file than 4 KiB for bodies of some 280 bytes, and as quick;
// 16 KiB gave nothing more, and every single change writes whole pages. A cache of
// 64 MiB keeps the inner pages and the hot ends of the indexes of some 10 million
// experiences; readers share the system's cache, and 8 MiB of their own are enough for a
// person who told 500 times. No commit moves the log into the file: that is the
// Checkpointer's. No memory mapping: a failing disk is to be an Error, not a signal.
// Temporary sorting stays in memory: words never reach a temporary file.
constexpr const char* kForBoth =
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;";
constexpr const char* kForReading =
    "PRAGMA query_only = ON;"
    "PRAGMA cache_size = -8192;";
constexpr const char* kForWriting =
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA cache_size = -65536;"
    "PRAGMA wal_autocheckpoint = 0;"
    "PRAGMA journal_size_limit = 134217728;";

constexpr const char* kForCheckpoints =
    "PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 0;"
    "PRAGMA cache_size = -256;";

ErrorCode code_of(int result) {
  switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::kBusy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::kCorrupt;
    case SQLITE_INTERRUPT:
      return ErrorCode::kCancelled;
    default:
      return ErrorCode::kIo;
  }
}

std::string advice_for(int result) {
  switch (result & 0xFF) {
    case SQLITE_FULL:
      return "Free some space on the disk that holds it; nothing was lost.";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "Verify the record, and restore it from a backup.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "Another program holds it; try again when that has ended.";
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "Check that this user may read and write the file and its directory.";
    default:
      return {};
  }
}

Error error_of(sqlite3* handle, std::string_view path) {
  const int result = sqlite3_extended_errcode(handle);
  return Error{.code = code_of(result),
               .message = fmt::format("{}: {} ({})", path, sqlite3_errmsg(handle), result),
               .advice = advice_for(result)};
}

// SQLite counts its memory under a lock of the whole process, at every allocation, for
// figures nobody asks for.
bool get_ready() {
  return sqlite3_threadsafe() != 0 && sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
}

}  // namespace

Statement::~Statement() {
  sqlite3_finalize(handle_);
}

Statement& Statement::bind(int index, uint64_t number) {
  FH_CHECK(number <= INT64_MAX);
  return bind_signed(index, static_cast<int64_t>(number));
}

Statement& Statement::bind_signed(int index, int64_t number) {
  FH_CHECK(sqlite3_bind_int64(handle_, index, number) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_null(int index) {
  FH_CHECK(sqlite3_bind_null(handle_, index) == SQLITE_OK);
  return *this;
}

// A null pointer would be bound as NULL; the empty string is meant.
Statement& Statement::bind_text(int index, std::string_view text) {
  const char* data = text.empty() ? "" : text.data();
  FH_CHECK(sqlite3_bind_text64(handle_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) ==
           SQLITE_OK);
  return *this;
}

Statement& Statement::bind_bytes(int index, std::string_view bytes) {
  const char* data = bytes.empty() ? "" : bytes.data();
  FH_CHECK(sqlite3_bind_blob64(handle_, index, data, bytes.size(), SQLITE_STATIC) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_bytes(int index, std::span<const std::byte> bytes) {
  return bind_bytes(index,
                    std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Result<bool> Statement::step() {
  const int result = sqlite3_step(handle_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  sqlite3* owner = sqlite3_db_handle(handle_);
  const char* path = sqlite3_db_filename(owner, "main");
  Error error = error_of(owner, path != nullptr ? path : "");
  sqlite3_reset(handle_);
  return std::unexpected(std::move(error));
}

Status Statement::run() {
  const Result<bool> row = step();
  reset();
  if (!row) return std::unexpected(row.error());
  return {};
}

// The result repeats the error that step() has already given.
void Statement::reset() {
  static_cast<void>(sqlite3_reset(handle_));
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

int64_t Statement::signed_number(int column) const {
  return sqlite3_column_int64(handle_, column);
}

// A damaged file may hold a negative number; callers compare what they read, so
// that it wraps to something huge is enough.
uint64_t Statement::number(int column) const {
  return static_cast<uint64_t>(signed_number(column));
}

std::string_view Statement::text(int column) const {
  const unsigned char* data = sqlite3_column_text(handle_, column);
  if (data == nullptr) return {};
  const int size = sqlite3_column_bytes(handle_, column);
  return {reinterpret_cast<const char*>(data), static_cast<size_t>(size)};
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(handle_, column);
  if (data == nullptr) return {};
  const int size = sqlite3_column_bytes(handle_, column);
  return {static_cast<const char*>(data), static_cast<size_t>(size)};
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Access access) {
  static const bool ready = get_ready();
  FH_CHECK(ready);
  const int mode =
      access == Access::kWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &handle, mode | SQLITE_OPEN_NOMUTEX, nullptr);
  if (handle == nullptr) return failure(ErrorCode::kIo, path + ": no memory to open it");
  std::unique_ptr<Database> database(new Database(handle, path));
  if (result != SQLITE_OK) return std::unexpected(database->last_error());
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  FH_RETURN_IF_ERROR(database->run(kForBoth));
  if (access == Access::kRead) FH_RETURN_IF_ERROR(database->run(kForReading));
  return database;
}

Database::~Database() {
  statements_.clear();
  FH_CHECK(sqlite3_close(handle_) == SQLITE_OK);
}

Error Database::last_error() const {
  return error_of(handle_, path_);
}

Status Database::configure_for_writing() {
  // Takes effect in a new file only.
  FH_RETURN_IF_ERROR(run("PRAGMA page_size = 8192;"));
  {
    FH_ASSIGN_OR_RETURN(Use mode, use("PRAGMA journal_mode = WAL"));
    FH_ASSIGN_OR_RETURN(const bool row, mode->step());
    if (!row || mode->text(0) != "wal") {
      return failure(ErrorCode::kIo, path_ + ": this file system cannot hold a write-ahead log", {},
                     "Put the data directory on a local disk.");
    }
  }
  FH_RETURN_IF_ERROR(run(kForWriting));
  sqlite3_wal_hook(handle_, &Database::note_log_pages, this);
  return {};
}

int Database::note_log_pages(void* self, sqlite3* /*handle*/, const char* /*name*/, int pages) {
  static_cast<Database*>(self)->log_pages_ = static_cast<uint64_t>(pages);
  return SQLITE_OK;
}

Status Database::configure_for_checkpoints() {
  FH_RETURN_IF_ERROR(run(kForCheckpoints));
  // A connection learns that there is a log by its first look at the file.
  FH_ASSIGN_OR_RETURN([[maybe_unused]] const uint64_t version, number("PRAGMA user_version"));
  return {};
}

Result<Use> Database::use(const char* sql) {
  std::unique_ptr<Statement>& kept = statements_[sql];
  if (!kept) {
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr) !=
        SQLITE_OK) {
      return std::unexpected(last_error());
    }
    kept = std::make_unique<Statement>(handle);
  }
  return Use(*kept);
}

Status Database::run(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return std::unexpected(last_error());
  }
  return {};
}

Result<uint64_t> Database::number(const char* sql) {
  FH_ASSIGN_OR_RETURN(Use query, use(sql));
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  return row ? query->number(0) : 0;
}

int64_t Database::changed_rows() const {
  return sqlite3_changes64(handle_);
}

Status Database::move_log() {
  const int result =
      sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  // Another connection is at it: as good.
  if (result == SQLITE_OK || (result & 0xFF) == SQLITE_BUSY) return {};
  return std::unexpected(last_error());
}

Result<bool> Database::truncate_log() {
  sqlite3_busy_timeout(handle_, 0);  // a reader in our way is no reason to wait
  const int result =
      sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  if (result == SQLITE_OK) return true;
  if ((result & 0xFF) == SQLITE_BUSY) return false;
  return std::unexpected(last_error());
}

// All pages in one step: the whole copy reads one state, and nobody waits for it,
// because writers only add to the log.
Status Database::copy_to(const std::string& path) {
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<Database> copy, open(path, Access::kWrite));
  FH_RETURN_IF_ERROR(copy->run("PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL;"));
  // Pages that were cached before unused parts were cleared would bring these into the copy.
  sqlite3_db_release_memory(handle_);
  sqlite3_backup* backup = sqlite3_backup_init(copy->handle_, "main", handle_, "main");
  if (backup == nullptr) return std::unexpected(copy->last_error());
  // Of a source that is locked only the step is sure to tell.
  const int copied = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (copied == SQLITE_DONE && finished == SQLITE_OK) return {};
  if (finished != SQLITE_OK) return std::unexpected(copy->last_error());
  return failure(code_of(copied), fmt::format("{}: {}", path_, sqlite3_errstr(copied)), {},
                 advice_for(copied));
}

Result<Transaction> Transaction::begin(Database& database, Kind kind) {
  FH_ASSIGN_OR_RETURN(Use begin, database.use(kind == Kind::kWrite ? "BEGIN IMMEDIATE" : "BEGIN"));
  FH_RETURN_IF_ERROR(begin->run());
  return Transaction(database);
}

Transaction::~Transaction() {
  // SQLite may have rolled back by itself; then this fails, and that is fine.
  if (database_ != nullptr) static_cast<void>(database_->run("ROLLBACK"));
}

Status Transaction::commit() {
  FH_ASSIGN_OR_RETURN(Use commit, database_->use("COMMIT"));
  FH_RETURN_IF_ERROR(commit->run());
  database_ = nullptr;
  return {};
}

}  // namespace fh::record

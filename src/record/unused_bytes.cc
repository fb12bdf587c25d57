// Which bytes nothing uses, and the part of Database that clears them.

#include "record/unused_bytes.h"

#include <sqlite3.h>

#include <algorithm>
#include <vector>

#include "record/database.h"

namespace fh::record {
namespace {

// Sorts of pages; all others begin with a page's number.
constexpr int kInnerIndex = 2;
constexpr int kInnerTable = 5;
constexpr int kLeafIndex = 10;
constexpr int kLeafTable = 13;
// Below so many pages no page's number looks like a sort.
constexpr uint64_t kPagesMax = uint64_t{1} << 24;

Error not_done(const char* what) {
  return Error{.code = ErrorCode::kIo,
               .message = std::string("the record's file cannot be ") + what,
               .advice = "Look whether the disk is full or failing; nothing was lost."};
}

bool is_zero(std::span<const std::byte> bytes) {
  return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

// Of pages that lie one behind the other in the file.
Status clear_pages(sqlite3_file& file, std::span<std::byte> pages, uint64_t first,
                   size_t page_size) {
  const auto offset = static_cast<sqlite3_int64>(first * page_size);
  if (file.pMethods->xRead(&file, pages.data(), static_cast<int>(pages.size()), offset) !=
      SQLITE_OK) {
    return std::unexpected(not_done("read"));
  }
  for (size_t at = 0; at < pages.size(); at += page_size) {
    const PageAt place = first + at == 0 ? PageAt::kBeginOfFile : PageAt::kElsewhere;
    const std::span<std::byte> unused = unused_in(pages.subspan(at, page_size), place);
    if (is_zero(unused)) continue;
    std::ranges::fill(unused, std::byte{0});
    const auto from = static_cast<sqlite3_int64>(unused.data() - pages.data());
    if (file.pMethods->xWrite(&file, unused.data(), static_cast<int>(unused.size()),
                              offset + from) != SQLITE_OK) {
      return std::unexpected(not_done("written"));
    }
  }
  return {};
}

}  // namespace

std::span<std::byte> unused_in(std::span<std::byte> page, PageAt at) {
  constexpr size_t kFileHeaderBytes = 100;
  const size_t head = at == PageAt::kBeginOfFile ? kFileHeaderBytes : 0;
  const auto number = [page](size_t place) {
    return std::to_integer<size_t>(page[place]) << 8 | std::to_integer<size_t>(page[place + 1]);
  };
  const int sort = std::to_integer<int>(page[head]);
  const bool inner = sort == kInnerIndex || sort == kInnerTable;
  if (!inner && sort != kLeafIndex && sort != kLeafTable) return {};
  const size_t begin = head + (inner ? 12 : 8) + 2 * number(head + 3);
  const size_t end = number(head + 5);
  if (begin >= end || end > page.size()) return {};
  return page.subspan(begin, end - begin);
}

// Through the connection's own file: the end of another descriptor would let go of its locks.
Result<bool> Database::clear_unused() {
  constexpr uint64_t kPagesAtOnce = 128;
  FH_ASSIGN_OR_RETURN(const uint64_t page_size, number("PRAGMA page_size"));
  FH_ASSIGN_OR_RETURN(const uint64_t pages, number("PRAGMA page_count"));
  FH_ASSIGN_OR_RETURN(const uint64_t vacuums, number("PRAGMA auto_vacuum"));
  if (pages >= kPagesMax || vacuums != 0) {
    return failure(ErrorCode::kUnsupported, "unused parts of so large a record cannot be cleared");
  }
  sqlite3_file* file = nullptr;
  sqlite3_file* log = nullptr;
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  sqlite3_int64 logged = 0;
  const bool has_log = log != nullptr && log->pMethods != nullptr;
  if (!has_log || log->pMethods->xFileSize(log, &logged) != SQLITE_OK || logged != 0) return false;
  // What was cached of these pages must not be written back.
  sqlite3_db_release_memory(handle_);
  std::vector<std::byte> bytes(kPagesAtOnce * page_size);
  for (uint64_t at = 0; at < pages; at += kPagesAtOnce) {
    const uint64_t count = std::min(kPagesAtOnce, pages - at);
    FH_RETURN_IF_ERROR(
        clear_pages(*file, std::span(bytes).first(count * page_size), at, page_size));
  }
  if (file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) != SQLITE_OK) {
    return std::unexpected(not_done("synced"));
  }
  return true;
}

}  // namespace fh::record

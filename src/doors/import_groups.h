// doors/import_groups.h: rows read and mapped ahead, in a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "doors/import.h"

namespace fh::doors {

struct RefusedRow {
  Row row;
  Error error;
};

// Rows side by side in a few large pieces of memory: only the few that come back
// refused are needed again.
class KeptRows {
 public:
  void add(const Row& row);
  // A copy of the one added as the `index`th, without its own JSON.
  Row row(size_t index) const;
  size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }

 private:
  struct Kept {
    uint64_t number = 0;
    size_t bytes_begin = 0;
    size_t cells_begin = 0;
  };
  std::vector<Kept> rows_;
  std::string bytes_;
  std::vector<Cell> cells_;
};

struct RowGroup {
  std::vector<model::Draft> drafts;
  KeptRows rows;  // of the drafts, in order
  std::vector<RefusedRow> refused;
  std::shared_ptr<const std::vector<Column>> columns;
  uint64_t last_row = 0;
  uint64_t bytes_read = 0;
};

// Starts reading at once and stays at most kGroupsAhead groups ahead, and the one being read.
class GroupReader {
 public:
  GroupReader(SourceFile file, size_t group_rows, uint64_t skip_rows);
  ~GroupReader();

  // The next group; nothing at the end.
  Result<std::optional<RowGroup>> next();

  // Valid after next() gave nothing or an error.
  const ReadingNotes& reading() const { return file_.reader->notes(); }
  const MappingNotes& mapping() const { return mapper_.notes(); }
  const ConditionCounts& condition() const { return condition_; }
  std::optional<uint64_t> bytes_total() const { return bytes_total_; }

  static constexpr size_t kGroupsAhead = 1;

 private:
  void run();
  Result<bool> read_group(RowGroup& group);
  Result<bool> next_row(Row& row);
  void take(Row& row, RowGroup& group);
  void examine(const std::string& text);
  bool hand_over(RowGroup group);

  SourceFile file_;
  Mapper mapper_;
  const size_t group_rows_;
  const uint64_t skip_rows_;
  const std::optional<uint64_t> bytes_total_;
  size_t ahead_at_ = 0;
  std::shared_ptr<const std::vector<Column>> columns_;
  ConditionCounts condition_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<RowGroup> ready_;    // under mutex_
  std::optional<Error> failure_;  // under mutex_
  bool done_ = false;             // under mutex_
  bool stop_ = false;             // under mutex_
  std::thread thread_;            // last: it uses all of the above
};

}  // namespace fh::doors

#include "doors/import_groups.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "text/condition.h"

namespace fh::doors {

namespace {
// Groups are also bounded in bytes, so that long texts do not fill the memory.
constexpr size_t kGroupBytesMax = 8 * 1024 * 1024;
}  // namespace

void KeptRows::add(const Row& row) {
  rows_.push_back(
      {.number = row.number, .bytes_begin = bytes_.size(), .cells_begin = cells_.size()});
  bytes_ += row.bytes;
  cells_.insert(cells_.end(), row.cells.begin(), row.cells.end());
}

Row KeptRows::row(size_t index) const {
  const Kept& kept = rows_[index];
  const bool last = index + 1 == rows_.size();
  const size_t bytes_end = last ? bytes_.size() : rows_[index + 1].bytes_begin;
  const size_t cells_end = last ? cells_.size() : rows_[index + 1].cells_begin;
  Row row;
  row.number = kept.number;
  row.bytes = bytes_.substr(kept.bytes_begin, bytes_end - kept.bytes_begin);
  const std::span<const Cell> cells(cells_);
  std::ranges::copy(cells.subspan(kept.cells_begin, cells_end - kept.cells_begin),
                    std::back_inserter(row.cells));
  return row;
}

GroupReader::GroupReader(SourceFile file, size_t group_rows, uint64_t skip_rows)
    : file_(std::move(file)),
      mapper_(file_.guess.mapping),
      group_rows_(group_rows),
      skip_rows_(skip_rows),
      bytes_total_(file_.reader->bytes_total()),
      thread_([this] { run(); }) {}

GroupReader::~GroupReader() {
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Result<std::optional<RowGroup>> GroupReader::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !ready_.empty() || done_; });
  if (!ready_.empty()) {
    RowGroup group = std::move(ready_.front());
    ready_.pop_front();
    changed_.notify_all();
    return group;
  }
  if (failure_) return std::unexpected(*failure_);
  return std::nullopt;
}

void GroupReader::run() {
  while (true) {
    RowGroup group;
    const Result<bool> more = read_group(group);
    const bool empty = group.rows.empty() && group.refused.empty();
    if (!empty && !hand_over(std::move(group))) return;
    if (more && *more) continue;
    const std::scoped_lock lock(mutex_);
    if (!more) failure_ = more.error();
    done_ = true;
    changed_.notify_all();
    return;
  }
}

bool GroupReader::hand_over(RowGroup group) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return ready_.size() < kGroupsAhead || stop_; });
  if (stop_) return false;
  ready_.push_back(std::move(group));
  changed_.notify_all();
  return true;
}

Result<bool> GroupReader::next_row(Row& row) {
  if (ahead_at_ < file_.ahead.size()) {
    row = std::move(file_.ahead[ahead_at_++]);
    return true;
  }
  return file_.reader->next(row);
}

Result<bool> GroupReader::read_group(RowGroup& group) {
  group.drafts.reserve(group_rows_);
  Row row;
  size_t bytes = 0;
  bool more = true;
  while (group.rows.size() + group.refused.size() < group_rows_ && bytes < kGroupBytesMax) {
    Result<bool> read = next_row(row);
    if (!read) return read;
    more = *read;
    if (!more) break;
    if (row.number <= skip_rows_) continue;
    bytes += row.bytes.size();
    group.last_row = row.number;
    take(row, group);
  }
  // The table grows while JSON is read: a group holds the names as they were then.
  const std::vector<Column>& columns = file_.reader->table().columns;
  if (!columns_ || columns_->size() != columns.size()) {
    columns_ = std::make_shared<const std::vector<Column>>(columns);
  }
  group.columns = columns_;
  group.bytes_read = file_.reader->bytes_read();
  return more;
}

void GroupReader::take(Row& row, RowGroup& group) {
  if (!row.fault.empty()) {
    Error error = {.code = ErrorCode::kInvalid, .message = row.fault};
    group.refused.push_back({std::exchange(row, Row()), std::move(error)});
    return;
  }
  Result<model::Draft> draft = mapper_.map(row, file_.reader->table());
  if (!draft) {
    group.refused.push_back({std::exchange(row, Row()), std::move(draft.error())});
    return;
  }
  examine(draft->text);
  group.drafts.push_back(std::move(*draft));
  group.rows.add(row);
}

void GroupReader::examine(const std::string& text) {
  const text::Condition found = text::condition_of(text);
  if (found.html_entities + found.html_tags > 0) ++condition_.html;
  if (found.mojibake > 0) ++condition_.mojibake;
  if (found.replacements > 0) ++condition_.replacements;
}

}  // namespace fh::doors

#include "engine/index.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "base/check.h"
#include "engine/replay.h"

namespace fh::engine {
namespace {

constexpr std::string_view kFreshSuffix = ".new";

// Removes the files of an index directory. Directories stay, empty.
Status remove_files(FileSystem& files, const std::string& directory) {
  if (!files.exists(directory)) return {};
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.list(directory));
  for (const std::string& name : names) {
    const std::string path = fmt::format("{}/{}", directory, name);
    if (files.list(path).has_value()) {
      FH_RETURN_IF_ERROR(remove_files(files, path));
    } else {
      FH_RETURN_IF_ERROR(files.remove(path));
    }
  }
  return {};
}

std::string parent_of(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

}  // namespace

Result<std::unique_ptr<Index>> Index::open(landscape::LandscapeOptions options,
                                           record::Record& record,
                                           const RecoveryProgress& progress) {
  std::unique_ptr<Index> index(new Index(std::move(options)));
  FH_RETURN_IF_ERROR(index->open_current(record, progress));
  return index;
}

Status Index::open_current(record::Record& record, const RecoveryProgress& progress) {
  // What a rebuild that was cut short has left holds words, and no erasure reaches it.
  FH_RETURN_IF_ERROR(remove_files(*options_.files, options_.directory + std::string(kFreshSuffix)));
  FH_ASSIGN_OR_RETURN(const record::RecordCounts counts, record.counts());
  FH_ASSIGN_OR_RETURN(std::unique_ptr<landscape::Landscape> opened,
                      landscape::Landscape::open(options_));
  if (opened->as_of() > counts.last_sequence) {
    opened.reset();
    FH_RETURN_IF_ERROR(remove_files(*options_.files, options_.directory));
    FH_ASSIGN_OR_RETURN(opened, landscape::Landscape::open(options_));
  }
  FH_RETURN_IF_ERROR(replay(record, *opened, progress));
  show(std::move(opened));
  return {};
}

void Index::show(std::unique_ptr<landscape::Landscape> landscape) {
  const std::lock_guard lock(mutex_);
  landscape_ = std::move(landscape);
  failure_.reset();
  as_of_ = landscape_->as_of();
  changed_.notify_all();
}

Result<std::shared_ptr<landscape::Landscape>> Index::landscape() const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return landscape_ != nullptr || failure_.has_value(); });
  if (failure_) return std::unexpected(*failure_);
  return landscape_;
}

Error Index::unusable(const Error& cause) const {
  return Error{.code = ErrorCode::kCorrupt,
               .message = "the index cannot answer: " + cause.message,
               .advice = "Everything told is safe in the record: run `firsthand rebuild`"};
}

Status Index::apply(std::span<const landscape::Change> changes) {
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> current, landscape());
  const Status applied = current->apply(changes);
  const std::lock_guard lock(mutex_);
  if (!applied) {
    failure_ = unusable(applied.error());
    changed_.notify_all();
    return std::unexpected(*failure_);
  }
  as_of_ = current->as_of();
  changed_.notify_all();
  return {};
}

// Takes the landscape out of reach and waits until no search holds it: only then
// are its background threads gone and its directory ours.
void Index::retire() {
  std::shared_ptr<landscape::Landscape> old;
  {
    const std::lock_guard lock(mutex_);
    old = std::exchange(landscape_, nullptr);
    failure_.reset();
  }
  while (old.use_count() > 1) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

Status Index::rebuild(record::Record& record, const RecoveryProgress& progress) {
  FileSystem& files = *options_.files;
  landscape::LandscapeOptions fresh = options_;
  fresh.directory += kFreshSuffix;
  FH_RETURN_IF_ERROR(remove_files(files, fresh.directory));
  {
    FH_ASSIGN_OR_RETURN(const std::unique_ptr<landscape::Landscape> made,
                        landscape::Landscape::open(fresh));
    FH_RETURN_IF_ERROR(replay(record, *made, progress));
    FH_RETURN_IF_ERROR(made->flush());
  }
  retire();
  Status swapped = remove_files(files, options_.directory);
  if (swapped) swapped = files.rename(fresh.directory, options_.directory);
  if (swapped) swapped = files.sync_directory(parent_of(options_.directory));
  if (swapped) swapped = open_current(record, {});
  if (swapped) return {};

  const std::lock_guard lock(mutex_);
  failure_ = unusable(swapped.error());
  changed_.notify_all();
  return swapped;
}

uint64_t Index::as_of() const {
  const std::lock_guard lock(mutex_);
  return as_of_;
}

uint64_t Index::wait_for_change(uint64_t after, int64_t timeout_ms) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                    [this, after] { return as_of_ > after; });
  return as_of_;
}

}  // namespace fh::engine

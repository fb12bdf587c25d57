#include "engine/data_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "engine/erasure_log.h"
#include "record/record.h"

namespace fh::engine {
namespace {

constexpr std::string_view kRestoringSuffix = ".restoring";

std::string lock_path(const std::string& directory) {
  return fmt::format("{}/{}", directory, kLockFileName);
}

// server_of() holds the lock for a moment to see whether anyone does: that is not
// worth an error.
Result<std::unique_ptr<FileLock>> lock_patiently(FileSystem& files, const std::string& path,
                                                 const std::string& note) {
  constexpr int kTries = 5;
  for (int i = 1;; ++i) {
    Result<std::unique_ptr<FileLock>> lock = files.lock(path, note);
    if (lock || lock.error().code != ErrorCode::kBusy || i == kTries) return lock;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Error busy(const std::string& directory, const std::string& address) {
  if (address.empty()) {
    return Error{.code = ErrorCode::kBusy,
                 .message = fmt::format("another firsthand command works in {}", directory),
                 .advice = "Try again when it has ended"};
  }
  return Error{.code = ErrorCode::kBusy,
               .message = fmt::format("the server at {} works in {}", address, directory),
               .advice = fmt::format("Ask it ({}{}), or stop it first",
                                     address.starts_with("https://") ? "" : "http://", address)};
}

Status copy_file(FileSystem& files, const std::string& from, const std::string& to) {
  constexpr size_t kChunkBytes = 8U << 20;
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<MappedFile> source, files.map(from));
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<WritableFile> target, files.create(to));
  const std::span<const std::byte> bytes = source->bytes();
  for (size_t at = 0; at < bytes.size(); at += kChunkBytes) {
    const size_t length = std::min(kChunkBytes, bytes.size() - at);
    FH_RETURN_IF_ERROR(target->append(bytes.subspan(at, length)));
  }
  FH_RETURN_IF_ERROR(target->sync());
  return target->close();
}

Status check_empty(FileSystem& files, const std::string& directory) {
  if (!files.exists(directory)) return {};
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.list(directory));
  for (const std::string& name : names) {
    if (name == kLockFileName || name == record::kContactKeysName) continue;
    return failure(ErrorCode::kConflict, fmt::format("{} is not empty", directory), "data",
                   "Restore into a new directory, then use that one");
  }
  return {};
}

Status check_record(const std::string& directory) {
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<record::Record> record,
                      record::Record::open({.directory = directory}));
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> findings, record->verify());
  if (findings.empty()) return {};
  return failure(
      ErrorCode::kCorrupt,
      fmt::format("the backup has {} faults; the first: {}", findings.size(), findings.front()), {},
      "Take an older backup");
}

Status clear(FileSystem& files, const std::string& directory) {
  if (!files.exists(directory)) return {};
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.list(directory));
  for (const std::string& name : names) {
    FH_RETURN_IF_ERROR(files.remove(fmt::format("{}/{}", directory, name)));
  }
  return {};
}

std::string keys_in(const std::string& directory) {
  return fmt::format("{}/{}", directory, record::kContactKeysName);
}

// A restore that was cut short before its last step has the only ones.
Status fetch_keys_back(FileSystem& files, const std::string& from, const std::string& to) {
  if (files.exists(keys_in(to)) || !files.exists(keys_in(from))) return {};
  FH_RETURN_IF_ERROR(files.make_directories(to));
  return files.rename(keys_in(from), keys_in(to));
}

}  // namespace

DirectoryLock::DirectoryLock(FileSystem& files, std::string path, std::unique_ptr<FileLock> lock)
    : files_(files), path_(std::move(path)), lock_(std::move(lock)) {}

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(FileSystem& files,
                                                           const std::string& directory,
                                                           const std::string& address) {
  const std::string path = lock_path(directory);
  Result<std::unique_ptr<FileLock>> lock = lock_patiently(files, path, address);
  if (!lock) {
    if (lock.error().code != ErrorCode::kBusy) return std::unexpected(std::move(lock.error()));
    return std::unexpected(busy(directory, files.read(path).value_or("")));
  }
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(files, path, std::move(*lock)));
}

// An address left behind would send commands to a server that is gone.
DirectoryLock::~DirectoryLock() {
  static_cast<void>(announce(""));
}

// The lock is on the file, not on its content: writing keeps it.
Status DirectoryLock::announce(const std::string& address) {
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<WritableFile> file, files_.create(path_));
  FH_RETURN_IF_ERROR(file->append(std::as_bytes(std::span(address))));
  return file->close();
}

std::optional<std::string> server_of(FileSystem& files, const std::string& directory) {
  const std::string path = lock_path(directory);
  const Result<std::string> address = files.read(path);
  if (!address || address->empty()) return std::nullopt;
  const Result<std::unique_ptr<FileLock>> lock = files.lock(path, *address);
  if (lock || lock.error().code != ErrorCode::kBusy) return std::nullopt;
  return *address;
}

// The copy is checked beside the directory and takes its place by one rename: a
// restore that stops midway leaves nothing that looks like data.
Status restore(FileSystem& files, const std::string& backup, const std::string& directory_given) {
  std::string directory = directory_given;
  while (directory.size() > 1 && directory.ends_with('/')) directory.pop_back();
  if (!files.exists(backup)) {
    return failure(ErrorCode::kNotFound, fmt::format("there is no {}", backup), "from");
  }
  std::unique_ptr<DirectoryLock> lock;  // nobody begins anything here until all is in its place
  if (files.exists(directory)) {
    FH_ASSIGN_OR_RETURN(lock, DirectoryLock::take(files, directory, ""));
  }
  FH_RETURN_IF_ERROR(check_empty(files, directory));
  const std::string beside = directory + std::string(kRestoringSuffix);
  FH_RETURN_IF_ERROR(files.make_directories(beside));
  FH_RETURN_IF_ERROR(fetch_keys_back(files, beside, directory));
  FH_RETURN_IF_ERROR(clear(files, beside));
  Status restored = copy_file(files, backup, fmt::format("{}/{}", beside, record::kRecordFileName));
  const std::string erasures = erasure_log_beside(backup);
  if (restored && files.exists(erasures)) {
    restored = copy_file(files, erasures, fmt::format("{}/{}", beside, kErasureLogName));
  }
  // The keys of contacts are in no backup: those that lie here are the ones there are.
  if (restored && files.exists(keys_in(directory))) {
    restored = copy_file(files, keys_in(directory), keys_in(beside));
  }
  if (restored) restored = check_record(beside);
  // One that was not there could not be locked.
  if (restored) restored = check_empty(files, directory);
  if (!restored) {
    static_cast<void>(clear(files, beside));
    return restored;
  }
  FH_RETURN_IF_ERROR(files.sync_directory(beside));
  FH_RETURN_IF_ERROR(clear(files, directory));
  FH_RETURN_IF_ERROR(files.rename(beside, directory));
  const size_t slash = directory.find_last_of('/');
  return files.sync_directory(slash == std::string::npos ? "." : directory.substr(0, slash + 1));
}

}  // namespace fh::engine

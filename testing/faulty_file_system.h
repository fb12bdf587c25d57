// testing/faulty_file_system.h: files in memory that fail on request and forget, at
// a power cut, whatever was not made durable.
//
// It is as forgetful as POSIX allows: a file's bytes are durable after sync(), its
// name after sync_directory(); a rename is one change to each directory. Making a
// directory is durable at once. Thread-safe, except that one file belongs to one
// thread.
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "base/random.h"

namespace fh {

enum class FileOperation : uint8_t { kCreate, kWrite, kSync, kRename, kRemove, kSyncDirectory };

class FaultyFileSystem final : public FileSystem {
 public:
  // The nth such operation from now on (1 is the next) fails, once. A write that
  // fails leaves the first half of its bytes.
  void fail(FileOperation operation, uint64_t nth) { faults_.at(index(operation)) = nth; }
  // After so many further operations of any kind all fail, as if the process had
  // died there. power_cut() ends that.
  void stop_after(uint64_t operations) { left_ = operations; }
  // Operations so far: the number of places a test can stop at.
  uint64_t operations() const { return operations_; }

  // Loses everything that is not durable. Open files fail from here on; locks are free.
  void power_cut() { cut(nullptr); }
  // As a disk does it: of what is not durable each part may or may not survive, and
  // the last bytes of a file may be torn off anywhere.
  void power_cut(Rng& rng) { cut(&rng); }

  Result<std::unique_ptr<WritableFile>> create(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    FH_ASSIGN_OR_RETURN(std::shared_ptr<Inode> inode, open(path));
    inode->bytes.clear();
    return std::make_unique<File>(*this, std::move(inode), path);
  }
  Result<std::unique_ptr<WritableFile>> append_to(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    FH_ASSIGN_OR_RETURN(std::shared_ptr<Inode> inode, open(path));
    return std::make_unique<File>(*this, std::move(inode), path);
  }

  Result<std::shared_ptr<MappedFile>> map(const std::string& path) override {
    FH_ASSIGN_OR_RETURN(std::string bytes, read(path));
    return std::make_shared<Mapping>(std::move(bytes));
  }
  Result<std::string> read(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    const auto at = names_.find(path);
    if (at == names_.end()) return missing(path);
    return at->second->bytes;
  }

  Status rename(const std::string& from, const std::string& to) override {
    const std::lock_guard lock(mutex_);
    FH_RETURN_IF_ERROR(step(FileOperation::kRename, from));
    const auto at = names_.find(from);
    if (at == names_.end()) return missing(from);
    if (!directories_.contains(parent_of(to))) return missing(to);
    if (from == to) return {};
    names_[to] = at->second;
    names_.erase(from);
    return {};
  }
  Status remove(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    FH_RETURN_IF_ERROR(step(FileOperation::kRemove, path));
    if (names_.erase(path) == 0) return missing(path);
    return {};
  }
  Status make_directories(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    for (std::string at = path; at != "." && at != "/"; at = parent_of(at)) {
      directories_.insert(at);
    }
    return {};
  }
  Status sync_directory(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    FH_RETURN_IF_ERROR(step(FileOperation::kSyncDirectory, path));
    if (!directories_.contains(path)) return missing(path);
    std::erase_if(durable_, [&](const auto& entry) { return parent_of(entry.first) == path; });
    for (const auto& [name, inode] : names_) {
      if (parent_of(name) == path) durable_[name] = inode;
    }
    return {};
  }

  Result<std::vector<std::string>> list(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    if (!directories_.contains(path)) return missing(path);
    std::set<std::string> found;
    const auto add = [&](const std::string& entry) {
      if (entry != path && parent_of(entry) == path) {
        found.insert(entry.substr(entry.find_last_of('/') + 1));
      }
    };
    for (const auto& [name, inode] : names_) add(name);
    for (const std::string& directory : directories_) add(directory);
    return std::vector<std::string>(found.begin(), found.end());
  }
  bool exists(const std::string& path) override {
    const std::lock_guard lock(mutex_);
    return names_.contains(path) || directories_.contains(path);
  }
  Result<uint64_t> size(const std::string& path) override {
    FH_ASSIGN_OR_RETURN(const std::string bytes, read(path));
    return bytes.size();
  }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path,
                                         const std::string& note) override {
    const std::lock_guard guard(mutex_);
    if (!directories_.contains(parent_of(path))) return missing(path);
    if (!locked_->insert(path).second) {
      return failure(ErrorCode::kBusy, "another process holds " + path);
    }
    names_[path] = std::make_shared<Inode>(Inode{.bytes = note, .durable = note});
    return std::make_unique<Lock>(locked_, path);
  }

  // The test's own hand: any bytes, durable at once.
  void put(const std::string& path, std::string bytes) {
    const std::lock_guard lock(mutex_);
    durable_[path] = names_[path] =
        std::make_shared<Inode>(Inode{.bytes = bytes, .durable = bytes});
  }

 private:
  struct Inode {
    std::string bytes;
    std::string durable;
  };
  using Names = std::map<std::string, std::shared_ptr<Inode>>;
  using LockedPaths = std::set<std::string>;

  class File final : public WritableFile {
   public:
    File(FaultyFileSystem& files, std::shared_ptr<Inode> inode, std::string path)
        : files_(files), inode_(std::move(inode)), path_(std::move(path)), life_(files.life_) {}
    Status append(std::span<const std::byte> bytes) override {
      const std::lock_guard lock(files_.mutex_);
      FH_RETURN_IF_ERROR(alive());
      const Status taken = files_.step(FileOperation::kWrite, path_);
      const size_t kept = taken ? bytes.size() : bytes.size() / 2;
      inode_->bytes.append(reinterpret_cast<const char*>(bytes.data()), kept);
      return taken;
    }
    Status sync() override {
      const std::lock_guard lock(files_.mutex_);
      FH_RETURN_IF_ERROR(alive());
      FH_RETURN_IF_ERROR(files_.step(FileOperation::kSync, path_));
      inode_->durable = inode_->bytes;
      return {};
    }
    Status close() override {
      const std::lock_guard lock(files_.mutex_);
      return alive();
    }

   private:
    Status alive() const {
      if (life_ == files_.life_) return {};
      return failure(ErrorCode::kIo, "the power was cut since " + path_ + " was opened");
    }
    FaultyFileSystem& files_;
    std::shared_ptr<Inode> inode_;
    std::string path_;
    uint64_t life_;
  };

  class Mapping final : public MappedFile {
   public:
    explicit Mapping(std::string bytes) : bytes_(std::move(bytes)) {}
    std::span<const std::byte> bytes() const override { return std::as_bytes(std::span(bytes_)); }

   private:
    std::string bytes_;
  };

  // Holds on to the set it is in: a cut makes a new set, which it must not touch.
  class Lock final : public FileLock {
   public:
    Lock(std::shared_ptr<LockedPaths> among, std::string path)
        : among_(std::move(among)), path_(std::move(path)) {}
    ~Lock() override { among_->erase(path_); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    std::shared_ptr<LockedPaths> among_;
    std::string path_;
  };

  static size_t index(FileOperation operation) { return static_cast<size_t>(operation); }
  static std::string parent_of(const std::string& path) {
    const size_t slash = path.find_last_of('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
  }
  static std::unexpected<Error> missing(const std::string& path) {
    return failure(ErrorCode::kNotFound, "cannot open " + path + ": no such file or directory");
  }

  Status step(FileOperation operation, const std::string& path) {
    ++operations_;
    if (left_ == 0) return failure(ErrorCode::kIo, "stopped before touching " + path);
    if (left_ != kNoStop) --left_;
    uint64_t& fault = faults_.at(index(operation));
    if (fault > 0 && --fault == 0) return failure(ErrorCode::kIo, "told to fail on " + path);
    return {};
  }

  Result<std::shared_ptr<Inode>> open(const std::string& path) {
    FH_RETURN_IF_ERROR(step(FileOperation::kCreate, path));
    if (!directories_.contains(parent_of(path))) return missing(path);
    std::shared_ptr<Inode>& inode = names_[path];
    if (!inode) inode = std::make_shared<Inode>();
    return inode;
  }

  // What a file holds after the cut.
  static std::string survivor(const Inode& inode, Rng* rng) {
    if (rng == nullptr || inode.bytes == inode.durable) return inode.durable;
    if (!inode.bytes.starts_with(inode.durable)) {  // emptied since
      return rng->chance(0.5) ? inode.durable
                              : inode.bytes.substr(0, rng->below(inode.bytes.size() + 1));
    }
    const size_t extra = inode.bytes.size() - inode.durable.size();
    return inode.bytes.substr(0, inode.durable.size() + rng->below(extra + 1));
  }

  void cut(Rng* rng) {
    const std::lock_guard lock(mutex_);
    Names kept = durable_;
    if (rng != nullptr) {
      for (const auto& [name, inode] : names_) {
        if (rng->chance(0.5)) kept[name] = inode;
      }
      for (const auto& [name, inode] : durable_) {
        if (!names_.contains(name) && rng->chance(0.5)) kept.erase(name);
      }
    }
    std::set<std::shared_ptr<Inode>> inodes;
    for (const auto& [name, inode] : kept) inodes.insert(inode);
    for (const std::shared_ptr<Inode>& inode : inodes) {
      inode->durable = inode->bytes = survivor(*inode, rng);
    }
    names_ = durable_ = std::move(kept);
    locked_ = std::make_shared<LockedPaths>();
    left_ = kNoStop;
    faults_.fill(0);
    ++life_;
  }

  static constexpr uint64_t kNoStop = std::numeric_limits<uint64_t>::max();

  mutable std::mutex mutex_;
  Names names_;    // as the process sees them
  Names durable_;  // as the next start will
  std::set<std::string> directories_ = {".", "/"};
  std::shared_ptr<LockedPaths> locked_ = std::make_shared<LockedPaths>();
  std::array<uint64_t, 6> faults_{};
  uint64_t left_ = kNoStop;
  uint64_t operations_ = 0;
  uint64_t life_ = 0;
};

}  // namespace fh

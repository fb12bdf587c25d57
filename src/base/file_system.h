// base/file_system.h: the one door to files. Tests replace it
// (testing/faulty_file_system.h) to fail, forget unsynced writes and stop midway.
//
// Errors are kIo with the path and the system's reason; kNotFound where a file is
// missing. Thread-safe, except that one WritableFile belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace fh {

class WritableFile {
 public:
  virtual ~WritableFile() = default;
  virtual Status append(std::span<const std::byte> bytes) = 0;
  // On disk when it returns.
  virtual Status sync() = 0;
  virtual Status close() = 0;
};

// The bytes of a file, or of a buffer with the same face. Unmapped on destruction.
class MappedFile {
 public:
  virtual ~MappedFile() = default;
  virtual std::span<const std::byte> bytes() const = 0;
  // The first so many bytes need not stay in this process's memory; who reads them again
  // waits for the system to bring them back.
  virtual void release_first(size_t /*count*/) const {}
};

// Held until destroyed; the system lets go of it when the process dies.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // Creates or empties the file.
  virtual Result<std::unique_ptr<WritableFile>> create(const std::string& path) = 0;
  // Opens for adding at the end; creates it where missing.
  virtual Result<std::unique_ptr<WritableFile>> append_to(const std::string& path) = 0;
  // Read-only; the whole file.
  virtual Result<std::shared_ptr<MappedFile>> map(const std::string& path) = 0;
  virtual Result<std::string> read(const std::string& path) = 0;
  // Replaces `to` at once: a reader sees the old file or the new one.
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  virtual Status remove(const std::string& path) = 0;
  virtual Status make_directories(const std::string& path) = 0;
  // Makes creations, renames and removals inside durable.
  virtual Status sync_directory(const std::string& path) = 0;
  // Names of the entries, sorted, without "." and "..".
  virtual Result<std::vector<std::string>> list(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  virtual Result<uint64_t> size(const std::string& path) = 0;
  // kBusy where another process holds it. Creates the file with `note` inside
  // (who holds it), readable by others.
  virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path,
                                                 const std::string& note) = 0;
};

FileSystem& system_files();

// Writes beside, syncs, renames over `path`, syncs the directory: all or nothing.
Status write_atomically(FileSystem& files, const std::string& path,
                        std::span<const std::byte> bytes);

}  // namespace fh

// engine/data_directory.h: whose directory it is.
#pragma once

#include <memory>
#include <string>

#include "base/error.h"
#include "base/file_system.h"

namespace fh::engine {

// The lock of a data directory, held until destroyed; its note is emptied then.
class DirectoryLock {
 public:
  // kBusy names the server's address, where a server holds it.
  static Result<std::unique_ptr<DirectoryLock>> take(FileSystem& files,
                                                     const std::string& directory,
                                                     const std::string& address);
  ~DirectoryLock();
  // Replaces the note inside.
  Status announce(const std::string& address);

 private:
  DirectoryLock(FileSystem& files, std::string path, std::unique_ptr<FileLock> lock);
  FileSystem& files_;
  const std::string path_;
  std::unique_ptr<FileLock> lock_;
};

}  // namespace fh::engine

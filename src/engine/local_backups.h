// engine/local_backups.h: backups of one record, in a folder of this machine.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "engine/backups.h"
#include "engine/engine.h"

namespace fh::engine {

class LocalBackups final : public Backups {
 public:
  // All outlive it.
  struct Parts {
    const EngineOptions& options;
    record::Record& record;
    std::function<uint64_t()> as_of;
    std::function<Status(const std::string& path)> back_up_to;
  };
  explicit LocalBackups(Parts parts) : parts_(std::move(parts)) {}

  Result<MadeBackup> make(const Caller& caller) override;
  Result<BackupFolder> folder(const Caller& caller) override;

  // Makes the folder where it is missing, and its path absolute; the lock keeps others out of it.
  // None without a folder, or where its disk knows no locks. kInvalid where it is the data
  // directory or inside it: there erased words are to be gone for good. kBusy where another process
  // makes its backups there.
  static Result<std::unique_ptr<FileLock>> prepare(EngineOptions& options);

 private:
  std::string path_of(std::string_view name) const;
  Status write(const Backup& backup, const Caller& caller);
  Result<std::vector<std::string>> names(std::string_view end) const;
  void clear_unfinished();
  uint64_t remove_beyond_kept(std::string_view newest);

  const Parts parts_;
  std::mutex making_;
};

// "firsthand-20261122T210503Z.db". REQUIRES: whole seconds.
std::string name_of_backup(Instant at);
// The moment that such a name says; nothing where it is no such.
std::optional<Instant> moment_of_backup(std::string_view name);

}  // namespace fh::engine

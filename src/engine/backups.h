// engine/backups.h: backups that a running program makes, into the one folder its host named.
//
// Whoever may ask for one says neither where it goes nor what it is called, and gets no byte of
// it: it lies on the host's disk. For who administers, with a view that is not narrowed.
// Thread-safe; one is made at a time, while others tell and search.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "engine/caller.h"

namespace fh::engine {

// So many are listed, the newest.
inline constexpr size_t kBackupsListedMax = 1000;

struct Backup {
  std::string name;  // of the file in the folder: "firsthand-20261122T210503Z.db"
  uint64_t bytes = 0;
  Instant at;  // as its name says, in whole seconds
};

struct MadeBackup {
  Backup backup;
  uint64_t as_of = 0;    // it holds this change and all before; later ones perhaps
  uint64_t removed = 0;  // older ones that were too many
};

// Of the host's folder.
struct BackupFolder {
  bool is_named = false;        // else none are made by the running program
  std::vector<Backup> backups;  // newest first, at most kBackupsListedMax
};

class Backups {
 public:
  virtual ~Backups() = default;

  // Whole, on disk and in the audit when it returns; where that fails nothing of it is left.
  // O(the record). kUnsupported where no folder is named, kBusy while another is made, kConflict
  // where one was made in the same second.
  virtual Result<MadeBackup> make(const Caller& caller) = 0;
  // Those that are called as make() calls them; other files are passed over.
  virtual Result<BackupFolder> folder(const Caller& caller) = 0;
};

}  // namespace fh::engine

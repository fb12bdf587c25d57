// engine/log_beside.h: keeps the log of erasures beside the newest backup as long as the one in
// the data directory.
//
// Backups lie on other disks, which may be slow, full, hung or not there: nobody who erases, or
// tells behind them, waits for these. A thread of its own writes there; what it cannot write it
// tries again every minute, and whoever opens the directory next brings the log up to date.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/file_system.h"
#include "engine/erasure_log.h"

namespace fh::engine {

// Thread-safe.
class LogBeside {
 public:
  // `path` is the log beside the newest backup, `log` that of the data directory; none: there is
  // no backup yet. What the one lacks of the other is added behind the caller's back.
  LogBeside(FileSystem& files, std::string log, std::optional<std::string> path);
  // Waits a few seconds for what is still to be written, then leaves a disk that hangs alone.
  ~LogBeside();

  // Returns at once. REQUIRES: they are in the data directory's log already.
  void add(const std::vector<ErasedEntry>& entries);
  // There is a newer backup. Returns when the log beside it has what the data directory's has;
  // where that cannot be written the log is kept up where it was. One call at a time.
  Status move_to(std::string path);
  // What was last to be written there could not be, and is tried again.
  bool lags() const;

 private:
  // The thread outlives a disk that hangs, and then this as well: all that it uses is here.
  struct State;
  static void run(const std::shared_ptr<State>& state);
  static void write(State& state, std::unique_lock<std::mutex>& lock);

  const std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace fh::engine

// record/checkpointer.h: moves the write-ahead log into the file, behind the writer's back.
//
// A thread and a connection of its own, so that no commit pays for it. The log may be
// begun anew by the next transaction once all of it has been moved and no reader needs
// it; while the writer is never still, it grows past what was moved. So at pages_max the
// writer waits for one pass: the log stays bounded, readers permitting.
//
// Threads: committed() and exclusively() belong to the one writer; the others are any's.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/error.h"
#include "record/database.h"
#include "record/record.h"

namespace fh::record {

class Checkpointer {
 public:
  // REQUIRES: the file has a write-ahead log, and a connection that outlives this.
  static Result<std::unique_ptr<Checkpointer>> open(const std::string& path, LogLimits limits);
  // Ends what is under way.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // The log holds so many pages after a commit. Waits only at pages_max.
  void committed(uint64_t log_pages);
  // Runs `body` while no pass is under way: it may move the log itself.
  void exclusively(const std::function<void()>& body);
  // Asks for a pass, and does not wait for it.
  void ask();

  // Passes ended so far.
  uint64_t passes() const;

 private:
  Checkpointer(std::unique_ptr<Database> database, LogLimits limits);
  void run();

  const std::unique_ptr<Database> database_;  // the thread's
  const LogLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t asked_ = 0;      // passes asked for so far; under mutex_, as all below
  uint64_t begun_ = 0;      // up to which asking the last pass answers
  uint64_t passes_ = 0;     // ended
  uint64_t next_pass_ = 0;  // pages of the log from which another pass is worth it
  uint64_t next_wait_ = 0;  // … from which the writer waits for one
  uint64_t pages_ = 0;      // of the log at the last commit
  bool passing_ = false;
  bool held_ = false;  // by exclusively()
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace fh::record

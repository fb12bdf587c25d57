// api/worker_pool.h: a few threads for work that may block (engine calls).
//
// The queue is bounded in length and in time: where it is full, or its oldest has waited
// too long, reserve() says so; and what waited too long is not begun any more. The client
// is asked to come back, instead of every answer growing slower. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"

namespace fh::api {

struct WorkerPoolOptions {
  size_t threads = 1;
  size_t waiting_max = 1024;
  int64_t wait_us_max = 1'000'000;
  const Clock* clock = &system_clock();
};

class WorkerPool {
 public:
  enum class Turn : uint8_t { kInTime, kTooLate };
  using Work = std::move_only_function<void(Turn)>;

  // REQUIRES: threads >= 1.
  explicit WorkerPool(const WorkerPoolOptions& options);
  ~WorkerPool();  // runs what was taken, then stops

  // A place in the queue, or false. Each success is followed by one run().
  bool reserve();
  // Calls work once, whether or not its turn comes in time.
  void run(Work work);
  // Calls in this thread what has waited too long: nobody learns that only when a thread
  // is free. To be called now and then.
  void refuse_late();

  size_t waiting() const;
  // Runs what was taken, takes no more. Idempotent.
  void stop();

 private:
  struct Waiting {
    Work work;
    int64_t since_us = 0;
  };
  bool waited_too_long(const Waiting& waiting) const;
  void serve();

  const WorkerPoolOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> queue_;
  size_t reserved_ = 0;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace fh::api

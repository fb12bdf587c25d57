// api/worker_pool.h: a few threads for work that may block (engine calls).
//
// The queue is bounded: where it is full, reserve() says so and the client is asked
// to come back, instead of every answer growing slower. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fh::api {

class WorkerPool {
 public:
  using Work = std::move_only_function<void()>;

  // REQUIRES: threads >= 1.
  WorkerPool(size_t threads, size_t queue_max);
  ~WorkerPool();  // runs what was taken, then stops

  // A place in the queue, or false. Each success is followed by one run().
  bool reserve();
  void run(Work work);

  size_t waiting() const;
  // Runs what was taken, takes no more. Idempotent.
  void stop();

 private:
  void serve();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> queue_;
  size_t reserved_ = 0;
  const size_t queue_max_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace fh::api

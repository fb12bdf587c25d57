#include "api/worker_pool.h"

#include <utility>

#include "base/check.h"

namespace fh::api {

WorkerPool::WorkerPool(size_t threads, size_t queue_max) : queue_max_(queue_max) {
  FH_CHECK(threads >= 1);
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { serve(); });
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::reserve() {
  const std::lock_guard lock(mutex_);
  if (stopping_ || queue_.size() + reserved_ >= queue_max_) return false;
  ++reserved_;
  return true;
}

void WorkerPool::run(Work work) {
  {
    const std::lock_guard lock(mutex_);
    FH_CHECK(reserved_ > 0);
    --reserved_;
    queue_.push_back(std::move(work));
  }
  changed_.notify_one();
}

size_t WorkerPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

void WorkerPool::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Work work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
  }
}

}  // namespace fh::api

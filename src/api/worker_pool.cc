#include "api/worker_pool.h"

#include <utility>

#include "base/check.h"

namespace fh::api {

WorkerPool::WorkerPool(const WorkerPoolOptions& options) : options_(options) {
  FH_CHECK(options_.threads >= 1);
  for (size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { serve(); });
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::waited_too_long(const Waiting& waiting) const {
  return options_.clock->steady_us() - waiting.since_us > options_.wait_us_max;
}

bool WorkerPool::reserve() {
  const std::lock_guard lock(mutex_);
  if (stopping_ || queue_.size() + reserved_ >= options_.waiting_max) return false;
  if (!queue_.empty() && waited_too_long(queue_.front())) return false;
  ++reserved_;
  return true;
}

void WorkerPool::run(Work work) {
  {
    const std::lock_guard lock(mutex_);
    FH_CHECK(reserved_ > 0);
    --reserved_;
    queue_.push_back({.work = std::move(work), .since_us = options_.clock->steady_us()});
  }
  changed_.notify_one();
}

void WorkerPool::refuse_late() {
  std::vector<Work> late;
  {
    const std::lock_guard lock(mutex_);
    while (!queue_.empty() && waited_too_long(queue_.front())) {
      late.push_back(std::move(queue_.front().work));
      queue_.pop_front();
    }
  }
  for (Work& work : late) work(Turn::kTooLate);
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
    Waiting next = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    next.work(waited_too_long(next) ? Turn::kTooLate : Turn::kInTime);
    next.work = nullptr;
    lock.lock();
  }
}

}  // namespace fh::api

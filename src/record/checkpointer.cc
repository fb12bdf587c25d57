#include "record/checkpointer.h"

#include <utility>

namespace fh::record {

Result<std::unique_ptr<Checkpointer>> Checkpointer::open(const std::string& path,
                                                         LogLimits limits) {
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::open(path, Access::kWrite));
  FH_RETURN_IF_ERROR(database->configure_for_checkpoints());
  return std::unique_ptr<Checkpointer>(new Checkpointer(std::move(database), limits));
}

Checkpointer::Checkpointer(std::unique_ptr<Database> database, LogLimits limits)
    : database_(std::move(database)),
      limits_(limits),
      next_pass_(limits.pages_wanted),
      next_wait_(limits.pages_max),
      thread_([this] { run(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Checkpointer::committed(uint64_t log_pages) {
  std::unique_lock lock(mutex_);
  if (log_pages < pages_) {  // it was begun anew
    next_pass_ = limits_.pages_wanted;
    next_wait_ = limits_.pages_max;
  }
  pages_ = log_pages;
  if (log_pages < next_pass_) return;
  // Where a reader keeps the log from being begun anew, trying at every commit would move
  // little each time and sync each time.
  next_pass_ = log_pages + limits_.pages_wanted / 4;
  const uint64_t pass = ++asked_;
  changed_.notify_all();
  if (log_pages < next_wait_) return;
  next_wait_ = log_pages + limits_.pages_wanted;
  changed_.wait(lock, [&] { return begun_ >= pass && !passing_; });
}

void Checkpointer::ask() {
  const std::lock_guard lock(mutex_);
  ++asked_;
  changed_.notify_all();
}

void Checkpointer::exclusively(const std::function<void()>& body) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !passing_; });
  held_ = true;
  lock.unlock();
  body();
  lock.lock();
  held_ = false;
  changed_.notify_all();
}

uint64_t Checkpointer::passes() const {
  const std::lock_guard lock(mutex_);
  return passes_;
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || (!held_ && asked_ > begun_); });
    if (stopping_) return;
    begun_ = asked_;
    passing_ = true;
    lock.unlock();
    // A full disk is no reason to fail here: the log holds all, and whoever adds to it
    // hears of the disk.
    static_cast<void>(database_->move_log());
    lock.lock();
    passing_ = false;
    ++passes_;
    changed_.notify_all();
  }
}

}  // namespace fh::record

#include "engine/log_beside.h"

#include <chrono>
#include <utility>

namespace fh::engine {
namespace {

constexpr auto kRetryAfter = std::chrono::minutes(1);
constexpr auto kPatience = std::chrono::seconds(5);
// So many may wait in memory; beyond them the whole log is gone through instead.
constexpr size_t kWaitingMax = 10'000;

}  // namespace

struct LogBeside::State {
  FileSystem& files;
  const std::string log;
  std::mutex writing = {};  // into the log at `path`; before `mutex`
  std::mutex mutex = {};
  std::condition_variable changed = {};  // any of the following
  std::optional<std::string> path = {};
  std::vector<ErasedEntry> waiting = {};
  bool lacks_some = false;  // not only what waits
  bool pausing = false;     // after a failure
  bool lags = false;        // from a failure to the next success
  bool stopping = false;
  bool ended = false;

  bool has_work() const { return path.has_value() && (lacks_some || !waiting.empty()); }
};

LogBeside::LogBeside(FileSystem& files, std::string log, std::optional<std::string> path)
    : state_(std::shared_ptr<State>(new State{.files = files, .log = std::move(log)})) {
  state_->path = std::move(path);
  // An earlier process may have ended before it had written all.
  state_->lacks_some = state_->path.has_value() && files.exists(state_->log);
  thread_ = std::thread([state = state_] { run(state); });
}

LogBeside::~LogBeside() {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->changed.notify_all();
  const bool ended = state_->changed.wait_for(lock, kPatience, [this] { return state_->ended; });
  lock.unlock();
  ended ? thread_.join() : thread_.detach();
}

void LogBeside::add(const std::vector<ErasedEntry>& entries) {
  const std::scoped_lock lock(state_->mutex);
  if (!state_->path) return;
  if (state_->waiting.size() + entries.size() > kWaitingMax) {
    state_->waiting.clear();
    state_->lacks_some = true;
  } else {
    state_->waiting.insert(state_->waiting.end(), entries.begin(), entries.end());
  }
  state_->changed.notify_all();
}

// What people grant and take back counts by its order, so two must not write into one file. A
// disk that hangs elsewhere keeps no backup waiting.
Status LogBeside::move_to(std::string path) {
  std::unique_lock writing(state_->writing, std::defer_lock);
  std::unique_lock lock(state_->mutex);
  if (state_->path == path) {
    lock.unlock();
    writing.lock();
    lock.lock();
    state_->waiting.clear();
    state_->lacks_some = true;
  }
  lock.unlock();
  FH_RETURN_IF_ERROR(complete_erasures(state_->files, state_->log, path));
  lock.lock();
  state_->path = std::move(path);
  state_->lacks_some = state_->files.exists(state_->log);  // what was logged meanwhile
  state_->pausing = false;
  state_->lags = false;
  state_->changed.notify_all();
  return {};
}

bool LogBeside::lags() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->lags;
}

// Without the lock while it writes.
void LogBeside::write(State& state, std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  const std::scoped_lock writing(state.writing);
  lock.lock();
  if (!state.has_work()) return;
  const std::string path = *state.path;
  const std::vector<ErasedEntry> entries = std::exchange(state.waiting, {});
  const bool lacks_some = std::exchange(state.lacks_some, false);
  lock.unlock();
  const Status done = lacks_some ? complete_erasures(state.files, state.log, path)
                                 : append_erasures(state.files, path, entries);
  lock.lock();
  state.lags = !done;
  if (done) return;
  state.lacks_some = true;
  state.pausing = true;
}

void LogBeside::run(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (true) {
    if (state->has_work() && !state->pausing) {
      write(*state, lock);
    } else if (state->stopping) {
      break;
    } else if (state->pausing) {
      state->changed.wait_for(lock, kRetryAfter,
                              [&] { return state->stopping || !state->pausing; });
      if (!state->stopping) state->pausing = false;  // else the next process tries again
    } else {
      state->changed.wait(lock, [&] { return state->stopping || state->has_work(); });
    }
  }
  state->ended = true;
  state->changed.notify_all();
}

}  // namespace fh::engine

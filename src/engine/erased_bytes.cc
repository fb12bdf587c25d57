#include "engine/erased_bytes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/threads.h"
#include "engine/erasure_log.h"

namespace fh::engine {
namespace {

using std::chrono::microseconds;

// A disk that is full, a reader who stays: trying at once again would only burn time.
constexpr auto kRetryAfter = std::chrono::minutes(1);

// What is granted and which codes end is no word of anybody's.
bool leaves_bytes(const ErasedEntry& entry) {
  using What = ErasedEntry::What;
  return entry.what != What::kGranted && entry.what != What::kCodeEnded &&
         entry.what != What::kNotTaken;
}

}  // namespace

ErasedBytes::ErasedBytes(Parts parts) : parts_(std::move(parts)) {
  if (is_pending()) due_us_ = parts_.clock.steady_us();
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ErasedBytes::~ErasedBytes() {
  thread_.request_stop();
  changed_.notify_all();
}

// What cannot be read is tried: that tells what is wrong.
bool ErasedBytes::is_pending() const {
  const auto purged = parts_.record.note(kPurgedNote);
  if (!purged) return true;
  const auto since = read_erasures(parts_.files, parts_.log, purged->value_or(""));
  if (!since || std::ranges::any_of(*since, leaves_bytes)) return true;
  const auto unpurged = parts_.record.taken_back().unpurged();
  return !unpurged || unpurged->has_value();
}

Status ErasedBytes::purge_before_copy() {
  const std::scoped_lock lock(purging_);
  if (!is_pending()) return {};
  const Status purged = parts_.record.purge();
  if (!purged && purged.error().code == ErrorCode::kBusy) return purged;
  return {};
}

Status ErasedBytes::purge_now() {
  const std::scoped_lock lock(purging_);
  // Between two steps of the writer what is logged is erased, in the index, too. What is logged
  // later is not in the mark, and is purged once more.
  std::optional<std::string> mark;
  std::optional<std::string> unpurged;
  FH_RETURN_IF_ERROR(parts_.writer.exclusively([&]() -> Status {
    FH_ASSIGN_OR_RETURN(mark, erasure_mark(parts_.files, parts_.log));
    FH_ASSIGN_OR_RETURN(unpurged, parts_.record.taken_back().unpurged());
    return {};
  }));
  // Neither touches the other's files.
  Status of_index;
  Status of_record;
  run_in_parallel(2, [&](size_t part) {
    part == 0 ? of_index = purge_index() : of_record = parts_.record.purge();
  });
  FH_RETURN_IF_ERROR(of_index);
  FH_RETURN_IF_ERROR(of_record);
  if (unpurged) FH_RETURN_IF_ERROR(parts_.record.taken_back().purged(*unpurged));
  return mark ? parts_.record.set_note(kPurgedNote, *mark) : Status();
}

Status ErasedBytes::purge_index() {
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape,
                      parts_.index.landscape());
  return landscape->purge();
}

void ErasedBytes::purge_soon() {
  const std::scoped_lock lock(mutex_);
  if (due_us_) return;
  due_us_ = parts_.clock.steady_us() + microseconds(parts_.after).count();
  changed_.notify_all();
}

Status ErasedBytes::purge_if_due() {
  {
    const std::scoped_lock lock(mutex_);
    if (!due_us_ || parts_.clock.steady_us() < *due_us_) return {};
    due_us_.reset();
  }
  const Status done = purge_now();
  if (done) return done;
  const std::scoped_lock lock(mutex_);
  if (!due_us_) due_us_ = parts_.clock.steady_us() + microseconds(kRetryAfter).count();
  return done;
}

void ErasedBytes::run(const std::stop_token& stop) {
  lower_thread_priority();
  std::unique_lock lock(mutex_);
  while (true) {
    const int64_t left_us = due_us_ ? *due_us_ - parts_.clock.steady_us() : 0;
    if (due_us_ && left_us <= 0) {
      lock.unlock();
      static_cast<void>(purge_if_due());  // it is tried again
      lock.lock();
    } else if (stop.stop_requested()) {
      return;
    } else if (due_us_) {
      changed_.wait_for(lock, stop, microseconds(left_us), [] { return false; });
    } else {
      changed_.wait(lock, stop, [this] { return due_us_.has_value(); });
    }
  }
}

}  // namespace fh::engine

#include "engine/erased_bytes.h"

#include <memory>
#include <utility>

#include "engine/erasure_log.h"

namespace fh::engine {
namespace {

// The log as it was when the bytes of all it names had gone.
constexpr std::string_view kPurgedNote = "erasures_purged";
using std::chrono::microseconds;

// A disk that is full, a reader who stays: trying at once again would only burn time.
constexpr auto kRetryAfter = std::chrono::minutes(1);

}  // namespace

ErasedBytes::ErasedBytes(Parts parts) : parts_(std::move(parts)) {
  if (is_pending()) due_us_ = parts_.clock.steady_us();
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ErasedBytes::~ErasedBytes() {
  thread_.request_stop();
  changed_.notify_all();
}

Result<std::optional<std::string>> ErasedBytes::log_mark() const {
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> entries,
                      read_erasures(parts_.files, parts_.log));
  if (entries.empty()) return std::nullopt;
  return mark_of(entries);
}

// What cannot be read is tried: that tells what is wrong.
bool ErasedBytes::is_pending() const {
  const auto logged = log_mark();
  const auto purged = parts_.record.note(kPurgedNote);
  return !logged || !purged || (logged->has_value() && *logged != *purged);
}

Status ErasedBytes::purge_now() {
  const std::scoped_lock lock(purging_);
  // What is erased meanwhile is not in the mark, and is purged once more.
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> mark, log_mark());
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape,
                      parts_.index.landscape());
  FH_RETURN_IF_ERROR(landscape->purge());
  FH_RETURN_IF_ERROR(parts_.record.purge());
  return mark ? parts_.record.set_note(kPurgedNote, *mark) : Status();
}

void ErasedBytes::purge_soon() {
  const std::scoped_lock lock(mutex_);
  if (due_us_) return;
  due_us_ = parts_.clock.steady_us() + microseconds(parts_.after).count();
  changed_.notify_all();
}

void ErasedBytes::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (true) {
    const int64_t left_us = due_us_ ? *due_us_ - parts_.clock.steady_us() : 0;
    if (due_us_ && left_us <= 0) {
      due_us_.reset();
      lock.unlock();
      const bool done = purge_now().has_value();
      lock.lock();
      if (!done && !due_us_) {
        due_us_ = parts_.clock.steady_us() + microseconds(kRetryAfter).count();
      }
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

#include "engine/reading_notes.h"

#include <chrono>
#include <vector>

namespace fh::engine {

ReadingNotes::ReadingNotes(record::Record& record)
    : record_(record), thread_([this](const std::stop_token& stop) { run(stop); }) {}

ReadingNotes::~ReadingNotes() {
  thread_.request_stop();
  wake_.notify_all();
  thread_.join();
  write();
}

void ReadingNotes::add(const Caller& caller, std::span<const uint64_t> numbers, Instant now) {
  note(caller, numbers, 1, now);
}

void ReadingNotes::add_beside(const Caller& caller, uint64_t number, Instant now) {
  note(caller, std::span(&number, 1), 0, now);
}

void ReadingNotes::note(const Caller& caller, std::span<const uint64_t> numbers, uint32_t times,
                        Instant now) {
  const bool noted = caller.kind != CallerKind::kTeller && caller.kind != CallerKind::kPublic;
  if (!noted || numbers.empty()) return;
  size_t waiting = 0;
  {
    const std::scoped_lock lock(mutex_);
    for (const uint64_t number : numbers) {
      constexpr int64_t kDayMs = 86'400'000;
      auto [found, fresh] = waiting_.try_emplace({number, caller.actor});
      record::Reading& reading = found->second;
      reading.times = fresh ? times : reading.times + times;
      reading.number = number;
      reading.day = static_cast<int32_t>(now.ms / kDayMs);
      reading.actor = caller.actor;
      reading.last = now;
    }
    waiting = waiting_.size();
  }
  if (waiting >= kWaitingMax) {
    write();
  } else {
    wake_.notify_one();
  }
}

// What could not be written is written with the next.
void ReadingNotes::write() {
  const std::scoped_lock order(writing_);
  std::map<Key, record::Reading> taken;
  {
    const std::scoped_lock lock(mutex_);
    taken.swap(waiting_);
  }
  if (taken.empty()) return;
  std::vector<record::Reading> readings;
  readings.reserve(taken.size());
  for (const auto& [key, reading] : taken) readings.push_back(reading);
  if (record_.note_readings(readings)) return;
  const std::scoped_lock lock(mutex_);
  if (waiting_.size() < kWaitingMax) waiting_.merge(taken);
}

Status ReadingNotes::fold_some(Instant now) {
  const int32_t day = record::readings_by_day_since(now);
  if (day != folding_.day) {
    folding_ = {.day = day};
    folded_ = false;
  }
  if (folded_) return {};
  FH_ASSIGN_OR_RETURN(folding_.after, record_.fold_readings(folding_));
  folded_ = folding_.after == 0;
  return {};
}

void ReadingNotes::run(const std::stop_token& stop) {
  constexpr auto kTogether = std::chrono::seconds(1);
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, stop, [this] { return !waiting_.empty(); });
      wake_.wait_for(lock, stop, kTogether, [] { return false; });
    }
    write();
  }
}

}  // namespace fh::engine

// engine/reading_notes.h: that words were read, noted for those whose they are.
//
// A search must not wait for a disk: readings of a second or so are written together. What
// a crash takes is that second. Bounded: beyond kWaitingMax whoever reads writes them first.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/time.h"
#include "engine/caller.h"
#include "record/record.h"

namespace fh::engine {

class ReadingNotes {
 public:
  // The record outlives it.
  explicit ReadingNotes(record::Record& record);
  // Writes what waits.
  ~ReadingNotes();

  // Of whoever is not the teller, and not the public, to whom it is shown on purpose.
  // Thread-safe; O(experiences).
  void add(const Caller& caller, std::span<const uint64_t> numbers, Instant now);
  // Of what is seen beside an experience, such as answers: no further reading where the caller has
  // read it that day, one where not.
  void add_beside(const Caller& caller, uint64_t number, Instant now);
  // All that was added before is in the record when it returns.
  void write();
  // Those that are long past are told by the month: some of them a call, and nothing while there
  // are no more. By one thread at a time.
  Status fold_some(Instant now);

 private:
  static constexpr size_t kWaitingMax = 16'384;
  using Key = std::pair<uint64_t, std::string>;  // experience, actor

  void run(const std::stop_token& stop);
  void note(const Caller& caller, std::span<const uint64_t> numbers, uint32_t times, Instant now);

  record::Record& record_;
  std::mutex writing_;  // before mutex_: one batch at a time is on its way
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::map<Key, record::Reading> waiting_;
  record::ReadingsPass folding_ = {.day = INT32_MIN};  // how far it has come
  bool folded_ = false;                                // to its end
  std::jthread thread_;                                // last: it uses all of the above
};

}  // namespace fh::engine

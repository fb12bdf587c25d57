// engine/figure_notes.h: for which questions figures were made, noted for those who counted in
// them.
//
// A search must not wait for a disk: notes of a second or so are written together. What a crash
// takes is that second. While a member types, each letter is a question; kept is the one they
// settle at: one that goes on from the one before, or back to it, within kTypingMs takes its
// place. What machines ask is kept as it comes. Bounded: beyond kWaitingMax different ones whoever
// asks writes them first.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>

#include "base/time.h"
#include "engine/caller.h"
#include "record/record.h"

namespace fh::engine {

class FigureNotes {
 public:
  static constexpr int64_t kTypingMs = 1500;

  // The record outlives it.
  explicit FigureNotes(record::Record& record);
  // Writes what waits.
  ~FigureNotes();

  // When it was answered, and which change the answer saw last.
  struct Moment {
    uint64_t as_of = 0;
    Instant now = {};
  };
  // Of whoever is known to the organisation. Thread-safe; O(question).
  void add(const Caller& caller, record::FiguresQuestion question, const Moment& moment);
  // All that was added before is in the record when it returns, but what somebody may be typing
  // still.
  void write(Instant now);

 private:
  static constexpr size_t kWaitingMax = 4096;
  using Key = std::tuple<std::string, int32_t, record::FiguresQuestion>;  // whose, day, what
  struct Typing {
    record::FiguresNote note;
    bool has_waited = false;  // for a while without being typed on
  };

  void run(const std::stop_token& stop);
  void keep(record::FiguresNote note);  // mutex_ held
  void settle();                        // mutex_ held; those that have waited
  void write_all();
  void write_settled();

  record::Record& record_;
  std::mutex writing_;  // before mutex_: one batch at a time is on its way
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::map<std::string, Typing, std::less<>> typing_;  // by who asks
  std::map<Key, record::FiguresNote> waiting_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace fh::engine

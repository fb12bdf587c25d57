// engine/erased_bytes.h: sees to it that the bytes of what was erased go as well.
//
// An erasure takes words out of every answer at once; their bytes lie on in segment files and
// in the record's log until these are written anew. That is done when whoever erases waits for
// it, a while after an erasure nobody waited for, and where a process stopped before it was,
// when the next one opens the directory. The record notes up to where the erasure log has
// been purged, and whether words went that no erasure named (record/taken_back.h).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/error.h"
#include "base/file_system.h"
#include "engine/index.h"
#include "engine/writer.h"
#include "record/record.h"

namespace fh::engine {

// In the record: the erasure log as it was when the bytes of all it names had gone. Whoever
// finds something of it still there takes the note away.
inline constexpr std::string_view kPurgedNote = "erasures_purged";

// Thread-safe.
class ErasedBytes {
 public:
  // All outlive it.
  struct Parts {
    FileSystem& files;
    std::string log;  // the erasure log's path
    record::Record& record;
    Index& index;
    Writer& writer;
    const Clock& clock;
    std::chrono::milliseconds after = {};  // an erasure: so that many at once cost one purge
  };
  // Begins where an earlier process stopped.
  explicit ErasedBytes(Parts parts);
  // Waits for what is due. What is due later is done by whoever opens the directory next.
  ~ErasedBytes();

  // Returns when the bytes of all that has been erased are overwritten or in no file any more.
  // O(the segments in which any of them lie). kBusy where a reader keeps the record's log. Where
  // the index cannot answer the record's go all the same, and the index is purged once it can.
  Status purge_now();
  // Those of the record alone, where any may be there: before its pages are copied. What cannot
  // be purged holds up no copy, but kBusy is said: then it helps to come again.
  Status purge_before_copy();
  // The same, within a while.
  void purge_soon();
  // Where it is time, by the clock; the thread here does it by itself as well.
  Status purge_if_due();

 private:
  bool is_pending() const;
  Status purge_index();
  void run(const std::stop_token& stop);

  const Parts parts_;
  std::mutex purging_;
  std::mutex mutex_;
  std::condition_variable_any changed_;  // with mutex_
  std::optional<int64_t> due_us_;        // by the clock's steady time; mutex_
  std::jthread thread_;                  // last: it uses all of the above
};

}  // namespace fh::engine

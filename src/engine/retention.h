// engine/retention.h: timers: how long experiences of a source or kind are kept.
//
// Days are counted in UTC. What was told on one day is kept through the N days after it, and
// is due from the first moment of the day after those: at least N times 24 hours, less than
// N + 1 days, and all that was told on one day goes on one day. Counted is the moment it was
// told, as its source says it; that its teller has amended it does not put it off. A timer
// erases what tellers hold a claim code to as well, unless it says that it spares that.
//
// Of several timers for one experience the shortest counts. Who may: Right::kAdminister, with
// a view that is not narrowed. Thread-safe, as the engine is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/caller.h"
#include "record/record.h"

namespace fh::engine {

inline constexpr uint32_t kRetentionDaysMax = 36'500;
inline constexpr uint32_t kRetentionRulesMax = 256;

// Whether any of the rules has it go at that moment. Pure.
bool is_due(const record::Aged& one, std::span<const record::RetentionRule> rules, Instant now);

// What would go now.
struct DueOfSource {
  std::string source;
  uint64_t experiences = 0;
  uint64_t people = 0;          // known ones
  uint64_t without_person = 0;  // experiences of nobody known
  Instant oldest = {};          // when they were told
  Instant newest = {};
};
struct DueReport {
  uint64_t experiences = 0;
  uint64_t people = 0;               // a person at two sources is two
  std::vector<DueOfSource> sources;  // by name
};

struct Swept {
  uint64_t erased = 0;
  uint64_t people = 0;  // of whom nothing is kept any more
  // Where to go on, as `after`; 0: everything was looked at.
  uint64_t next = 0;
};

class Retention {
 public:
  virtual ~Retention() = default;

  // By number.
  virtual Result<std::vector<record::RetentionRule>> rules(const Caller& caller) = 0;
  // Source, kind, days and claimed are the caller's; one for the same source and kind takes
  // the place of the earlier. kInvalid with the field.
  virtual Result<record::RetentionRule> set(const Caller& caller,
                                            const record::RetentionRule& rule) = 0;
  virtual Status remove(const Caller& caller, uint64_t number) = 0;
  // Erases nothing. O(experiences).
  virtual Result<DueReport> due(const Caller& caller) = 0;
  // What this one alone would erase now, were it set. Sets and erases nothing; kInvalid as
  // set(). O(experiences).
  virtual Result<DueReport> due_by(const Caller& caller, const record::RetentionRule& rule) = 0;
  // When a server last looked at everything and erased what was due; nothing: not yet. A change
  // of the timers has it look again within the minute, not later than it would have.
  virtual Result<std::optional<Instant>> last_pass(const Caller& caller) = 0;
  // Erases what is due, in bounded batches, until a few thousand are gone or looked at: the
  // rest with another call from `next` on.
  virtual Result<Swept> run(const Caller& caller, uint64_t after) = 0;
  // Of erasures by timers, by requests and after crashes; newest first. Also for Right::kErase.
  virtual Result<std::vector<record::KeptReceipt>> receipts(const Caller& caller, uint32_t limit,
                                                            uint64_t offset) = 0;
};

}  // namespace fh::engine

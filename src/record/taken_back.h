// record/taken_back.h: what people took back otherwise than by erasing: words they dropped,
// answers, codes. Remembered until no byte of it is left, and carried out in a record that was
// put in this one's place and does not know of it.
//
// Every change is durable when its call returns.
//
// Threads: as record.h: changes wait for each other, reads run beside them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secrets.h"
#include "base/time.h"

namespace fh::record {

// Who carries it out again, as the audit has it: for their tellers, so it names no more of it than
// of what these do themselves.
inline constexpr std::string_view kErasureLogActor = "erasure log";

class Database;
class Readers;
class Writer;

class TakenBackBook {
 public:
  virtual ~TakenBackBook() = default;

  // Something where words went whose bytes may still be there: another text after each change
  // that takes some away.
  virtual Result<std::optional<std::string>> unpurged() = 0;
  // No byte of what had gone then is left.
  virtual Status purged(std::string_view unpurged) = 0;

  // What lies under these keys of Record::erased_key() though it was erased: where the record
  // has kept the key itself, it was erased here. One pass over all sources' ids, unless none of
  // the keys is new.
  virtual Result<std::vector<uint64_t>> told_under(std::span<const Digest> keys) = 0;

  // The person's codes but this one; none where it is not theirs.
  virtual Result<std::vector<Digest>> other_codes(uint32_t person, const Digest& kept) = 0;
  // Those that are there open nothing any more, in order. Where the one that its teller kept is
  // not known here it takes the ended one's place. Nobody loses the only one with which they come
  // in: that one stays.
  struct EndedCode {
    Digest code = {};
    std::optional<Digest> kept = {};
  };
  virtual Status end_codes(std::span<const EndedCode> codes) = 0;

  // The experience's earlier versions below this one have no words any more.
  virtual Status drop_versions(uint64_t number, uint32_t below) = 0;

  struct GivenAnswer {
    uint64_t experience = 0;
    Instant asked_at = {};  // its question
    Instant from = {};      // what was answered before or behind these is another answer
    Instant to = {};
  };
  virtual Status withdraw_answer(const GivenAnswer& given) = 0;
};

// Over the record's own connections, which outlive it.
std::unique_ptr<TakenBackBook> make_taken_back_book(Writer& writer, Readers& readers);

// In the transaction that takes words away: unpurged() says so from its end on.
Status note_unpurged(Database& database);

}  // namespace fh::record

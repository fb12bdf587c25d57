// record/behalf.h: what somebody told for somebody else, until these take it as theirs.
//
// Such an experience belongs to a person of whom nothing is known; beside it stands who told
// it. When it is taken, or given back, that row goes, and with it all that ties the two: only
// the audit knows still which member or key told it. Every change is durable when its call
// returns.
//
// Threads: as record.h: changes wait for each other, reads run beside them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "base/secrets.h"
#include "model/experience.h"
#include "model/grants.h"

namespace fh::record {

struct Receipt;

// Who holds a claim code.
struct Claimant {
  uint32_t person = 0;  // 0: nobody
  bool handed = false;  // whoever told it for them has seen this code, too
  // Others were handed over, and what came with them is taken: using this one ends those.
  bool ends_handed = false;
};

// Which codes lead to a person.
struct CodesOf {
  bool handed = false;  // one that whoever told it has seen, too
  bool own = false;
};

// Whose an experience is and what may be done with it, without its words.
struct Holding {
  uint64_t number = 0;
  uint32_t person = 0;  // 0: nobody known
  model::Grants grants = model::kUsualGrants;
  bool behalf = false;  // told by another, and not taken yet
};
// Above all numbers there are: where pages of holdings begin.
inline constexpr uint64_t kAboveAll = INT64_MAX;

class BehalfBook {
 public:
  virtual ~BehalfBook() = default;

  virtual Result<Claimant> claimant(const Digest& code) = 0;
  // The person's codes that whoever told it has seen open nothing any more.
  virtual Status end_handed_codes(uint32_t person) = 0;
  virtual Result<CodesOf> codes_of(uint32_t person) = 0;

  // What belongs to the person and nobody has taken yet.
  virtual Result<std::vector<uint64_t>> waiting_for(uint32_t person) = 0;
  // What the person told for others, not taken yet; newest first. O(those).
  virtual Result<std::vector<model::Experience>> told_by(uint32_t person, uint32_t limit,
                                                         uint64_t offset) = 0;
  // The same without words: highest numbers first, below `below`.
  virtual Result<std::vector<Holding>> told_for_others(uint32_t person, uint64_t below,
                                                       uint32_t limit) = 0;
  // What waits for the person and was told by nobody who is kept: nobody takes it back.
  virtual Result<std::vector<uint64_t>> waiting_of_nobody(uint32_t person) = 0;
  // Whether that person told it for somebody who has not taken it.
  virtual Result<bool> is_told_by(uint64_t number, uint32_t person) = 0;
  // How much belongs to the person.
  virtual Result<uint64_t> owned_by(uint32_t person) = 0;

  // Theirs from now on, whose they are; `code`, where there is one, opens it as well. One
  // receipt for each that nobody had taken yet; the others are passed over.
  virtual Result<std::vector<Receipt>> take(std::span<const uint64_t> numbers,
                                            const model::GrantChange& note,
                                            const std::optional<Digest>& code) = 0;
  // Not theirs after all: it belongs to who told it, granted as `note` says; to nobody known
  // where that is no person. As take() else.
  virtual Result<std::vector<Receipt>> give_back(std::span<const uint64_t> numbers,
                                                 const model::GrantChange& note) = 0;
};

class Readers;
class Writer;

// Over the record's own connections, which outlive it.
std::unique_ptr<BehalfBook> make_behalf_book(Writer& writer, Readers& readers);

}  // namespace fh::record

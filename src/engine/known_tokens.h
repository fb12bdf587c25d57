// engine/known_tokens.h: the tokens that were used lately, so that a request costs no look
// into the record.
//
// Keyed by hash: what an attacker can send says nothing of where it would lie. Whatever
// takes rights away clears all of it; what was read before that and comes after it is not
// taken in. Thread-safe; bounded.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/secrets.h"
#include "engine/caller.h"
#include "record/access.h"

namespace fh::engine {

// Who a token belongs to.
struct Known {
  Caller caller;
  TokenKind kind = TokenKind::kKey;
  std::string name;                // of the member or key
  std::optional<Role> role;        // of a member
  std::optional<Instant> expires;  // at the latest
  // A session ends also when it has not been used for so long.
  std::optional<int64_t> idle_ms;
};

class KnownTokens {
 public:
  static constexpr size_t kTokensMax = 1024;
  // Uses are written down at most so often.
  static constexpr int64_t kNoteEveryMs = 60'000;

  // Nothing where it is not known here; a null pointer where its time is over.
  std::optional<std::shared_ptr<const Known>> use(const Digest& digest, Instant now);

  uint64_t generation() const { return generation_; }
  // Unless clear() came since that generation. `last_used` is what is written down.
  void add(uint64_t generation, const Digest& digest, std::shared_ptr<const Known> known,
           Instant last_used);
  void clear();

  // Uses that are not written down yet; of these all that are older than `now` by
  // kNoteEveryMs, or all.
  enum class Take : uint8_t { kDue, kAll };
  std::vector<record::Used> take_uses(Instant now, Take take);

 private:
  struct Entry {
    std::shared_ptr<const Known> known;
    Instant last_used;
    Instant noted;
  };
  void drop(const Digest& digest, const Entry& entry);
  void make_room();

  std::mutex mutex_;
  std::atomic<uint64_t> generation_ = 0;
  std::unordered_map<Digest, Entry, DigestHash> entries_;
  std::vector<record::Used> dropped_;  // with uses that are not written down; bounded
};

// Whether it opens anything at that moment.
bool is_good(const Known& known, Instant last_used, Instant now);

}  // namespace fh::engine

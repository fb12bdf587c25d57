// engine/allowance.h: so many in so long, for each name.
//
// What a table of bounded size forgets first is who has been quiet longest. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"
#include "base/time.h"

namespace fh::engine {

class Allowance {
 public:
  static constexpr size_t kNamesMax = 4096;

  // REQUIRES: most >= 1.
  Allowance(size_t most, int64_t in_ms) : most_(most), in_ms_(in_ms) {}

  // How long until one more is allowed; 0: it is.
  int64_t wait_ms(std::string_view name, Instant now) const;
  // Takes one. False: none is left, and nothing is taken.
  bool take(std::string_view name, Instant now);
  size_t names() const;

 private:
  int64_t wait_of(const std::deque<Instant>& taken, Instant now) const;
  void make_room();

  const size_t most_;
  const int64_t in_ms_;
  mutable std::mutex mutex_;
  // The newest, `most_` at most.
  std::unordered_map<std::string, std::deque<Instant>, StringHash, std::equal_to<>> taken_;
};

}  // namespace fh::engine

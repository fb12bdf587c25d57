// engine/attempts.h: makes trying out tokens slow.
//
// A few wrong tokens from one address are free: people mistype, and pages hold on to old
// sessions. Each further one doubles the time in which no more are looked at. What a table
// of bounded size forgets first is who has been quiet longest.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"
#include "base/time.h"

namespace fh::engine {

class Attempts {
 public:
  static constexpr uint32_t kFree = 10;
  static constexpr int64_t kFirstDelayMs = 1'000;
  static constexpr int64_t kDelayMsMax = 15 * 60'000;
  // So long without a wrong token, and all is forgiven.
  static constexpr int64_t kForgiveMs = 15 * 60'000;
  static constexpr size_t kAddressesMax = 4096;

  // How long an address has to wait before another token is looked at; 0: it need not.
  int64_t wait_ms(std::string_view address, Instant now) const;
  void failed(std::string_view address, Instant now);

  size_t addresses() const;

 private:
  struct Tries {
    uint32_t failed = 0;
    Instant last;
    Instant until;
  };
  void make_room();

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Tries, StringHash, std::equal_to<>> tries_;
};

// What counts as one address: the address, or of IPv6 its first 64 bits, since a house has
// as many of the rest as it likes.
std::string network_of(std::string_view address);

}  // namespace fh::engine

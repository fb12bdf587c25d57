// testing/fake_clock.h: a clock that stands still until it is told otherwise.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"

namespace fh {

// Thread-safe. Both clocks move together.
class FakeClock final : public Clock {
 public:
  // 2026-01-01T00:00:00Z unless said otherwise.
  static constexpr Instant kStart = {1'767'225'600'000};

  explicit FakeClock(Instant start = kStart) : now_ms_(start.ms) {}

  Instant now() const override { return {now_ms_.load()}; }
  int64_t steady_us() const override { return steady_us_.load(); }

  void advance_ms(int64_t ms) {
    now_ms_ += ms;
    steady_us_ += ms * 1000;
  }
  // Somebody set the machine's clock: only the wall jumps.
  void set(Instant now) { now_ms_ = now.ms; }

 private:
  std::atomic<int64_t> now_ms_;
  std::atomic<int64_t> steady_us_ = 1'000'000;
};

}  // namespace fh

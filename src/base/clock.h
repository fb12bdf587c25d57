// base/clock.h: the one door to time. Tests replace it (testing/fake_clock.h).
#pragma once

#include <cstdint>

#include "base/time.h"

namespace fh {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  // Monotonic, for durations only; microseconds from an arbitrary start.
  virtual int64_t steady_us() const = 0;
};

// The machine's clock. Lives as long as the program; thread-safe.
const Clock& system_clock();

}  // namespace fh

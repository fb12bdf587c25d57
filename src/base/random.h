// base/random.h: the one door to chance.
//
// Random gives unpredictable bytes for keys and secrets; Rng gives the same
// sequence for the same seed on every machine, for examples and tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fh {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;
  uint64_t next_u64();
};

// The operating system's generator. Thread-safe.
Random& system_random();

// xoshiro256** seeded by splitmix64 (Blackman and Vigna 2018). Not for secrets.
class Rng {
 public:
  explicit Rng(uint64_t seed);
  uint64_t next();
  // Uniform in [0, bound). REQUIRES: bound > 0.
  uint64_t below(uint64_t bound);
  // Uniform in [low, high]. REQUIRES: low <= high.
  int64_t between(int64_t low, int64_t high);
  // Uniform in [0, 1).
  double uniform();
  bool chance(double probability) { return uniform() < probability; }
  // Standard normal.
  double normal();

 private:
  uint64_t state_[4];
};

}  // namespace fh

// testing/counted_random.h: chance that is the same in every run, and never twice within one.
#pragma once

#include <mutex>

#include "base/random.h"

namespace fh {

class CountedRandom final : public Random {
 public:
  explicit CountedRandom(uint64_t seed = 7) : rng_(seed) {}
  void fill(std::span<std::byte> out) override {
    const std::lock_guard lock(mutex_);
    for (std::byte& byte : out) byte = static_cast<std::byte>(rng_.next() & 0xFFU);
  }

 private:
  std::mutex mutex_;
  Rng rng_;
};

}  // namespace fh

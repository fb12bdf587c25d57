// landscape/stem_tallies.h: counts by the hash of a stem.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace fh::landscape {

struct StemTally {
  uint64_t hash = 0;
  uint32_t with = 0;  // of the sample; 0: free
  uint32_t candidate = kNoCandidate;

  static constexpr uint32_t kNoCandidate = ~uint32_t{0};
};

// Open addressing, half full at most: 32 to 64 bytes a stem.
class StemTallies {
 public:
  // REQUIRES: no more than `stems_max` different hashes will be asked for.
  explicit StemTallies(size_t stems_max)
      : slots_(std::bit_ceil(std::max<size_t>(2 * stems_max, 2))), mask_(slots_.size() - 1) {}

  void prefetch(uint64_t hash) const { __builtin_prefetch(&slots_[hash & mask_], 1); }
  // The stem's, with nothing counted yet where it is new. O(1).
  StemTally& of(uint64_t hash) {
    size_t slot = hash & mask_;
    while (slots_[slot].with != 0 && slots_[slot].hash != hash) slot = (slot + 1) & mask_;
    slots_[slot].hash = hash;
    return slots_[slot];
  }

 private:
  std::vector<StemTally> slots_;
  size_t mask_;
};

}  // namespace fh::landscape

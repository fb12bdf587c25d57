// landscape/impact.h: how much any posting of a block can add to a score.
//
// BM25 grows with a word's count and falls with the text's length, but how steeply hangs
// on the average length, which changes with every telling. So a block keeps what does not
// change: its greatest count, and the shortest text among postings of count 1, 2 and more.
// From these a bound follows for any average: Block-Max indexes (Ding and Suel 2011) with
// the bound worked out when it is asked for.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "landscape/bm25.h"

namespace fh::landscape {

struct Impact {
  uint8_t count_max = 0;                                // 255: that or more
  std::array<uint8_t, 3> length_min = {255, 255, 255};  // 255: that or more, or no such posting

  // REQUIRES: count > 0.
  void add(uint32_t count, uint32_t length) {
    count_max = std::max(count_max, static_cast<uint8_t>(std::min(count, 255U)));
    uint8_t& shortest = length_min[std::min(count, 3U) - 1];
    shortest = std::min(shortest, static_cast<uint8_t>(std::min(length, 255U)));
  }
  void add(const Impact& other) {
    count_max = std::max(count_max, other.count_max);
    for (size_t i = 0; i < length_min.size(); ++i) {
      length_min[i] = std::min(length_min[i], other.length_min[i]);
    }
  }
};
static_assert(sizeof(Impact) == 4, "as it lies in a file");

// No posting under the impact has a greater leaf_score; 0 where there is none.
inline Score bound_of(const Impact& impact, float weight, const Bm25Norm& norm) {
  constexpr uint32_t kManyCounts = 1U << 24;  // as good as infinitely many
  if (impact.count_max == 0) return 0;
  Score bound = leaf_score(weight, 1, norm.of(impact.length_min[0]));
  if (impact.count_max >= 2) {
    bound = std::max(bound, leaf_score(weight, 2, norm.of(impact.length_min[1])));
  }
  if (impact.count_max >= 3) {
    const uint32_t count = impact.count_max == 255 ? kManyCounts : impact.count_max;
    bound = std::max(bound, leaf_score(weight, count, norm.of(impact.length_min[2])));
  }
  return bound;
}

}  // namespace fh::landscape

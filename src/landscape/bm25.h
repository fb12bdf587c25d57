// landscape/bm25.h: how well an experience's words answer a query's.
//
// BM25 (Robertson and Zaragoza 2009) with the never negative idf of Lucene. Each
// leaf's share is rounded to whole Score units before it is added, so that sums do
// not depend on the order of leaves, segments or threads.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "landscape/request.h"

namespace fh::landscape {

struct Bm25 {
  double k1 = 1.2;
  double b = 0.75;
};

// limits::kQueryLeavesMax leaves fit into a Score: of ten million experiences one leaf
// gives at most 2.5 million units.
inline constexpr float kScoreUnitsPerPoint = 65536.0F;

// Positive, even where a damaged file says that more have a term than there are.
inline float idf_weight(uint64_t df, uint64_t documents) {
  const double without = static_cast<double>(documents - std::min(df, documents));
  return static_cast<float>(std::log1p((without + 0.5) / (static_cast<double>(df) + 0.5)));
}

// The part of BM25 that depends on an experience's length alone: base + length * slope.
struct Bm25Norm {
  float base = 0;
  float slope = 0;
  float gain = 0;  // k1 + 1

  Bm25Norm(const Bm25& settings, uint64_t total_length, uint64_t documents)
      : base(static_cast<float>(settings.k1 * (1 - settings.b))),
        gain(static_cast<float>(settings.k1 + 1)) {
    if (total_length == 0) return;  // no words anywhere: length does not matter
    const double average = static_cast<double>(total_length) / static_cast<double>(documents);
    slope = static_cast<float>(settings.k1 * settings.b / average);
  }
  float of(uint32_t length) const { return base + slope * static_cast<float>(length); }
  // What a leaf's shares are multiples of.
  float weight(float idf) const { return idf * gain * kScoreUnitsPerPoint; }
};

// A leaf's share for `count` occurrences in a text whose norm is Bm25Norm::of(length).
// Each step is one correctly rounded operation, so that vectors give the same bits and a
// greater count or a shorter text never gives less. REQUIRES: count > 0.
inline Score leaf_score(float weight, uint32_t count, float norm) {
  const auto occurrences = static_cast<float>(count);
  // Never negative, and the vectors round this way, too.
  // NOLINTNEXTLINE(bugprone-incorrect-roundings)
  return static_cast<Score>(weight * (occurrences / (occurrences + norm)) + 0.5F);
}

}  // namespace fh::landscape

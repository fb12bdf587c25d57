// landscape/bm25.h: how well an experience's words answer a query's.
//
// BM25 (Robertson and Zaragoza 2009) with the never negative idf of Lucene. Each
// leaf's share is rounded to whole Score units before it is added, so that sums do
// not depend on the order of leaves, segments or threads.
#pragma once

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

inline float idf_weight(uint64_t df, uint64_t documents) {
  const double without = static_cast<double>(documents) - static_cast<double>(df);
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
};

// REQUIRES: tf > 0.
inline Score leaf_score(float idf, uint32_t tf, uint32_t length, const Bm25Norm& norm) {
  const auto count = static_cast<float>(tf);
  const float saturation = count / (count + norm.base + norm.slope * static_cast<float>(length));
  return static_cast<Score>(idf * norm.gain * saturation * kScoreUnitsPerPoint + 0.5F);
}

}  // namespace fh::landscape

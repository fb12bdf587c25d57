// landscape/ratings_count.h: expected, felt and gap of many, exactly.
//
// Counts every hundredth, so that quartiles are exact and sums do not depend on order.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "landscape/request.h"
#include "landscape/segment.h"

namespace fh::landscape {

class RatingsCount {
 public:
  RatingsCount();
  // Up to one window's documents.
  void add(const Segment& segment, std::span<const uint32_t> documents);
  Ratings finish() const;

 private:
  static constexpr int32_t kRatingMax = 1000;
  std::vector<uint32_t> expected_;  // by hundredth
  std::vector<uint32_t> felt_;
  std::vector<uint32_t> gap_;  // by hundredth + kRatingMax
};

}  // namespace fh::landscape

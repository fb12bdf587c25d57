// landscape/ratings_count.h: expected, felt and gap of many, exactly.
//
// Counts every hundredth, so that quartiles are exact and sums do not depend on order.
// Where a segment's ratings take few values, as the usual scales do, pairs of them are
// counted together: one addition a document gives all three.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "landscape/people_figures.h"
#include "landscape/request.h"
#include "landscape/segment.h"
#include "landscape/snapshot.h"

namespace fh::landscape {

class RatingsCount {
 public:
  RatingsCount();
  // A segment's documents, up to one window's at a time.
  void add(const Segment& segment, std::span<const uint32_t> documents);
  // Whether a segment's totals can tell, and what they tell of the living.
  static bool has_totals(const SegmentState& state);
  void add_living(const SegmentState& state);
  // What was added of a segment counts from here on. Before another segment is added.
  void end_segment(const Segment& segment);
  void add(const RatingsCount& other);
  Ratings finish() const;
  // And so many more at the whole points.
  Ratings finish(const AddedRatings& apart) const;

 private:
  static constexpr int32_t kRatingMax = 1000;
  void add_one_by_one(const Segment& segment, std::span<const uint32_t> documents);
  struct Coded {
    const IntColumn& column;
    uint64_t code;
  };
  void add_pair(const Coded& expected, const Coded& felt, uint32_t count);

  std::vector<uint32_t> pairs_;     // of the segment at hand, by both codes
  std::vector<uint32_t> expected_;  // by hundredth
  std::vector<uint32_t> felt_;
  std::vector<uint32_t> gap_;  // by hundredth + kRatingMax
};

}  // namespace fh::landscape

// landscape/histogram_count.h: how many a day, gathered into buckets of the calendar.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "landscape/request.h"
#include "landscape/segment.h"

namespace fh::landscape {

// kAuto takes the finest step that gives no more buckets than this.
inline constexpr int64_t kHistogramBucketsAuto = 120;
// A day by day histogram of two centuries helps nobody: coarser then, whatever was asked.
inline constexpr int64_t kHistogramBucketsMax = 50'000;

class HistogramCount {
 public:
  void add(const Segment& segment, std::span<const uint32_t> documents);
  Histogram finish(HistogramStep step) const;

 private:
  void make_room(int64_t first, int64_t last);
  int64_t first_day_ = 0;
  std::vector<uint64_t> days_;  // by day since first_day_
};

}  // namespace fh::landscape

// landscape/histogram_count.h: how many a day, gathered into buckets of the calendar.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "landscape/request.h"
#include "landscape/segment.h"
#include "landscape/snapshot.h"

namespace fh::landscape {

// kAuto takes the finest step that gives no more buckets than this.
inline constexpr int64_t kHistogramBucketsAuto = 120;
// A day by day histogram of two centuries helps nobody: coarser then, whatever was asked.
inline constexpr int64_t kHistogramBucketsMax = 50'000;

// Years 1 to 9999; anything else comes from damage and is not counted.
inline constexpr int64_t kDayMin = -719'162;
inline constexpr int64_t kDayMax = 2'932'896;

// The first day of the bucket that holds `day`. Not of kAuto.
int64_t bucket_start(int64_t day, HistogramStep step);

// What is added to buckets, by their first days, with a step of the histogram.
using AddedToBuckets = std::function<std::map<int64_t, uint64_t>(HistogramStep)>;

class HistogramCount {
 public:
  // A segment's documents, up to one window's at a time.
  void add(const Segment& segment, std::span<const uint32_t> documents);
  // Whether a segment's totals can tell, and what they tell of the living.
  static bool has_totals(const SegmentState& state);
  void add_living(const SegmentState& state);
  // What was added of a segment counts from here on. Before another segment is added.
  void end_segment(const Segment& segment);
  void add(const HistogramCount& other);
  // `apart`, where there is any, is asked with never a finer step than is given.
  Histogram finish(HistogramStep step, const AddedToBuckets& apart = {}) const;

 private:
  struct Days {
    int64_t first = 0;
    int64_t last = -1;
    bool none() const { return last < first; }
  };
  Days days() const;
  void add_day(int64_t day, uint64_t experiences);

  std::vector<uint32_t> by_code_;  // of the segment at hand
  int64_t first_day_ = 0;
  std::vector<uint64_t> days_;  // by day since first_day_
};

}  // namespace fh::landscape

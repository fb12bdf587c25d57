// landscape/segment_totals.h: what all documents of a segment add up to, counted once.
//
// A segment never changes, so what a question about everything needs of it is counted
// when it is first asked for and kept; deaths are taken off by whoever asks. Memory: four
// bytes a different value of each column asked for, eight a window and sort.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "landscape/people_count.h"
#include "landscape/request.h"

namespace fh::landscape {

using CodeCounts = std::vector<uint32_t>;  // by code
using WindowKeys = std::vector<int64_t>;

// Thread-safe. What it gives stays as long as the segment.
class SegmentTotals {
 public:
  // Keys of what is not a column part; parts have their place among the segment's parts.
  static constexpr uint32_t kRatings = ~uint32_t{0};
  static constexpr uint32_t kDays = kRatings - 1;

  // `count` is called once for each key.
  const CodeCounts& find(uint32_t key, const std::function<CodeCounts()>& count) {
    const std::scoped_lock lock(mutex_);
    const auto known = counts_.find(key);
    return known != counts_.end() ? known->second : counts_.emplace(key, count()).first->second;
  }
  const PeopleCount& people(const std::function<PeopleCount()>& count) {
    const std::scoped_lock lock(mutex_);
    if (!people_) people_ = count();
    return *people_;
  }
  // The best sort key of each window.
  const WindowKeys& window_keys(Sort sort, const std::function<WindowKeys()>& find) {
    const std::scoped_lock lock(mutex_);
    const auto known = window_keys_.find(sort);
    return known != window_keys_.end() ? known->second
                                       : window_keys_.emplace(sort, find()).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<uint32_t, CodeCounts> counts_;
  std::optional<PeopleCount> people_;
  std::map<Sort, WindowKeys> window_keys_;
};

}  // namespace fh::landscape

// landscape/kept_by_segment.h: what was found of segments, for as long as they stand so.
//
// A telling adds a segment and leaves the others as they were: whatever can be put together
// from what each of them comes to is found anew for the new one alone.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "landscape/segment_merge.h"

namespace fh::landscape {

// Not thread-safe: ApartPieces locks. Holds no segment, and a value only until another segment
// has been looked at after its own is gone.
template <typename Value>
class KeptBySegment {
 public:
  using Kept = std::shared_ptr<const Value>;

  // The value of the segment as it stands, made where it is not known: make(earlier), with
  // what the segment had under an earlier overlay, or nothing.
  template <typename Make>
  Kept find(const std::string& key, const SegmentState& state, Make&& make) {
    if (keys_.size() >= kKeysMax && !keys_.contains(key)) keys_.clear();
    auto& entries = keys_[key];
    const auto known = entries.find(state.segment.get());
    const bool met = known != entries.end() && known->second.segment.lock() == state.segment;
    if (met && known->second.overlay.lock() == state.overlay) return known->second.value;
    Kept made = make(met ? known->second.value : Kept());
    std::erase_if(entries, [](const auto& entry) { return entry.second.segment.expired(); });
    entries.insert_or_assign(state.segment.get(), Entry{state.segment, state.overlay, made});
    return made;
  }

 private:
  static constexpr size_t kKeysMax = 8;
  struct Entry {
    std::weak_ptr<const Segment> segment;
    std::weak_ptr<const Overlay> overlay;
    Kept value;
  };
  std::map<std::string, std::map<const Segment*, Entry>> keys_;
};

}  // namespace fh::landscape

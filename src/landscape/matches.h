// landscape/matches.h: the documents of one segment that a query matched.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "landscape/sparse_bits.h"
#include "landscape/window.h"

namespace fh::landscape {

// A part of the matches of every segment: of so many equal ones, the one of that number.
struct Share {
  size_t number = 0;
  size_t of = 1;

  size_t begin(size_t size) const { return size * number / of; }
  size_t end(size_t size) const { return size * (number + 1) / of; }
};

// Few documents are a list, many a bitmap in windows: what follows costs what matched, not
// what there is.
class SegmentMatches {
 public:
  SegmentMatches() = default;
  // Ascending.
  explicit SegmentMatches(std::vector<uint32_t> few) : few_(std::move(few)), count_(few_.size()) {}
  // Bit i of window w is document w * kWindowSize + i.
  explicit SegmentMatches(std::vector<WindowBits> windows) : windows_(std::move(windows)) {
    for (const WindowBits& bits : windows_) count_ += count_bits(bits);
  }

  uint64_t count() const { return count_; }
  bool is_list() const { return windows_.empty(); }
  // REQUIRES: is_list().
  std::span<const uint32_t> few() const { return few_; }
  // REQUIRES: !is_list().
  std::span<const WindowBits> windows() const { return windows_; }

  // All but those. O(windows), or O(documents) of a list.
  SegmentMatches without(const SparseBits& hidden) const;

  // Calls visit(documents) with all of the share, ascending, at most kWindowSize at a time;
  // of a bitmap, those of a window together, and only of windows that are `wanted`.
  template <typename Wanted, typename Visit>
  void for_each_run(Share share, Wanted&& wanted, Visit&& visit) const {
    for (size_t at = share.begin(few_.size()), end = share.end(few_.size()); at < end;) {
      const size_t size = std::min<size_t>(kWindowSize, end - at);
      visit(std::span(few_).subspan(at, size));
      at += size;
    }
    std::array<uint32_t, kWindowSize> documents;
    const size_t end = share.end(windows_.size());
    for (size_t window = share.begin(windows_.size()); window < end; ++window) {
      if (!wanted(window)) continue;
      const auto begin = static_cast<uint32_t>(window * kWindowSize);
      const uint32_t found = list_window(windows_[window], begin, documents);
      if (found > 0) visit(std::span<const uint32_t>(documents.data(), found));
    }
  }
  template <typename Visit>
  void for_each_run(Share share, Visit&& visit) const {
    for_each_run(share, [](size_t) { return true; }, visit);
  }
  template <typename Visit>
  void for_each_run(Visit&& visit) const {
    for_each_run(Share{}, visit);
  }

 private:
  static uint32_t list_window(const WindowBits& bits, uint32_t begin,
                              std::array<uint32_t, kWindowSize>& documents) {
    uint32_t found = 0;
    for (uint32_t word = 0; word < kWindowWords; ++word) {
      for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
        documents[found++] = begin + word * 64 + static_cast<uint32_t>(std::countr_zero(left));
      }
    }
    return found;
  }

  std::vector<uint32_t> few_;
  std::vector<WindowBits> windows_;
  uint64_t count_ = 0;
};

inline SegmentMatches SegmentMatches::without(const SparseBits& hidden) const {
  if (hidden.is_empty()) return *this;
  if (is_list()) {
    std::vector<uint32_t> left;
    std::ranges::copy_if(few_, std::back_inserter(left),
                         [&](uint32_t document) { return !hidden.test(document); });
    return SegmentMatches(std::move(left));
  }
  std::vector<WindowBits> left = windows_;
  for (size_t window = 0; window < left.size(); ++window) {
    if (const WindowBits* hide = hidden.window(static_cast<uint32_t>(window))) {
      exclude(left[window], *hide);
    }
  }
  return SegmentMatches(std::move(left));
}

struct Matches {
  std::vector<SegmentMatches> segments;  // in the order of the snapshot's
  uint64_t total = 0;
};

}  // namespace fh::landscape

// landscape/dense_lists.h: the documents of a segment's most common words, a bit each.
//
// A word that stands in a good part of all documents is asked for again and again, and its
// list takes longer to unpack than all else that finds the matches. So its documents are kept
// as bits from the first question on, as long as the segment. Memory: an eighth of a byte a
// document and word, at most kListsMax words: four bytes a document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "landscape/window.h"

namespace fh::landscape {

using DenseList = std::vector<WindowBits>;  // the segment's windows

// Thread-safe. What it gives stays as long as the segment.
class DenseLists {
 public:
  static constexpr size_t kListsMax = 32;

  // The list at that place of the segment's postings; nullptr where it is not kept and there
  // is no room. `make` may be called by several threads at once, which wait for nobody.
  template <typename Make>
  const DenseList* find(uint64_t place, Make&& make) {
    {
      const std::scoped_lock lock(mutex_);
      const auto known = lists_.find(place);
      if (known != lists_.end()) return &known->second;
      if (lists_.size() >= kListsMax) return nullptr;
    }
    DenseList made = make();
    const std::scoped_lock lock(mutex_);
    if (lists_.size() >= kListsMax && !lists_.contains(place)) return nullptr;
    return &lists_.try_emplace(place, std::move(made)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<uint64_t, DenseList> lists_;
};

}  // namespace fh::landscape

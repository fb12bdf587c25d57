// landscape/top_hits.h: keeps the best hits of one query.
//
// Ties go to the greater experience number (the newest telling), so that equal inputs
// give equal answers. Not thread-safe: it belongs to one query.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace fh::landscape {

using Rename = std::function<uint64_t(uint64_t)>;

inline uint64_t renamed(const Rename* rename, uint64_t number) {
  return rename != nullptr ? (*rename)(number) : number;
}

class TopHits {
 public:
  struct Ranked {
    int64_t key = 0;  // greater is better
    uint64_t number = 0;
    uint32_t score = 0;
  };

  explicit TopHits(size_t limit) : limit_(limit) {}

  // False means that no hit with this key can enter; its number need not be looked up.
  bool would_enter(int64_t key) const {
    return limit_ > 0 && (heap_.size() < limit_ || key >= heap_.front().key);
  }
  // No hit with a smaller key can enter.
  int64_t floor() const {
    if (limit_ == 0) return std::numeric_limits<int64_t>::max();
    return heap_.size() < limit_ ? std::numeric_limits<int64_t>::min() : heap_.front().key;
  }
  void offer(Ranked hit) {
    if (limit_ == 0) return;
    if (heap_.size() == limit_) {
      if (!better(hit, heap_.front())) return;
      std::pop_heap(heap_.begin(), heap_.end(), better);
      heap_.pop_back();
    }
    heap_.push_back(hit);
    std::push_heap(heap_.begin(), heap_.end(), better);
  }
  // As if all that it keeps had been offered here. Leaves `other` empty.
  void take_from(TopHits& other) {
    for (const Ranked& hit : other.heap_) offer(hit);
    other.heap_.clear();
  }
  // Best first. Leaves the collector empty.
  std::vector<Ranked> take() {
    std::sort_heap(heap_.begin(), heap_.end(), better);
    return std::move(heap_);
  }

 private:
  static bool better(const Ranked& a, const Ranked& b) {
    return a.key != b.key ? a.key > b.key : a.number > b.number;
  }
  size_t limit_;
  std::vector<Ranked> heap_;  // worst kept hit on top
};

}  // namespace fh::landscape

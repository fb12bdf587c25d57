// landscape/term_walk.h: the sorted terms of several segments, as those of one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace fh::landscape {

// A term as it lies in one input.
struct Place {
  uint32_t input = 0;
  uint32_t ordinal = 0;
};

// Walks the terms of all inputs in the order of their keys; terms of the same key come
// together.
template <typename Key, typename KeyOf>
class TermWalk {
 public:
  TermWalk(std::vector<uint32_t> sizes, KeyOf key_of)
      : sizes_(std::move(sizes)), key_of_(std::move(key_of)) {
    for (uint32_t input = 0; input < sizes_.size(); ++input) {
      const Place place = {.input = input, .ordinal = 0};
      if (sizes_[input] > 0) heap_.emplace_back(key_of_(place), place);
    }
    for (size_t at = heap_.size(); at-- > 0;) sink(at);
  }
  // The places of the next key; empty at the end.
  std::span<const Place> next() {
    group_.clear();
    while (!heap_.empty() && (group_.empty() || heap_.front().first == key_)) {
      if (group_.empty()) key_ = heap_.front().first;
      group_.push_back(heap_.front().second);
      advance();
    }
    std::ranges::sort(group_, {}, &Place::input);
    return group_;
  }
  const Key& key() const { return key_; }

 private:
  // The least gives way to its input's next term: one way down instead of a way down and
  // one up.
  void advance() {
    Place place = heap_.front().second;
    if (++place.ordinal < sizes_[place.input]) {
      heap_.front() = {key_of_(place), place};
    } else {
      heap_.front() = heap_.back();
      heap_.pop_back();
    }
    if (!heap_.empty()) sink(0);
  }
  void sink(size_t at) {
    const std::pair<Key, Place> sinking = heap_[at];
    for (size_t child = 2 * at + 1; child < heap_.size(); child = 2 * at + 1) {
      if (child + 1 < heap_.size() && heap_[child + 1].first < heap_[child].first) ++child;
      if (!(heap_[child].first < sinking.first)) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = sinking;
  }
  std::vector<uint32_t> sizes_;
  KeyOf key_of_;
  std::vector<std::pair<Key, Place>> heap_;  // the least first; one an input
  Key key_;
  std::vector<Place> group_;
};

template <typename Key, typename KeyOf>
TermWalk<Key, KeyOf> walk_terms(std::vector<uint32_t> sizes, KeyOf key_of) {
  return {std::move(sizes), std::move(key_of)};
}

}  // namespace fh::landscape

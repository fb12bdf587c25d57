// landscape/people_count.h: how many different people, exactly.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "landscape/segment.h"

namespace fh::landscape {

// A bit a person: numbers are dense, so that 10 million people take 1.25 MB.
class PeopleCount {
 public:
  void add(const Segment& segment, std::span<const uint32_t> documents) {
    for (const uint32_t document : documents) add(segment, document);
  }
  void add(const Segment& segment, uint32_t document) {
    const uint64_t code = segment.persons().code(document);
    if (code == 0) {
      ++without_;
      return;
    }
    const auto person = static_cast<uint32_t>(segment.persons().value_of(code));
    const size_t word = person / 64;
    if (word >= bits_.size()) bits_.resize(word + word / 2 + 1);
    bits_[word] |= uint64_t{1} << (person % 64);
  }
  uint64_t people() const {
    uint64_t count = 0;
    for (const uint64_t word : bits_) count += static_cast<uint64_t>(std::popcount(word));
    return count;
  }
  // Documents of nobody known.
  uint64_t without() const { return without_; }

 private:
  std::vector<uint64_t> bits_;
  uint64_t without_ = 0;
};

}  // namespace fh::landscape

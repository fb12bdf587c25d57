// landscape/people_count.h: how many different people, exactly.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "landscape/segment.h"

namespace fh::landscape {

// A bit a person, in pages made when one of their people is met: numbers are dense, so
// that 10 million people take 1.25 MB, and a nonsensical number costs one page.
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
    const size_t page = person / kPageSize;
    if (page >= pages_.size()) pages_.resize(page + 1);
    if (!pages_[page]) pages_[page] = std::make_unique<Page>();
    (*pages_[page])[person % kPageSize / 64] |= uint64_t{1} << (person % 64);
  }
  uint64_t people() const {
    uint64_t count = 0;
    for (const std::unique_ptr<Page>& page : pages_) {
      if (!page) continue;
      for (const uint64_t word : *page) count += static_cast<uint64_t>(std::popcount(word));
    }
    return count;
  }
  // Documents of nobody known.
  uint64_t without() const { return without_; }

 private:
  static constexpr uint32_t kPageSize = 65'536;
  using Page = std::array<uint64_t, kPageSize / 64>;
  std::vector<std::unique_ptr<Page>> pages_;
  uint64_t without_ = 0;
};

}  // namespace fh::landscape

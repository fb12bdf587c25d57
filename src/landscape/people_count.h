// landscape/people_count.h: how many different people, exactly.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "landscape/int_column.h"

namespace fh::landscape {

// A bit a person, in pages made when one of their people is met: numbers are dense, so
// that 10 million people take 1.25 MB, and a nonsensical number costs one page.
class PeopleCount {
 public:
  // `persons`: a segment's; its documents ascend.
  void add(const IntColumn& persons, std::span<const uint32_t> documents) {
    persons.codes().with_codes(documents, [&](const auto& codes) {
      for (const uint32_t document : documents) {
        const uint64_t code = codes[document];
        if (code == 0) {
          ++without_;
        } else {
          add_person(static_cast<uint32_t>(persons.value_of(code)));
        }
      }
    });
  }
  void add(const PeopleCount& other) {
    if (pages_.size() < other.pages_.size()) pages_.resize(other.pages_.size());
    for (size_t page = 0; page < other.pages_.size(); ++page) {
      if (!other.pages_[page]) continue;
      if (!pages_[page]) pages_[page] = std::make_unique<Page>();
      for (size_t word = 0; word < kPageWords; ++word) {
        (*pages_[page])[word] |= (*other.pages_[page])[word];
      }
    }
    without_ += other.without_;
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
  static constexpr size_t kPageWords = kPageSize / 64;
  using Page = std::array<uint64_t, kPageWords>;

  void add_person(uint32_t person) {
    const size_t page = person / kPageSize;
    if (page >= pages_.size()) pages_.resize(page + 1);
    if (!pages_[page]) pages_[page] = std::make_unique<Page>();
    (*pages_[page])[person % kPageSize / 64] |= uint64_t{1} << (person % 64);
  }

  std::vector<std::unique_ptr<Page>> pages_;
  uint64_t without_ = 0;
};

}  // namespace fh::landscape

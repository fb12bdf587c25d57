// landscape/string_table.h: different strings, numbered as they come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fh::landscape {

// Open addressing over ordinals, the strings in one buffer: one that was seen before costs
// a hash and a comparison, a new one no memory of its own.
class StringTable {
 public:
  StringTable() : slots_(kSlotsAtFirst, kFree) {}

  // The ordinal of `text`: the next, counting up from 0, at first sight.
  uint32_t add(std::string_view text);
  uint32_t size() const { return static_cast<uint32_t>(entries_.size()); }
  // Valid until the next add(). REQUIRES: ordinal < size().
  std::string_view at(uint32_t ordinal) const {
    const Entry& entry = entries_[ordinal];
    return {strings_.data() + entry.begin, entry.bytes};
  }

 private:
  struct Entry {
    uint64_t hash = 0;
    uint32_t begin = 0;
    uint32_t bytes = 0;
  };
  static constexpr uint32_t kFree = ~uint32_t{0};
  static constexpr size_t kSlotsAtFirst = 64;
  void grow();

  std::vector<uint32_t> slots_;  // a power of two, at most half full
  std::vector<Entry> entries_;
  std::string strings_;
};

}  // namespace fh::landscape

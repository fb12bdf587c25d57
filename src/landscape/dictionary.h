// landscape/dictionary.h: strings in byte order, found by binary search.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "landscape/segment_file.h"

namespace fh::landscape {

// A view; the bytes outlive it. Strings may repeat (forms do); order is the writer's
// promise, and a damaged file that breaks it only makes searches miss.
class Dictionary {
 public:
  Dictionary() = default;
  // Empty where the section is not sound.
  static Dictionary open(std::span<const std::byte> bytes);

  uint32_t size() const { return count_; }
  // Empty for ordinals beyond the end.
  std::string_view at(uint32_t ordinal) const {
    if (ordinal >= count_) return {};
    const uint32_t begin = offsets_[ordinal];
    const uint32_t end = offsets_[ordinal + 1];
    if (end < begin || end > strings_.size()) return {};
    return strings_.substr(begin, end - begin);
  }
  // The first ordinal, not before `from`, whose string is not less than `text`.
  // O(log distance from `from`).
  uint32_t lower_bound(std::string_view text, uint32_t from = 0) const;
  // The first ordinal whose string neither is less than nor begins with `prefix`.
  uint32_t prefix_end(std::string_view prefix) const;

 private:
  uint32_t count_ = 0;
  const uint32_t* offsets_ = nullptr;
  std::string_view strings_;
};

// Takes strings in order and writes them into the open section by finish().
// At most 4 GiB of strings.
class DictionaryWriter {
 public:
  void add(std::string_view text) {
    strings_.append(text);
    offsets_.push_back(static_cast<uint32_t>(strings_.size()));
  }
  uint32_t size() const { return static_cast<uint32_t>(offsets_.size() - 1); }
  std::string_view at(uint32_t ordinal) const {
    return std::string_view(strings_).substr(offsets_[ordinal],
                                             offsets_[ordinal + 1] - offsets_[ordinal]);
  }
  void write(SegmentFileWriter& out) const;

 private:
  std::string strings_;
  std::vector<uint32_t> offsets_ = {0};
};

}  // namespace fh::landscape

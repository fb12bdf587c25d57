// landscape/text_key.h: strings that are compared by their first eight bytes first.
//
// Sorting and merging dictionaries is nearly all comparing, and nearly all comparisons
// are decided by a prefix: one number instead of two far places in memory.
#pragma once

#include <algorithm>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace fh::landscape {

class TextKey {
 public:
  TextKey() = default;
  // `text` outlives it.
  explicit TextKey(std::string_view text) : text_(text) {
    // A shorter text is filled up with zeros: its own length decides only where all of
    // the prefix is equal.
    if (text.empty()) return;
    std::memcpy(&prefix_, text.data(), std::min(text.size(), sizeof(prefix_)));
    prefix_ = std::byteswap(prefix_);
  }

  std::string_view text() const { return text_; }
  bool operator==(const TextKey& other) const {
    return prefix_ == other.prefix_ && text_ == other.text_;
  }
  // The order of the texts' bytes.
  std::strong_ordering operator<=>(const TextKey& other) const {
    if (prefix_ != other.prefix_) return prefix_ <=> other.prefix_;
    return text_ <=> other.text_;
  }

 private:
  uint64_t prefix_ = 0;
  std::string_view text_;
};

}  // namespace fh::landscape

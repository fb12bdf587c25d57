// landscape/token_store.h: every document's words, in order, as form ordinals.
//
// One store serves phrases (positions), telling words and nearness: a document's
// tokens lie side by side, each at the width the greatest ordinal needs.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "landscape/segment_file.h"

namespace fh::landscape {

// Eight spare bytes after the last token let every token be read as one u64.
inline constexpr size_t kTokenSpareBytes = 8;

// The bits of one token where ordinals are below `forms`; at most 32.
inline uint32_t token_width(uint32_t forms) {
  return static_cast<uint32_t>(std::bit_width(forms == 0 ? 0U : forms - 1));
}

// Appends documents to the open section kTokens.
class TokenWriter {
 public:
  TokenWriter(SegmentFileWriter& out, uint32_t forms) : out_(out), width_(token_width(forms)) {}
  void add(std::span<const uint32_t> tokens);
  // Writes what is left and the section of starts. Closes both sections.
  void finish();

 private:
  SegmentFileWriter& out_;
  uint32_t width_;
  uint64_t pending_ = 0;
  uint32_t pending_bits_ = 0;
  std::string buffer_;
  std::vector<uint64_t> starts_ = {0};
};

class TokenStore {
 public:
  TokenStore() = default;
  TokenStore(std::span<const uint64_t> starts, std::span<const std::byte> bytes, uint32_t forms);

  // How many tokens; 0 where the store is damaged there.
  uint32_t count(uint32_t document) const {
    const uint64_t begin = starts_[document];
    const uint64_t end = starts_[document + 1];
    return end < begin || end > tokens_ ? 0 : static_cast<uint32_t>(end - begin);
  }
  // Asks for the memory that reading the document's tokens will touch: first where they
  // begin, then, once that has come, they themselves.
  void prefetch_start(uint32_t document) const { __builtin_prefetch(&starts_[document]); }
  void prefetch(uint32_t document) const {
    const uint64_t byte = starts_[document] * width_ / 8;
    if (byte >= bytes_.size()) return;
    __builtin_prefetch(bytes_.data() + byte);
    __builtin_prefetch(bytes_.data() + std::min(byte + 64, bytes_.size() - 1));
  }
  // The document's tokens, in order, in place of what `ordinals` held.
  void read(uint32_t document, std::vector<uint32_t>& ordinals) const {
    const uint32_t tokens = count(document);
    ordinals.resize(tokens);
    uint32_t* out = ordinals.data();
    const std::byte* const bytes = bytes_.data();
    const uint64_t width = width_;
    const uint64_t mask = mask_;
    uint64_t bit = starts_[document] * width;
    for (uint32_t* const end = out + tokens; out != end; ++out, bit += width) {
      uint64_t word;
      std::memcpy(&word, bytes + bit / 8, sizeof(word));
      *out = static_cast<uint32_t>(word >> (bit % 8) & mask);
    }
  }
  // Calls visit(position, ordinal) in order; an ordinal is below the number of forms
  // rounded up to a power of two.
  template <typename Visit>
  void for_each(uint32_t document, Visit&& visit) const {
    const uint32_t tokens = count(document);
    uint64_t bit = starts_[document] * width_;
    for (uint32_t i = 0; i < tokens; ++i, bit += width_) {
      uint64_t word;
      std::memcpy(&word, bytes_.data() + bit / 8, sizeof(word));
      visit(i, static_cast<uint32_t>(word >> (bit % 8) & mask_));
    }
  }

 private:
  std::span<const uint64_t> starts_;
  std::span<const std::byte> bytes_;
  uint64_t tokens_ = 0;  // that the bytes hold at most
  uint32_t width_ = 0;
  uint64_t mask_ = 0;
};

}  // namespace fh::landscape

// landscape/sparse_bits.h: bits and counts of documents or terms, nearly all of them zero.
//
// In pieces that copies share until one of them writes: a new overlay costs what it changes.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "landscape/window.h"

namespace fh::landscape {

// Pieces shared with the copy they come from until they are written to: each copy
// counts as its own only what it made since.
template <typename Piece>
class SharedPieces {
 public:
  SharedPieces() = default;
  SharedPieces(const SharedPieces& other) : pieces_(other.pieces_), own_(other.pieces_.size()) {}
  SharedPieces(SharedPieces&&) noexcept = default;
  SharedPieces& operator=(SharedPieces&&) noexcept = default;
  SharedPieces& operator=(const SharedPieces&) = delete;
  ~SharedPieces() = default;

  bool is_empty() const { return pieces_.empty(); }
  size_t size() const { return pieces_.size(); }
  // Null: all zero.
  const Piece* find(size_t index) const {
    return index < pieces_.size() ? pieces_[index].get() : nullptr;
  }
  Piece& own(size_t index) {
    if (index >= pieces_.size()) {
      pieces_.resize(index + 1);
      own_.resize(index + 1);
    }
    if (own_[index]) return *pieces_[index];
    auto piece = std::make_shared<Piece>();
    if (pieces_[index]) {
      *piece = *pieces_[index];
    } else {
      piece->fill(0);
    }
    pieces_[index] = piece;
    own_[index] = true;
    return *piece;
  }

 private:
  std::vector<std::shared_ptr<Piece>> pieces_;
  std::vector<bool> own_;
};

// A bitmap in windows; a window of zeros takes no memory.
class SparseBits {
 public:
  bool test(uint32_t at) const {
    const WindowBits* bits = window(at / kWindowSize);
    return bits != nullptr && ((*bits)[at % kWindowSize / 64] >> (at % 64) & 1) != 0;
  }
  bool is_empty() const { return windows_.is_empty(); }
  // None beyond them has a bit.
  size_t windows() const { return windows_.size(); }
  const WindowBits* window(uint32_t index) const { return windows_.find(index); }
  void set(uint32_t at) {
    windows_.own(at / kWindowSize)[at % kWindowSize / 64] |= uint64_t{1} << (at % 64);
  }
  // Calls visit(at) for each bit that is set, ascending.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (uint32_t index = 0; index < windows_.size(); ++index) {
      const WindowBits* bits = window(index);
      if (bits == nullptr) continue;
      for (uint32_t word = 0; word < kWindowWords; ++word) {
        for (uint64_t left = (*bits)[word]; left != 0; left &= left - 1) {
          visit(index * kWindowSize + word * 64 + static_cast<uint32_t>(std::countr_zero(left)));
        }
      }
    }
  }
  void put(uint32_t window, const WindowBits& bits) { windows_.own(window) = bits; }
  void clear(uint32_t at) {
    windows_.own(at / kWindowSize)[at % kWindowSize / 64] &= ~(uint64_t{1} << (at % 64));
  }

 private:
  SharedPieces<WindowBits> windows_;
};

// Counts, nearly all of them zero.
class SparseCounts {
 public:
  uint32_t get(uint32_t at) const {
    const Piece* piece = pieces_.find(at / kPieceSize);
    return piece == nullptr ? 0 : (*piece)[at % kPieceSize];
  }
  void add(uint32_t at, int32_t change) {
    pieces_.own(at / kPieceSize)[at % kPieceSize] += static_cast<uint32_t>(change);
  }
  void increment(uint32_t at) { add(at, 1); }

 private:
  static constexpr size_t kPieceSize = 1024;
  using Piece = std::array<uint32_t, kPieceSize>;
  SharedPieces<Piece> pieces_;
};

}  // namespace fh::landscape

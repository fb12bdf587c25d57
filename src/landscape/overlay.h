// landscape/overlay.h: what has changed about a segment's documents since it was made.
//
// Deaths (amended, withdrawn, erased) and, a purpose at a time, grants taken back. Both
// are bitmaps in pieces of one window, shared between overlays until one is changed, so
// that a new overlay costs what it changes. It also counts the dead per term, for scores
// that do not depend on when a segment is merged.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "landscape/request.h"
#include "landscape/segment.h"
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
  const WindowBits* window(uint32_t index) const { return windows_.find(index); }
  void set(uint32_t at) {
    windows_.own(at / kWindowSize)[at % kWindowSize / 64] |= uint64_t{1} << (at % 64);
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
  void increment(uint32_t at) { ++pieces_.own(at / kPieceSize)[at % kPieceSize]; }

 private:
  static constexpr size_t kPieceSize = 1024;
  using Piece = std::array<uint32_t, kPieceSize>;
  SharedPieces<Piece> pieces_;
};

class Overlay {
 public:
  bool is_dead(uint32_t document) const { return dead_.test(document); }
  uint32_t dead_documents() const { return dead_documents_; }
  uint64_t dead_tokens() const { return dead_tokens_; }
  uint32_t dead_with_form(uint32_t form) const { return dead_forms_.get(form); }
  uint32_t dead_with_stem(uint32_t stem) const { return dead_stems_.get(stem); }
  // Stems of each dead document, each once, added up.
  uint64_t dead_mentions() const { return dead_mentions_; }
  uint32_t dead_in_language(uint32_t ordinal) const { return dead_languages_.get(ordinal); }

  template <typename Visit>
  void for_each_dead(uint32_t documents, Visit&& visit) const {
    for (uint32_t document = 0; document < documents; ++document) {
      if (dead_.window(document / kWindowSize) == nullptr) {
        document += kWindowSize - 1;  // windows begin where the loop stands
      } else if (is_dead(document)) {
        visit(document);
      }
    }
  }

  // Whether any document must not be seen for this purpose, though it lives.
  bool has_refusals(Purpose purpose) const {
    return !refused_[std::to_underlying(purpose)].is_empty();
  }
  bool is_visible(uint32_t document, Purpose purpose) const {
    return !is_dead(document) && !refused_[std::to_underlying(purpose)].test(document);
  }
  // Takes out of `bits` what must not be seen for this purpose.
  void mask(uint32_t window, Purpose purpose, WindowBits& bits) const;

  // Counts the document and its words as dead; again has no effect. O(its words).
  void kill(const Segment& segment, uint32_t document);

 private:
  SparseBits dead_;
  std::array<SparseBits, kPurposes> refused_;  // none yet: every grant is given
  uint32_t dead_documents_ = 0;
  uint64_t dead_tokens_ = 0;
  uint64_t dead_mentions_ = 0;
  SparseCounts dead_forms_;
  SparseCounts dead_stems_;
  SparseCounts dead_languages_;
};

}  // namespace fh::landscape

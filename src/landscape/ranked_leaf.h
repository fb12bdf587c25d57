// landscape/ranked_leaf.h: a leaf's share of documents' scores, in one segment.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "landscape/kernels.h"
#include "landscape/leaf.h"
#include "landscape/length_norms.h"

namespace fh::landscape {

using WindowScores = std::array<Score, kWindowSize>;

// A range of documents, at most kWindowSize, and what they have scored so far.
struct ScoredWindow {
  uint32_t begin = 0;
  uint64_t end = 0;
  WindowScores scores = {};
  WindowBits touched = {};  // the documents that have scored
};

// Candidates for the best hits: documents, ascending, with what they have scored so far.
struct Candidates {
  std::array<uint32_t, kWindowSize> documents;
  std::array<Score, kWindowSize> scores;
  uint32_t count = 0;

  void add(uint32_t document, Score score) {
    documents[count] = document;
    scores[count++] = score;
  }
  // Leaves out those that score less.
  void keep_from(int64_t least);
};

// Ranges of documents are visited in ascending order, each once.
class RankedLeaf {
 public:
  RankedLeaf(const LeafList& list, float weight, const LengthNorms& lengths,
             const Kernels& kernels);

  // The documents it stands in.
  uint32_t df() const { return cursor_.df(); }
  // Nothing in [begin, end) gets more from it. From tables alone.
  Score bound(uint32_t begin, uint64_t end);
  // Adds its share to the window's documents; blocks whose bound is below `least` may be
  // left out.
  void add_to(ScoredWindow& window, int64_t least);
  // Adds its share to the candidates that have it.
  void add_to(Candidates& candidates);

 private:
  bool load_from(uint32_t from);
  std::span<const Score> shares();

  PostingCursor cursor_;
  float weight_;
  const LengthNorms& lengths_;
  const Kernels& kernels_;
  PostingRef single_;  // df 1: the list itself
  size_t at_ = 0;      // in the loaded block
  bool shared_ = false;
  std::array<Score, kBlockSize> shares_;  // of the loaded block, once shared_
};

}  // namespace fh::landscape

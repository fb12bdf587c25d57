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
  // Of one of the leaf's lists.
  RankedLeaf(const PostingCursor& cursor, float weight, const LengthNorms& lengths,
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
  // Instead of ranges: what follows begins with the block that holds `document` or what
  // comes after it. REQUIRES: df() > 1.
  void pass_to(uint32_t document) { cursor_.pass_to(document); }
  // Instead of ranges: its next documents some of which reach `least`; none at the end.
  // REQUIRES: df() > 1.
  std::span<const uint32_t> next_block(int64_t least);
  // Of the documents of that block.
  std::span<const Score> shares();

 private:
  bool load_from(uint32_t from);
  Score share_of_one(uint32_t document);

  PostingCursor cursor_;
  float weight_;
  const LengthNorms& lengths_;
  const Kernels& kernels_;
  size_t at_ = 0;  // in the loaded block
  bool shared_ = false;
  std::array<Score, kBlockSize> shares_;  // of the loaded block, once shared_
};

}  // namespace fh::landscape

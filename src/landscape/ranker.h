// landscape/ranker.h: the best hits of one segment by score.
//
// MaxScore (Turtle and Flood 1995) by windows, with bounds from blocks (Ding and Suel
// 2011): where the leaves' bounds together cannot reach the worst of the best hits so far,
// a window is passed over; where some of them cannot, only the others bring candidates,
// and the rest are asked about those alone. Scores are whole numbers, so that what is
// left out changes nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "landscape/matcher.h"
#include "landscape/ranked_leaf.h"
#include "landscape/top_hits.h"

namespace fh::landscape {

// What goes from one segment's ranker to the next.
struct Ranking {
  Ranking(size_t limit, const Tuning& tuning)
      : prune(tuning.prune), kernels(landscape::kernels(tuning.simd)), top(limit) {}

  bool prune;
  const Kernels& kernels;
  TopHits top;
  const Rename* rename = nullptr;  // of the hits' numbers, where they have another
  ScoredWindow window;             // scores are all zero between windows
  Candidates candidates;
};

// For one segment.
class Ranker {
 public:
  Ranker(const PreparedQuery& query, size_t segment, Ranking& ranking);

  // Offers the best of the share of the matches. Once.
  void rank(const SegmentMatches& matches, Share share);
  // Offers the best of all living documents of the share that have a leaf. Once.
  void rank_any(Share share);

 private:
  // The least score that may still enter; kNoFloor as long as any may.
  int64_t floor() const {
    return ranking_.prune ? std::max(ranking_.top.floor(), kNoFloor) : kNoFloor;
  }
  uint64_t find_bounds(uint32_t begin, uint64_t end);
  struct Documents {
    uint32_t begin = 0;
    uint32_t end = 0;
  };
  void rank_one(RankedLeaf& leaf, Documents range);
  void rank_list(std::span<const uint32_t> documents);
  void offer(uint32_t document, Score score);
  void rank_window(uint32_t window, const WindowBits* matches);
  bool are_sparse(const WindowBits& matches) const;
  void score_window(size_t others, uint64_t bounds);
  void list_candidates(WindowBits bits, int64_t least);
  void clear_window();
  void finish(size_t others);

  static constexpr int64_t kNoFloor = -1;

  struct Part {
    RankedLeaf leaf;
    Score bound = 0;  // in the range at hand
  };

  const SegmentState& state_;
  Ranking& ranking_;
  LengthNorms lengths_;
  std::vector<Part> parts_;
  std::vector<Part*> by_bound_;  // ascending, in the range at hand
};

}  // namespace fh::landscape

// landscape/tuning.h: what may be turned off.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/threads.h"
#include "landscape/kernels.h"

namespace fh::landscape {

// Ways of answering faster that never change an answer; each can be turned off, for tests.
struct Tuning {
  // Queries that let through at most one document in so many go from candidate to
  // candidate. 1: wherever candidates can be listed; the greatest number: nowhere.
  uint64_t few_share = 32;
  // What cannot come among the best hits is not scored.
  bool prune = true;
  SimdLevel simd = simd_level();
  // Segments that match as a whole are counted once for all questions, from so many
  // documents on: smaller ones do not last. The greatest number: none are.
  uint32_t totals_from = 16'384;
  // Words that stand in at least one of so many of such a segment's documents are kept as bits
  // (dense_lists.h). 0: none are.
  uint64_t dense_share = 16;
  // Threads that share a large answer at most, and what each is to have of it at least: less
  // is done before another has started.
  size_t threads = core_count();
  uint64_t thread_matches_min = 25'000;
  uint64_t thread_sample_min = 500;  // matches that telling words rest on

  size_t threads_for(uint64_t work, uint64_t each_min) const {
    return std::clamp<uint64_t>(work / std::max<uint64_t>(each_min, 1), 1,
                                std::max<size_t>(threads, 1));
  }
};

}  // namespace fh::landscape

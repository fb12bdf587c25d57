// landscape/tuning.h: what may be turned off.
#pragma once

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
  // Threads that count what matches, from so many matches on: fewer are counted before
  // another thread has started.
  size_t threads = core_count();
  uint64_t threads_from = 50'000;
  // As many read the sample that telling words rest on, from so many matches on.
  uint64_t telling_threads_from = 1'000;
};

}  // namespace fh::landscape

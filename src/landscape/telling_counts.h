// landscape/telling_counts.h: in how many of the matches looked at each stem stands.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "landscape/matches.h"
#include "landscape/snapshot.h"
#include "landscape/telling.h"

namespace fh::landscape {

struct StemCount {
  uint64_t hash = 0;     // of the stem, the same in every segment
  uint64_t counted = 0;  // of the segment that hold it and count
  uint32_t stem = 0;     // ordinal in its segment
  uint32_t matches = 0;  // of the sample that hold it, at least 1
};

// Of a share of one segment.
struct SegmentStemCounts {
  uint32_t segment = 0;
  std::vector<StemCount> stems;  // in no order
  uint64_t experiences = 0;      // of the sample
  uint64_t mentions = 0;         // the counts added up
};

// One segment after another; what it counts in is cleared, not made, each time.
class StemCounter {
 public:
  explicit StemCounter(const TellingSample& sample) : sample_(sample) {}
  // O(words of the sample).
  SegmentStemCounts count(const SegmentState& state, const SegmentMatches& matches, Share share);

 private:
  struct Cell {
    uint32_t matches = 0;
    uint32_t last = 0;  // the last document that held it, plus one
  };
  // What is being read of one document: its forms, then its stems.
  struct Reading {
    uint32_t document = 0;
    std::vector<uint32_t> words;
  };
  static constexpr size_t kSteps = 3;

  void choose(const Segment& segment, const SegmentMatches& matches, Share share);
  void read(const Segment& segment, size_t at);
  void to_stems(const Segment& segment, size_t at);
  void add(size_t at, SegmentStemCounts& counts);
  void take_counts(const SegmentState& state, SegmentStemCounts& counts);

  const TellingSample& sample_;
  std::vector<uint32_t> chosen_;         // documents of the sample
  std::array<Reading, kSteps> reading_;  // the documents under way
  std::vector<Cell> cells_;              // by stem
};

}  // namespace fh::landscape

// landscape/snapshot.h: the landscape at one moment: what every search runs on.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "landscape/apart_totals.h"
#include "landscape/bm25.h"
#include "landscape/segment_merge.h"

namespace fh::landscape {

// Never changes once published; a search holds it and waits for nobody.
struct Snapshot {
  std::vector<SegmentState> segments;
  uint64_t as_of = 0;
  uint64_t documents = 0;                               // living
  std::array<uint64_t, model::kPurposes> granted = {};  // of them, a purpose each
  uint64_t tokens = 0;                                  // of the living
  uint64_t mentions = 0;             // a word standing in an experience that counts, however often
  uint64_t documents_in_memory = 0;  // the dead included: what a freeze writes
  std::vector<std::string> languages;  // stemmers' languages of the living, sorted
  std::shared_ptr<ApartTotals> apart;  // of all that is told apart in it, found when asked for
};

// Counts what the segments hold. O(segments). `pieces` are those of the snapshot before, for
// what both have in common.
Snapshot make_snapshot(std::vector<SegmentState> segments, uint64_t as_of,
                       std::shared_ptr<ApartPieces> pieces = std::make_shared<ApartPieces>());

}  // namespace fh::landscape

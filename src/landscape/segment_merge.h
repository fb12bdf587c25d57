// landscape/segment_merge.h: several segments become one, without their dead.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "landscape/overlay.h"
#include "landscape/segment.h"
#include "landscape/segment_file.h"

namespace fh::landscape {

struct SegmentState {
  std::shared_ptr<const Segment> segment;
  std::shared_ptr<const Overlay> overlay;

  bool in_memory() const { return segment->name().empty(); }
  // Living documents that hold the stem, and those of them that count.
  uint64_t living_with_stem(uint32_t stem) const {
    return segment->stem_list(stem).df - overlay->dead_with_stem(stem);
  }
  uint64_t counted_with_stem(uint32_t stem) const {
    return living_with_stem(stem) - overlay->uncounted_with_stem(stem);
  }
  uint64_t living() const { return segment->documents() - overlay->dead_documents(); }
  // Living documents that are granted for the purpose.
  uint64_t granted(Purpose purpose) const { return living() - overlay->refused_documents(purpose); }
};

// Living documents keep their order: by input, then as they lie in it. Words, values and
// columns that only the dead had are gone. Linear in the inputs, by two threads; holds the
// columns' bytes and one posting list at a time, and the output in `out` as far as that keeps
// it in memory.
void merge_segments(std::span<const SegmentState> inputs, SegmentFileWriter& out);

}  // namespace fh::landscape

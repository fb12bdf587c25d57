// landscape/segment_builder.h: from documents to the bytes of a segment.
#pragma once

#include <cstdint>
#include <span>

#include "landscape/bm25.h"
#include "landscape/landscape.h"
#include "landscape/segment_file.h"
#include "text/analyse.h"

namespace fh::landscape {

// Analyses and inverts documents (none absent, numbers distinct) and writes every
// section; the caller finishes the writer. O(words), memory in proportion; touches
// nothing shared, so several threads may build at once, each with its analyser.
void build_segment(std::span<const Change* const> documents, text::Analyser& analyser,
                   SegmentFileWriter& out);

}  // namespace fh::landscape

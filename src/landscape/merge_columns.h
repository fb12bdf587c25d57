// landscape/merge_columns.h: the part of a merge that knows columns.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "landscape/segment_merge.h"

namespace fh::landscape {

// What a document that died is numbered by.
inline constexpr uint32_t kGone = ~uint32_t{0};

// Writes the columns of the inputs' living documents, which `new_documents` numbers anew (each
// input's documents in order; kGone: dead). Linear in the inputs; holds one column at a time
// besides what `out` keeps in memory.
void merge_columns(std::span<const SegmentState> inputs,
                   std::span<const std::vector<uint32_t>> new_documents, SegmentFileWriter& out);

}  // namespace fh::landscape

// landscape/among.h: which of some experiences a query matches.
#pragma once

#include <cstdint>
#include <span>

#include "landscape/landscape.h"
#include "landscape/snapshot.h"

namespace fh::landscape {

// As Landscape::among(). O(numbers · log segment) beside looking up the query's words.
Among among(const Snapshot& snapshot, const Node& query, std::span<const uint64_t> numbers,
            const Bm25& settings);

}  // namespace fh::landscape

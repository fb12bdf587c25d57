// landscape/sort_key.h: the best hits of one segment by anything but score.
#pragma once

#include "landscape/matches.h"
#include "landscape/request.h"
#include "landscape/segment.h"
#include "landscape/top_hits.h"

namespace fh::landscape {

// Offers the best of the matches. O(matches).
void rank_by_key(const Segment& segment, const SegmentMatches& matches, Sort sort, TopHits& top);

}  // namespace fh::landscape

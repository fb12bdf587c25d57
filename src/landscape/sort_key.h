// landscape/sort_key.h: the best hits of one segment by anything but score.
#pragma once

#include "landscape/matches.h"
#include "landscape/request.h"
#include "landscape/segment.h"
#include "landscape/top_hits.h"

namespace fh::landscape {

struct SortedTop {
  Sort sort = Sort::kNewest;
  bool prune = true;
  TopHits& top;
  // Of the hits' numbers, where they have another: then times are taken by their months.
  const Rename* rename = nullptr;
};

// Offers the best of the share. O(matches) at most: windows that have nothing better than
// the worst of the best hits are passed over, from what is known of each segment once.
void rank_by_key(const Segment& segment, const SegmentMatches& matches, Share share,
                 SortedTop sorted);

}  // namespace fh::landscape

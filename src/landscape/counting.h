// landscape/counting.h: every count that a request asks for, from one walk over the matches.
#pragma once

#include <vector>

#include "landscape/facet_count.h"
#include "landscape/histogram_count.h"
#include "landscape/matches.h"
#include "landscape/people_count.h"
#include "landscape/ratings_count.h"
#include "landscape/request.h"
#include "landscape/snapshot.h"
#include "landscape/tuning.h"

namespace fh::landscape {

class Counting {
 public:
  // Both outlive it.
  Counting(const Request& request, const Tuning& tuning);

  // Once. Several threads take a share of every segment each; what they count is added up.
  void run(const Snapshot& snapshot, const Matches& matches, size_t threads);
  // `apart`: the figures of those told apart, null where nothing is.
  void finish(const Snapshot& snapshot, const Matches& matches, const PeopleFigures* apart,
              Answer& answer) const;

 private:
  struct LivingPeople : PeopleCount {
    static bool has_totals(const SegmentState& state);
    void add_living(const SegmentState& state);
  };
  void run_share(const Snapshot& snapshot, const Matches& matches, Share share);
  void run_segment(const SegmentState& state, const SegmentMatches& matches, Share share);
  void add(const Counting& other);

  const Request& request_;
  const Tuning& tuning_;
  std::vector<FacetCount> facets_;
  RatingsCount ratings_;
  LivingPeople people_;
  HistogramCount histogram_;
};

}  // namespace fh::landscape

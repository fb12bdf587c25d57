// testing/naive_figures.h: the figures of an answer, from the list of its matches.
#pragma once

#include <vector>

#include "landscape/request.h"
#include "testing/naive_query.h"

namespace fh::landscape {

using NaiveMatches = std::vector<const NaiveLandscape::Entries::value_type*>;

Ratings naive_ratings(const NaiveMatches& matches);
Facet naive_facet(const FacetRequest& request, const NaiveMatches& matches);
Histogram naive_histogram(HistogramStep step, const NaiveMatches& matches);
uint64_t naive_people(const NaiveMatches& matches);

struct NaiveTelling {
  std::vector<TellingWord> words;
  uint64_t sample = 0;
};
NaiveTelling naive_telling(const NaiveMatches& matches, const NaiveLandscape::Entries& all,
                           const NaiveQuery& query, uint32_t limit);

}  // namespace fh::landscape

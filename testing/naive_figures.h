// testing/naive_figures.h: the figures of an answer, from the list of its matches.
#pragma once

#include <vector>

#include "landscape/request.h"
#include "testing/naive_query.h"

namespace fh::landscape {

using NaiveMatches = std::vector<const NaiveLandscape::Entries::value_type*>;

// Matches that are told apart; without `how`, there are none.
struct NaiveApart {
  const Apart* how = nullptr;
  NaiveMatches matches;
};
// The different people of them all, the unknown as one, as Apart::weigh() weighs them.
uint64_t naive_weight(const Apart& how, OverColumns columns, const NaiveMatches& matches);

Ratings naive_ratings(const NaiveMatches& matches, const NaiveApart& apart,
                      const std::string& within = {});
Facet naive_facet(const FacetRequest& request, const NaiveMatches& matches,
                  const NaiveApart& apart);
Histogram naive_histogram(HistogramStep step, const NaiveMatches& matches, const NaiveApart& apart);
uint64_t naive_people(const NaiveMatches& matches);

struct NaiveTelling {
  std::vector<TellingWord> words;
  uint64_t sample = 0;
};
NaiveTelling naive_telling(const NaiveMatches& matches, const NaiveLandscape::Entries& all,
                           const NaiveQuery& query, uint32_t limit);

// Of those told apart, against `others`, who are everyone else.
NaiveTelling naive_apart_telling(const NaiveApart& apart, const NaiveLandscape::Entries& others,
                                 const NaiveQuery& query, uint32_t limit);

}  // namespace fh::landscape

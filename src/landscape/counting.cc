#include "landscape/counting.h"

#include "base/threads.h"

namespace fh::landscape {

Counting::Counting(const Request& request, const Tuning& tuning)
    : request_(request), tuning_(tuning) {
  for (const FacetRequest& facet : request.facets) facets_.emplace_back(facet);
}

void Counting::run(const Snapshot& snapshot, const Matches& matches, size_t threads) {
  const bool nothing =
      request_.facets.empty() && !request_.ratings && !request_.people && !request_.histogram;
  if (nothing) return;
  std::vector<Counting> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(request_, tuning_);
  run_in_parallel(threads, [&](size_t thread) {
    Counting& counting = thread == 0 ? *this : others[thread - 1];
    counting.run_share(snapshot, matches, {.number = thread, .of = threads});
  });
  for (const Counting& other : others) add(other);
}

void Counting::run_share(const Snapshot& snapshot, const Matches& matches, Share share) {
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    run_segment(snapshot.segments[index], matches.segments[index], share);
  }
}

// What a segment's totals can tell is taken from them, the rest counted from the documents.
void Counting::run_segment(const SegmentState& state, const SegmentMatches& matches, Share share) {
  const Segment& segment = *state.segment;
  const bool all = segment.documents() >= tuning_.totals_from &&
                   matches.count() == segment.documents() - state.overlay->dead_documents();
  // True where totals tell: one thread takes them.
  const auto take_totals = [&](auto& count) {
    if (!all || !count.has_totals(state)) return false;
    if (share.number == 0) count.add_living(state);
    return true;
  };
  std::vector<FacetCount*> facets;
  for (FacetCount& facet : facets_) {
    facet.begin_segment(segment);
    if (!take_totals(facet)) facets.push_back(&facet);
  }
  const bool ratings = request_.ratings && !take_totals(ratings_);
  const bool histogram = request_.histogram.has_value() && !take_totals(histogram_);
  const bool people = request_.people && !take_totals(people_);
  if (!facets.empty() || ratings || histogram || people) {
    matches.for_each_run(share, [&](std::span<const uint32_t> documents) {
      for (FacetCount* facet : facets) facet->add(documents);
      if (ratings) ratings_.add(segment, documents);
      if (histogram) histogram_.add(segment, documents);
      if (people) people_.add(segment.persons(), documents);
    });
  }
  for (FacetCount& facet : facets_) facet.end_segment();
  ratings_.end_segment(segment);
  histogram_.end_segment(segment);
}

// Whether someone whose one experience has died had another cannot be told from a set.
bool Counting::LivingPeople::has_totals(const SegmentState& state) {
  return state.overlay->dead_documents() == 0;
}

void Counting::LivingPeople::add_living(const SegmentState& state) {
  const Segment& segment = *state.segment;
  add(segment.totals().people([&] {
    PeopleCount people;
    segment.for_each_run(
        [&](std::span<const uint32_t> documents) { people.add(segment.persons(), documents); });
    return people;
  }));
}

void Counting::add(const Counting& other) {
  for (size_t i = 0; i < facets_.size(); ++i) facets_[i].add(other.facets_[i]);
  ratings_.add(other.ratings_);
  people_.add(other.people_);
  histogram_.add(other.histogram_);
}

void Counting::finish(const Snapshot& snapshot, const Matches& matches, const PeopleFigures* apart,
                      Answer& answer) const {
  for (size_t i = 0; i < facets_.size(); ++i) {
    answer.facets.push_back(facets_[i].finish(snapshot, matches, {.figures = apart, .facet = i}));
  }
  if (request_.ratings) {
    answer.ratings = apart ? ratings_.finish(apart->ratings()) : ratings_.finish();
  }
  if (request_.histogram) {
    AddedToBuckets buckets;
    if (apart) buckets = [apart](HistogramStep step) { return apart->buckets(step); };
    answer.histogram = histogram_.finish(*request_.histogram, buckets);
  }
  if (!request_.people) return;
  answer.people = people_.people() + (apart ? apart->total() : 0);
  answer.without_person = people_.without();
}

}  // namespace fh::landscape

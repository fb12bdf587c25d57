#include "landscape/search.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "landscape/facet_count.h"
#include "landscape/histogram_count.h"
#include "landscape/matcher.h"
#include "landscape/matches.h"
#include "landscape/people_count.h"
#include "landscape/ranker.h"
#include "landscape/ratings_count.h"
#include "landscape/sort_key.h"
#include "landscape/telling_words.h"
#include "landscape/top_hits.h"

namespace fh::landscape {
namespace {

Status check_limit(std::string field, uint64_t value, uint64_t limit) {
  if (value <= limit) return {};
  return failure(ErrorCode::kTooLarge, fmt::format("{} is beyond the limit of {}", value, limit),
                 std::move(field));
}

Status check(const Request& request) {
  FH_RETURN_IF_ERROR(check_limit("limit", request.limit, limits::kHitsMax));
  FH_RETURN_IF_ERROR(check_limit("offset", request.offset, limits::kOffsetMax));
  FH_RETURN_IF_ERROR(check_limit("facets", request.facets.size(), limits::kFacetsMax));
  for (const FacetRequest& facet : request.facets) {
    FH_RETURN_IF_ERROR(check_limit("facet_limit", facet.limit, limits::kFacetValuesMax));
  }
  return check_limit("telling_words", request.telling_words, limits::kTellingWordsMax);
}

// Which documents match, and the best of them.
class Matching {
 public:
  Matching(const PreparedQuery& query, const Request& request, const Tuning& tuning)
      : query_(query),
        request_(request),
        tuning_(tuning),
        ranking_(request.limit == 0 ? 0 : size_t{request.limit} + request.offset, tuning) {
    ranking_.purpose = request.purpose;
  }

  void run() {
    const size_t segments = query_.snapshot().segments.size();
    for (size_t index = 0; index < segments; ++index) run_segment(index);
  }
  const Matches& matches() const { return matches_; }
  std::vector<Hit> take_hits() {
    std::vector<Hit> hits;
    const std::vector<TopHits::Ranked> ranked = ranking_.top.take();
    for (size_t i = request_.offset; i < ranked.size(); ++i) {
      hits.push_back({.number = ranked[i].number, .score = ranked[i].score});
    }
    return hits;
  }

 private:
  bool is_by_score() const {
    return request_.limit > 0 && request_.sort == Sort::kRelevance && !query_.scoring().empty();
  }
  // Of one word's best hits and their number alone, both are known without a list of them.
  bool needs_no_matches(const SegmentState& state) const {
    const bool counts = !request_.facets.empty() || request_.ratings || request_.people ||
                        request_.histogram || request_.telling_words > 0;
    return is_by_score() && !counts && query_.is_any_of_leaves() && query_.scoring().size() == 1 &&
           !state.overlay->has_refusals(request_.purpose);
  }

  void run_segment(size_t index) {
    const SegmentState& state = query_.snapshot().segments[index];
    SegmentMatches& found = matches_.segments.emplace_back();
    if (needs_no_matches(state)) {
      Ranker(query_, index, ranking_).rank_any();
      if (index == 0) matches_.total = query_.scoring().front().leaf->df;
      return;
    }
    found = SegmentMatcher(query_, index, tuning_).match(request_.purpose);
    matches_.total += found.count();
    if (request_.limit == 0 || found.count() == 0) return;
    if (is_by_score()) {
      Ranker(query_, index, ranking_).rank(found);
    } else {
      rank_by_key(*state.segment, found, request_.sort, ranking_.top);
    }
  }

  const PreparedQuery& query_;
  const Request& request_;
  const Tuning& tuning_;
  Ranking ranking_;
  Matches matches_;
};

// Every count the request asks for, from one walk over the matches.
class Counting {
 public:
  Counting(const Request& request, const Tuning& tuning) : request_(request), tuning_(tuning) {
    for (const FacetRequest& facet : request.facets) facets_.emplace_back(facet);
  }

  void run(const Snapshot& snapshot, const Matches& matches) {
    const bool nothing =
        request_.facets.empty() && !request_.ratings && !request_.people && !request_.histogram;
    for (size_t index = 0; index < snapshot.segments.size() && !nothing; ++index) {
      run_segment(snapshot.segments[index], matches.segments[index]);
    }
  }

  void finish(const Snapshot& snapshot, const Matches& matches, Answer& answer) const {
    for (const FacetCount& facet : facets_) {
      answer.facets.push_back(facet.finish(snapshot, matches));
    }
    if (request_.ratings) answer.ratings = ratings_.finish();
    if (request_.histogram) answer.histogram = histogram_.finish(*request_.histogram);
    if (!request_.people) return;
    answer.people = people_.people();
    answer.without_person = people_.without();
  }

 private:
  // What a segment's totals cannot tell is counted from the documents.
  void run_segment(const SegmentState& state, const SegmentMatches& matches) {
    const Segment& segment = *state.segment;
    const bool all = segment.documents() >= tuning_.totals_from &&
                     matches.count() == segment.documents() - state.overlay->dead_documents();
    std::vector<FacetCount*> facets;
    for (FacetCount& facet : facets_) {
      facet.begin_segment(segment);
      if (!all || !facet.add_living(state)) facets.push_back(&facet);
    }
    const bool ratings = request_.ratings && !(all && ratings_.add_living(state));
    const bool histogram = request_.histogram.has_value() && !(all && histogram_.add_living(state));
    const bool people = request_.people && !(all && add_living_people(state));
    if (!facets.empty() || ratings || histogram || people) {
      matches.for_each_run([&](std::span<const uint32_t> documents) {
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

  // Whose only experience has died cannot be told from a set.
  bool add_living_people(const SegmentState& state) {
    if (state.overlay->dead_documents() > 0) return false;
    const Segment& segment = *state.segment;
    people_.add(segment.totals().people([&] {
      PeopleCount people;
      segment.for_each_run(
          [&](std::span<const uint32_t> documents) { people.add(segment.persons(), documents); });
      return people;
    }));
    return true;
  }

  const Request& request_;
  const Tuning& tuning_;
  std::vector<FacetCount> facets_;
  RatingsCount ratings_;
  PeopleCount people_;
  HistogramCount histogram_;
};

}  // namespace

Result<Answer> search(const Snapshot& snapshot, const Request& request, const Bm25& settings,
                      const Tuning& tuning) {
  FH_RETURN_IF_ERROR(check(request));
  const PreparedQuery query(request.query, snapshot, settings);
  Matching matching(query, request, tuning);
  matching.run();
  const Matches& matches = matching.matches();
  Answer answer;
  answer.total = matches.total;
  answer.as_of = snapshot.as_of;
  answer.landscape = snapshot.documents;
  answer.hits = matching.take_hits();
  Counting counting(request, tuning);
  counting.run(snapshot, matches);
  counting.finish(snapshot, matches, answer);
  if (request.telling_words > 0) {
    TellingAnswer telling = find_telling_words(query, matches, request.telling_words);
    answer.telling_words = std::move(telling.words);
    answer.telling_sample = telling.sample;
  }
  return answer;
}

}  // namespace fh::landscape

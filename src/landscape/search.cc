#include "landscape/search.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "landscape/counting.h"
#include "landscape/matcher.h"
#include "landscape/matches.h"
#include "landscape/ranker.h"
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
  // A thread costs more to start than few matches to count.
  const size_t threads = matches.total >= tuning.threads_from ? tuning.threads : 1;
  Counting counting(request, tuning);
  counting.run(snapshot, matches, threads);
  counting.finish(snapshot, matches, answer);
  if (request.telling_words > 0) {
    const size_t readers = matches.total >= tuning.telling_threads_from ? tuning.threads : 1;
    TellingAnswer telling = find_telling_words(query, matches, request.telling_words, readers);
    answer.telling_words = std::move(telling.words);
    answer.telling_sample = telling.sample;
  }
  return answer;
}

}  // namespace fh::landscape

#include "landscape/search.h"

#include <fmt/format.h>

#include <limits>
#include <optional>

#include "base/limits.h"
#include "landscape/facet_count.h"
#include "landscape/histogram_count.h"
#include "landscape/matcher.h"
#include "landscape/matches.h"
#include "landscape/people_count.h"
#include "landscape/ratings_count.h"
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

// What ranks a document under a sort that is not by score; greater is better, and what
// has no value comes after everything that has.
class SortKey {
 public:
  SortKey(const Segment& segment, Sort sort) : segment_(segment), sort_(sort) {}

  int64_t of(uint32_t document) const {
    switch (sort_) {
      case Sort::kRelevance:
      case Sort::kNewest:
        return or_last(segment_.times().value(document), 1);
      case Sort::kOldest:
        return or_last(segment_.times().value(document), -1);
      case Sort::kFeltLow:
        return or_last(segment_.felt().value(document), -1);
      case Sort::kFeltHigh:
        return or_last(segment_.felt().value(document), 1);
      case Sort::kGapLow:
        return or_last(gap(document), -1);
      case Sort::kGapHigh:
        return or_last(gap(document), 1);
    }
    return 0;
  }

 private:
  static int64_t or_last(std::optional<int64_t> value, int64_t sign) {
    if (!value) return std::numeric_limits<int64_t>::min();
    // Unsigned: whatever a damaged file holds wraps, it does not trap.
    return static_cast<int64_t>(static_cast<uint64_t>(*value) * static_cast<uint64_t>(sign));
  }
  std::optional<int64_t> gap(uint32_t document) const {
    const std::optional<int64_t> expected = segment_.expected().value(document);
    const std::optional<int64_t> felt = segment_.felt().value(document);
    if (!expected || !felt) return std::nullopt;
    return static_cast<int64_t>(static_cast<uint64_t>(*felt) - static_cast<uint64_t>(*expected));
  }
  const Segment& segment_;
  Sort sort_;
};

// The first pass: which documents match, and the best of them.
class Matching {
 public:
  Matching(const PreparedQuery& query, const Request& request)
      : query_(query),
        request_(request),
        by_score_(query.scores() && request.sort == Sort::kRelevance && request.limit > 0),
        top_(request.limit == 0 ? 0 : size_t{request.limit} + request.offset) {}

  void run() {
    for (size_t index = 0; index < query_.snapshot().segments.size(); ++index) run_segment(index);
  }
  Matches& matches() { return matches_; }
  std::vector<Hit> take_hits() {
    std::vector<Hit> hits;
    const std::vector<TopHits::Ranked> ranked = top_.take();
    for (size_t i = request_.offset; i < ranked.size(); ++i) {
      hits.push_back({.number = ranked[i].number, .score = ranked[i].score});
    }
    return hits;
  }

 private:
  void run_segment(size_t index) {
    const Segment& segment = *query_.snapshot().segments[index].segment;
    const uint32_t windows = (segment.documents() + kWindowSize - 1) / kWindowSize;
    matches_.windows.emplace_back(windows);
    SegmentMatcher matcher(query_, index);
    const SortKey key(segment, request_.sort);
    for (uint32_t window = 0; window < windows; ++window) {
      WindowBits& bits = matches_.windows[index][window];
      matcher.match(window, request_.purpose, bits, by_score_ ? &scores_ : nullptr);
      rank(segment, window, bits, key);
    }
  }

  void rank(const Segment& segment, uint32_t window, const WindowBits& bits, const SortKey& key) {
    for (uint32_t word = 0; word < kWindowWords; ++word) {
      matches_.total += static_cast<uint64_t>(std::popcount(bits[word]));
      if (request_.limit == 0) continue;
      for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
        const uint32_t offset = word * 64 + static_cast<uint32_t>(std::countr_zero(left));
        const uint32_t document = window * kWindowSize + offset;
        const Score score = by_score_ ? scores_[offset] : 0;
        const int64_t rank_key = by_score_ ? int64_t{score} : key.of(document);
        if (!top_.would_enter(rank_key)) continue;
        top_.offer({.key = rank_key, .number = segment.number(document), .score = score});
      }
    }
  }

  const PreparedQuery& query_;
  const Request& request_;
  bool by_score_;
  TopHits top_;
  Matches matches_;
  WindowScores scores_;
};

// The second pass: every count the request asks for, from one walk over the matches.
class Counting {
 public:
  explicit Counting(const Request& request) : request_(request) {
    for (const FacetRequest& facet : request.facets) facets_.emplace_back(facet);
  }

  void run(const Snapshot& snapshot, const Matches& matches) {
    const bool nothing =
        request_.facets.empty() && !request_.ratings && !request_.people && !request_.histogram;
    if (nothing) return;
    for (size_t index = 0; index < snapshot.segments.size(); ++index) {
      const Segment& segment = *snapshot.segments[index].segment;
      for (FacetCount& facet : facets_) facet.begin_segment(segment);
      matches.for_each_window(index, [&](std::span<const uint32_t> documents) {
        for (FacetCount& facet : facets_) facet.add(documents);
        if (request_.ratings) ratings_.add(segment, documents);
        if (request_.people) people_.add(segment, documents);
        if (request_.histogram) histogram_.add(segment, documents);
      });
      for (FacetCount& facet : facets_) facet.end_segment();
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
  const Request& request_;
  std::vector<FacetCount> facets_;
  RatingsCount ratings_;
  PeopleCount people_;
  HistogramCount histogram_;
};

}  // namespace

Result<Answer> search(const Snapshot& snapshot, const Request& request, const Bm25& settings) {
  FH_RETURN_IF_ERROR(check(request));
  const PreparedQuery query(request.query, snapshot, settings);
  Matching matching(query, request);
  matching.run();
  const Matches& matches = matching.matches();
  Answer answer;
  answer.total = matches.total;
  answer.as_of = snapshot.as_of;
  answer.landscape = snapshot.documents;
  answer.hits = matching.take_hits();
  Counting counting(request);
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

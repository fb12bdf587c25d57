#include "landscape/matching.h"

#include <algorithm>
#include <utility>

#include "base/threads.h"
#include "landscape/sort_key.h"

namespace fh::landscape {
namespace {

// A document is matched, or ranked, in so many times less than it is counted.
constexpr uint64_t kCheaperTimes = 4;

size_t threads_for(uint64_t documents, const Tuning& tuning) {
  return tuning.threads_for(documents, kCheaperTimes * tuning.thread_matches_min);
}

}  // namespace

Matching::Matching(const PreparedQuery& query, const Request& request, const Tuning& tuning)
    : query_(query),
      request_(request),
      tuning_(tuning),
      filter_(query.snapshot(), request, tuning),
      by_score_(request.limit > 0 && request.sort == Sort::kRelevance && !query.scoring().empty()),
      needs_no_matches_(find_needs_no_matches()) {}

void Matching::run() {
  if (needs_no_matches_) {
    matches_.segments.resize(states().size());
    matches_.total = query_.scoring().front().leaf->df;
  } else {
    match();
    grant();
    if (filter_.any()) set_apart();
  }
  if (request_.limit > 0 && readable() > 0) rank();
}

std::vector<Hit> Matching::hits() const {
  const bool scores = !filter_.any() || filter_.whole().living == 0;
  std::vector<Hit> hits;
  for (size_t i = request_.offset; i < ranked_.size(); ++i) {
    hits.push_back({.number = ranked_[i].number, .score = scores ? ranked_[i].score : 0});
  }
  return hits;
}

bool Matching::find_needs_no_matches() const {
  const bool counts = !request_.facets.empty() || request_.ratings || request_.people ||
                      request_.histogram || request_.telling_words > 0;
  return by_score_ && !counts && !filter_.any() && query_.is_any_of_leaves() &&
         query_.scoring().size() == 1 && !are_refused(request_.figures_for) &&
         !are_refused(request_.words_for);
}

bool Matching::are_refused(Purpose purpose) const {
  return std::ranges::any_of(
      states(), [&](const SegmentState& state) { return state.overlay->has_refusals(purpose); });
}

Matches Matching::granted(Purpose purpose) const {
  Matches granted;
  for (size_t index = 0; index < states().size(); ++index) {
    const SegmentMatches& found = matches_.segments[index];
    granted.segments.push_back(found.without(states()[index].overlay->refused(purpose)));
    granted.total += granted.segments.back().count();
  }
  return granted;
}

// What matches is found once; from it comes what may be counted and what may be shown.
void Matching::grant() {
  const bool same = request_.figures_for == request_.words_for;
  const bool words = !same && are_refused(request_.words_for);
  const bool figures = are_refused(request_.figures_for);
  if (words) readable_ = granted(request_.words_for);
  if (!figures) return;
  Matches counted = granted(request_.figures_for);
  if (!same && !words) readable_ = std::move(matches_);
  matches_ = std::move(counted);
}

// Nothing of them is left in the matches, whatever comes of them here.
void Matching::set_apart() {
  const Apart& apart = *request_.apart;
  const Matches counted = filter_.take_from(matches_);
  std::optional<Matches> readable;
  if (readable_) readable = filter_.take_from(*readable_);
  const auto weigh = [&](const PeopleTally& people) { return apart.weigh({}, people); };
  if (weigh(filter_.whole().people) == 0) return;
  apart_.emplace(query_.snapshot(), counted);
  if (!apart.show_hits || weigh(apart_->tally(apart.mark_key)) == 0) return;
  const bool enough =
      !readable || weigh(PeopleRows(query_.snapshot(), *readable).tally(apart.mark_key)) > 0;
  if (!enough) return;
  shows_apart_ = true;
  apart_shown_ = readable ? std::move(*readable) : counted;
}

void Matching::match() {
  std::vector<std::unique_ptr<SegmentMatcher>> matchers(states().size());
  uint64_t bound = 0;
  for (size_t index = 0; index < states().size(); ++index) {
    auto matcher = std::make_unique<SegmentMatcher>(query_, index, tuning_);
    SegmentMatches& found = matches_.segments.emplace_back();
    if (matcher->is_few()) {
      found = matcher->match_few();
    } else {
      bound += matcher->bound();
      matchers[index] = std::move(matcher);
    }
  }
  if (bound > 0) match_windows(matchers, threads_for(bound, tuning_));
  for (const SegmentMatches& found : matches_.segments) matches_.total += found.count();
}

// Of each segment that has a matcher. It is the first thread's; the others make their own.
void Matching::match_windows(std::vector<std::unique_ptr<SegmentMatcher>>& matchers,
                             size_t threads) {
  std::vector<std::vector<WindowBits>> windows(matchers.size());
  for (size_t index = 0; index < matchers.size(); ++index) {
    if (matchers[index]) windows[index].resize(windows_in(states()[index].segment->documents()));
  }
  run_in_parallel(threads, [&](size_t thread) {
    const Share share = {.number = thread, .of = threads};
    for (size_t index = 0; index < matchers.size(); ++index) {
      if (!matchers[index]) continue;
      const size_t begin = share.begin(windows[index].size());
      const size_t end = share.end(windows[index].size());
      const auto part = std::span(windows[index]).subspan(begin, end - begin);
      if (thread == 0) {
        matchers[index]->match_windows(begin, part);
      } else {
        SegmentMatcher(query_, index, tuning_).match_windows(begin, part);
      }
    }
  });
  for (size_t index = 0; index < matchers.size(); ++index) {
    if (matchers[index]) matches_.segments[index] = SegmentMatches(std::move(windows[index]));
  }
}

void Matching::rank() {
  const size_t threads = threads_for(readable(), tuning_);
  std::vector<Ranking> rankings;
  for (size_t thread = 0; thread < threads; ++thread) {
    rankings.emplace_back(size_t{request_.limit} + request_.offset, tuning_);
  }
  run_in_parallel(threads, [&](size_t thread) {
    for (size_t index = 0; index < states().size(); ++index) {
      rank_segment(index, {.number = thread, .of = threads}, rankings[thread]);
    }
  });
  for (size_t thread = 1; thread < threads; ++thread) {
    rankings.front().top.take_from(rankings[thread].top);
  }
  ranked_ = rankings.front().top.take();
}

void Matching::rank_segment(size_t index, Share share, Ranking& ranking) const {
  if (needs_no_matches_) return Ranker(query_, index, ranking).rank_any(share);
  rank_matches(index, shown(), share, ranking);
  if (!shows_apart_) return;
  ranking.rename = &request_.apart->rename;
  rank_matches(index, apart_shown_, share, ranking);
  ranking.rename = nullptr;
}

void Matching::rank_matches(size_t index, const Matches& matches, Share share,
                            Ranking& ranking) const {
  const SegmentMatches& found = matches.segments[index];
  if (found.count() == 0) return;
  if (by_score_) return Ranker(query_, index, ranking).rank(found, share);
  const Segment& segment = *states()[index].segment;
  // Small segments do not last: what is best of their windows would be used once.
  const bool prune = tuning_.prune && segment.documents() >= tuning_.totals_from;
  rank_by_key(
      segment, found, share,
      {.sort = request_.sort, .prune = prune, .top = ranking.top, .rename = ranking.rename});
}

}  // namespace fh::landscape

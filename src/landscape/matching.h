// landscape/matching.h: which documents match a request, and the best of them.
//
// Of each segment either a list of few candidates or windows of 4096 documents, which
// several threads share where there are many.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "landscape/apart_matches.h"
#include "landscape/matcher.h"
#include "landscape/matches.h"
#include "landscape/ranker.h"
#include "landscape/request.h"
#include "landscape/top_hits.h"
#include "landscape/tuning.h"

namespace fh::landscape {

class Matching {
 public:
  // All outlive it.
  Matching(const PreparedQuery& query, const Request& request, const Tuning& tuning);

  // Once.
  void run();
  // Those that figures may be made of. Where only one word's best hits and their number are
  // asked for, the number alone.
  const Matches& matches() const { return matches_; }
  // How many of the matches may be shown.
  uint64_t readable() const { return shown().total + apart_shown_.total; }
  // Those that are counted apart, and so are none of matches(). Nothing where none are in
  // the landscape, or all of them weigh nothing.
  const PeopleRows* apart() const { return apart_ ? &*apart_ : nullptr; }
  const Request& request() const { return request_; }
  const ApartFilter& filter() const { return filter_; }
  bool shows_apart() const { return shows_apart_; }
  // From the request's offset on.
  std::vector<Hit> hits() const;

 private:
  std::span<const SegmentState> states() const { return query_.snapshot().segments; }
  const Matches& shown() const { return readable_ ? *readable_ : matches_; }
  bool find_needs_no_matches() const;
  bool are_refused(Purpose purpose) const;
  Matches granted(Purpose purpose) const;
  void grant();
  void set_apart();
  void match();
  void match_windows(std::vector<std::unique_ptr<SegmentMatcher>>& matchers, size_t threads);
  void rank();
  void rank_segment(size_t index, Share share, Ranking& ranking) const;
  void rank_matches(size_t index, const Matches& matches, Share share, Ranking& ranking) const;

  const PreparedQuery& query_;
  const Request& request_;
  const Tuning& tuning_;
  const ApartFilter filter_;
  const bool by_score_;
  const bool needs_no_matches_;
  Matches matches_;
  std::optional<Matches> readable_;  // none: the same as matches_
  std::optional<PeopleRows> apart_;
  bool shows_apart_ = false;
  Matches apart_shown_;  // those among the hits; without segments where none are
  std::vector<TopHits::Ranked> ranked_;
};

}  // namespace fh::landscape

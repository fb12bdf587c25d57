#include "landscape/ranker.h"

#include <algorithm>
#include <bit>

namespace fh::landscape {
namespace {

// Candidates out of a list are judged so many at a time: few enough that bounds are close,
// enough that they are worth working out.
constexpr size_t kRunMax = 64;
// A posting that is passed over costs about this part of one that is looked for.
constexpr uint64_t kSeekCost = 4;

}  // namespace

Ranker::Ranker(const PreparedQuery& query, size_t segment, Ranking& ranking)
    : state_(query.snapshot().segments[segment]),
      ranking_(ranking),
      lengths_(*state_.segment, query.norm()) {
  for (const PreparedQuery::Scoring& scoring : query.scoring()) {
    const LeafList& list = scoring.leaf->lists[segment];
    for (const PostingRef& ref : list.refs) {
      const PostingCursor cursor = list.open(*state_.segment, ref);
      parts_.push_back({.leaf = RankedLeaf(cursor, scoring.weight, lengths_, ranking.kernels)});
    }
  }
  for (Part& part : parts_) by_bound_.push_back(&part);
}

// What nothing in the range scores more than; the parts come in the order of their bounds.
uint64_t Ranker::find_bounds(uint32_t begin, uint64_t end) {
  uint64_t sum = 0;
  for (Part& part : parts_) {
    part.bound = part.leaf.bound(begin, end);
    sum += part.bound;
  }
  std::ranges::sort(by_bound_, {}, &Part::bound);
  return sum;
}

// Asks the `others` weakest parts about the candidates, the strongest first, and offers
// what is left of them.
void Ranker::finish(size_t others) {
  uint64_t rest = 0;
  for (size_t i = 0; i < others; ++i) rest += by_bound_[i]->bound;
  for (size_t i = others; i > 0 && ranking_.candidates.count > 0 && by_bound_[i - 1]->bound > 0;
       --i) {
    by_bound_[i - 1]->leaf.add_to(ranking_.candidates);
    rest -= by_bound_[i - 1]->bound;
    const int64_t least = floor();
    if (least > 0) ranking_.candidates.keep_from(least - static_cast<int64_t>(rest));
  }
  for (uint32_t i = 0; i < ranking_.candidates.count; ++i) {
    offer(ranking_.candidates.documents[i], ranking_.candidates.scores[i]);
  }
}

void Ranker::offer(uint32_t document, Score score) {
  if (!ranking_.top.would_enter(score)) return;
  const uint64_t number = renamed(ranking_.rename, state_.segment->number(document));
  ranking_.top.offer({.key = score, .number = number, .score = score});
}

// Of one word, block by block: where it stands, nothing else need be known.
void Ranker::rank_one(RankedLeaf& leaf, Documents range) {
  leaf.pass_to(range.begin);
  for (;;) {
    const std::span<const uint32_t> documents = leaf.next_block(floor());
    if (documents.empty() || documents.front() >= range.end) return;
    const std::span<const Score> shares = leaf.shares();
    for (size_t i = 0; i < documents.size(); ++i) {
      const bool enters = ranking_.top.would_enter(shares[i]) && documents[i] >= range.begin &&
                          documents[i] < range.end && !state_.overlay->is_dead(documents[i]);
      if (enters) offer(documents[i], shares[i]);
    }
  }
}

void Ranker::rank_list(std::span<const uint32_t> documents) {
  const uint64_t bounds = find_bounds(documents.front(), uint64_t{documents.back()} + 1);
  if (static_cast<int64_t>(bounds) < floor()) return;
  ranking_.candidates.count = 0;
  for (const uint32_t document : documents) ranking_.candidates.add(document, 0);
  finish(by_bound_.size());
}

void Ranker::list_candidates(WindowBits bits, int64_t least) {
  // From so many on it is cheaper to compare all of a window's scores at once.
  constexpr uint64_t kManyInWindow = 64;
  const ScoredWindow& window = ranking_.window;
  ranking_.candidates.count = 0;
  if (least > 0 && count_bits(bits) >= kManyInWindow) {
    WindowBits enough;
    const auto low = static_cast<Score>(std::min<int64_t>(least, ~Score{0}));
    ranking_.kernels.in_range32(window.scores.data(), kWindowWords, {low, ~Score{0}},
                                enough.data());
    intersect(bits, enough);
  }
  for (uint32_t word = 0; word < kWindowWords; ++word) {
    for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
      const uint32_t offset = word * 64 + static_cast<uint32_t>(std::countr_zero(left));
      const Score score = window.scores[offset];
      if (int64_t{score} >= least) ranking_.candidates.add(window.begin + offset, score);
    }
  }
}

void Ranker::clear_window() {
  ScoredWindow& window = ranking_.window;
  for (size_t word = 0; word < kWindowWords; ++word) {
    if (window.touched[word] == 0) continue;
    std::fill_n(window.scores.begin() + word * 64, 64, Score{0});
    window.touched[word] = 0;
  }
}

// Whether it is cheaper to look for each match than to walk the lists.
bool Ranker::are_sparse(const WindowBits& matches) const {
  const uint64_t found = count_bits(matches);
  uint64_t postings = 0;
  for (const Part& part : parts_) postings += part.leaf.df();
  const uint64_t windows = state_.segment->documents() / kWindowSize + 1;
  return found * kSeekCost * parts_.size() < postings / windows;
}

// Scores what the parts from `others` on bring.
void Ranker::score_window(size_t others, uint64_t bounds) {
  for (size_t i = others; i < by_bound_.size(); ++i) {
    Part& part = *by_bound_[i];
    if (part.bound == 0) continue;
    part.leaf.add_to(ranking_.window, floor() - static_cast<int64_t>(bounds - part.bound));
  }
}

// Without `matches`, every living document matches that has any part.
void Ranker::rank_window(uint32_t window, const WindowBits* matches) {
  const uint32_t begin = window * kWindowSize;
  ranking_.window.begin = begin;
  ranking_.window.end = uint64_t{begin} + kWindowSize;
  const uint64_t bounds = find_bounds(begin, ranking_.window.end);
  const int64_t least = floor();
  if (static_cast<int64_t>(bounds) < least || (matches == nullptr && bounds == 0)) return;
  if (matches != nullptr && are_sparse(*matches)) {
    list_candidates(*matches, kNoFloor);
    finish(by_bound_.size());
    return;
  }
  size_t others = 0;
  uint64_t rest = 0;
  while (others < by_bound_.size() &&
         static_cast<int64_t>(rest + by_bound_[others]->bound) < least) {
    rest += by_bound_[others++]->bound;
  }
  score_window(others, bounds);
  WindowBits bits = ranking_.window.touched;
  if (matches == nullptr) {
    state_.overlay->mask_dead(window, bits);
  } else {
    // As long as anything may enter, so may what matches without having a leaf.
    if (least <= 0) bits.fill(~uint64_t{0});
    for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] &= (*matches)[word];
  }
  list_candidates(bits, least - static_cast<int64_t>(rest));
  clear_window();
  finish(others);
}

void Ranker::rank(const SegmentMatches& matches, Share share) {
  const size_t few = share.end(matches.few().size());
  for (size_t at = share.begin(matches.few().size()); at < few; at += kRunMax) {
    rank_list(matches.few().subspan(at, std::min(kRunMax, few - at)));
  }
  const size_t windows = share.end(matches.windows().size());
  for (size_t window = share.begin(matches.windows().size()); window < windows; ++window) {
    rank_window(static_cast<uint32_t>(window), &matches.windows()[window]);
  }
}

void Ranker::rank_any(Share share) {
  const uint32_t documents = state_.segment->documents();
  const size_t windows = windows_in(documents);
  const size_t begin = share.begin(windows);
  const size_t end = share.end(windows);
  if (parts_.size() == 1 && parts_.front().leaf.df() > 1) {
    const uint64_t last = std::min<uint64_t>(end * kWindowSize, documents);
    return rank_one(parts_.front().leaf, {.begin = static_cast<uint32_t>(begin * kWindowSize),
                                          .end = static_cast<uint32_t>(last)});
  }
  for (size_t window = begin; window < end; ++window) {
    rank_window(static_cast<uint32_t>(window), nullptr);
  }
}

}  // namespace fh::landscape

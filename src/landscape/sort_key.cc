#include "landscape/sort_key.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include "base/time.h"
#include "landscape/histogram_count.h"

namespace fh::landscape {
namespace {

// Its first instant. What is no date comes from damage.
int64_t month_of(int64_t ms) {
  const int64_t day = ms / kMsPerDay;
  if (day < kDayMin || day > kDayMax) return 0;
  CivilDate date = date_of(Instant{ms});
  date.day = 1;
  return start_of_day(date).ms;
}

// What ranks a document under a sort that is not by score; greater is better, and what
// has no value comes after everything that has.
class SortKey {
 public:
  enum class Times : uint8_t { kExact, kByMonth };
  SortKey(const Segment& segment, Sort sort, Times times = Times::kExact)
      : segment_(segment), sort_(sort), times_(times) {}

  int64_t of(uint32_t document) const {
    switch (sort_) {
      case Sort::kRelevance:
      case Sort::kNewest:
        return or_last(time(document), 1);
      case Sort::kOldest:
        return or_last(time(document), -1);
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
  std::optional<int64_t> time(uint32_t document) const {
    const std::optional<int64_t> time = segment_.times().value(document);
    if (!time || times_ == Times::kExact) return time;
    return month_of(*time);
  }
  std::optional<int64_t> gap(uint32_t document) const {
    const std::optional<int64_t> expected = segment_.expected().value(document);
    const std::optional<int64_t> felt = segment_.felt().value(document);
    if (!expected || !felt) return std::nullopt;
    return static_cast<int64_t>(static_cast<uint64_t>(*felt) - static_cast<uint64_t>(*expected));
  }
  const Segment& segment_;
  Sort sort_;
  Times times_;
};

WindowKeys best_of_windows(const Segment& segment, const SortKey& key) {
  WindowKeys best;
  segment.for_each_run([&](std::span<const uint32_t> documents) {
    int64_t most = std::numeric_limits<int64_t>::min();
    for (const uint32_t document : documents) most = std::max(most, key.of(document));
    best.push_back(most);
  });
  return best;
}

}  // namespace

void rank_by_key(const Segment& segment, const SegmentMatches& matches, Share share,
                 SortedTop sorted) {
  const bool other_names = sorted.rename != nullptr;
  const SortKey key(segment, sorted.sort,
                    other_names ? SortKey::Times::kByMonth : SortKey::Times::kExact);
  TopHits& top = sorted.top;
  const WindowKeys* best = nullptr;
  if (sorted.prune && !other_names && !matches.is_list()) {
    best =
        &segment.totals().window_keys(sorted.sort, [&] { return best_of_windows(segment, key); });
  }
  matches.for_each_run(
      share, [&](size_t window) { return best == nullptr || top.would_enter((*best)[window]); },
      [&](std::span<const uint32_t> documents) {
        for (const uint32_t document : documents) {
          const int64_t ranked = key.of(document);
          if (!top.would_enter(ranked)) continue;
          const uint64_t number = renamed(sorted.rename, segment.number(document));
          top.offer({.key = ranked, .number = number, .score = 0});
        }
      });
}

}  // namespace fh::landscape

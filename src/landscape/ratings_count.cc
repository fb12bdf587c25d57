#include "landscape/ratings_count.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/check.h"
#include "landscape/overlay.h"

namespace fh::landscape {
namespace {

// Nearest rank: the smallest value that at least `share` of all do not exceed.
int32_t quantile(std::span<const uint32_t> counts, uint64_t total, uint64_t quarter, int32_t low) {
  const uint64_t rank = (total * quarter + 3) / 4;
  uint64_t seen = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    seen += counts[i];
    if (seen >= rank && seen > 0) return low + static_cast<int32_t>(i);
  }
  return 0;
}

// `counts[i]` is how many have low + i hundredths; bins are whole points from `low` on.
Distribution distribution_of(std::span<const uint32_t> counts, int32_t low) {
  Distribution made;
  made.bins.assign((counts.size() - 1) / 100 + 1, 0);
  for (size_t i = 0; i < counts.size(); ++i) {
    const uint64_t count = counts[i];
    const int64_t value = low + static_cast<int64_t>(i);
    made.count += count;
    made.sum += value * static_cast<int64_t>(count);
    made.sum_squares += static_cast<uint64_t>(value * value) * count;
    made.bins[i / 100] += count;
  }
  if (made.count == 0) return made;
  made.q25 = quantile(counts, made.count, 1, low);
  made.median = quantile(counts, made.count, 2, low);
  made.q75 = quantile(counts, made.count, 3, low);
  return made;
}

// Codes beyond the greatest, in a damaged file, count as the greatest.
class PairCodes {
 public:
  explicit PairCodes(const Segment& segment)
      : expected_max_(segment.expected().code_max()), felt_max_(segment.felt().code_max()) {}

  bool are_few() const {
    constexpr uint64_t kPairsMax = 4096;
    return expected_max_ < kPairsMax && felt_max_ < kPairsMax && size() <= kPairsMax;
  }
  uint64_t size() const { return (expected_max_ + 1) * (felt_max_ + 1); }
  uint64_t of(uint64_t expected, uint64_t felt) const {
    return std::min(expected, expected_max_) * (felt_max_ + 1) + std::min(felt, felt_max_);
  }
  uint64_t expected_of(uint64_t pair) const { return pair / (felt_max_ + 1); }
  uint64_t felt_of(uint64_t pair) const { return pair % (felt_max_ + 1); }

 private:
  uint64_t expected_max_;
  uint64_t felt_max_;
};

void count_pairs(const Segment& segment, std::span<const uint32_t> documents,
                 std::vector<uint32_t>& pairs) {
  const PairCodes code(segment);
  pairs.resize(code.size());
  segment.expected().codes().with_codes(documents, [&](const auto& expected) {
    segment.felt().codes().with_codes(documents, [&](const auto& felt) {
      for (const uint32_t document : documents) {
        ++pairs[code.of(expected[document], felt[document])];
      }
    });
  });
}

}  // namespace

RatingsCount::RatingsCount()
    : expected_(kRatingMax + 1), felt_(kRatingMax + 1), gap_(2 * kRatingMax + 1) {}

void RatingsCount::add(const Segment& segment, std::span<const uint32_t> documents) {
  if (PairCodes(segment).are_few()) {
    count_pairs(segment, documents, pairs_);
  } else {
    add_one_by_one(segment, documents);
  }
}

bool RatingsCount::has_totals(const SegmentState& state) {
  return PairCodes(*state.segment).are_few();
}

void RatingsCount::add_living(const SegmentState& state) {
  const Segment& segment = *state.segment;
  pairs_ = segment.totals().find(SegmentTotals::kRatings, [&] {
    std::vector<uint32_t> pairs;
    segment.for_each_run(
        [&](std::span<const uint32_t> documents) { count_pairs(segment, documents, pairs); });
    return pairs;
  });
  const PairCodes code(segment);
  state.overlay->dead().for_each([&](uint32_t document) {
    --pairs_[code.of(segment.expected().code(document), segment.felt().code(document))];
  });
}

void RatingsCount::add(const RatingsCount& other) {
  const auto add_all = [](std::vector<uint32_t>& to, const std::vector<uint32_t>& from) {
    std::ranges::transform(to, from, to.begin(), std::plus<>());
  };
  add_all(expected_, other.expected_);
  add_all(felt_, other.felt_);
  add_all(gap_, other.gap_);
}

void RatingsCount::end_segment(const Segment& segment) {
  const PairCodes code(segment);
  for (uint64_t pair = 0; pair < pairs_.size(); ++pair) {
    if (pairs_[pair] == 0) continue;
    const Coded expected{segment.expected(), code.expected_of(pair)};
    const Coded felt{segment.felt(), code.felt_of(pair)};
    add_pair(expected, felt, pairs_[pair]);
  }
  pairs_.clear();
}

void RatingsCount::add_one_by_one(const Segment& segment, std::span<const uint32_t> documents) {
  FH_DCHECK(documents.size() <= kWindowSize);
  std::array<uint64_t, kWindowSize> expected;
  std::array<uint64_t, kWindowSize> felt;
  segment.expected().gather(documents, expected.data());
  segment.felt().gather(documents, felt.data());
  for (size_t i = 0; i < documents.size(); ++i) {
    add_pair({segment.expected(), expected[i]}, {segment.felt(), felt[i]}, 1);
  }
}

void RatingsCount::add_pair(const Coded& expected, const Coded& felt, uint32_t count) {
  const int64_t first = expected.column.value_of(expected.code);
  const int64_t second = felt.column.value_of(felt.code);
  const auto in_range = [](int64_t value) { return value >= 0 && value <= kRatingMax; };
  const bool has_first = expected.code != 0 && in_range(first);
  const bool has_second = felt.code != 0 && in_range(second);
  if (has_first) expected_[static_cast<size_t>(first)] += count;
  if (has_second) felt_[static_cast<size_t>(second)] += count;
  if (has_first && has_second) gap_[static_cast<size_t>(second - first + kRatingMax)] += count;
}

Ratings RatingsCount::finish() const {
  return {.expected = distribution_of(expected_, 0),
          .felt = distribution_of(felt_, 0),
          .gap = distribution_of(gap_, -kRatingMax)};
}

Ratings RatingsCount::finish(const AddedRatings& apart) const {
  RatingsCount all = *this;
  const auto add_points = [](std::vector<uint32_t>& to, const auto& points) {
    for (size_t i = 0; i < points.size(); ++i) to[100 * i] += static_cast<uint32_t>(points[i]);
  };
  add_points(all.expected_, apart.expected);
  add_points(all.felt_, apart.felt);
  add_points(all.gap_, apart.gap);
  Ratings ratings = all.finish();
  ratings.expected.apart_bins.assign(apart.expected.begin(), apart.expected.end());
  ratings.felt.apart_bins.assign(apart.felt.begin(), apart.felt.end());
  ratings.gap.apart_bins.assign(apart.gap.begin(), apart.gap.end());
  return ratings;
}

}  // namespace fh::landscape

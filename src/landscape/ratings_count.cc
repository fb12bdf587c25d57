#include "landscape/ratings_count.h"

#include <array>

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

}  // namespace

RatingsCount::RatingsCount()
    : expected_(kRatingMax + 1), felt_(kRatingMax + 1), gap_(2 * kRatingMax + 1) {}

void RatingsCount::add(const Segment& segment, std::span<const uint32_t> documents) {
  const auto in_range = [](int64_t value) { return value >= 0 && value <= kRatingMax; };
  FH_DCHECK(documents.size() <= kWindowSize);
  std::array<uint64_t, kWindowSize> expected_codes;
  std::array<uint64_t, kWindowSize> felt_codes;
  segment.expected().gather(documents, expected_codes.data());
  segment.felt().gather(documents, felt_codes.data());
  for (size_t i = 0; i < documents.size(); ++i) {
    const int64_t expected = segment.expected().value_of(expected_codes[i]);
    const int64_t felt = segment.felt().value_of(felt_codes[i]);
    const bool has_expected = expected_codes[i] != 0 && in_range(expected);
    const bool has_felt = felt_codes[i] != 0 && in_range(felt);
    if (has_expected) ++expected_[static_cast<size_t>(expected)];
    if (has_felt) ++felt_[static_cast<size_t>(felt)];
    if (has_expected && has_felt) ++gap_[static_cast<size_t>(felt - expected + kRatingMax)];
  }
}

Ratings RatingsCount::finish() const {
  return {.expected = distribution_of(expected_, 0),
          .felt = distribution_of(felt_, 0),
          .gap = distribution_of(gap_, -kRatingMax)};
}

}  // namespace fh::landscape

#include "landscape/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/random.h"
#include "landscape/bm25.h"
#include "landscape/window.h"

namespace fh::landscape {
namespace {

constexpr size_t kWords = 5;
constexpr size_t kCodes = kWords * 64;

std::vector<SimdLevel> levels() {
  std::vector<SimdLevel> all = {SimdLevel::kPortable};
  for (const SimdLevel level : {SimdLevel::kAvx2, SimdLevel::kAvx512}) {
    if (level <= simd_level()) all.push_back(level);
  }
  return all;
}

template <typename T, typename Passes>
std::vector<uint64_t> bits_of(const std::vector<T>& codes, Passes&& passes) {
  std::vector<uint64_t> bits(kWords);
  for (size_t i = 0; i < codes.size(); ++i) {
    bits[i / 64] |= uint64_t{passes(codes[i])} << (i % 64);
  }
  return bits;
}

// Codes around the ends of the range and of the type.
template <typename T, typename Judge>
void check_range(Judge&& judge) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Rng rng(seed);
    const std::vector<T> ends = {0,
                                 1,
                                 static_cast<T>(rng.next()),
                                 static_cast<T>(rng.next()),
                                 static_cast<T>(~T{0} >> 1),
                                 static_cast<T>(~T{0})};
    std::array<T, 2> range = {ends[rng.below(ends.size())], ends[rng.below(ends.size())]};
    std::vector<T> codes(kCodes);
    for (T& code : codes) {
      code = static_cast<T>(rng.chance(0.3) ? rng.next()
                                            : ends[rng.below(ends.size())] + rng.below(3) - 1);
    }
    const auto wanted =
        bits_of(codes, [&](T code) { return code >= range[0] && code <= range[1]; });
    for (const SimdLevel level : levels()) {
      std::vector<uint64_t> bits(kWords);
      judge(kernels(level), codes, range, bits);
      EXPECT_EQ(bits, wanted) << static_cast<int>(level) << " seed " << seed;
    }
  }
}

TEST(Kernels, RangesOfBytesAreTheSameAtEveryLevel) {
  check_range<uint8_t>([](const Kernels& at, const auto& codes, auto range, auto& bits) {
    at.in_range8(codes.data(), kWords, range, bits.data());
  });
}

TEST(Kernels, RangesOfShortsAreTheSameAtEveryLevel) {
  check_range<uint16_t>([](const Kernels& at, const auto& codes, auto range, auto& bits) {
    at.in_range16(codes.data(), kWords, range, bits.data());
  });
}

TEST(Kernels, RangesOfWordsAreTheSameAtEveryLevel) {
  check_range<uint32_t>([](const Kernels& at, const auto& codes, auto range, auto& bits) {
    at.in_range32(codes.data(), kWords, range, bits.data());
  });
}

TEST(Kernels, SetsAreTheSameAtEveryLevel) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Rng rng(seed);
    std::vector<uint8_t> wanted(256);
    const double share = rng.uniform();
    for (uint8_t& one : wanted) one = rng.chance(share) ? 1 : 0;
    std::vector<uint8_t> codes(kCodes);
    for (uint8_t& code : codes) code = static_cast<uint8_t>(rng.next());
    const auto expected = bits_of(codes, [&](uint8_t code) { return wanted[code] != 0; });
    for (const SimdLevel level : levels()) {
      std::vector<uint64_t> bits(kWords);
      kernels(level).in_set8(codes.data(), kWords, wanted.data(), bits.data());
      EXPECT_EQ(bits, expected) << static_cast<int>(level) << " seed " << seed;
    }
  }
}

TEST(Kernels, MembersAreTheSameAtEveryLevel) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Rng rng(seed);
    std::vector<uint32_t> block(kBlockSize);
    uint32_t next = static_cast<uint32_t>(rng.below(10));
    const uint64_t gap = 1 + rng.below(rng.chance(0.5) ? 4 : 1'000'000);
    for (uint32_t& document : block)
      next = 1 + static_cast<uint32_t>(rng.below(gap)) + (document = next);
    std::vector<uint32_t> documents;
    for (uint64_t i = rng.below(300); i > 0; --i) {
      const bool near = rng.chance(0.5);
      documents.push_back(near ? block[rng.below(kBlockSize)]
                               : static_cast<uint32_t>(rng.below(uint64_t{block.back()} + 1)));
    }
    std::ranges::sort(documents);
    std::vector<uint8_t> asked(documents.size());
    for (uint8_t& one : asked) one = rng.chance(0.8) ? 1 : 0;
    std::vector<uint8_t> wanted = asked;
    for (size_t i = 0; i < documents.size(); ++i) {
      if (!std::ranges::binary_search(block, documents[i])) wanted[i] = 0;
    }
    for (const SimdLevel level : levels()) {
      std::vector<uint8_t> keep = asked;
      kernels(level).keep_members(block.data(), documents, keep.data());
      EXPECT_EQ(keep, wanted) << static_cast<int>(level) << " seed " << seed;
    }
  }
}

TEST(Kernels, ScoresAreTheSameBitsAtEveryLevel) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Rng rng(seed);
    const Bm25Norm norm({}, 1 + rng.below(1000), 1 + rng.below(20));
    const float weight = norm.weight(static_cast<float>(rng.uniform() * 17));
    std::vector<uint32_t> counts(kBlockSize);
    std::vector<float> norms(kBlockSize);
    std::vector<Score> wanted(kBlockSize);
    for (size_t i = 0; i < kBlockSize; ++i) {
      counts[i] = static_cast<uint32_t>(1 + rng.below(rng.chance(0.9) ? 4 : 20'000));
      norms[i] = norm.of(static_cast<uint32_t>(rng.below(300)));
      wanted[i] = leaf_score(weight, counts[i], norms[i]);
    }
    for (const SimdLevel level : levels()) {
      std::vector<Score> scores(kBlockSize);
      kernels(level).leaf_scores(weight, counts.data(), norms.data(), scores.data());
      EXPECT_EQ(scores, wanted) << static_cast<int>(level) << " seed " << seed;
    }
  }
}

TEST(Kernels, RowsAreUnpackedTheSameAtEveryLevel) {
  Rng rng(8);
  for (const uint32_t bits : {1U, 2U, 4U}) {
    const uint32_t row = kWindowSize / 8 * bits;
    std::vector<uint8_t> rows(row);
    for (uint8_t& byte : rows) byte = static_cast<uint8_t>(rng.next());
    for (const SimdLevel level : levels()) {
      const Kernels& at = kernels(level);
      std::vector<uint8_t> codes(kWindowSize);
      (bits == 1 ? at.unpack1 : bits == 2 ? at.unpack2 : at.unpack4)(rows.data(), codes.data());
      for (uint32_t i = 0; i < kWindowSize; ++i) {
        ASSERT_EQ(codes[i], rows[i % row] >> (i / row * bits) & ((1U << bits) - 1)) << i;
      }
    }
  }
}

}  // namespace
}  // namespace fh::landscape

#include "landscape/kernels.h"

#include <cstring>

#include "base/check.h"
#include "landscape/bm25.h"
#include "landscape/window.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace fh::landscape {
namespace {

constexpr size_t kWordBits = 64;

template <typename T, typename Passes>
void judge(const T* codes, size_t words, uint64_t* bits, Passes&& passes) {
  for (size_t word = 0; word < words; ++word) {
    uint64_t made = 0;
    for (size_t bit = 0; bit < kWordBits; ++bit) {
      made |= uint64_t{passes(codes[word * kWordBits + bit])} << bit;
    }
    bits[word] = made;
  }
}

template <typename T>
void in_range(const T* codes, size_t words, std::array<T, 2> range, uint64_t* bits) {
  judge(codes, words, bits, [&](T code) { return code >= range[0] && code <= range[1]; });
}

void in_set(const uint8_t* codes, size_t words, const uint8_t* wanted, uint64_t* bits) {
  judge(codes, words, bits, [&](uint8_t code) { return wanted[code] != 0; });
}

void keep_members(const uint32_t* block, std::span<const uint32_t> documents, uint8_t* keep) {
  for (const uint32_t wanted : documents) {
    while (*block < wanted) ++block;
    if (*block != wanted) *keep = 0;
    ++keep;
  }
}

void leaf_scores(float weight, const uint32_t* counts, const float* norms, Score* scores) {
  for (size_t i = 0; i < kBlockSize; ++i) scores[i] = leaf_score(weight, counts[i], norms[i]);
}

// Both compilers turn this into the machine's 128-bit vectors.
template <uint32_t kBits>
void unpack(const uint8_t* rows, uint8_t* codes) {
  using Bytes = uint8_t __attribute__((vector_size(16)));
  constexpr uint32_t kRow = kWindowSize / 8 * kBits;
  constexpr uint8_t kMask = (1U << kBits) - 1;
  for (uint32_t i = 0; i < kRow; i += sizeof(Bytes)) {
    Bytes packed;
    std::memcpy(&packed, rows + i, sizeof(packed));
    for (uint32_t at = i; at < kWindowSize; at += kRow) {
      const Bytes made = packed & kMask;
      std::memcpy(codes + at, &made, sizeof(made));
      packed >>= kBits;
    }
  }
}

constexpr Kernels kPortable = {.in_range8 = in_range<uint8_t>,
                               .in_range16 = in_range<uint16_t>,
                               .in_range32 = in_range<uint32_t>,
                               .in_set8 = in_set,
                               .keep_members = keep_members,
                               .unpack1 = unpack<1>,
                               .unpack2 = unpack<2>,
                               .unpack4 = unpack<4>,
                               .leaf_scores = leaf_scores};

#if defined(__x86_64__)

#define FH_AVX2 __attribute__((target("avx2")))
#define FH_AVX512 __attribute__((target("avx512f,avx512bw")))

FH_AVX2 __m256i load256(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

FH_AVX2 uint64_t mask_of(__m256i lanes) {
  return static_cast<uint32_t>(_mm256_movemask_epi8(lanes));
}

FH_AVX2 void in_range8_avx2(const uint8_t* codes, size_t words, std::array<uint8_t, 2> range,
                            uint64_t* bits) {
  const __m256i low = _mm256_set1_epi8(static_cast<char>(range[0]));
  const __m256i high = _mm256_set1_epi8(static_cast<char>(range[1]));
  for (size_t half = 0; half < 2 * words; ++half) {
    const __m256i code = load256(codes + half * 32);
    const __m256i above = _mm256_cmpeq_epi8(_mm256_max_epu8(code, low), code);
    const __m256i below = _mm256_cmpeq_epi8(_mm256_min_epu8(code, high), code);
    const uint64_t made = mask_of(_mm256_and_si256(above, below));
    bits[half / 2] = half % 2 == 0 ? made : bits[half / 2] | made << 32;
  }
}

FH_AVX2 __m256i in_range16_lanes(const uint16_t* codes, __m256i low, __m256i high) {
  const __m256i code = load256(codes);
  const __m256i above = _mm256_cmpeq_epi16(_mm256_max_epu16(code, low), code);
  const __m256i below = _mm256_cmpeq_epi16(_mm256_min_epu16(code, high), code);
  return _mm256_and_si256(above, below);
}

FH_AVX2 void in_range16_avx2(const uint16_t* codes, size_t words, std::array<uint16_t, 2> range,
                             uint64_t* bits) {
  const __m256i low = _mm256_set1_epi16(static_cast<int16_t>(range[0]));
  const __m256i high = _mm256_set1_epi16(static_cast<int16_t>(range[1]));
  for (size_t half = 0; half < 2 * words; ++half) {
    const __m256i first = in_range16_lanes(codes + half * 32, low, high);
    const __m256i second = in_range16_lanes(codes + half * 32 + 16, low, high);
    // Packing works within 128 bits: the middle quarters change places.
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(first, second), 0xD8);
    const uint64_t made = mask_of(packed);
    bits[half / 2] = half % 2 == 0 ? made : bits[half / 2] | made << 32;
  }
}

FH_AVX2 void in_range32_avx2(const uint32_t* codes, size_t words, std::array<uint32_t, 2> range,
                             uint64_t* bits) {
  const __m256i low = _mm256_set1_epi32(static_cast<int32_t>(range[0]));
  const __m256i high = _mm256_set1_epi32(static_cast<int32_t>(range[1]));
  for (size_t word = 0; word < words; ++word) {
    uint64_t made = 0;
    for (size_t part = 0; part < 8; ++part) {
      const __m256i code = load256(codes + word * kWordBits + part * 8);
      const __m256i above = _mm256_cmpeq_epi32(_mm256_max_epu32(code, low), code);
      const __m256i below = _mm256_cmpeq_epi32(_mm256_min_epu32(code, high), code);
      const int mask = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_and_si256(above, below)));
      made |= static_cast<uint64_t>(mask) << (part * 8);
    }
    bits[word] = made;
  }
}

// Which codes are wanted, as a table of 16 rows by the low four bits: bit h of a row for
// the high four bits h; 0 to 7 and 8 to 15 apart, since a lane is eight bits wide.
struct NibbleSets {
  alignas(16) std::array<uint8_t, 16> low_half = {};
  alignas(16) std::array<uint8_t, 16> high_half = {};

  explicit NibbleSets(const uint8_t* wanted) {
    for (uint32_t code = 0; code < 256; ++code) {
      if (wanted[code] == 0) continue;
      auto& half = code < 128 ? low_half : high_half;
      half[code % 16] = static_cast<uint8_t>(half[code % 16] | 1U << (code / 16 % 8));
    }
  }
};

FH_AVX2 __m256i twice(const std::array<uint8_t, 16>& row) {
  return _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(row.data())));
}

FH_AVX2 void in_set8_avx2(const uint8_t* codes, size_t words, const uint8_t* wanted,
                          uint64_t* bits) {
  const NibbleSets sets(wanted);
  const __m256i low_half = twice(sets.low_half);
  const __m256i high_half = twice(sets.high_half);
  const __m256i nibble = _mm256_set1_epi8(0x0F);
  const __m256i bit_of = _mm256_set1_epi64x(static_cast<int64_t>(0x8040201008040201ULL));
  for (size_t half = 0; half < 2 * words; ++half) {
    const __m256i code = load256(codes + half * 32);
    const __m256i row = _mm256_and_si256(code, nibble);
    const __m256i rank = _mm256_and_si256(_mm256_srli_epi16(code, 4), nibble);
    // The code's own highest bit says which half it lies in.
    const __m256i set = _mm256_blendv_epi8(_mm256_shuffle_epi8(low_half, row),
                                           _mm256_shuffle_epi8(high_half, row), code);
    const __m256i bit = _mm256_shuffle_epi8(bit_of, rank);
    const uint64_t made = mask_of(_mm256_cmpeq_epi8(_mm256_and_si256(set, bit), bit));
    bits[half / 2] = half % 2 == 0 ? made : bits[half / 2] | made << 32;
  }
}

FH_AVX2 void keep_members_avx2(const uint32_t* block, std::span<const uint32_t> documents,
                               uint8_t* keep) {
  for (const uint32_t wanted : documents) {
    while (block[7] < wanted) block += 8;
    const __m256i same =
        _mm256_cmpeq_epi32(load256(block), _mm256_set1_epi32(static_cast<int32_t>(wanted)));
    if (_mm256_testz_si256(same, same) != 0) *keep = 0;
    ++keep;
  }
}

FH_AVX2 void leaf_scores_avx2(float weight, const uint32_t* counts, const float* norms,
                              Score* scores) {
  const __m256 weights = _mm256_set1_ps(weight);
  const __m256 half = _mm256_set1_ps(0.5F);
  for (size_t i = 0; i < kBlockSize; i += 8) {
    const __m256 count = _mm256_cvtepi32_ps(load256(counts + i));
    const __m256 share = _mm256_div_ps(count, _mm256_add_ps(count, _mm256_loadu_ps(norms + i)));
    const __m256 score = _mm256_add_ps(_mm256_mul_ps(weights, share), half);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(scores + i), _mm256_cvttps_epi32(score));
  }
}

template <uint32_t kBits>
FH_AVX2 void unpack_avx2(const uint8_t* rows, uint8_t* codes) {
  constexpr uint32_t kRow = kWindowSize / 8 * kBits;
  const __m256i mask = _mm256_set1_epi8((1U << kBits) - 1);
  for (uint32_t i = 0; i < kRow; i += sizeof(mask)) {
    __m256i packed = load256(rows + i);
    for (uint32_t at = i; at < kWindowSize; at += kRow) {
      // What a shift of two bytes brings from the neighbour, the mask takes away.
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(codes + at), _mm256_and_si256(packed, mask));
      packed = _mm256_srli_epi16(packed, kBits);
    }
  }
}

constexpr Kernels kAvx2 = {.in_range8 = in_range8_avx2,
                           .in_range16 = in_range16_avx2,
                           .in_range32 = in_range32_avx2,
                           .in_set8 = in_set8_avx2,
                           .keep_members = keep_members_avx2,
                           .unpack1 = unpack_avx2<1>,
                           .unpack2 = unpack_avx2<2>,
                           .unpack4 = unpack_avx2<4>,
                           .leaf_scores = leaf_scores_avx2};

FH_AVX512 void in_range8_avx512(const uint8_t* codes, size_t words, std::array<uint8_t, 2> range,
                                uint64_t* bits) {
  const __m512i low = _mm512_set1_epi8(static_cast<char>(range[0]));
  const __m512i high = _mm512_set1_epi8(static_cast<char>(range[1]));
  for (size_t word = 0; word < words; ++word) {
    const __m512i code = _mm512_loadu_si512(codes + word * kWordBits);
    bits[word] = _mm512_mask_cmple_epu8_mask(_mm512_cmpge_epu8_mask(code, low), code, high);
  }
}

FH_AVX512 void in_range16_avx512(const uint16_t* codes, size_t words, std::array<uint16_t, 2> range,
                                 uint64_t* bits) {
  const __m512i low = _mm512_set1_epi16(static_cast<int16_t>(range[0]));
  const __m512i high = _mm512_set1_epi16(static_cast<int16_t>(range[1]));
  for (size_t half = 0; half < 2 * words; ++half) {
    const __m512i code = _mm512_loadu_si512(codes + half * 32);
    const uint64_t made =
        _mm512_mask_cmple_epu16_mask(_mm512_cmpge_epu16_mask(code, low), code, high);
    bits[half / 2] = half % 2 == 0 ? made : bits[half / 2] | made << 32;
  }
}

FH_AVX512 void in_range32_avx512(const uint32_t* codes, size_t words, std::array<uint32_t, 2> range,
                                 uint64_t* bits) {
  const __m512i low = _mm512_set1_epi32(static_cast<int32_t>(range[0]));
  const __m512i high = _mm512_set1_epi32(static_cast<int32_t>(range[1]));
  for (size_t word = 0; word < words; ++word) {
    uint64_t made = 0;
    for (size_t part = 0; part < 4; ++part) {
      const __m512i code = _mm512_loadu_si512(codes + word * kWordBits + part * 16);
      const __mmask16 mask =
          _mm512_mask_cmple_epu32_mask(_mm512_cmpge_epu32_mask(code, low), code, high);
      made |= uint64_t{mask} << (part * 16);
    }
    bits[word] = made;
  }
}

FH_AVX512 void keep_members_avx512(const uint32_t* block, std::span<const uint32_t> documents,
                                   uint8_t* keep) {
  for (const uint32_t wanted : documents) {
    while (block[15] < wanted) block += 16;
    const __mmask16 same = _mm512_cmpeq_epu32_mask(_mm512_loadu_si512(block),
                                                   _mm512_set1_epi32(static_cast<int32_t>(wanted)));
    *keep = same == 0 ? 0 : *keep;
    ++keep;
  }
}

FH_AVX512 void leaf_scores_avx512(float weight, const uint32_t* counts, const float* norms,
                                  Score* scores) {
  const __m512 weights = _mm512_set1_ps(weight);
  const __m512 half = _mm512_set1_ps(0.5F);
  // The masked forms: GCC 12 warns of the plain ones' own undefined operand.
  constexpr __mmask16 kAll = 0xFFFF;
  for (size_t i = 0; i < kBlockSize; i += 16) {
    const __m512 count = _mm512_maskz_cvtepi32_ps(kAll, _mm512_loadu_si512(counts + i));
    const __m512 share = _mm512_div_ps(count, _mm512_add_ps(count, _mm512_loadu_ps(norms + i)));
    const __m512 score = _mm512_add_ps(_mm512_mul_ps(weights, share), half);
    _mm512_storeu_si512(scores + i, _mm512_maskz_cvttps_epi32(kAll, score));
  }
}

constexpr Kernels kAvx512 = {.in_range8 = in_range8_avx512,
                             .in_range16 = in_range16_avx512,
                             .in_range32 = in_range32_avx512,
                             .in_set8 = in_set8_avx2,
                             .keep_members = keep_members_avx512,
                             .unpack1 = unpack_avx2<1>,
                             .unpack2 = unpack_avx2<2>,
                             .unpack4 = unpack_avx2<4>,
                             .leaf_scores = leaf_scores_avx512};

SimdLevel detect() {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
    return SimdLevel::kAvx512;
  }
  return __builtin_cpu_supports("avx2") ? SimdLevel::kAvx2 : SimdLevel::kPortable;
}

#else

constexpr const Kernels& kAvx2 = kPortable;
constexpr const Kernels& kAvx512 = kPortable;

SimdLevel detect() {
  return SimdLevel::kPortable;
}

#endif

}  // namespace

SimdLevel simd_level() {
  static const SimdLevel kLevel = detect();
  return kLevel;
}

const Kernels& kernels(SimdLevel level) {
  FH_CHECK(level <= simd_level());
  switch (level) {
    case SimdLevel::kAvx512:
      return kAvx512;
    case SimdLevel::kAvx2:
      return kAvx2;
    case SimdLevel::kPortable:
      break;
  }
  return kPortable;
}

}  // namespace fh::landscape

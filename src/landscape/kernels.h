// landscape/kernels.h: the inner loops that use the machine's widest vectors.
//
// Each exists for every x86-64 and other machine, for AVX2, and for AVX-512; all give the
// same bits. The best that the machine has is chosen once, when it is first asked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "landscape/bit_packing.h"
#include "landscape/request.h"

namespace fh::landscape {

enum class SimdLevel : uint8_t { kPortable, kAvx2, kAvx512 };

// Each judges 64 * words codes and makes a bit of each, the first the lowest.
struct Kernels {
  // low <= code <= high.
  void (*in_range8)(const uint8_t* codes, size_t words, std::array<uint8_t, 2> range,
                    uint64_t* bits);
  void (*in_range16)(const uint16_t* codes, size_t words, std::array<uint16_t, 2> range,
                     uint64_t* bits);
  void (*in_range32)(const uint32_t* codes, size_t words, std::array<uint32_t, 2> range,
                     uint64_t* bits);
  // wanted[code] != 0; 256 of them.
  void (*in_set8)(const uint8_t* codes, size_t words, const uint8_t* wanted, uint64_t* bits);
  // Clears keep[i] where documents[i] is not among the block's; both ascend. REQUIRES:
  // kBlockSize of the block, of the portable one any number; none of `documents` lies beyond its
  // last.
  void (*keep_members)(const uint32_t* block, std::span<const uint32_t> documents, uint8_t* keep);
  // A window of codes in rows (code_blocks.h), each of 1, 2 or 4 bits, as a byte each.
  void (*unpack1)(const uint8_t* rows, uint8_t* codes);
  void (*unpack2)(const uint8_t* rows, uint8_t* codes);
  void (*unpack4)(const uint8_t* rows, uint8_t* codes);
  // leaf_score of kBlockSize postings at a time. REQUIRES: counts below 2^31.
  void (*leaf_scores)(float weight, const uint32_t* counts, const float* norms, Score* scores);
};

// The best that this machine has.
SimdLevel simd_level();
// REQUIRES: level <= simd_level().
const Kernels& kernels(SimdLevel level);

}  // namespace fh::landscape

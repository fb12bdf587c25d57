// landscape/bit_packing.h: blocks of 128 small numbers, each at the same width.
//
// Four lanes of 32-bit words side by side: number i lies in lane i % 4, so that one
// vector instruction moves four numbers at once. A block at width w takes 16 * w
// bytes; width 0 takes none and means all zero.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fh::landscape {

inline constexpr uint32_t kBlockSize = 128;

// The bits that the greatest of the numbers needs, 0 to 32.
uint32_t width_of(const uint32_t* numbers, uint32_t count);

inline constexpr size_t packed_bytes(uint32_t width) {
  return size_t{16} * width;
}

// REQUIRES: width <= 32, kBlockSize numbers below 2^width, packed_bytes(width) at out.
void pack_block(const uint32_t* numbers, uint32_t width, std::byte* out);

// REQUIRES: width <= 32, packed_bytes(width) at `in`, kBlockSize places at `numbers`.
void unpack_block(const std::byte* in, uint32_t width, uint32_t* numbers);

// A packed block of ascending numbers: the distance of each from the one before, less one.
struct PackedGaps {
  const std::byte* in = nullptr;
  uint32_t width = 0;
  uint64_t next = 0;   // the least that the first can be
  uint32_t limit = 0;  // all are below
};

// False, and anything in `numbers`, where one would not be below the limit.
// REQUIRES: as for unpack_block.
bool unpack_ascending(const PackedGaps& gaps, uint32_t* numbers);

}  // namespace fh::landscape

// landscape/window.h: how many neighbouring documents are looked at together.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace fh::landscape {

// A bit each is 512 bytes, a score each 16 KiB: both stay in the nearest cache.
inline constexpr uint32_t kWindowSize = 4096;
inline constexpr uint32_t kWindowWords = kWindowSize / 64;
using WindowBits = std::array<uint64_t, kWindowWords>;

// Of so many documents.
inline constexpr size_t windows_in(uint32_t documents) {
  return (size_t{documents} + kWindowSize - 1) / kWindowSize;
}

inline uint32_t count_bits(const WindowBits& bits) {
  uint32_t count = 0;
  for (const uint64_t word : bits) count += static_cast<uint32_t>(std::popcount(word));
  return count;
}

inline void exclude(WindowBits& bits, const WindowBits& without) {
  for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] &= ~without[word];
}

inline void unite(WindowBits& bits, const WindowBits& with) {
  for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] |= with[word];
}
inline void intersect(WindowBits& bits, const WindowBits& with) {
  for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] &= with[word];
}

}  // namespace fh::landscape

// landscape/window.h: how many neighbouring documents are looked at together.
#pragma once

#include <array>
#include <cstdint>

namespace fh::landscape {

// A bit each is 512 bytes, a score each 16 KiB: both stay in the nearest cache.
inline constexpr uint32_t kWindowSize = 4096;
inline constexpr uint32_t kWindowWords = kWindowSize / 64;
using WindowBits = std::array<uint64_t, kWindowWords>;

}  // namespace fh::landscape

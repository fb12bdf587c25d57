// landscape/matches.h: the documents a query matched, a bitmap a segment.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "landscape/overlay.h"

namespace fh::landscape {

struct Matches {
  // windows[s][w]: the bits of window w of segment s.
  std::vector<std::vector<WindowBits>> windows;
  uint64_t total = 0;

  // Calls visit(documents) with the matching documents of segment `s`, ascending, up to
  // one window at a time.
  template <typename Visit>
  void for_each_window(size_t s, Visit&& visit) const {
    std::array<uint32_t, kWindowSize> documents;
    for (uint32_t w = 0; w < windows[s].size(); ++w) {
      uint32_t count = 0;
      for (uint32_t word = 0; word < kWindowWords; ++word) {
        const uint32_t base = w * kWindowSize + word * 64;
        for (uint64_t left = windows[s][w][word]; left != 0; left &= left - 1) {
          documents[count++] = base + static_cast<uint32_t>(std::countr_zero(left));
        }
      }
      if (count > 0) visit(std::span<const uint32_t>(documents.data(), count));
    }
  }
};

}  // namespace fh::landscape

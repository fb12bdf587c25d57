// landscape/length_norms.h: Bm25Norm::of for the documents of one segment.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "landscape/bm25.h"
#include "landscape/segment.h"

namespace fh::landscape {

// Nearly all segments hold lengths at one byte: their 256 norms are worked out once, and
// a document's is two loads.
class LengthNorms {
 public:
  LengthNorms(const Segment& segment, const Bm25Norm& norm) : segment_(segment), norm_(norm) {
    if (segment.lengths().codes().direct_width() != 8) return;
    narrow_ = segment.lengths().codes().direct<uint8_t>();
    by_code_[0] = norm.of(0);
    for (uint32_t code = 1; code < by_code_.size(); ++code) {
      by_code_[code] = norm.of(static_cast<uint32_t>(segment.lengths().value_of(code)));
    }
  }

  const Segment& segment() const { return segment_; }
  const Bm25Norm& norm() const { return norm_; }
  float of(uint32_t document) const {
    return narrow_ != nullptr ? by_code_[narrow_[document]] : norm_.of(segment_.length(document));
  }
  // REQUIRES: a place in `norms` for each document.
  void gather(std::span<const uint32_t> documents, float* norms) const {
    if (narrow_ != nullptr) {
      for (size_t i = 0; i < documents.size(); ++i) norms[i] = by_code_[narrow_[documents[i]]];
    } else {
      for (size_t i = 0; i < documents.size(); ++i)
        norms[i] = norm_.of(segment_.length(documents[i]));
    }
  }

 private:
  const Segment& segment_;
  const Bm25Norm& norm_;
  const uint8_t* narrow_ = nullptr;
  std::array<float, 256> by_code_;
};

}  // namespace fh::landscape

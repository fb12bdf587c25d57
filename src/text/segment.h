// text/segment.h: where the words of a text begin and end.
//
// The words of UAX 29 as ICU finds them, with two stops more: '@' and ':' part
// words, as the standard has it for the one and ICU for the other, whatever the
// release of ICU. A segment has a letter or a digit, and no possessive 's.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace fh::text {

struct Segment {
  uint32_t begin = 0;  // byte offsets into the text
  uint32_t end = 0;
  bool ascii = true;
  bool operator==(const Segment&) const = default;
};

// Belongs to one thread; reuses its memory.
class Segmenter {
 public:
  Segmenter();
  ~Segmenter();
  Segmenter(Segmenter&&) noexcept;
  Segmenter& operator=(Segmenter&&) noexcept;

  // Replaces `out`. Linear. ASCII goes through a table, the rest through ICU.
  void segment(std::string_view text, std::vector<Segment>& out);
  // The same through ICU alone: slow, and what segment() must agree with.
  void segment_by_icu(std::string_view text, std::vector<Segment>& out);

 private:
  struct Breaker;
  std::unique_ptr<Breaker> breaker_;
};

}  // namespace fh::text

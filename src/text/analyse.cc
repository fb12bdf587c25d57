#include "text/analyse.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/check.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/segment.h"
#include "text/stems.h"

namespace fh::text {

struct Analyser::Impl {
  Segmenter segmenter;
  Stemmers stemmers;
  WordMemory memory;
  std::vector<Segment> segments;
  std::vector<Token> tokens;
  std::string lower;  // the text, ASCII's letters in lower case
  std::vector<WordMemory::Key> keys;
  std::string folded;

  // What each segment is remembered by: an ASCII word by its surface, being in lower case
  // and within its limit at once; any other as it is written.
  void find_keys(std::string_view text, size_t language) {
    lower.assign(text);
    for (char& c : lower) c = ascii_lower(c);
    keys.clear();
    for (const Segment& segment : segments) {
      const size_t size = segment.end - segment.begin;
      const std::string_view written =
          segment.ascii
              ? std::string_view(lower).substr(segment.begin, std::min(size, kSurfaceBytesMax))
              : text.substr(segment.begin, size);
      keys.push_back(WordMemory::key_of(written, language));
      memory.prefetch(keys.back());
    }
  }

  WordMemory::Word word_of(const WordMemory::Key& key, bool ascii) {
    const bool remembered = key.written.size() <= WordMemory::kRememberedBytesMax;
    if (remembered) {
      if (const auto known = memory.find(key)) return *known;
    }
    if (!ascii) fold_into(key.written, folded);
    const std::string_view surface = ascii ? key.written : utf8_prefix(folded, kSurfaceBytesMax);
    const std::string_view stem = surface.empty() ? surface : stemmers.stem(surface, key.language);
    if (remembered) return memory.remember(key, {.surface = surface, .stem = stem});
    return {.surface = memory.keep(surface), .stem = memory.keep(stem)};
  }
};

Analyser::Analyser() : impl_(std::make_unique<Impl>()) {}
Analyser::~Analyser() = default;
Analyser::Analyser(Analyser&&) noexcept = default;
Analyser& Analyser::operator=(Analyser&&) noexcept = default;

std::span<const Token> Analyser::analyse(std::string_view text, std::string_view lang) {
  FH_CHECK(text.size() < (1ULL << 31U));  // Offsets are 32 bits; texts are far shorter.
  Impl& impl = *impl_;
  impl.memory.forget_if_full();
  impl.segmenter.segment(text, impl.segments);
  impl.find_keys(text, stemmer_index(lang));
  impl.tokens.clear();
  for (size_t i = 0; i < impl.segments.size(); ++i) {
    const Segment& segment = impl.segments[i];
    const WordMemory::Word word = impl.word_of(impl.keys[i], segment.ascii);
    if (word.surface.empty()) continue;  // fillers alone: nothing to find it by
    impl.tokens.push_back({.surface = word.surface,
                           .stem = word.stem,
                           .begin = segment.begin,
                           .end = segment.end,
                           .word = word.ordinal});
  }
  return impl.tokens;
}

uint64_t Analyser::memory() const {
  return impl_->memory.generation();
}

std::string Analyser::stem(std::string_view surface, std::string_view lang) {
  return std::string(impl_->stemmers.stem(surface, stemmer_index(lang)));
}

}  // namespace fh::text

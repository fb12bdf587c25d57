#include "text/analyse.h"

#include <algorithm>
#include <array>

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
  std::string folded;

  WordMemory::Word word_of(std::string_view text, const Segment& segment, size_t language) {
    const std::string_view written = text.substr(segment.begin, segment.end - segment.begin);
    if (!segment.ascii) return unicode_word(written, language);
    // Lower case and within its limit at once: the surface is the key.
    std::array<char, kSurfaceBytesMax> lower;
    const size_t size = std::min(written.size(), lower.size());
    for (size_t i = 0; i < size; ++i) lower[i] = ascii_lower(written[i]);
    const std::string_view surface(lower.data(), size);
    const WordMemory::Key key = WordMemory::key_of(surface, language);
    if (const auto known = memory.find(key)) return *known;
    return memory.remember(key, {surface, stemmers.stem(surface, language)});
  }

  WordMemory::Word unicode_word(std::string_view written, size_t language) {
    const bool remembered = written.size() <= WordMemory::kRememberedBytesMax;
    const WordMemory::Key key = WordMemory::key_of(written, language);
    if (remembered) {
      if (const auto known = memory.find(key)) return *known;
    }
    fold_into(written, folded);
    const std::string_view surface = utf8_prefix(folded, kSurfaceBytesMax);
    const std::string_view stem = surface.empty() ? surface : stemmers.stem(surface, language);
    if (remembered) return memory.remember(key, {surface, stem});
    return {memory.keep(surface), memory.keep(stem)};
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
  const size_t language = stemmer_index(lang);
  impl.tokens.clear();
  for (const Segment& segment : impl.segments) {
    const WordMemory::Word word = impl.word_of(text, segment, language);
    if (word.surface.empty()) continue;  // fillers alone: nothing to find it by
    impl.tokens.push_back({word.surface, word.stem, segment.begin, segment.end});
  }
  return impl.tokens;
}

std::string Analyser::stem(std::string_view surface, std::string_view lang) {
  return std::string(impl_->stemmers.stem(surface, stemmer_index(lang)));
}

}  // namespace fh::text

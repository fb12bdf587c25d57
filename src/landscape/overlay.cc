#include "landscape/overlay.h"

#include <algorithm>
#include <utility>

namespace fh::landscape {

void Overlay::mask(uint32_t window, Purpose purpose, WindowBits& bits) const {
  for (const SparseBits* hidden : {&dead_, &refused_[std::to_underlying(purpose)]}) {
    const WindowBits* hide = hidden->window(window);
    if (hide == nullptr) continue;
    for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] &= ~(*hide)[word];
  }
}

void Overlay::kill(const Segment& segment, uint32_t document) {
  if (dead_.test(document)) return;
  dead_.set(document);
  ++dead_documents_;
  std::vector<uint32_t> forms;
  std::vector<uint32_t> stems;
  segment.tokens().for_each(document, [&](uint32_t, uint32_t form) {
    if (form >= segment.forms().size()) return;
    forms.push_back(form);
    if (const uint32_t stem = segment.stem_of(form); stem < segment.stems().size()) {
      stems.push_back(stem);
    }
  });
  dead_tokens_ += forms.size();
  const auto count_once = [](std::vector<uint32_t>& terms, SparseCounts& counts) {
    std::ranges::sort(terms);
    const auto repeated = std::ranges::unique(terms);
    terms.erase(repeated.begin(), repeated.end());
    for (const uint32_t term : terms) counts.increment(term);
  };
  count_once(forms, dead_forms_);
  count_once(stems, dead_stems_);
  dead_mentions_ += stems.size();
  segment.languages().for_each(document, [&](uint32_t name) { dead_languages_.increment(name); });
}

}  // namespace fh::landscape

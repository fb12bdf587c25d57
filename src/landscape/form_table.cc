#include "landscape/form_table.h"

#include <algorithm>

#include "base/hash.h"
#include "landscape/stem_term.h"

namespace fh::landscape {

void FormTable::begin_document(std::string_view language, uint64_t memory) {
  if (memory != memory_) of_word_.clear();
  memory_ = memory;
  const auto known = std::ranges::find(languages_, language);
  language_ = static_cast<uint32_t>(known - languages_.begin());
  if (known == languages_.end()) languages_.push_back(language);
}

uint32_t FormTable::intern_new(const text::Token& token) {
  const uint32_t form = find_or_add(token.surface, token.stem);
  // A segment of few words is made before an array of all that the memory knows is cleared.
  constexpr uint32_t kFormsBefore = 1024;
  if (token.word == text::kNoWord || size() < kFormsBefore) return form;
  if (token.word >= of_word_.size()) of_word_.resize(size_t{token.word} * 2 + 1024, kFree);
  of_word_[token.word] = form;
  return form;
}

uint32_t FormTable::find_or_add(std::string_view surface, std::string_view stem) {
  const uint64_t hash = hash_of(surface);
  const size_t mask = slots_.size() - 1;
  for (size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const uint32_t form = slots_[slot];
    if (form == kFree) return add(hash, surface, stem);
    const bool same = forms_[form].hash == hash && forms_[form].language == language_ &&
                      this->surface(form) == surface;
    if (same) return form;
  }
}

uint32_t FormTable::add(uint64_t hash, std::string_view surface, std::string_view stem) {
  forms_.push_back({.hash = hash,
                    .surface_at = static_cast<uint32_t>(strings_.size()),
                    .surface_size = static_cast<uint32_t>(surface.size()),
                    .stem = stems_.add(stem_term(stem, languages_[language_])),
                    .language = language_});
  strings_.append(surface);
  if (forms_.size() * 2 > slots_.size()) {
    grow();
  } else {
    size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != kFree) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = size() - 1;
  }
  return size() - 1;
}

void FormTable::grow() {
  slots_.assign(slots_.size() * 2, kFree);
  for (uint32_t form = 0; form < forms_.size(); ++form) {
    size_t slot = forms_[form].hash & (slots_.size() - 1);
    while (slots_[slot] != kFree) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = form;
  }
}

}  // namespace fh::landscape

#include "landscape/form_table.h"

namespace fh::landscape {

uint32_t FormTable::intern(std::string_view surface, std::string_view stem) {
  const uint64_t hash = hash_of(surface);
  const size_t mask = slots_.size() - 1;
  for (size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const uint32_t form = slots_[slot];
    if (form == kFree) return add(hash, surface, stem);
    const bool same = forms_[form].hash == hash && this->surface(form) == surface &&
                      stems_[forms_[form].stem] == stem;
    if (same) return form;
  }
}

uint32_t FormTable::add(uint64_t hash, std::string_view surface, std::string_view stem) {
  auto known = stem_ordinals_.find(stem);
  if (known == stem_ordinals_.end()) {
    known = stem_ordinals_.emplace(stem, static_cast<uint32_t>(stems_.size())).first;
    stems_.emplace_back(stem);
  }
  forms_.push_back({.hash = hash,
                    .surface_at = static_cast<uint32_t>(strings_.size()),
                    .surface_size = static_cast<uint32_t>(surface.size()),
                    .stem = known->second});
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

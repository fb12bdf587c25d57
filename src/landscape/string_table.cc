#include "landscape/string_table.h"

#include "base/check.h"
#include "base/hash.h"

namespace fh::landscape {

uint32_t StringTable::add(std::string_view text) {
  const uint64_t hash = hash_of(text);
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  for (; slots_[slot] != kFree; slot = (slot + 1) & mask) {
    const uint32_t ordinal = slots_[slot];
    if (entries_[ordinal].hash == hash && at(ordinal) == text) return ordinal;
  }
  FH_CHECK(strings_.size() + text.size() < kFree);
  const uint32_t ordinal = size();
  entries_.push_back({.hash = hash,
                      .begin = static_cast<uint32_t>(strings_.size()),
                      .bytes = static_cast<uint32_t>(text.size())});
  strings_.append(text);
  slots_[slot] = ordinal;
  if (entries_.size() * 2 > slots_.size()) grow();
  return ordinal;
}

void StringTable::grow() {
  slots_.assign(slots_.size() * 2, kFree);
  for (uint32_t ordinal = 0; ordinal < size(); ++ordinal) {
    size_t slot = entries_[ordinal].hash & (slots_.size() - 1);
    while (slots_[slot] != kFree) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = ordinal;
  }
}

}  // namespace fh::landscape

// landscape/form_table.h: every (surface, language) met while a segment is built, once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"

namespace fh::landscape {

// Ordinals count up from 0 in the order of first sight. Open addressing over ordinals,
// strings in one buffer: a word seen before costs a hash and a comparison.
class FormTable {
 public:
  struct Form {
    uint64_t hash = 0;
    uint32_t surface_at = 0;
    uint32_t surface_size = 0;
    uint32_t stem = 0;
    uint32_t language = 0;  // place in languages_
  };

  FormTable() : slots_(kSlotsAtFirst, kFree) {}

  // The words that follow are of this language (text::stemmer_language).
  void begin_document(std::string_view language);
  // `stem` is what the language makes of `surface`.
  uint32_t intern(std::string_view surface, std::string_view stem);

  uint32_t size() const { return static_cast<uint32_t>(forms_.size()); }
  std::string_view surface(uint32_t form) const {
    return std::string_view(strings_).substr(forms_[form].surface_at, forms_[form].surface_size);
  }
  uint32_t stem_of(uint32_t form) const { return forms_[form].stem; }
  // stem_term of each.
  const std::vector<std::string>& stems() const { return stems_; }

 private:
  static constexpr uint32_t kFree = ~uint32_t{0};
  static constexpr size_t kSlotsAtFirst = 1024;
  uint32_t add(uint64_t hash, std::string_view surface, std::string_view stem);
  void grow();

  std::vector<std::string_view> languages_;
  uint32_t language_ = 0;        // of the words that come
  std::vector<uint32_t> slots_;  // a power of two, at most half full
  std::vector<Form> forms_;
  std::string strings_;
  std::vector<std::string> stems_;
  std::unordered_map<std::string, uint32_t, StringHash, std::equal_to<>> stem_ordinals_;
};

}  // namespace fh::landscape

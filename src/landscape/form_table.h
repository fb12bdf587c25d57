// landscape/form_table.h: every (surface, language) met while a segment is built, once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "landscape/string_table.h"
#include "text/analyse.h"

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

  // The words that follow are of this language (text::stemmer_language), and counted in
  // this memory (Analyser::memory).
  void begin_document(std::string_view language, uint64_t memory);
  // A word met before in this memory costs a look at an array.
  uint32_t intern(const text::Token& token) {
    if (token.word >= of_word_.size()) return intern_new(token);
    const uint32_t form = of_word_[token.word];
    return form != kFree ? form : intern_new(token);
  }

  uint32_t size() const { return static_cast<uint32_t>(forms_.size()); }
  std::string_view surface(uint32_t form) const {
    return std::string_view(strings_).substr(forms_[form].surface_at, forms_[form].surface_size);
  }
  uint32_t stem_of(uint32_t form) const { return forms_[form].stem; }
  // stem_term of each.
  const StringTable& stems() const { return stems_; }

 private:
  static constexpr uint32_t kFree = ~uint32_t{0};
  static constexpr size_t kSlotsAtFirst = 1024;
  uint32_t intern_new(const text::Token& token);
  uint32_t find_or_add(std::string_view surface, std::string_view stem);
  uint32_t add(uint64_t hash, std::string_view surface, std::string_view stem);
  void grow();

  std::vector<std::string_view> languages_;
  uint32_t language_ = 0;          // of the words that come
  uint64_t memory_ = 0;            // that of_word_ counts in
  std::vector<uint32_t> of_word_;  // forms by Token::word
  std::vector<uint32_t> slots_;    // a power of two, at most half full
  std::vector<Form> forms_;
  std::string strings_;
  StringTable stems_;
};

}  // namespace fh::landscape

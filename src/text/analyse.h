// text/analyse.h: from words to the terms they are found by.
//
// A text is cut into words by Unicode rules (UAX 29, through ICU; CJK and Thai by
// its dictionaries), each folded (lower case, diacritics and compatibility forms
// removed) and stemmed by its language's Snowball algorithm. Folding never changes
// the text itself: tokens carry byte offsets into it.
//
// Thread-safe: an Analyser is cheap to make and belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fh::text {

// Ordinals of words count up from 0.
inline constexpr uint32_t kNoWord = ~uint32_t{0};

struct Token {
  std::string_view surface;  // folded; valid until the next call
  std::string_view stem;     // of the surface; equal to it where there is no stemmer
  uint32_t begin = 0;        // byte offsets into the text
  uint32_t end = 0;
  // The same for every token that is written alike in the same language, as long as
  // Analyser::memory() stays the same; kNoWord where words are not remembered.
  uint32_t word = kNoWord;
};

// Longer surfaces (base64, URLs without breaks) are cut to this many bytes, at a
// character's edge, so that no term is unbounded.
inline constexpr size_t kSurfaceBytesMax = 64;

// "café's" → "cafe's"-free folding: lower case, no diacritics, NFKC. Idempotent.
std::string fold(std::string_view text);

class Analyser {
 public:
  Analyser();
  ~Analyser();
  Analyser(Analyser&&) noexcept;
  Analyser& operator=(Analyser&&) noexcept;

  // Tokens in order. `lang` picks the stemmer ("en", "de", …); unknown or empty
  // means English, so that short texts of no certain language still meet their
  // inflections. Linear in the text. Broken UTF-8 is read as U+FFFD.
  std::span<const Token> analyse(std::string_view text, std::string_view lang);

  // Which memory of words Token::word counts in; another one after analyse() has had to
  // forget its words.
  uint64_t memory() const;

  // The stem of a folded surface in that language.
  std::string stem(std::string_view surface, std::string_view lang);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The language whose stemmer analyse() uses for `lang`: itself where there is one,
// else "en".
std::string_view stemmer_language(std::string_view lang);

// The languages with a stemmer, sorted.
std::span<const std::string_view> stemmer_languages();

}  // namespace fh::text

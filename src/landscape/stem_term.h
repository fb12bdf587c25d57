// landscape/stem_term.h: how a stem is written in the index.
//
// A stem belongs to its language. What one language's rules make of a word may be quite
// another word of the next ("there" loses its end in Italian and becomes "the"), so that
// a word of a question meets the words of each language by that language's rules alone.
// As every text has one language, the terms of several languages never share a document.
#pragma once

#include <string>
#include <string_view>

namespace fh::landscape {

// `language`: text::stemmer_language of the text's.
inline std::string stem_term(std::string_view stem, std::string_view language) {
  constexpr char kBeforeLanguage = '\x1F';  // no word holds it
  std::string term(stem);
  term += kBeforeLanguage;
  term += language;
  return term;
}

}  // namespace fh::landscape

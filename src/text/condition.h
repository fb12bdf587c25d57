// text/condition.h: what befell a text on its way here, reported and never mended.
//
// Words stay verbatim. A source that exports "don&#39;t" or "donâ€™t" is told so
// at import, and readers see a note beside the words.
#pragma once

#include <cstdint>
#include <string_view>

namespace fh::text {

struct Condition {
  uint32_t html_entities = 0;  // "&amp;", "&#39;", …
  uint32_t html_tags = 0;      // "<br>", "</p>", …
  uint32_t mojibake = 0;       // stretches of UTF-8 read as cp1252 or Latin-1, once or twice
  uint32_t replacements = 0;   // U+FFFD: a character was lost before
  bool clean() const {
    return html_entities == 0 && html_tags == 0 && mojibake == 0 && replacements == 0;
  }
};

Condition condition_of(std::string_view text);

}  // namespace fh::text

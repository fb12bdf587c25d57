// landscape/query_words.h: what the signs in and around one written word mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "landscape/query_cursor.h"

namespace fh::landscape {

// A word's ending that says how it is to be matched.
struct Ending {
  enum class Kind : uint8_t { kPlain, kPrefix, kFuzzy };
  Kind kind = Kind::kPlain;
  uint8_t edits = 1;
  size_t at = 0;  // where the word stops and the ending begins
};

// "deliv*", "adress~2" and the like; an error where a sign stands elsewhere.
Result<Ending> ending_of(const Piece& piece);

// Where the column's name ends in "touchpoint:checkout"; nothing where the colon is
// a word's own, as in 10:30 or https://example.org.
std::optional<size_t> column_end(const Piece& piece);

// What other search engines offer and this one does not: better refused than taken
// for punctuation.
Status refuse_foreign_operator(const Piece& piece);

// What stands in ==" … " are surfaces already, cut at spaces that are not escaped.
std::vector<std::string> verbatim_surfaces(const Piece& piece);

}  // namespace fh::landscape

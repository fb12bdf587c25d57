// doors/dialect.h: how a delimited file is written, guessed from its beginning.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doors/csv_split.h"

namespace fh::doors {

struct DialectGuess {
  Dialect dialect;
  uint32_t columns = 1;  // the commonest number of cells
  double agreement = 0;  // share of the sampled rows that have it
};

// Tries comma, semicolon, tab and bar, each with the escapes the text could have,
// and keeps the one under which most rows have the same, larger, number of cells.
// Deterministic; linear in the sample. REQUIRES: text starts at a row.
DialectGuess guess_dialect(std::string_view text, bool at_end);

using TextRow = std::vector<std::string>;

// The first rows as text, comments and empty rows left out; a last row that goes on
// behind the sample is left out too.
std::vector<TextRow> first_rows(std::string_view text, bool at_end, const Dialect& dialect,
                                size_t count_max);

}  // namespace fh::doors

// doors/csv_split.h: one row of delimited text, cut into cells.
//
// RFC 4180, and what people have: quotes doubled or escaped by a backslash, quotes
// in the middle of a field, line breaks of any kind inside quotes. A quote inside a
// quoted field ends it only before a delimiter or the row's end; elsewhere it is a
// character like any other, so that unescaped quotes lose nothing. Pure; linear.
#pragma once

#include <cstdint>
#include <string_view>

#include "doors/row.h"

namespace fh::doors {

enum class Escape : uint8_t { kDoubled, kBackslash };
// kLineFeed: LF or CR LF, and a bare CR is a character; kReturn: bare CR as well.
enum class RowEnd : uint8_t { kLineFeed, kReturn };
enum class Quoting : uint8_t { kDouble, kNone };

struct Dialect {
  char delimiter = ',';
  Quoting quoting = Quoting::kDouble;
  Escape escape = Escape::kDoubled;
  RowEnd row_end = RowEnd::kLineFeed;
  bool space_before_quote = false;  // `a, "b"`
  char comment = 0;                 // rows that start with it are skipped; 0: none
  // The last column is unquoted text that may hold the delimiter: it runs to the
  // row's end. Needs the number of columns.
  bool last_takes_rest = false;
  bool operator==(const Dialect&) const = default;
};

enum class Split : uint8_t {
  kRow,
  kMore,      // the row goes on behind the window
  kUnclosed,  // the text ended inside quotes
};

struct SplitResult {
  Split state = Split::kRow;
  size_t consumed = 0;  // with the row's end
  bool ended = false;   // the row had a line end of its own
};

struct SplitInput {
  std::string_view text;  // starts at a row
  bool at_end = false;    // nothing follows the text
  uint32_t columns = 0;   // 0: not known yet
};

// Adds the row's cells to `row`, columns numbered from 0.
SplitResult split_row(const SplitInput& input, const Dialect& dialect, Row& row);

}  // namespace fh::doors

// doors/row.h: what every format is read into: rows of named cells.
//
// A row owns its bytes and is meant to be used again for the next row: reading
// does not allocate once the buffers have grown. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace fh::doors {

// What the format itself said the value is. CSV only knows text.
enum class CellType : uint8_t { kText, kNumber, kBool };

struct Cell {
  uint32_t column = 0;  // index into Table::columns
  CellType type = CellType::kText;
  bool in_list = false;  // an element of a list: several cells share the column
  uint32_t begin = 0;    // into Row::bytes
  uint32_t size = 0;
};

struct Column {
  std::string name;        // unique in its table; how a mapping names it
  std::string label = {};  // what people read (the question's text); may be empty
  bool operator==(const Column&) const = default;
};

struct Table {
  std::vector<Column> columns;
};

struct Row {
  uint64_t number = 0;  // 1 for the first row of data; refused rows count
  std::string bytes;
  std::vector<Cell> cells;
  // Why this row cannot be taken, or empty. Its cells are what could be read.
  std::string fault;
  // The row's own JSON, where the file already speaks firsthand's shape.
  std::string own;

  std::string_view text(const Cell& cell) const {
    return std::string_view(bytes).substr(cell.begin, cell.size);
  }
  void clear() {
    bytes.clear();
    cells.clear();
    fault.clear();
    own.clear();
  }
  void add(uint32_t column, std::string_view text, CellType type = CellType::kText) {
    cells.push_back({.column = column,
                     .type = type,
                     .begin = static_cast<uint32_t>(bytes.size()),
                     .size = static_cast<uint32_t>(text.size())});
    bytes += text;
  }
};

// What reading met on the way, for the person who imports.
struct ReadingNotes {
  uint64_t rows_cp1252 = 0;   // not UTF-8, so read as Windows-1252
  uint64_t rows_empty = 0;    // nothing in any cell: skipped
  uint64_t rows_comment = 0;  // skipped
  uint64_t rows_short = 0;    // fewer cells than columns: the others count as absent
  std::string damage;         // the archive is cut off or broken, and where
};

class RowReader {
 public:
  virtual ~RowReader() = default;
  // False at the end. A row with a fault is refused; reading goes on behind it. An
  // error means that nothing more can be read.
  virtual Result<bool> next(Row& row) = 0;
  // Formats without a header (JSON) add columns while they read.
  virtual const Table& table() const = 0;
  virtual const ReadingNotes& notes() const = 0;
  // Bytes of the file consumed so far, packed as they lie there; total where known.
  virtual uint64_t bytes_read() const = 0;
  virtual std::optional<uint64_t> bytes_total() const = 0;
};

// A row longer than this is refused: nothing in it could be kept anyway.
inline constexpr size_t kRowBytesMax = 1024 * 1024;

}  // namespace fh::doors

// doors/profile.h: what a sample of rows says about each column.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "doors/dates.h"
#include "doors/row.h"

namespace fh::doors {

struct ColumnProfile {
  uint64_t filled = 0;    // values that are not absent
  uint64_t distinct = 0;  // among them; counting stops at kDistinctMax
  bool repeats = false;   // some value came twice
  uint64_t bytes = 0;
  size_t bytes_max = 0;
  uint64_t words = 0;
  uint64_t letters = 0;
  uint64_t numbers = 0;  // values that are numbers
  uint64_t whole = 0;    // whole numbers
  double low = 0;
  double high = 0;
  uint64_t in_unit = 0;     // numbers in [0, 1]
  uint64_t in_balance = 0;  // in [-1, 1]
  uint64_t in_stars = 0;    // in [1, 5]
  uint64_t in_ten = 0;      // in [0, 10]
  uint64_t codes = 0;       // digits with a leading zero, or more of them than a number keeps
  uint64_t yes_no = 0;
  uint64_t bools = 0;  // the format itself said so
  uint64_t percents = 0;
  uint64_t listed = 0;                            // elements of lists
  std::array<uint64_t, kDateFormats> dates = {};  // values that parse in each format
  uint64_t with_clock = 0;
  uint64_t clocks = 0;  // a time of day alone
  uint64_t semicolons = 0;
  uint64_t bars = 0;
  uint64_t breaks = 0;               // values with a line break
  uint64_t copies = 0;               // values that begin like another column's in their row
  uint32_t copied = 0;               // which column that was, at the last time
  std::vector<std::string> samples;  // the first distinct values, shortened
  std::vector<std::string> values;   // all distinct ones, while they are few and short

  double share(uint64_t count) const {
    return filled == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(filled);
  }
  double words_mean() const { return share(words); }
  double bytes_mean() const { return share(bytes); }
};

inline constexpr size_t kDistinctMax = 100'000;
inline constexpr size_t kValuesKept = 40;

class Profiler {
 public:
  explicit Profiler(std::vector<std::string> absent) : absent_(std::move(absent)) {}

  void add(const Row& row, const Table& table);
  // Whether the row has a column of which little was seen yet.
  bool is_news(const Row& row) const;
  uint64_t rows() const { return rows_; }
  const std::vector<ColumnProfile>& columns() const { return columns_; }

 private:
  void measure(ColumnProfile& column, std::string_view text, const Cell& cell);
  static void measure_number(ColumnProfile& column, std::string_view text);
  static void measure_date(ColumnProfile& column, std::string_view text);
  void note_value(size_t index, std::string_view text);
  void note_copies();

  const std::vector<std::string> absent_;
  uint64_t rows_ = 0;
  std::vector<ColumnProfile> columns_;
  std::vector<std::unordered_set<uint64_t>> seen_;    // hashes of values, by column
  std::vector<std::pair<uint32_t, uint64_t>> longs_;  // a row's long values: column, start's hash
};

}  // namespace fh::doors

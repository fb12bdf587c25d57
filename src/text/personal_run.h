// text/personal_run.h: digits with the separators people put between them.
#pragma once

#include <array>
#include <optional>

#include "text/personal_scan.h"

namespace fh::text {

inline constexpr size_t kRunGroupsMax = 10;
inline constexpr size_t kRunDigitsMax = 24;

// Groups of digits, each parted from the next by one separator: ' ' for any blank, '-',
// '.', '/', or '(' where a bracket stands between.
struct NumberRun {
  size_t begin = 0;
  std::array<uint8_t, kRunGroupsMax> lengths = {};
  std::array<char, kRunGroupsMax> separators = {};  // after each group; 0 after the last
  std::array<size_t, kRunGroupsMax> ends = {};      // byte offsets into the text
  size_t groups = 0;
  std::array<char, kRunDigitsMax> digits = {};
  size_t size = 0;

  std::string_view all() const { return {digits.data(), size}; }
  size_t end() const { return ends[groups - 1]; }
  // Its first groups only. REQUIRES: 1 <= count <= groups.
  NumberRun first(size_t count) const;
  // Whether its groups have these lengths: "3-3-4" for any separators.
  bool is_shaped(std::initializer_list<uint8_t> shape) const;
  // Whether the first two separators, and all in whole runs, are this one.
  bool is_parted_by(char separator) const;
};

// The run whose first digit is at `begin`; nothing where its first group alone is
// longer than kRunDigitsMax.
std::optional<NumberRun> run_at(std::string_view text, size_t begin);

}  // namespace fh::text

// landscape/int_column.h: one whole number a document, or none, as narrow as may be.
//
// A value is base + (code - 1) * step; code 0 means none. The step is the greatest
// that divides all distances, so half points, whole seconds or days cost no more
// than their number. Decimals (7.25) are whole numbers of 10^-decimals; what no power
// up to 10^4 makes whole is kept as a double.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "landscape/code_blocks.h"
#include "landscape/segment_file.h"

namespace fh::landscape {

class IntColumn {
 public:
  // An empty column: no document has a value.
  IntColumn() = default;
  // Takes the section as far as it is sound; otherwise empty. The bytes outlive it.
  static IntColumn open(std::span<const std::byte> bytes, uint32_t documents);

  uint32_t documents() const { return documents_; }
  // Whether no document has a value.
  bool is_empty() const { return code_max_ == 0; }
  bool is_double() const { return decimals_ == kIsDouble; }
  uint32_t decimals() const { return decimals_; }
  int64_t base() const { return base_; }
  int64_t step() const { return step_; }
  // The greatest code there is; 0 where none. A damaged file may hold greater ones, none
  // wider than codes().width_max().
  uint64_t code_max() const { return code_max_; }

  const CodeBlocks& codes() const { return codes_; }
  uint64_t code(uint32_t document) const { return codes_.at(document); }
  // Unsigned arithmetic: nonsense in a damaged file wraps, it does not trap.
  int64_t value_of(uint64_t code) const {
    return static_cast<int64_t>(static_cast<uint64_t>(base_) +
                                (code - 1) * static_cast<uint64_t>(step_));
  }
  double number_of(uint64_t code) const;
  bool has(uint32_t document) const { return code(document) != 0; }
  std::optional<int64_t> value(uint32_t document) const {
    const uint64_t found = code(document);
    if (found == 0) return std::nullopt;
    return value_of(found);
  }
  std::optional<double> number(uint32_t document) const {
    const uint64_t found = code(document);
    if (found == 0) return std::nullopt;
    return number_of(found);
  }

  // The codes of many documents at once, which ascend: one decision on the width for all
  // of them. REQUIRES: a place in `codes` for each.
  void gather(std::span<const uint32_t> documents, uint64_t* codes) const;

 private:
  static constexpr uint32_t kIsDouble = 255;

  int64_t base_ = 0;
  int64_t step_ = 1;
  uint64_t code_max_ = 0;
  uint32_t decimals_ = 0;
  uint32_t documents_ = 0;
  CodeBlocks codes_;
};

// Into the open section. All by the same codec; O(documents).
void write_ints(SegmentFileWriter& out, const std::vector<std::optional<int64_t>>& values,
                CodeLayout layout = CodeLayout::kSmall);
void write_doubles(SegmentFileWriter& out, const std::vector<std::optional<double>>& values);

}  // namespace fh::landscape

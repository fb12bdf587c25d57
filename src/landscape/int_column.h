// landscape/int_column.h: one whole number a document, or none, at the narrowest width.
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

#include "landscape/segment_file.h"

namespace fh::landscape {

class IntColumn {
 public:
  // An empty column: no document has a value.
  IntColumn() = default;
  // Takes the section as far as it is sound; otherwise empty. The bytes outlive it.
  static IntColumn open(std::span<const std::byte> bytes, uint32_t documents);

  uint32_t documents() const { return documents_; }
  // 0, 1, 2, 4 or 8 bytes a code.
  uint32_t width() const { return width_; }
  bool is_double() const { return decimals_ == kIsDouble; }
  uint32_t decimals() const { return decimals_; }
  int64_t base() const { return base_; }
  int64_t step() const { return step_; }
  // The greatest code there is; 0 where none.
  uint64_t code_max() const { return code_max_; }

  uint64_t code(uint32_t document) const {
    switch (width_) {
      case 1:
        return static_cast<uint64_t>(data_[document]);
      case 2:
        return codes<uint16_t>()[document];
      case 4:
        return codes<uint32_t>()[document];
      case 8:
        return codes<uint64_t>()[document];
      default:
        return 0;
    }
  }
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

  template <typename T>
  const T* codes() const {
    return reinterpret_cast<const T*>(data_);
  }

  // The codes of many documents at once: one decision on the width for all of them.
  // REQUIRES: a place in `codes` for each.
  void gather(std::span<const uint32_t> documents, uint64_t* codes) const;

  // Calls use(codes) with the codes as an array of their width: one decision a
  // column, none a document. Not called where no document has a value.
  template <typename Use>
  void with_codes(Use&& use) const {
    switch (width_) {
      case 1:
        use(codes<uint8_t>());
        break;
      case 2:
        use(codes<uint16_t>());
        break;
      case 4:
        use(codes<uint32_t>());
        break;
      case 8:
        use(codes<uint64_t>());
        break;
      default:
        break;
    }
  }

 private:
  static constexpr uint32_t kIsDouble = 255;

  int64_t base_ = 0;
  int64_t step_ = 1;
  uint64_t code_max_ = 0;
  uint32_t decimals_ = 0;
  uint32_t width_ = 0;
  uint32_t documents_ = 0;
  const std::byte* data_ = nullptr;
};

// Into the open section. All by the same codec; O(documents).
void write_ints(SegmentFileWriter& out, const std::vector<std::optional<int64_t>>& values);
void write_doubles(SegmentFileWriter& out, const std::vector<std::optional<double>>& values);

}  // namespace fh::landscape

// landscape/code_blocks.h: a whole number each of many, at the bits that its window needs.
//
// Windows of kWindowSize codes have a width of their own: 1, 2, 4, 8, 16, 32 or 64 bits; one
// whose codes are all the same takes none. So a column costs what the windows with values
// cost. Where most documents have a value a code takes a byte or more, as bytes are read
// faster than bits; where a directory would save little, all windows have one width and
// lie side by side. Bytes may be anything: a code may be nonsense then, but never wider than
// its window's width, and nothing outside the bytes is read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

#include "landscape/segment_file.h"
#include "landscape/window.h"

namespace fh::landscape {

// How the codes of a run of documents are read: run[document] is a document's code.
struct SameCode {  // of all of them
  uint64_t code = 0;
  uint64_t operator[](uint32_t) const { return code; }
};
template <typename T>
struct CodeArray {
  const T* codes = nullptr;
  uint32_t begin = 0;  // the document of the first
  T operator[](uint32_t document) const { return codes[document - begin]; }
};
// Whether a run's codes are below 256, whatever the bytes hold.
template <typename Run>
inline constexpr bool kIsByteRun = std::is_same_v<std::remove_cvref_t<Run>, CodeArray<uint8_t>>;

class CodeBlocks {
 public:
  // As many codes as are asked for, all 0.
  CodeBlocks() = default;
  // None where the bytes do not hold so many. They are 8-aligned and outlive it. O(windows).
  static std::optional<CodeBlocks> open(std::span<const std::byte> bytes, uint64_t size);

  uint64_t size() const { return size_; }
  // No code has more bits: 0, 1, 2, 4, 8, 16, 32 or 64.
  uint32_t width_max() const { return width_max_; }
  // Of the window's codes: 0 where they are all the same, and take no room.
  uint32_t width_of(uint64_t window) const { return place_of(window).width; }
  // Where all codes lie side by side at this width: their bits; else 0.
  uint32_t direct_width() const { return width_; }
  // REQUIRES: direct_width() is T's.
  template <typename T>
  const T* direct() const {
    return reinterpret_cast<const T*>(data_);
  }

  // REQUIRES: i < size(), or none was opened.
  uint64_t at(uint64_t i) const {
    const Place place = place_of(i / kWindowSize);
    return place.width == 0
               ? place.same
               : code_in(place.data, place.width, static_cast<uint32_t>(i % kWindowSize));
  }
  // The code of all that lie in the window, where they have the same for sure.
  std::optional<uint64_t> same_in(uint64_t window) const {
    const Place place = place_of(window);
    if (place.width != 0) return std::nullopt;
    return place.same;
  }

  // Calls use(run) with all codes of one window: a SameCode, or a CodeArray of 8 bits or more.
  template <typename Use>
  void with_window(uint64_t window, Use&& use) const;
  // Calls use(run) with the codes of the documents, once: one decision on the width for all
  // of them. Documents ascend.
  template <typename Use>
  void with_codes(std::span<const uint32_t> documents, Use&& use) const;

 private:
  struct Place {
    const std::byte* data = nullptr;
    uint32_t width = 0;
    uint64_t same = 0;  // at width 0
  };
  // Codes of 1, 2 or 4 bits of one window, one by one.
  template <uint32_t kBits>
  struct SmallCodes {
    const std::byte* data = nullptr;
    uint32_t begin = 0;

    uint32_t operator[](uint32_t document) const;
  };
  template <typename Use>
  static void with_small(const std::byte* data, uint32_t width, uint32_t begin, Use&& use) {
    if (width == 1) return use(SmallCodes<1>{data, begin});
    if (width == 2) return use(SmallCodes<2>{data, begin});
    use(SmallCodes<4>{data, begin});
  }
  struct EachCode {
    const CodeBlocks& blocks;
    uint64_t operator[](uint32_t document) const { return blocks.at(document); }
  };
  // Unpacking a window costs about as much as reading so many codes one by one.
  static constexpr size_t kUnpackFrom = 64;

  Place place_of(uint64_t window) const;
  static uint64_t code_in(const std::byte* data, uint32_t width, uint32_t i);
  // Codes of 1, 2 or 4 bits become bytes.
  void unpack(uint64_t window, const Place& place, uint8_t* codes) const;

  uint64_t size_ = 0;
  uint32_t width_ = 0;
  uint32_t width_max_ = 0;
  const uint64_t* directory_ = nullptr;
  const std::byte* data_ = nullptr;
};

enum class CodeLayout : uint8_t {
  kSmall,
  kDirect,  // all at one width of 8 bits or more: for what is read one by one, and often
};

// Into the open section, at a multiple of 8.
void write_codes(SegmentFileWriter& out, std::span<const uint64_t> codes, CodeLayout layout);

// The widths there are.
constexpr uint32_t code_width(uint64_t code) {
  for (const uint32_t width : {1U, 2U, 4U, 8U, 16U, 32U}) {
    if (code >> width == 0) return code == 0 ? 0 : width;
  }
  return 64;
}

// Codes narrower than a byte lie in rows: in a window, byte b of the first row holds, from
// its lowest bits up, codes b, b + row, b + 2 * row and so on. So a vector instruction
// unpacks as many neighbours as it is wide.
constexpr uint32_t row_of(uint32_t width) {
  return kWindowSize / 8 * width;
}

template <uint32_t kBits>
uint32_t CodeBlocks::SmallCodes<kBits>::operator[](uint32_t document) const {
  constexpr uint32_t kRow = row_of(kBits);
  const uint32_t i = document - begin;
  const uint32_t shift = i / kRow * kBits;
  return static_cast<uint32_t>(data[i % kRow]) >> shift & ((1U << kBits) - 1);
}

inline CodeBlocks::Place CodeBlocks::place_of(uint64_t window) const {
  if (width_ != 0) return {.data = data_ + window * row_of(width_), .width = width_};
  if (directory_ == nullptr) return {};
  const uint64_t entry = directory_[window];
  const auto width = static_cast<uint32_t>(entry & 0xFF);
  if (width == 0) return {.data = nullptr, .width = 0, .same = entry >> 8};
  return {.data = data_ + (entry >> 8), .width = width};
}

inline uint64_t CodeBlocks::code_in(const std::byte* data, uint32_t width, uint32_t i) {
  const auto bits = [&]<uint32_t kBits>() {
    const uint32_t shift = i / row_of(kBits) * kBits;
    return static_cast<uint64_t>(data[i % row_of(kBits)]) >> shift & ((1U << kBits) - 1);
  };
  switch (width) {
    case 1:
      return bits.template operator()<1>();
    case 2:
      return bits.template operator()<2>();
    case 4:
      return bits.template operator()<4>();
    case 8:
      return static_cast<uint64_t>(data[i]);
    case 16:
      return reinterpret_cast<const uint16_t*>(data)[i];
    case 32:
      return reinterpret_cast<const uint32_t*>(data)[i];
    default:
      return reinterpret_cast<const uint64_t*>(data)[i];
  }
}

template <typename Use>
void CodeBlocks::with_window(uint64_t window, Use&& use) const {
  const Place place = place_of(window);
  const auto begin = static_cast<uint32_t>(window * kWindowSize);
  switch (place.width) {
    case 0:
      return use(SameCode{place.same});
    case 8:
      return use(CodeArray{reinterpret_cast<const uint8_t*>(place.data), begin});
    case 16:
      return use(CodeArray{reinterpret_cast<const uint16_t*>(place.data), begin});
    case 32:
      return use(CodeArray{reinterpret_cast<const uint32_t*>(place.data), begin});
    case 64:
      return use(CodeArray{reinterpret_cast<const uint64_t*>(place.data), begin});
    default: {
      std::array<uint8_t, kWindowSize> codes;
      unpack(window, place, codes.data());
      return use(CodeArray<uint8_t>{codes.data(), begin});
    }
  }
}

template <typename Use>
void CodeBlocks::with_codes(std::span<const uint32_t> documents, Use&& use) const {
  switch (width_) {
    case 8:
      return use(CodeArray{direct<uint8_t>()});
    case 16:
      return use(CodeArray{direct<uint16_t>()});
    case 32:
      return use(CodeArray{direct<uint32_t>()});
    case 64:
      return use(CodeArray{direct<uint64_t>()});
    default:
      break;
  }
  if (documents.empty()) return;
  const uint32_t window = documents.front() / kWindowSize;
  const bool together = documents.back() / kWindowSize == window;
  const bool many = documents.size() >= kUnpackFrom;
  if (together) {
    const Place place = place_of(window);
    if (many || place.width == 0 || place.width >= 8) return with_window(window, use);
    return with_small(place.data, place.width, window * kWindowSize, use);
  }
  use(EachCode{*this});
}

}  // namespace fh::landscape

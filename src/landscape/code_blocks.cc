#include "landscape/code_blocks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "landscape/kernels.h"

namespace fh::landscape {
namespace {

// codes     := width:u64 (code* | directory data)    width 8 or more: of all; 0: a directory
// directory := (width:u8 place:u56)[windows]         place: in data; of width 0 the code itself
constexpr size_t kHeaderBytes = 8;
constexpr size_t kEntryBytes = 8;
constexpr uint64_t kPlaceEnd = uint64_t{1} << 56;
// A directory must save one in so many bytes: without it a code is found in one step.
constexpr uint64_t kWorthwhileShare = 8;
// More than one document in so many with a value: a dense window.
constexpr size_t kDenseShare = 4;

bool is_width(uint64_t width, uint64_t least) {
  return width >= least && width <= 64 && std::has_single_bit(width);
}

constexpr uint64_t windows_of(uint64_t size) {
  return size / kWindowSize + (size % kWindowSize == 0 ? 0 : 1);
}

constexpr uint32_t size_of_window(uint64_t size, uint64_t window) {
  return static_cast<uint32_t>(std::min<uint64_t>(kWindowSize, size - window * kWindowSize));
}

// The bytes of so many codes of one window, which begin at multiples of 8.
constexpr uint64_t room_of(uint32_t width, uint32_t count) {
  const uint64_t bytes = width < 8 ? std::min(count, row_of(width)) : uint64_t{count} * (width / 8);
  return (bytes + 7) / 8 * 8;
}

uint64_t room_of_all(uint32_t width, uint64_t size) {
  const uint64_t whole = size / kWindowSize;
  return whole * row_of(width) + room_of(width, static_cast<uint32_t>(size % kWindowSize));
}

template <typename T>
void append_whole(std::string& out, std::span<const uint64_t> codes) {
  std::array<T, kWindowSize> narrow;
  std::ranges::transform(codes, narrow.begin(), [](uint64_t code) { return static_cast<T>(code); });
  out.append(reinterpret_cast<const char*>(narrow.data()), codes.size() * sizeof(T));
}

void append_rows(std::string& out, uint32_t width, std::span<const uint64_t> codes) {
  const size_t row = row_of(width);
  const size_t at = out.size();
  out.resize(at + std::min(codes.size(), row));
  for (size_t i = 0; i < codes.size(); ++i) {
    char& byte = out[at + i % row];
    byte = static_cast<char>(static_cast<uint8_t>(byte) | codes[i] << (i / row * width));
  }
}

void append_window(std::string& out, uint32_t width, std::span<const uint64_t> codes) {
  const size_t end = out.size() + room_of(width, static_cast<uint32_t>(codes.size()));
  switch (width) {
    case 8:
      append_whole<uint8_t>(out, codes);
      break;
    case 16:
      append_whole<uint16_t>(out, codes);
      break;
    case 32:
      append_whole<uint32_t>(out, codes);
      break;
    case 64:
      append_whole<uint64_t>(out, codes);
      break;
    default:
      append_rows(out, width, codes);
      break;
  }
  out.resize(end);
}

// A byte each where most documents have a value: those are counted often, and bytes are
// read faster than bits. And where fewer bits take no less room, as in a short last window.
uint32_t fitting_width(std::span<const uint64_t> window, uint64_t code_max) {
  const uint32_t width = code_width(code_max);
  if (width >= 8) return width;
  const auto count = static_cast<uint32_t>(window.size());
  const auto without = static_cast<size_t>(std::ranges::count(window, uint64_t{0}));
  const bool dense = (window.size() - without) * kDenseShare > window.size();
  return dense || width == 0 || room_of(width, count) == room_of(8, count) ? 8 : width;
}

struct Plan {
  std::vector<uint64_t> directory;  // places count from the data's begin
  uint64_t room = 0;
  uint64_t code_max = 0;
};

Plan plan_windows(std::span<const uint64_t> codes) {
  Plan plan;
  for (size_t begin = 0; begin < codes.size(); begin += kWindowSize) {
    const auto window = codes.subspan(begin, std::min<size_t>(kWindowSize, codes.size() - begin));
    const auto [least, most] = std::ranges::minmax(window);
    plan.code_max = std::max(plan.code_max, most);
    if (least == most && most < kPlaceEnd) {
      plan.directory.push_back(most << 8);
      continue;
    }
    const auto count = static_cast<uint32_t>(window.size());
    const uint32_t width = fitting_width(window, most);
    plan.directory.push_back(plan.room << 8 | width);
    plan.room += room_of(width, count);
  }
  return plan;
}

}  // namespace

void write_codes(SegmentFileWriter& out, std::span<const uint64_t> codes, CodeLayout layout) {
  const Plan plan = plan_windows(codes);
  const uint32_t width = std::max(code_width(plan.code_max), 8U);
  const uint64_t direct = room_of_all(width, codes.size());
  const uint64_t small = plan.room + plan.directory.size() * kEntryBytes;
  const bool by_window = layout == CodeLayout::kSmall && small < direct - direct / kWorthwhileShare;
  std::string bytes;
  append_raw(bytes, uint64_t{by_window ? 0 : width});
  if (by_window) {
    for (const uint64_t entry : plan.directory) append_raw(bytes, entry);
  }
  for (size_t window = 0; window < plan.directory.size(); ++window) {
    const uint64_t entry = plan.directory[window];
    const auto own = static_cast<uint32_t>(entry & 0xFF);
    if (by_window && own == 0) continue;
    append_window(bytes, by_window ? own : width,
                  codes.subspan(window * kWindowSize, size_of_window(codes.size(), window)));
  }
  out.append(bytes_of(bytes));
}

std::optional<CodeBlocks> CodeBlocks::open(std::span<const std::byte> bytes, uint64_t size) {
  if (bytes.size() < kHeaderBytes) return std::nullopt;
  CodeBlocks blocks;
  blocks.size_ = size;
  const auto width = load<uint64_t>(bytes.data());
  bytes = bytes.subspan(kHeaderBytes);
  if (width != 0) {
    if (!is_width(width, 8) || size > bytes.size()) return std::nullopt;
    if (room_of_all(static_cast<uint32_t>(width), size) > bytes.size()) return std::nullopt;
    blocks.width_ = blocks.width_max_ = static_cast<uint32_t>(width);
    blocks.data_ = bytes.data();
    return blocks;
  }
  const uint64_t windows = windows_of(size);
  if (windows > bytes.size() / kEntryBytes) return std::nullopt;
  const auto* const directory = reinterpret_cast<const uint64_t*>(bytes.data());
  const std::span<const std::byte> data = bytes.subspan(windows * kEntryBytes);
  for (uint64_t window = 0; window < windows; ++window) {
    const auto own = static_cast<uint32_t>(directory[window] & 0xFF);
    const uint64_t place = directory[window] >> 8;
    const uint32_t needed = own == 0 ? code_width(place) : own;
    blocks.width_max_ = std::max(blocks.width_max_, needed);
    if (own == 0) continue;
    const bool fits = is_width(own, 1) && place % 8 == 0 && place <= data.size() &&
                      room_of(own, size_of_window(size, window)) <= data.size() - place;
    if (!fits) return std::nullopt;
  }
  blocks.directory_ = directory;
  blocks.data_ = data.data();
  return blocks;
}

void CodeBlocks::unpack(uint64_t window, const Place& place, uint8_t* codes) const {
  const uint32_t count = size_of_window(size_, window);
  if (room_of(place.width, count) < row_of(place.width)) {
    for (uint32_t i = 0; i < count; ++i) {
      codes[i] = static_cast<uint8_t>(code_in(place.data, place.width, i));
    }
    return;
  }
  static const Kernels& best = kernels(simd_level());
  const auto* const rows = reinterpret_cast<const uint8_t*>(place.data);
  switch (place.width) {
    case 1:
      return best.unpack1(rows, codes);
    case 2:
      return best.unpack2(rows, codes);
    default:
      return best.unpack4(rows, codes);
  }
}

}  // namespace fh::landscape

#include "landscape/bit_packing.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace fh::landscape {
namespace {

// Both compilers turn this into the machine's 128-bit vectors.
using Lanes = uint32_t __attribute__((vector_size(16)));
constexpr uint32_t kRows = kBlockSize / 4;

Lanes load_lanes(const std::byte* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof(lanes));
  return lanes;
}

// The width is a template argument so that every shift is a constant.
template <uint32_t kWidth>
void unpack_rows(const std::byte* in, uint32_t* out) {
  constexpr uint32_t kMask = kWidth == 32 ? ~0U : (1U << kWidth) - 1;
  for (uint32_t row = 0; row < kRows; ++row) {
    const uint32_t bit = row * kWidth;
    const size_t word = bit / 32;
    const uint32_t shift = bit % 32;
    Lanes value = load_lanes(in + word * sizeof(Lanes)) >> shift;
    if (shift + kWidth > 32) {
      value |= load_lanes(in + (word + 1) * sizeof(Lanes)) << (32 - shift);
    }
    value &= kMask;
    std::memcpy(out + size_t{row} * 4, &value, sizeof(value));
  }
}

template <>
void unpack_rows<0>(const std::byte*, uint32_t* out) {
  std::memset(out, 0, kBlockSize * sizeof(uint32_t));
}

// A word of each lane is full or nothing is left: then it is written.
template <uint32_t kWidth>
void pack_rows(const uint32_t* in, std::byte* out) {
  Lanes word = {0, 0, 0, 0};
  for (uint32_t row = 0; row < kRows; ++row) {
    Lanes value;
    std::memcpy(&value, in + size_t{row} * 4, sizeof(value));
    const uint32_t shift = row * kWidth % 32;
    word |= value << shift;
    if (shift + kWidth < 32) continue;
    std::memcpy(out, &word, sizeof(word));
    out += sizeof(word);
    word = shift + kWidth == 32 ? Lanes{0, 0, 0, 0} : value >> (32 - shift);
  }
}

template <>
void pack_rows<0>(const uint32_t*, std::byte*) {}

using Unpack = void (*)(const std::byte*, uint32_t*);
using Pack = void (*)(const uint32_t*, std::byte*);

template <uint32_t... kWidths>
constexpr std::array<Unpack, sizeof...(kWidths)> unpack_table(
    std::integer_sequence<uint32_t, kWidths...>) {
  return {&unpack_rows<kWidths>...};
}

template <uint32_t... kWidths>
constexpr std::array<Pack, sizeof...(kWidths)> pack_table(
    std::integer_sequence<uint32_t, kWidths...>) {
  return {&pack_rows<kWidths>...};
}

// 128 gaps below 2^23 add up to less than 2^30.
constexpr uint32_t kNeverWrapsWidth = 23;
constexpr uint32_t kNeverWrapsLimit = 1U << 31;

// Four sums at a time: within a row by two shifted additions, then the row before.
void add_up(uint32_t next, uint32_t* numbers) {
  constexpr Lanes kNone = {0, 0, 0, 0};
  constexpr Lanes kOne = {1, 1, 1, 1};
  Lanes before = Lanes{next, next, next, next} - kOne;
  for (size_t row = 0; row < kRows; ++row) {
    Lanes sum;
    std::memcpy(&sum, numbers + row * 4, sizeof(sum));
    sum += kOne;
    sum += __builtin_shufflevector(kNone, sum, 0, 4, 5, 6);
    sum += __builtin_shufflevector(kNone, sum, 0, 0, 4, 5);
    sum += before;
    std::memcpy(numbers + row * 4, &sum, sizeof(sum));
    before = __builtin_shufflevector(sum, sum, 3, 3, 3, 3);
  }
}

bool add_up_checked(uint64_t next, uint32_t limit, uint32_t* numbers) {
  for (uint32_t i = 0; i < kBlockSize; ++i) {
    next += numbers[i];
    if (next >= limit) return false;
    numbers[i] = static_cast<uint32_t>(next);
    ++next;
  }
  return true;
}

constexpr auto kUnpack = unpack_table(std::make_integer_sequence<uint32_t, 33>());
constexpr auto kPack = pack_table(std::make_integer_sequence<uint32_t, 33>());

}  // namespace

uint32_t width_of(const uint32_t* numbers, uint32_t count) {
  uint32_t all = 0;
  for (uint32_t i = 0; i < count; ++i) all |= numbers[i];
  return static_cast<uint32_t>(std::bit_width(all));
}

void pack_block(const uint32_t* numbers, uint32_t width, std::byte* out) {
  FH_DCHECK(width <= 32);
  kPack[width](numbers, out);
}

void unpack_block(const std::byte* in, uint32_t width, uint32_t* numbers) {
  FH_DCHECK(width <= 32);
  kUnpack[width](in, numbers);
}

bool unpack_ascending(const PackedGaps& gaps, uint32_t* numbers) {
  unpack_block(gaps.in, gaps.width, numbers);
  // So wide a gap, which only a handful of blocks of a huge segment have, may pass the end
  // of 32 bits on the way; narrower ones cannot before they pass the limit.
  const bool may_wrap =
      gaps.width > kNeverWrapsWidth || gaps.next > gaps.limit || gaps.limit > kNeverWrapsLimit;
  if (may_wrap) return add_up_checked(gaps.next, gaps.limit, numbers);
  add_up(static_cast<uint32_t>(gaps.next), numbers);
  return numbers[kBlockSize - 1] < gaps.limit;
}

}  // namespace fh::landscape

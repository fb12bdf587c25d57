#include "base/hidden_number.h"

#include <sodium.h>

#include <cstring>

#include "base/check.h"

namespace fh {
namespace {

constexpr uint32_t kHalfBits = 24;
constexpr uint32_t kHalf = (uint32_t{1} << kHalfBits) - 1;
constexpr uint32_t kRounds = 6;
static_assert(std::tuple_size_v<HidingKey> == crypto_shorthash_KEYBYTES);

}  // namespace

uint32_t HiddenNumbers::round(uint32_t number, uint32_t half) const {
  std::array<unsigned char, 8> input{};
  std::memcpy(input.data(), &number, 4);
  std::memcpy(input.data() + 4, &half, 4);
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), input.data(), input.size(),
                   reinterpret_cast<const unsigned char*>(key_.data()));
  uint32_t value = 0;
  std::memcpy(&value, hash.data(), sizeof(value));
  return value & kHalf;
}

uint64_t HiddenNumbers::hide(uint64_t number) const {
  FH_CHECK(number >> (2 * kHalfBits) == 0);
  auto left = static_cast<uint32_t>(number >> kHalfBits);
  auto right = static_cast<uint32_t>(number) & kHalf;
  for (uint32_t i = 0; i < kRounds; ++i) {
    const uint32_t next = left ^ round(i, right);
    left = right;
    right = next;
  }
  return kFirst | uint64_t{left} << kHalfBits | right;
}

std::optional<uint64_t> HiddenNumbers::find(uint64_t name) const {
  if ((name & ~(kFirst - 1)) != kFirst) return std::nullopt;
  const uint64_t rest = name & (kFirst - 1);
  if (rest >> (2 * kHalfBits) != 0) return std::nullopt;
  auto left = static_cast<uint32_t>(rest >> kHalfBits);
  auto right = static_cast<uint32_t>(rest) & kHalf;
  for (uint32_t i = kRounds; i > 0; --i) {
    const uint32_t before = right ^ round(i - 1, left);
    right = left;
    left = before;
  }
  return uint64_t{left} << kHalfBits | right;
}

}  // namespace fh

// base/hidden_number.h: numbers in another order, one to one, under a secret.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace fh {

using HidingKey = std::array<std::byte, 16>;

// Thread-safe. A Feistel network of six rounds of SipHash on 48 bits: without the key
// nothing can be told of the order of two numbers from their names.
class HiddenNumbers {
 public:
  // What is not hidden lies below this, hidden names from here on.
  static constexpr uint64_t kFirst = uint64_t{1} << 62;

  explicit HiddenNumbers(const HidingKey& key) : key_(key) {}
  // REQUIRES: number < 2^48.
  uint64_t hide(uint64_t number) const;
  // The number behind a name; nothing for what hide() does not give.
  std::optional<uint64_t> find(uint64_t name) const;

 private:
  uint32_t round(uint32_t number, uint32_t half) const;
  HidingKey key_;
};

}  // namespace fh

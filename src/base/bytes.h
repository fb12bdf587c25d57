// base/bytes.h: numbers as bytes, little-endian, and variable-length integers.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace fh {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

// Reads a T from unaligned bytes. REQUIRES: sizeof(T) bytes at `from`.
template <typename T>
  requires std::is_trivially_copyable_v<T>
T load(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}

template <typename T>
  requires std::is_trivially_copyable_v<T>
void append_raw(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

// LEB128: seven bits a byte, low ones first; at most ten bytes.
inline void append_varint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

inline void append_sized(std::string& out, std::string_view text) {
  append_varint(out, text.size());
  out.append(text);
}

inline std::span<const std::byte> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

// Takes values off the front of untrusted bytes. After the first thing that does
// not fit, ok() is false and every further read gives zero or nothing.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : at_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return at_.empty(); }
  size_t left() const { return at_.size(); }

  template <typename T>
  T raw() {
    const std::span<const std::byte> taken = take(sizeof(T));
    return taken.size() == sizeof(T) ? load<T>(taken.data()) : T{};
  }

  uint64_t varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_.empty()) break;
      const auto byte = static_cast<uint64_t>(at_.front());
      at_ = at_.subspan(1);
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }

  std::span<const std::byte> take(uint64_t count) {
    if (count > at_.size()) {
      ok_ = false;
      return {};
    }
    const std::span<const std::byte> taken = at_.first(count);
    at_ = at_.subspan(count);
    return taken;
  }

  std::string_view sized() {
    const std::span<const std::byte> taken = take(varint());
    return {reinterpret_cast<const char*>(taken.data()), taken.size()};
  }

 private:
  std::span<const std::byte> at_;
  bool ok_ = true;
};

}  // namespace fh

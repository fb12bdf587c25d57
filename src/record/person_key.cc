#include "record/person_key.h"

#include <sodium.h>

#include <cstdint>

#include "base/check.h"

namespace fh::record {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
constexpr size_t kKeyLetters = 26;  // 130 bits: the last two are zero

}  // namespace

std::string to_string(const PersonKey& key) {
  std::string text;
  text.reserve(kKeyLetters);
  uint32_t held = 0;
  int bits = 0;
  for (const std::byte byte : key) {
    held = (held << 8) | std::to_integer<uint32_t>(byte);
    bits += 8;
    for (; bits >= 5; bits -= 5) text += kLetters[(held >> (bits - 5)) & 31U];
  }
  text += kLetters[(held << (5 - bits)) & 31U];
  return text;
}

std::optional<PersonKey> person_key_of(std::string_view text) {
  if (text.size() != kKeyLetters) return std::nullopt;
  PersonKey key{};
  size_t at = 0;
  uint32_t held = 0;
  int bits = 0;
  for (const char letter : text) {
    const size_t value = kLetters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 5) | static_cast<uint32_t>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    key[at++] = static_cast<std::byte>((held >> bits) & 0xFFU);
  }
  // One spelling for one key: the two spare bits are zero.
  if ((held & 3U) != 0) return std::nullopt;
  return key;
}

KnownAs known_as(const PersonSecret& secret, std::string_view source, std::string_view key) {
  static const bool ready = sodium_init() >= 0;
  FH_CHECK(ready);
  const auto bytes = [](const auto* data) { return reinterpret_cast<const unsigned char*>(data); };
  crypto_generichash_state state;
  KnownAs name{};
  crypto_generichash_init(&state, bytes(secret.data()), secret.size(), name.size());
  // The length keeps ("ab", "c") and ("a", "bc") apart on every machine alike.
  std::array<unsigned char, 8> length{};
  for (size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<unsigned char>((uint64_t{source.size()} >> (8 * i)) & 0xFFU);
  }
  crypto_generichash_update(&state, length.data(), length.size());
  crypto_generichash_update(&state, bytes(source.data()), source.size());
  crypto_generichash_update(&state, bytes(key.data()), key.size());
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(name.data()), name.size());
  return name;
}

}  // namespace fh::record

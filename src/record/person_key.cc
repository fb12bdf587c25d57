#include "record/person_key.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "base/check.h"

namespace fh::record {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
constexpr size_t kKeyLetters = 26;  // 130 bits: the last two are zero

const unsigned char* bytes_of(const std::byte* data) {
  return reinterpret_cast<const unsigned char*>(data);
}

void get_ready() {
  static const bool ready = sodium_init() >= 0;
  FH_CHECK(ready);
}

// Another output size than known_as(): the two can never hash alike.
std::array<std::byte, 4> mask_of(const PersonSecret& secret, const std::byte* tail) {
  get_ready();
  std::array<std::byte, 32> hash{};
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), bytes_of(tail),
                     std::tuple_size_v<PersonKeyTail>, bytes_of(secret.data()), secret.size());
  return {hash[0], hash[1], hash[2], hash[3]};
}

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

PersonKey make_person_key(const PersonSecret& secret, uint32_t number, const PersonKeyTail& tail) {
  PersonKey key{};
  std::copy(tail.begin(), tail.end(), key.begin() + 4);
  const std::array<std::byte, 4> mask = mask_of(secret, tail.data());
  for (size_t i = 0; i < mask.size(); ++i) {
    key[i] = mask[i] ^ static_cast<std::byte>((number >> (8 * i)) & 0xFFU);
  }
  return key;
}

uint32_t number_in(const PersonSecret& secret, const PersonKey& key) {
  const std::array<std::byte, 4> mask = mask_of(secret, key.data() + 4);
  uint32_t number = 0;
  for (size_t i = 0; i < mask.size(); ++i) {
    number |= std::to_integer<uint32_t>(mask[i] ^ key[i]) << (8 * i);
  }
  return number;
}

KnownAs known_as(const PersonSecret& secret, std::string_view source, std::string_view key) {
  get_ready();
  crypto_generichash_state state;
  KnownAs name{};
  crypto_generichash_init(&state, bytes_of(secret.data()), secret.size(), name.size());
  // The length keeps ("ab", "c") and ("a", "bc") apart on every machine alike.
  std::array<unsigned char, 8> length{};
  for (size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<unsigned char>((uint64_t{source.size()} >> (8 * i)) & 0xFFU);
  }
  crypto_generichash_update(&state, length.data(), length.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(source.data()),
                            source.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(name.data()), name.size());
  return name;
}

}  // namespace fh::record

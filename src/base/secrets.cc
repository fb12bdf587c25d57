#include "base/secrets.h"

#include <sodium.h>

#include <cstring>

#include "base/check.h"

namespace fh {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
constexpr size_t kTokenBytes = 32;
constexpr size_t kTokenLetters = 52;  // 260 bits: the last four are zero
constexpr std::array kTokenKinds = {TokenKind::kKey,   TokenKind::kSession, TokenKind::kSignIn,
                                    TokenKind::kClaim, TokenKind::kLetter,  TokenKind::kInvitation};

void get_ready() {
  static const bool ready = sodium_init() >= 0;
  FH_CHECK(ready);
}

const unsigned char* raw(const void* data) {
  return static_cast<const unsigned char*>(data);
}

unsigned char* raw(std::byte* data) {
  return reinterpret_cast<unsigned char*>(data);
}

int value_of(char letter) {
  if (letter >= 'a' && letter <= 'z') return letter - 'a';
  if (letter >= '2' && letter <= '7') return letter - '2' + 26;
  return -1;
}

}  // namespace

std::string_view prefix_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kKey:
      return "fhk_";
    case TokenKind::kSession:
      return "fhs_";
    case TokenKind::kSignIn:
      return "fhl_";
    case TokenKind::kClaim:
      return "fhc_";
    case TokenKind::kLetter:
      return "fhm_";
    case TokenKind::kInvitation:
      return "fhi_";
  }
  FH_CHECK(false);
  return {};
}

std::string make_token(TokenKind kind, Random& random) {
  std::array<std::byte, kTokenBytes> bits{};
  random.fill(bits);
  std::string token(prefix_of(kind));
  token += base32(bits);
  sodium_memzero(bits.data(), bits.size());
  return token;
}

std::optional<TokenKind> kind_of_token(std::string_view text) {
  for (const TokenKind kind : kTokenKinds) {
    const std::string_view prefix = prefix_of(kind);
    if (!text.starts_with(prefix)) continue;
    const std::string_view letters = text.substr(prefix.size());
    if (letters.size() != kTokenLetters) return std::nullopt;
    for (const char letter : letters) {
      if (value_of(letter) < 0) return std::nullopt;
    }
    const bool spare_bits_are_zero = (value_of(letters.back()) & 0xF) == 0;
    return spare_bits_are_zero ? std::optional(kind) : std::nullopt;
  }
  return std::nullopt;
}

Digest digest_of(std::span<const std::byte> bytes) {
  get_ready();
  Digest digest{};
  crypto_generichash(raw(digest.data()), digest.size(), raw(bytes.data()), bytes.size(), nullptr,
                     0);
  return digest;
}

Digest digest_of(std::string_view text) {
  return digest_of(std::as_bytes(std::span(text)));
}

Digest digest_of(std::string_view text, std::span<const std::byte> key) {
  get_ready();
  FH_CHECK(key.size() >= crypto_generichash_KEYBYTES_MIN &&
           key.size() <= crypto_generichash_KEYBYTES_MAX);
  Digest digest{};
  crypto_generichash(raw(digest.data()), digest.size(), raw(text.data()), text.size(),
                     raw(key.data()), key.size());
  return digest;
}

size_t DigestHash::operator()(const Digest& digest) const {
  size_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);
  return hash;
}

bool same_secret(std::string_view a, std::string_view b) {
  get_ready();
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string base32(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve((bytes.size() * 8 + 4) / 5);
  uint32_t held = 0;
  int bits = 0;
  for (const std::byte byte : bytes) {
    held = (held << 8) | std::to_integer<uint32_t>(byte);
    bits += 8;
    for (; bits >= 5; bits -= 5) text += kLetters[(held >> (bits - 5)) & 31U];
  }
  if (bits > 0) text += kLetters[(held << (5 - bits)) & 31U];
  return text;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string bytes;
  uint32_t held = 0;
  int bits = 0;
  for (const char letter : text) {
    const int value = value_of(letter);
    if (value < 0) return std::nullopt;
    held = (held << 5) | static_cast<uint32_t>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((held >> bits) & 0xFFU);
  }
  const bool spare_bits_are_zero = (held & ((1U << bits) - 1)) == 0;
  return bits < 5 && spare_bits_are_zero ? std::optional(std::move(bytes)) : std::nullopt;
}

KeyPair make_key_pair(Random& random) {
  get_ready();
  std::array<std::byte, crypto_sign_SEEDBYTES> seed{};
  random.fill(seed);
  KeyPair pair;
  crypto_sign_seed_keypair(raw(pair.open.data()), raw(pair.secret.data()), raw(seed.data()));
  sodium_memzero(seed.data(), seed.size());
  return pair;
}

Signature sign(std::string_view message, const SecretKey& secret) {
  get_ready();
  Signature signature{};
  crypto_sign_detached(raw(signature.data()), nullptr, raw(message.data()), message.size(),
                       raw(secret.data()));
  return signature;
}

bool is_signed(std::string_view message, const Signature& signature, const PublicKey& open) {
  get_ready();
  return crypto_sign_verify_detached(raw(signature.data()), raw(message.data()), message.size(),
                                     raw(open.data())) == 0;
}

}  // namespace fh

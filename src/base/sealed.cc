#include "base/sealed.h"

#include <sodium.h>

#include <algorithm>
#include <tuple>

#include "base/check.h"

namespace fh {
namespace {

constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kProofBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(std::tuple_size_v<SealKey> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

void get_ready() {
  static const bool ready = sodium_init() >= 0;
  FH_CHECK(ready);
}

const unsigned char* raw(const void* data) {
  return static_cast<const unsigned char*>(data);
}

}  // namespace

std::string seal(std::string_view text, const SealKey& key, std::string_view meant_for,
                 Random& random) {
  get_ready();
  std::array<std::byte, kNonceBytes> nonce{};
  random.fill(nonce);
  std::string sealed(kNonceBytes + text.size() + kProofBytes, '\0');
  std::copy_n(reinterpret_cast<const char*>(nonce.data()), kNonceBytes, sealed.begin());
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      reinterpret_cast<unsigned char*>(sealed.data()) + kNonceBytes, nullptr, raw(text.data()),
      text.size(), raw(meant_for.data()), meant_for.size(), nullptr, raw(nonce.data()),
      raw(key.data()));
  return sealed;
}

std::optional<std::string> open_sealed(std::string_view sealed, const SealKey& key,
                                       std::string_view meant_for) {
  get_ready();
  if (sealed.size() < kNonceBytes + kProofBytes) return std::nullopt;
  std::string text(sealed.size() - kNonceBytes - kProofBytes, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr,
      raw(sealed.data()) + kNonceBytes, sealed.size() - kNonceBytes, raw(meant_for.data()),
      meant_for.size(), raw(sealed.data()), raw(key.data()));
  if (opened != 0) return std::nullopt;
  return text;
}

}  // namespace fh

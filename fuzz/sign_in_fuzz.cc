// Any bytes as what a provider sends: a token, keys, claims, a word on itself or on somebody.
// Never a crash, and never a signature, an identity or an issuer that was not given.
#include <cstdint>
#include <string>
#include <string_view>

#include "api/id_token.h"
#include "api/jwt.h"
#include "api/oidc_provider.h"
#include "api/web_address.h"
#include "base/base64url.h"
#include "base/check.h"

namespace {

namespace api = fh::api;

// The key of the examples in RFC 7515: none of the seeds is signed by it.
constexpr std::string_view kKeys = R"({"keys":[{"kty":"EC","crv":"P-256","kid":"k1",)"
                                   R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                                   R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";

void check_token(std::string_view bytes, const api::KeySet& keys) {
  const auto token = api::parse_jwt(bytes);
  if (!token) return;
  FH_CHECK(keys.judge(*token) != api::KeySet::Verdict::kSigned);
  (void)api::check_claims(token->claims, {.issuer = "https://a", .client_id = "c", .nonce = "n"});
}

void check_address(std::string_view bytes) {
  const auto address = api::parse_web_address(bytes);
  if (!address) return;
  FH_CHECK(!address->host.empty() && address->port != 0 && address->target.starts_with('/'));
  FH_CHECK(address->target.find_first_of("\r\n ") == std::string::npos);
  FH_CHECK(address->authority.find_first_of("\r\n @/") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto known = api::KeySet::parse(kKeys);
  FH_CHECK(known.has_value());
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_token(bytes, *known);
  check_address(bytes);
  if (const auto keys = api::KeySet::parse(bytes)) check_token("e30.e30.AA", *keys);
  const auto identity =
      api::check_claims(bytes, {.issuer = "https://a", .client_id = "c", .nonce = "n", .now = {}});
  if (identity) FH_CHECK(!identity->subject.empty());
  (void)api::verified_mail_of(bytes, "s");
  (void)api::read_discovery(bytes, "https://a");
  const auto decoded = fh::from_base64url(bytes);
  if (decoded) FH_CHECK(fh::base64url(*decoded) == bytes);
  return 0;
}

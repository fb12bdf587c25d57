#include "api/jwt.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <optional>

#include "base/base64url.h"
#include "base/json.h"

namespace fh::api {
namespace {

using PublicKey = std::shared_ptr<EVP_PKEY>;

constexpr int kRsaBitsMin = 2048;
constexpr int kRsaBitsMax = 8192;  // larger ones only cost time
constexpr size_t kKeysMax = 100;
constexpr size_t kP256Bytes = 32;

const unsigned char* raw(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::unexpected<Error> no_token() {
  return failure(ErrorCode::kInvalid, "it is no signed token");
}

std::string text_in(Json object, std::string_view name) {
  const std::optional<Json> member = object.find(name);
  return std::string(member ? member->as_string().value_or("") : "");
}

// A member's bytes; nothing where it is not there or no base64url.
std::optional<std::string> bytes_in(Json object, std::string_view name) {
  const std::string text = text_in(object, name);
  std::optional<std::string> bytes = from_base64url(text);
  if (!bytes || bytes->empty()) return std::nullopt;
  return bytes;
}

PublicKey make_key(const char* kind, OSSL_PARAM_BLD* build) {
  const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters(
      OSSL_PARAM_BLD_to_param(build), OSSL_PARAM_free);
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  const bool good =
      parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  ERR_clear_error();
  return good ? PublicKey(made, EVP_PKEY_free) : nullptr;
}

PublicKey rsa_key(Json key) {
  const std::optional<std::string> n = bytes_in(key, "n");
  const std::optional<std::string> e = bytes_in(key, "e");
  if (!n || !e || n->size() > kRsaBitsMax / 8 || e->size() > 8) return nullptr;
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> build(OSSL_PARAM_BLD_new(),
                                                                              OSSL_PARAM_BLD_free);
  using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
  const Number modulus(BN_bin2bn(raw(*n), static_cast<int>(n->size()), nullptr), BN_free);
  const Number exponent(BN_bin2bn(raw(*e), static_cast<int>(e->size()), nullptr), BN_free);
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  PublicKey made = make_key("RSA", build.get());
  return made && EVP_PKEY_get_bits(made.get()) >= kRsaBitsMin ? made : nullptr;
}

PublicKey p256_key(Json key) {
  const std::optional<std::string> x = bytes_in(key, "x");
  const std::optional<std::string> y = bytes_in(key, "y");
  if (text_in(key, "crv") != "P-256" || !x || !y) return nullptr;
  if (x->size() != kP256Bytes || y->size() != kP256Bytes) return nullptr;
  const std::string point = '\x04' + *x + *y;  // uncompressed
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> build(OSSL_PARAM_BLD_new(),
                                                                              OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return make_key("EC", build.get());
}

// r and s behind each other, as OpenSSL wants them. Empty where that is not what it is.
std::string der_of(const std::string& signature) {
  if (signature.size() != 2 * kP256Bytes) return {};
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> both(ECDSA_SIG_new(), ECDSA_SIG_free);
  BIGNUM* r = BN_bin2bn(raw(signature), kP256Bytes, nullptr);
  BIGNUM* s = BN_bin2bn(raw(signature) + kP256Bytes, kP256Bytes, nullptr);
  ECDSA_SIG_set0(both.get(), r, s);  // takes them over
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(both.get(), &der);
  if (size <= 0) return {};
  std::string out(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return out;
}

enum class Padding : uint8_t { kNone, kPss };

bool has_signed(EVP_PKEY* key, Padding padding, const std::string& signature,
                const std::string& text) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  EVP_PKEY_CTX* how = nullptr;
  bool good = EVP_DigestVerifyInit(context.get(), &how, EVP_sha256(), nullptr, key) == 1;
  if (good && padding == Padding::kPss) {
    good = EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) == 1;
  }
  good = good && EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(text),
                                  text.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace

Result<Jwt> parse_jwt(std::string_view text) {
  if (text.size() > kJwtBytesMax) return failure(ErrorCode::kTooLarge, "the token is too large");
  const size_t first = text.find('.');
  const size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return no_token();
  const std::optional<std::string> head = from_base64url(text.substr(0, first));
  std::optional<std::string> claims = from_base64url(text.substr(first + 1, second - first - 1));
  std::optional<std::string> signature = from_base64url(text.substr(second + 1));
  if (!head || !claims || !signature) return no_token();
  JsonParser parser;
  const Result<Json> json = parser.parse(*head);
  if (!json || json->type() != JsonType::kObject) return no_token();
  if (json->find("crit")) {
    return failure(ErrorCode::kInvalid, "the token asks for an extension that is not known here");
  }
  return Jwt{.algorithm = text_in(*json, "alg"),
             .key_id = text_in(*json, "kid"),
             .claims = std::move(*claims),
             .signed_part = std::string(text.substr(0, second)),
             .signature = std::move(*signature)};
}

Result<KeySet> KeySet::parse(std::string_view text) {
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(text));
  const std::optional<Json> list = json.find("keys");
  if (!list || list->type() != JsonType::kArray || list->size() > kKeysMax) {
    return failure(ErrorCode::kInvalid, "it is no set of keys, or one of more than 100");
  }
  KeySet set;
  FH_RETURN_IF_ERROR(list->for_each_element([&](Json one) -> Status {
    const std::string kind = text_in(one, "kty");
    const std::string use = text_in(one, "use");
    if (!use.empty() && use != "sig") return {};
    Key key = {.id = text_in(one, "kid"), .algorithm = text_in(one, "alg"), .key = nullptr};
    key.kind = kind == "RSA" ? Kind::kRsa : Kind::kP256;
    if (kind == "RSA") key.key = rsa_key(one);
    if (kind == "EC") key.key = p256_key(one);
    if (key.key) set.keys_.push_back(std::move(key));
    return {};
  }));
  if (set.keys_.empty()) return failure(ErrorCode::kInvalid, "no key in it can be used here");
  return set;
}

bool KeySet::is_signed_by(const Jwt& token, const Key& key) {
  if (key.kind == Kind::kP256) {
    const std::string der = der_of(token.signature);
    return !der.empty() && has_signed(key.key.get(), Padding::kNone, der, token.signed_part);
  }
  const Padding padding = token.algorithm == "PS256" ? Padding::kPss : Padding::kNone;
  return has_signed(key.key.get(), padding, token.signature, token.signed_part);
}

KeySet::Verdict KeySet::judge(const Jwt& token) const {
  const bool rsa = token.algorithm == "RS256" || token.algorithm == "PS256";
  if (!rsa && token.algorithm != "ES256") return Verdict::kUnknownWay;
  bool known = false;
  for (const Key& key : keys_) {
    if (key.kind != (rsa ? Kind::kRsa : Kind::kP256)) continue;
    if (!key.algorithm.empty() && key.algorithm != token.algorithm) continue;
    if (!token.key_id.empty() && key.id != token.key_id) continue;
    known = true;
    if (is_signed_by(token, key)) return Verdict::kSigned;
  }
  return known ? Verdict::kNotSigned : Verdict::kUnknownKey;
}

}  // namespace fh::api

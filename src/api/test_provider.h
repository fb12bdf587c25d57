// api/test_provider.h: keys, tokens and an OpenID Connect provider, made in tests.
#pragma once

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/outgoing.h"
#include "api/target.h"
#include "api/test_tls.h"
#include "base/base64url.h"
#include "base/time.h"

namespace fh::api {

struct TestKey {
  std::string id;
  std::string algorithm;  // RS256, PS256, ES256
  KeyPointer key;
};

inline TestKey make_test_key(const std::string& id, const std::string& algorithm) {
  return {id, algorithm, algorithm == "ES256" ? make_ec_key() : make_rsa_key()};
}

inline std::string number_of_key(const TestKey& key, const char* name, size_t bytes_min) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key.key.get(), name, &number);
  const size_t size = std::max(bytes_min, static_cast<size_t>(BN_num_bytes(number)));
  std::string bytes(size, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size));
  BN_free(number);
  return base64url(bytes);
}

inline std::string jwk_of(const TestKey& key) {
  if (key.algorithm == "ES256") {
    return fmt::format(
        R"({{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{}","x":"{}","y":"{}"}})",
        key.id, number_of_key(key, OSSL_PKEY_PARAM_EC_PUB_X, 32),
        number_of_key(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32));
  }
  return fmt::format(R"({{"kty":"RSA","use":"sig","alg":"{}","kid":"{}","n":"{}","e":"{}"}})",
                     key.algorithm, key.id, number_of_key(key, OSSL_PKEY_PARAM_RSA_N, 0),
                     number_of_key(key, OSSL_PKEY_PARAM_RSA_E, 0));
}

inline std::string jwks_of(const std::vector<TestKey>& keys) {
  std::string all;
  for (const TestKey& key : keys) all += (all.empty() ? "" : ",") + jwk_of(key);
  return fmt::format(R"({{"keys":[{}]}})", all);
}

inline std::string raw_ecdsa(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string out(64, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(out.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(both), bytes, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(both), bytes + 32, 32);
  ECDSA_SIG_free(both);
  return out;
}

inline std::string signature_of(const std::string& text, const TestKey& key) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* how = nullptr;
  EVP_DigestSignInit(context, &how, EVP_sha256(), nullptr, key.key.get());
  if (key.algorithm == "PS256") {
    EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST);
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  EVP_DigestSign(context, nullptr, &size, bytes, text.size());
  std::string out(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size());
  EVP_MD_CTX_free(context);
  out.resize(size);
  return key.algorithm == "ES256" ? raw_ecdsa(out) : out;
}

inline std::string unsigned_token(std::string_view header, std::string_view claims) {
  return base64url(header) + "." + base64url(claims);
}
inline std::string token_of(std::string_view claims, const TestKey& key) {
  const std::string text = unsigned_token(
      fmt::format(R"({{"alg":"{}","kid":"{}","typ":"JWT"}})", key.algorithm, key.id), claims);
  return text + "." + base64url(signature_of(text, key));
}

// What the algorithm confusion tries: a public key's text as a shared secret.
inline std::string hs256_token(std::string_view claims, const std::string& id,
                               const std::string& secret) {
  const std::string text =
      unsigned_token(fmt::format(R"({{"alg":"HS256","kid":"{}"}})", id), claims);
  unsigned char mac[SHA256_DIGEST_LENGTH] = {};
  unsigned size = sizeof mac;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size);
  return text + "." + base64url(std::string_view(reinterpret_cast<const char*>(mac), size));
}

// One that signs in whoever comes. Thread-safe as long as its settings are left alone.
class TestProvider {
 public:
  std::string issuer = "https://id.example.org";
  std::string client = "firsthand";
  std::vector<TestKey> keys = {make_test_key("k1", "ES256")};
  std::string subject = "s-1";
  std::string mail = "ann@example.org";
  std::string mail_verified = "true";
  Instant now = {};
  std::string more_in_discovery = {};
  // Changes what a token says before it is signed.
  std::function<void(std::map<std::string, std::string>&)> change_claims = {};
  // Makes the whole token instead.
  std::function<std::string(const std::string& claims)> make_token = {};
  std::vector<std::string> asked = {};  // targets, in order
  OutgoingRequest last_for_token = {};
  bool down = false;
  std::map<std::string, Result<Reply>> instead = {};  // by target: what is answered there

  // As a browser that follows the way there: the state and code to come back with.
  struct Came {
    std::string state;
    std::string code;
  };
  Came visit(const std::string& location) {
    const auto target = parse_target(location.substr(location.find('/', 8)));
    std::map<std::string, std::string> given(target->query.begin(), target->query.end());
    const std::lock_guard lock(mutex_);
    const std::string code = fmt::format("code-{}", ++codes_);
    begun_[code] = given;
    return {.state = given["state"], .code = code};
  }

  Result<Reply> answer(const OutgoingRequest& request) {
    const std::lock_guard lock(mutex_);
    asked.push_back(request.to.target);
    if (down) return failure(ErrorCode::kIo, "cannot reach the provider");
    if (const auto odd = instead.find(request.to.target); odd != instead.end()) return odd->second;
    if (request.to.target == "/.well-known/openid-configuration") return said(discovery());
    if (request.to.target == "/keys") return said(jwks_of(keys));
    if (request.to.target == "/token") return give_token(request);
    if (request.to.target == "/me") {
      return said(
          fmt::format(R"({{"sub":"{}","email":"me@example.org","email_verified":true}})", subject));
    }
    return Reply{.status = 404, .body = {}};
  }

 private:
  static Reply said(std::string body) { return {.status = 200, .body = std::move(body)}; }

  std::string discovery() const {
    return fmt::format(
        R"({{"issuer":"{0}","authorization_endpoint":"{0}/auth","token_endpoint":"{0}/token",)"
        R"("jwks_uri":"{0}/keys"{1}}})",
        issuer, more_in_discovery);
  }

  Reply give_token(const OutgoingRequest& request) {
    last_for_token = request;
    const auto form = parse_target("/?" + request.form);
    std::map<std::string, std::string> given(form->query.begin(), form->query.end());
    const auto begun = begun_.find(given["code"]);
    const std::string verifier = given["code_verifier"];
    unsigned char hash[SHA256_DIGEST_LENGTH] = {};
    SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(), hash);
    const std::string challenge =
        base64url(std::string_view(reinterpret_cast<const char*>(hash), sizeof hash));
    if (begun == begun_.end() || begun->second["code_challenge"] != challenge ||
        begun->second["redirect_uri"] != given["redirect_uri"]) {
      return {.status = 400, .body = R"({"error":"invalid_grant"})"};
    }
    std::map<std::string, std::string> claims = {
        {"iss", fmt::format(R"("{}")", issuer)},
        {"aud", fmt::format(R"("{}")", client)},
        {"sub", fmt::format(R"("{}")", subject)},
        {"nonce", fmt::format(R"("{}")", begun->second["nonce"])},
        {"iat", fmt::format("{}", now.ms / 1000)},
        {"exp", fmt::format("{}", now.ms / 1000 + 300)}};
    if (!mail.empty()) {
      claims["email"] = fmt::format(R"("{}")", mail);
      claims["email_verified"] = mail_verified;
    }
    begun_.erase(begun);
    if (change_claims) change_claims(claims);
    std::string text;
    for (const auto& [name, value] : claims) {
      text += fmt::format(R"({}"{}":{})", text.empty() ? "{" : ",", name, value);
    }
    text += "}";
    return said(fmt::format(R"({{"access_token":"at","token_type":"Bearer","id_token":"{}"}})",
                            make_token ? make_token(text) : token_of(text, keys.front())));
  }

  std::mutex mutex_;
  int codes_ = 0;
  std::map<std::string, std::map<std::string, std::string>> begun_;
};

}  // namespace fh::api

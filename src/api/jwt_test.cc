#include "api/jwt.h"

#include <gmock/gmock.h>

#include "api/test_provider.h"
#include "base/random.h"

namespace fh::api {
namespace {

using Verdict = KeySet::Verdict;

constexpr std::string_view kClaims = R"({"sub":"s-1"})";

Verdict judged(const std::vector<TestKey>& keys, const std::string& token) {
  const auto set = KeySet::parse(jwks_of(keys));
  EXPECT_TRUE(set) << to_string(set.error());
  const auto jwt = parse_jwt(token);
  EXPECT_TRUE(jwt) << to_string(jwt.error());
  return set->judge(*jwt);
}

class EachWay : public ::testing::TestWithParam<const char*> {
 protected:
  const TestKey key_ = make_test_key("k1", GetParam());
};
INSTANTIATE_TEST_SUITE_P(Jwt, EachWay, ::testing::Values("RS256", "PS256", "ES256"));

TEST_P(EachWay, ASignatureByTheNamedKeyCounts) {
  EXPECT_EQ(judged({key_}, token_of(kClaims, key_)), Verdict::kSigned);
}

TEST_P(EachWay, AnotherKeysSignatureDoesNot) {
  TestKey other = make_test_key("k1", GetParam());
  EXPECT_EQ(judged({key_}, token_of(kClaims, other)), Verdict::kNotSigned);
  other.id = "k2";
  EXPECT_EQ(judged({key_}, token_of(kClaims, other)), Verdict::kUnknownKey);
}

TEST_P(EachWay, OtherClaimsUnderTheSameSignatureDoNot) {
  const std::string token = token_of(kClaims, key_);
  const size_t first = token.find('.');
  const size_t second = token.find('.', first + 1);
  const std::string other =
      token.substr(0, first + 1) + base64url(R"({"sub":"s-2"})") + token.substr(second);
  EXPECT_EQ(judged({key_}, other), Verdict::kNotSigned);
}

TEST_P(EachWay, ATokenThatNamesNoKeyIsTriedWithEach) {
  const std::string text = unsigned_token(fmt::format(R"({{"alg":"{}"}})", GetParam()), kClaims);
  const std::string token = text + "." + base64url(signature_of(text, key_));
  EXPECT_EQ(judged({make_test_key("a", GetParam()), key_}, token), Verdict::kSigned);
  EXPECT_EQ(judged({make_test_key("a", GetParam())}, token), Verdict::kNotSigned);
}

TEST_P(EachWay, AnyBitChangedInTheSignatureIsNoticed) {
  const auto set = KeySet::parse(jwks_of({key_}));
  auto jwt = parse_jwt(token_of(kClaims, key_));
  ASSERT_TRUE(set && jwt);
  for (size_t i = 0; i < jwt->signature.size(); i += 7) {
    jwt->signature[i] = static_cast<char>(jwt->signature[i] ^ 1);
    EXPECT_EQ(set->judge(*jwt), Verdict::kNotSigned) << i;
    jwt->signature[i] = static_cast<char>(jwt->signature[i] ^ 1);
  }
  jwt->signature.clear();
  EXPECT_EQ(set->judge(*jwt), Verdict::kNotSigned);
}

// A key is for its own kind of signature, and for the way it says.
TEST(Jwt, OneWaysKeyIsNotTakenForAnothers) {
  const TestKey rsa = make_test_key("k1", "RS256");
  TestKey as_pss = rsa;
  as_pss.algorithm = "PS256";
  EXPECT_EQ(judged({rsa}, token_of(kClaims, as_pss)), Verdict::kUnknownKey);
  EXPECT_EQ(judged({make_test_key("k1", "ES256")}, token_of(kClaims, rsa)), Verdict::kUnknownKey);
}

TEST(Jwt, NoneIsNoWayToSign) {
  const TestKey key = make_test_key("k1", "RS256");
  for (const char* none : {"none", "None", "NONE", "", "RS1", "ES384", "EdDSA"}) {
    const std::string header = fmt::format(R"({{"alg":"{}","kid":"k1"}})", none);
    EXPECT_EQ(judged({key}, unsigned_token(header, kClaims) + "."), Verdict::kUnknownWay) << none;
  }
  EXPECT_EQ(judged({key}, unsigned_token(R"({"kid":"k1"})", kClaims) + "."), Verdict::kUnknownWay);
  EXPECT_EQ(judged({key}, unsigned_token(R"({"alg":1})", kClaims) + "."), Verdict::kUnknownWay);
}

TEST(Jwt, APublicKeyIsNoSharedSecret) {
  const TestKey key = make_test_key("k1", "RS256");
  const std::string as_pem = pem_text([&](BIO* out) { PEM_write_bio_PUBKEY(out, key.key.get()); });
  for (const std::string& secret : {as_pem, jwk_of(key), number_of_key(key, "n", 0)}) {
    EXPECT_EQ(judged({key}, hs256_token(kClaims, "k1", secret)), Verdict::kUnknownWay);
  }
}

TEST(Jwt, WhatIsNoTokenIsRefused) {
  for (const char* wrong :
       {"", ".", "..", "a", "a.b", "e30", "e30.e30", "e30.e30.=", "W10.e30.", "!.e30.",
        "eyJhbGciOiJFUzI1NiIsImNyaXQiOlsieCJdfQ.e30.", "e30 .e30.", "e30.e30.AA.AA"}) {
    EXPECT_FALSE(parse_jwt(wrong)) << wrong;
  }
  EXPECT_TRUE(parse_jwt("e30.e30."));
  EXPECT_FALSE(parse_jwt("e30.e30." + std::string(kJwtBytesMax, 'A')));
}

TEST(Jwt, KeysOfNoUseArePassedOver) {
  const TestKey good = make_test_key("k1", "ES256");
  TestKey weak = {"k2", "RS256", KeyPointer(EVP_RSA_gen(1024), EVP_PKEY_free)};
  const std::string others =
      R"({"kty":"oct","k":"AAAA","kid":"k3"},{"kty":"OKP","crv":"Ed25519","x":"AA"},)"
      R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA"},{"kty":"RSA","n":"","e":"AQAB"},{},1,)"
      R"({"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)"
      R"("y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})";
  const auto set =
      KeySet::parse(fmt::format(R"({{"keys":[{},{},{}]}})", others, jwk_of(weak), jwk_of(good)));
  ASSERT_TRUE(set) << to_string(set.error());
  EXPECT_EQ(set->judge(*parse_jwt(token_of(kClaims, good))), Verdict::kSigned);
  EXPECT_EQ(set->judge(*parse_jwt(token_of(kClaims, weak))), Verdict::kUnknownKey);
  for (const std::string& none :
       {std::string("{}"), std::string(R"({"keys":[]})"), std::string(R"({"keys":1})"),
        std::string("[]"), std::string("nonsense"), fmt::format(R"({{"keys":[{}]}})", others)}) {
    EXPECT_FALSE(KeySet::parse(none)) << none;
  }
  std::string many = jwk_of(good);
  for (int i = 0; i < 100; ++i) many += ",{}";
  EXPECT_FALSE(KeySet::parse(fmt::format(R"({{"keys":[{}]}})", many)));
}

TEST(Jwt, AKeyForEncryptingDoesNotSign) {
  const TestKey key = make_test_key("k1", "ES256");
  std::string text = jwks_of({key});
  text.replace(text.find(R"("sig")"), 5, R"("enc")");
  EXPECT_FALSE(KeySet::parse(text));
}

// Whatever comes: never a crash, and never a signature that nobody made.
TEST(Jwt, NothingMadeUpIsSigned) {
  const TestKey key = make_test_key("k1", "ES256");
  const auto set = KeySet::parse(jwks_of({key}));
  const std::string token = token_of(kClaims, key);
  constexpr std::string_view kSome = "AZaz09-_.=\"{}\xFF";
  Rng rng(5);
  for (int i = 0; i < 5000; ++i) {
    std::string text = token;
    for (uint64_t changes = 1 + rng.below(4); changes > 0; --changes) {
      const size_t at = rng.below(text.size());
      if (rng.chance(0.3)) {
        text.erase(at, 1 + rng.below(20));
      } else {
        text[at] = kSome[rng.below(kSome.size())];
      }
      if (text.empty()) text = ".";
    }
    if (text == token) continue;
    const auto jwt = parse_jwt(text);
    if (jwt) EXPECT_NE(set->judge(*jwt), Verdict::kSigned) << text;
  }
}

TEST(Jwt, AnyBytesAsKeysAreHarmless) {
  const std::string keys = jwks_of({make_test_key("k1", "ES256"), make_test_key("k2", "RS256")});
  Rng rng(6);
  for (int i = 0; i < 1000; ++i) {
    std::string text = keys;
    for (uint64_t changes = 1 + rng.below(8); changes > 0; --changes) {
      text[rng.below(text.size())] = static_cast<char>(32 + rng.below(95));
    }
    const auto set = KeySet::parse(text);
    if (set) EXPECT_NE(set->judge(*parse_jwt("eyJhbGciOiJSUzI1NiJ9.e30.AA")), Verdict::kSigned);
  }
}

}  // namespace
}  // namespace fh::api

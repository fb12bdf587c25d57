#include "base/secrets.h"

#include <gtest/gtest.h>

#include <set>

#include "testing/counted_random.h"

namespace fh {
namespace {

constexpr std::array kKinds = {TokenKind::kKey, TokenKind::kSession, TokenKind::kSignIn,
                               TokenKind::kClaim, TokenKind::kLetter};

std::string hex(std::span<const std::byte> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : bytes) {
    text += kDigits[std::to_integer<size_t>(byte) >> 4];
    text += kDigits[std::to_integer<size_t>(byte) & 15];
  }
  return text;
}

TEST(Secrets, TokensSayWhatTheyAreForAndNeverMeet) {
  CountedRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    for (const TokenKind kind : kKinds) {
      const std::string token = make_token(kind, random);
      EXPECT_EQ(token.size(), 56U);
      EXPECT_EQ(kind_of_token(token), kind) << token;
      EXPECT_TRUE(seen.insert(token).second);
    }
  }
}

TEST(Secrets, WhatIsNotWhollyATokenIsNone) {
  CountedRandom random;
  const std::string token = make_token(TokenKind::kKey, random);
  for (const std::string& wrong :
       {std::string(), token.substr(1), token + "a", token.substr(0, 55), "fhx_" + token.substr(4),
        "FHK_" + token.substr(4), token.substr(0, 55) + "b", token.substr(0, 55) + "=",
        "fhk_" + std::string(51, 'a') + std::string(1, '\0'), " " + token}) {
    EXPECT_FALSE(kind_of_token(wrong)) << wrong;
  }
}

// Any bytes at all are no token, or the one spelling of one.
TEST(Secrets, AnyBytesAreReadWithoutHarm) {
  Rng rng(11);
  CountedRandom random;
  const std::string token = make_token(TokenKind::kSignIn, random);
  size_t still = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = token.substr(0, rng.chance(0.8) ? token.size() : rng.below(57));
    for (uint64_t changes = rng.below(3); changes > 0 && !text.empty(); --changes) {
      text[rng.below(text.size())] = static_cast<char>(rng.below(256));
    }
    const auto kind = kind_of_token(text);
    if (!kind) continue;
    ++still;
    const auto bits = from_base32(std::string_view(text).substr(4));
    ASSERT_TRUE(bits);
    EXPECT_EQ(std::string(prefix_of(*kind)) + base32(std::as_bytes(std::span(*bits))), text);
  }
  EXPECT_GT(still, 1000U);
}

TEST(Secrets, Base32GoesThereAndBack) {
  for (const auto& [bytes, text] :
       {std::pair("", ""), std::pair("f", "my"), std::pair("fo", "mzxq"), std::pair("foo", "mzxw6"),
        std::pair("foobar", "mzxw6ytboi")}) {
    EXPECT_EQ(base32(std::as_bytes(std::span(std::string_view(bytes)))), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  for (const char* wrong : {"m", "mz1w6", "MZXW6", "mzxr", "mzxw6y"}) {
    EXPECT_FALSE(from_base32(wrong)) << wrong;
  }
}

// The first is RFC 7693's function with 256 bits, of "abc".
TEST(Secrets, DigestsAreBlake2b) {
  EXPECT_EQ(hex(digest_of("abc")),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  const Digest key = digest_of("a key");
  EXPECT_NE(digest_of("abc", key), digest_of("abc"));
  EXPECT_NE(digest_of("abc", key), digest_of("abd", key));
  EXPECT_EQ(digest_of("abc", key), digest_of("abc", key));
}

TEST(Secrets, ComparesWholeTexts) {
  EXPECT_TRUE(same_secret("", ""));
  EXPECT_TRUE(same_secret("one", "one"));
  EXPECT_FALSE(same_secret("one", "onf"));
  EXPECT_FALSE(same_secret("one", "one "));
}

TEST(Secrets, ASignatureHoldsForItsMessageAndItsKeyAlone) {
  CountedRandom random;
  const KeyPair mine = make_key_pair(random);
  const KeyPair theirs = make_key_pair(random);
  const Signature signature = sign("erased: e17", mine.secret);
  EXPECT_TRUE(is_signed("erased: e17", signature, mine.open));
  EXPECT_FALSE(is_signed("erased: e18", signature, mine.open));
  EXPECT_FALSE(is_signed("erased: e17", signature, theirs.open));
  for (size_t i = 0; i < signature.size(); ++i) {
    Signature changed = signature;
    changed[i] ^= std::byte{1};
    EXPECT_FALSE(is_signed("erased: e17", changed, mine.open)) << i;
  }
}

}  // namespace
}  // namespace fh

#include "base/base64url.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace fh {
namespace {

TEST(Base64Url, WritesWhatTheStandardSays) {
  EXPECT_EQ(base64url(""), "");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url("foo"), "Zm9v");
  EXPECT_EQ(base64url("foob"), "Zm9vYg");
  EXPECT_EQ(base64url("\xFB\xEF\xFF"), "--__");
}

TEST(Base64Url, TakesOneSpellingOnly) {
  EXPECT_EQ(from_base64url("Zg"), "f");
  for (const char* wrong : {"Z", "Zh", "Zg==", "Zg=", "Zm9", "Zm9vY", "Zm 9", "++//", "Zm9v\n"}) {
    EXPECT_EQ(from_base64url(wrong), std::nullopt) << wrong;
  }
}

TEST(Base64Url, ReadsBackWhatItWrites) {
  Rng rng(7);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(rng.below(40), '\0');
    for (char& byte : bytes) byte = static_cast<char>(rng.below(256));
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
  }
}

// Whatever is taken is written the same again.
TEST(Base64Url, GivesEachStringOneSpelling) {
  constexpr std::string_view kSome = "AZaz09-_=+/ \n";
  Rng rng(11);
  for (int i = 0; i < 20'000; ++i) {
    std::string text(rng.below(6), ' ');
    for (char& letter : text) letter = kSome[rng.below(kSome.size())];
    const auto bytes = from_base64url(text);
    if (bytes) EXPECT_EQ(base64url(*bytes), text);
  }
}

}  // namespace
}  // namespace fh

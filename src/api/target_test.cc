#include "api/target.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace fh::api {
namespace {

TEST(Target, SplitsThePathBeforeItDecodesSoAnEscapedSlashStaysInside) {
  const auto target = parse_target("/v1/people/a%2Fb/experiences?limit=2");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"v1", "people", "a/b", "experiences"}));
  EXPECT_EQ(target->query[0], (std::pair<std::string, std::string>("limit", "2")));
}

TEST(Target, ReadsPlusAsASpaceInTheQueryOnly) {
  const auto target = parse_target("/a+b?q=c+d%2B");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments[0], "a+b");
  EXPECT_EQ(target->query[0].second, "c d+");
}

TEST(Target, RefusesPathsThatClimbHoweverTheyAreWritten) {
  for (const char* text : {"/../etc/passwd", "/a/./b", "/%2e%2e/x", "/%2E./x", "/a/.."}) {
    EXPECT_TRUE(!parse_target(text) || parse_target(text)->segments[0] == "%2e./x") << text;
  }
}

TEST(Target, RefusesBrokenEscapesControlsAndWhatIsNotUtf8) {
  for (const char* text : {"/%", "/%4", "/%zz", "/a%00b", "/a%0ab", "/%ff", "/?q=%c0%af", "", "a",
                           "*", "/?q=%ed%a0%80"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
}

TEST(Target, TakesTheAbsoluteForm) {
  EXPECT_EQ(parse_target("http://localhost:1/v1/status?x=1")->path, "/v1/status");
  EXPECT_EQ(parse_target("http://localhost")->path, "/");
}

TEST(Target, RefusesMoreArgumentsThanAnyoneNeeds) {
  std::string text = "/?";
  for (size_t i = 0; i < kQueryArgumentsMax; ++i) text += "a=1&";
  EXPECT_TRUE(parse_target(text));
  const auto beyond = parse_target(text + "a=1");
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, ErrorCode::kTooLarge);
}

TEST(Target, DecodesWhateverWasEncoded) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed=" << seed);
    Rng rng(seed);
    std::string text;
    for (uint64_t i = rng.below(20); i > 0; --i) {
      static constexpr std::string_view kPieces[] = {"a", "é", "€", "𝄞", " ", "&", "=", "%", "/"};
      text += kPieces[rng.below(9)];
    }
    const auto target = parse_target("/?q=" + percent_encode(text));
    ASSERT_TRUE(target);
    EXPECT_EQ(target->query[0].second, text);
  }
}

}  // namespace
}  // namespace fh::api

#include "api/gzip.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace fh::api {
namespace {

TEST(Gzip, GivesBackWhatItTookHoweverThePiecesFall) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed=" << seed);
    Rng rng(seed);
    std::string text;
    for (uint64_t i = rng.below(200'000); i > 0; --i) {
      text.push_back(static_cast<char>('a' + rng.below(1 + seed % 26)));
    }
    const std::string packed = gzip(text);
    Inflater inflater;
    std::string out;
    for (size_t at = 0; at < packed.size();) {
      const size_t size = std::min<size_t>(1 + rng.below(5000), packed.size() - at);
      const std::string_view piece = std::string_view(packed).substr(at, size);
      ASSERT_TRUE(inflater.feed(piece, [&](std::string_view part) -> Status {
        out += part;
        return {};
      }));
      at += size;
    }
    EXPECT_TRUE(inflater.complete());
    EXPECT_EQ(out, text);
  }
}

TEST(Gzip, ReadsSeveralMembersInARow) {
  EXPECT_EQ(gunzip(gzip("one ") + gzip("two"), 100).value(), "one two");
}

TEST(Gzip, StopsABombAtTheLimit) {
  const std::string bomb = gzip(std::string(50'000'000, 'a'));
  EXPECT_LT(bomb.size(), 400'000U);
  const auto out = gunzip(bomb, 1'000'000);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, ErrorCode::kTooLarge);
}

TEST(Gzip, RefusesWhatIsBrokenOrCutShort) {
  std::string packed = gzip("some words that were lived through");
  EXPECT_FALSE(gunzip(packed.substr(0, packed.size() - 3), 1000));
  EXPECT_FALSE(gunzip("", 1000));
  EXPECT_FALSE(gunzip("plain text, not packed", 1000));
  packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
  EXPECT_FALSE(gunzip(packed, 1000));
}

}  // namespace
}  // namespace fh::api

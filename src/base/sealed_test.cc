#include "base/sealed.h"

#include <gtest/gtest.h>

#include "testing/counted_random.h"

namespace fh {
namespace {

SealKey key_from(Random& random) {
  SealKey key{};
  random.fill(key);
  return key;
}

TEST(Sealed, OpensWithItsKeyForItsPlaceAndNoOther) {
  CountedRandom random;
  const SealKey key = key_from(random);
  const SealKey other = key_from(random);
  for (const std::string& text : {std::string(), std::string("a"), std::string(300, 'x')}) {
    const std::string sealed = seal(text, key, "person 1", random);
    EXPECT_EQ(open_sealed(sealed, key, "person 1"), text);
    EXPECT_FALSE(open_sealed(sealed, other, "person 1"));
    EXPECT_FALSE(open_sealed(sealed, key, "person 2"));
    EXPECT_FALSE(open_sealed(sealed, key, ""));
  }
}

TEST(Sealed, TheSameTextIsNeverSealedAlike) {
  CountedRandom random;
  const SealKey key = key_from(random);
  const std::string one = seal("the same", key, "", random);
  EXPECT_NE(one, seal("the same", key, "", random));
  EXPECT_EQ(one.find("same"), std::string::npos);
}

TEST(Sealed, AnyChangedBitAndAnyCutIsSeen) {
  CountedRandom random;
  const SealKey key = key_from(random);
  const std::string sealed = seal("as it was written", key, "here", random);
  for (size_t at = 0; at < sealed.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = sealed;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      EXPECT_FALSE(open_sealed(changed, key, "here")) << at;
    }
    EXPECT_FALSE(open_sealed(sealed.substr(0, at), key, "here")) << at;
  }
  EXPECT_FALSE(open_sealed(sealed + "a", key, "here"));
}

}  // namespace
}  // namespace fh

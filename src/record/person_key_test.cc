#include "record/person_key.h"

#include <gtest/gtest.h>

#include <set>

#include "base/random.h"

namespace fh::record {
namespace {

TEST(PersonKey, ReadsBackWhatItWrites) {
  Rng rng(1);
  for (int i = 0; i < 200; ++i) {
    PersonKey key{};
    for (std::byte& byte : key) byte = static_cast<std::byte>(rng.below(256));
    const std::string text = to_string(key);
    EXPECT_EQ(text.size(), 26U);
    EXPECT_EQ(person_key_of(text), key);
  }
}

TEST(PersonKey, IsBase32AsPublished) {
  PersonKey key{};
  EXPECT_EQ(to_string(key), std::string(26, 'a'));
  const std::string_view text = "foobarfoobarfoob";  // RFC 4648 has "foobar"
  for (size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::byte>(text[i]);
  EXPECT_EQ(to_string(key).substr(0, 9), "mzxw6ytbo");
}

TEST(PersonKey, HasOneSpelling) {
  EXPECT_FALSE(person_key_of(""));
  EXPECT_FALSE(person_key_of(std::string(25, 'a')));
  EXPECT_FALSE(person_key_of(std::string(27, 'a')));
  EXPECT_FALSE(person_key_of(std::string(25, 'a') + "b")) << "a spare bit is set";
  EXPECT_FALSE(person_key_of(std::string(25, 'a') + "A"));
  EXPECT_FALSE(person_key_of(std::string(25, 'a') + "1"));
}

TEST(KnownAs, DiffersBySecretSourceAndKey) {
  PersonSecret other{};
  other[0] = std::byte{1};
  const std::set<KnownAs> names = {known_as({}, "ab", "c"), known_as({}, "a", "bc"),
                                   known_as({}, "", "abc"), known_as(other, "ab", "c")};
  EXPECT_EQ(names.size(), 4U);
  EXPECT_EQ(known_as({}, "ab", "c"), known_as({}, "ab", "c"));
}

}  // namespace
}  // namespace fh::record

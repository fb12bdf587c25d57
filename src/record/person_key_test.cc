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

TEST(PersonKey, LeadsToItsNumberUnderItsSecretOnly) {
  Rng rng(2);
  PersonSecret other{};
  other[31] = std::byte{1};
  int same = 0;
  for (const uint32_t number : {0U, 1U, 255U, 256U, 70'000U, UINT32_MAX}) {
    PersonKeyTail tail{};
    for (std::byte& byte : tail) byte = static_cast<std::byte>(rng.below(256));
    const PersonKey key = make_person_key({}, number, tail);
    EXPECT_EQ(number_in({}, key), number);
    same += number_in(other, key) == number ? 1 : 0;
  }
  EXPECT_EQ(same, 0);
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

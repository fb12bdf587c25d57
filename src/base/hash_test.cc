#include "base/hash.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

#include "base/bytes.h"

namespace fh {
namespace {

// XXH3's published value for no input; files written before depend on it.
TEST(Hash, IsXxh3) {
  EXPECT_EQ(checksum({}), 0x2D06800538D394C2ULL);
  EXPECT_EQ(hash_of(""), 0x2D06800538D394C2ULL);
  EXPECT_EQ(hash_of("late"), checksum(bytes_of("late")));
}

TEST(Hash, ChangesWithEveryBit) {
  std::string text(100, 'x');
  std::unordered_set<uint64_t> seen = {hash_of(text)};
  for (size_t i = 0; i < text.size() * 8; ++i) {
    const char flip = static_cast<char>(1U << (i % 8));
    text[i / 8] = static_cast<char>(text[i / 8] ^ flip);
    EXPECT_TRUE(seen.insert(hash_of(text)).second) << i;
    text[i / 8] = static_cast<char>(text[i / 8] ^ flip);
  }
}

TEST(Hash, FindsStringsByTheirViews) {
  const std::unordered_set<std::string, StringHash, std::equal_to<>> names = {"a", "b"};
  EXPECT_TRUE(names.contains(std::string_view("a")));
  EXPECT_FALSE(names.contains(std::string_view("c")));
}

}  // namespace
}  // namespace fh

#include "base/bytes.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/random.h"

namespace fh {
namespace {

TEST(Bytes, ReadsBackWhatItAppends) {
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    const uint64_t number = rng.next() >> rng.below(64);
    const std::string text(rng.below(300), 'x');
    const auto raw = static_cast<uint32_t>(rng.next());
    std::string bytes;
    append_varint(bytes, number);
    append_sized(bytes, text);
    append_raw(bytes, raw);
    ByteReader in(bytes_of(bytes));
    ASSERT_EQ(in.varint(), number);
    ASSERT_EQ(in.sized(), text);
    ASSERT_EQ(in.raw<uint32_t>(), raw);
    ASSERT_TRUE(in.ok());
    ASSERT_TRUE(in.at_end());
  }
}

TEST(Bytes, WritesVarintsInTheirShortestForm) {
  const auto size_of = [](uint64_t value) {
    std::string bytes;
    append_varint(bytes, value);
    return bytes.size();
  };
  EXPECT_EQ(size_of(0), 1U);
  EXPECT_EQ(size_of(127), 1U);
  EXPECT_EQ(size_of(128), 2U);
  EXPECT_EQ(size_of(std::numeric_limits<uint64_t>::max()), 10U);
}

TEST(Bytes, StopsAtTheFirstThingThatDoesNotFit) {
  const std::string_view text(
      "\x05"
      "abc",
      4);  // five bytes are promised
  ByteReader in(bytes_of(text));
  EXPECT_EQ(in.sized(), "");
  EXPECT_FALSE(in.ok());
  ByteReader endless(bytes_of("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"));
  EXPECT_EQ(endless.varint(), 0U);
  EXPECT_FALSE(endless.ok());
  ByteReader cut(bytes_of("\x80"));
  EXPECT_EQ(cut.varint(), 0U);
  EXPECT_FALSE(cut.ok());
  ByteReader few(bytes_of("abc"));
  EXPECT_EQ(few.raw<uint32_t>(), 0U);
  EXPECT_FALSE(few.ok());
}

TEST(Bytes, TakesAnyBytes) {
  for (uint64_t seed = 0; seed < 5000; ++seed) {
    Rng rng(seed);
    std::string bytes(rng.below(40), '\0');
    for (char& byte : bytes) byte = static_cast<char>(rng.below(256));
    ByteReader in(bytes_of(bytes));
    while (in.ok() && !in.at_end()) {
      const size_t before = in.left();
      if (rng.chance(0.5)) {
        in.varint();
      } else {
        in.sized();
      }
      ASSERT_TRUE(in.left() < before || !in.ok()) << "seed=" << seed;
    }
  }
}

}  // namespace
}  // namespace fh

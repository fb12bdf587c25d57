#include "landscape/manifest.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace fh::landscape {
namespace {

Manifest some_manifest() {
  return {.covered = 70'000,
          .next_file = 12,
          .segments = {{.name = "00000003.segment", .documents = 500, .dead = {0, 1, 7, 499}},
                       {.name = "00000011.segment", .documents = 3, .dead = {}}}};
}

TEST(Manifest, ComesBackAsWritten) {
  const Result<Manifest> read = decode_manifest(encode(some_manifest()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->covered, 70'000U);
  EXPECT_EQ(read->next_file, 12U);
  ASSERT_EQ(read->segments.size(), 2U);
  EXPECT_EQ(read->segments[0].name, "00000003.segment");
  EXPECT_EQ(read->segments[0].dead, (std::vector<uint32_t>{0, 1, 7, 499}));
  EXPECT_EQ(read->segments[1].documents, 3U);
}

TEST(Manifest, AnyChangedByteIsNoticed) {
  const std::string whole = encode(some_manifest());
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    EXPECT_FALSE(decode_manifest(damaged).has_value()) << at;
    EXPECT_FALSE(decode_manifest(std::string_view(whole).substr(0, at)).has_value()) << at;
  }
}

}  // namespace
}  // namespace fh::landscape

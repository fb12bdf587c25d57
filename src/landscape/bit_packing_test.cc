#include "landscape/bit_packing.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "base/random.h"

namespace fh::landscape {
namespace {

TEST(BitPacking, GivesBackEveryWidthAsItWas) {
  for (uint32_t width = 0; width <= 32; ++width) {
    SCOPED_TRACE(width);
    Rng rng(width);
    std::array<uint32_t, kBlockSize> numbers;
    for (uint32_t& number : numbers) {
      number = width == 0 ? 0 : static_cast<uint32_t>(rng.below(uint64_t{1} << width));
    }
    std::vector<std::byte> packed(packed_bytes(width));
    pack_block(numbers.data(), width, packed.data());
    std::array<uint32_t, kBlockSize> unpacked;
    unpack_block(packed.data(), width, unpacked.data());
    EXPECT_EQ(unpacked, numbers);
  }
}

TEST(BitPacking, TheWidthIsThatOfTheGreatest) {
  const std::array<uint32_t, 3> numbers = {0, 5, 1};
  EXPECT_EQ(width_of(numbers.data(), 3), 3U);
  EXPECT_EQ(width_of(numbers.data(), 1), 0U);
  const std::array<uint32_t, 1> most = {~0U};
  EXPECT_EQ(width_of(most.data(), 1), 32U);
}

}  // namespace
}  // namespace fh::landscape

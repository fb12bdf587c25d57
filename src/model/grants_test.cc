#include "model/grants.h"

#include <gtest/gtest.h>

namespace fh::model {
namespace {

TEST(Grants, NamesLeadBackToTheSameGrants) {
  for (uint8_t bits = 1; bits < 16; ++bits) {
    const Grants grants = Grants::of_bits(bits);
    EXPECT_EQ(grants_named(to_string(grants)), grants) << to_string(grants);
  }
  EXPECT_EQ(grants_named("nothing"), Grants::none());
  EXPECT_EQ(grants_named("none"), Grants::none());
}

TEST(Grants, AnUnknownPurposeIsNoneOfThem) {
  EXPECT_FALSE(grants_named("read, sell"));
  EXPECT_FALSE(grants_named("Read"));
  EXPECT_FALSE(grants_named(""));
  EXPECT_FALSE(grants_named(" , "));
  EXPECT_FALSE(grants_named("read none"));
}

TEST(Grants, EachPurposeIsGivenAndTakenApart) {
  const Grants given = kUsualGrants.with(Purpose::kShare).without(Purpose::kRead);
  EXPECT_TRUE(given.has(Purpose::kShare));
  EXPECT_TRUE(given.has(Purpose::kCount));
  EXPECT_FALSE(given.has(Purpose::kRead));
  EXPECT_FALSE(given.has(Purpose::kContact));
  EXPECT_EQ(Grants::of_bits(0xFF), Grants::all());
}

}  // namespace
}  // namespace fh::model

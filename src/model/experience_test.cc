#include "model/experience.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/random.h"

namespace fh::model {
namespace {

TEST(Names, ReadBackInAnyCase) {
  for (int i = 0; i <= static_cast<int>(Kind::kConcern); ++i) {
    EXPECT_EQ(kind_named(name_of(static_cast<Kind>(i))), static_cast<Kind>(i));
  }
  for (int i = 0; i <= static_cast<int>(Party::kOther); ++i) {
    EXPECT_EQ(party_named(name_of(static_cast<Party>(i))), static_cast<Party>(i));
  }
  for (int i = 0; i <= static_cast<int>(Function::kMaintenance); ++i) {
    EXPECT_EQ(function_named(name_of(static_cast<Function>(i))), static_cast<Function>(i));
  }
  for (int i = 0; i <= static_cast<int>(SubjectLevel::kService); ++i) {
    const auto level = static_cast<SubjectLevel>(i);
    EXPECT_EQ(subject_level_named(name_of(level)), level);
  }
  EXPECT_EQ(kind_named("Workaround"), Kind::kWorkaround);
  EXPECT_EQ(party_named("EMPLOYEE"), Party::kEmployee);
  EXPECT_EQ(kind_named("stories"), std::nullopt);
  EXPECT_EQ(kind_named(""), std::nullopt);
}

TEST(Scale, IsReadFromNamesAndEnds) {
  EXPECT_EQ(scale_named("stars"), (Scale{1, 5}));
  EXPECT_EQ(scale_named("NPS"), (Scale{0, 10}));
  EXPECT_EQ(scale_named("balance"), (Scale{-1, 1}));
  EXPECT_EQ(scale_named("1..5"), (Scale{1, 5}));
  EXPECT_EQ(scale_named(" -1 .. 1 "), (Scale{-1, 1}));
  EXPECT_EQ(scale_named("0.5..2.5"), (Scale{0.5, 2.5}));
}

TEST(Scale, RefusesWhatIsNone) {
  for (const std::string_view text : {"", "..", "1..", "..5", "5..1", "3..3", "1-5", "a..b",
                                      "0..inf", "nan..1", "-1e308..1e308", "1..5x", "1...5.."}) {
    EXPECT_EQ(scale_named(text), std::nullopt) << text;
  }
}

TEST(Scale, ReadsBackWhatItWrites) {
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    Rng rng(seed);
    const double low = rng.normal() * 100;
    const Scale scale{.low = low, .high = low + 0.001 + rng.uniform() * 1e9};
    ASSERT_EQ(scale_named(to_string(scale)), scale) << to_string(scale);
  }
  EXPECT_EQ(to_string(Scale{}), "0..10");
}

TEST(Id, ReadsBackWhatItWrites) {
  for (const uint64_t number : {uint64_t{1}, uint64_t{17}, std::numeric_limits<uint64_t>::max()}) {
    EXPECT_EQ(number_of_id(id_of(number)), number);
  }
  EXPECT_EQ(id_of(17), "e17");
}

TEST(Id, RefusesAnythingElse) {
  for (const std::string_view id : {"", "e", "17", "e0", "e017", "E17", "e17 ", " e17", "e-1",
                                    "e+1", "e1.0", "e18446744073709551616"}) {
    EXPECT_EQ(number_of_id(id), std::nullopt) << id;
  }
}

}  // namespace
}  // namespace fh::model

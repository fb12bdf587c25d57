#include "base/error.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace fh {
namespace {

Result<std::unique_ptr<int>> half_of(int number) {
  if (number % 2 != 0) return failure(ErrorCode::kInvalid, "an odd number", "number");
  return std::make_unique<int>(number / 2);
}

Result<int> quarter_of(int number) {
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<int> half, half_of(number));
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<int> quarter, half_of(*half));
  return *quarter;
}

Status check_even(int number) {
  FH_RETURN_IF_ERROR(half_of(number));
  return {};
}

TEST(Error, PassesValuesAndErrorsOn) {
  EXPECT_EQ(quarter_of(12), 3);
  ASSERT_FALSE(quarter_of(6).has_value());
  EXPECT_EQ(quarter_of(6).error().field, "number");
  EXPECT_TRUE(check_even(2).has_value());
  EXPECT_EQ(check_even(3).error().code, ErrorCode::kInvalid);
}

TEST(Error, IsWrittenForPeople) {
  EXPECT_EQ(to_string(Error{.message = "no words"}), "no words");
  EXPECT_EQ(to_string(Error{.message = "no words", .field = "text", .advice = "Add some"}),
            "text: no words. Add some");
}

TEST(Error, HasANameForEachCode) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ErrorCode::kCancelled); ++i) {
    names.insert(name_of(static_cast<ErrorCode>(i)));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(ErrorCode::kCancelled) + 1);
  EXPECT_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace fh

#include "landscape/int_column.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/random.h"

namespace fh::landscape {
namespace {

template <typename Write>
SegmentFile file_with(Write&& write) {
  SegmentFileWriter out;
  out.begin(Section::kTimes);
  write(out);
  out.end();
  EXPECT_TRUE(out.finish().has_value());
  return *SegmentFile::open(out.take());
}

void expect_ints(const std::vector<std::optional<int64_t>>& values) {
  const SegmentFile file = file_with([&](SegmentFileWriter& out) { write_ints(out, values); });
  const auto column =
      IntColumn::open(file.section(Section::kTimes), static_cast<uint32_t>(values.size()));
  for (uint32_t i = 0; i < values.size(); ++i) ASSERT_EQ(column.value(i), values[i]);
}

TEST(IntColumn, KeepsValuesAndTheirAbsence) {
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  expect_ints({});
  expect_ints({std::nullopt, std::nullopt});
  expect_ints({0});
  expect_ints({-5, std::nullopt, 7, 7});
  expect_ints({kMin, kMin / 2, -1});
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const uint64_t spread = uint64_t{1} << rng.below(40);
    const int64_t step = rng.chance(0.5) ? 1 : 1000;
    std::vector<std::optional<int64_t>> values(rng.below(500));
    for (auto& value : values) {
      if (rng.chance(0.8)) value = (static_cast<int64_t>(rng.below(spread)) - 5) * step;
    }
    expect_ints(values);
  }
}

TEST(IntColumn, ACommonStepCostsNoWidth) {
  std::vector<std::optional<int64_t>> days;
  for (int64_t day = 0; day < 200; ++day) days.emplace_back(day * 86'400'000);
  const SegmentFile file = file_with([&](SegmentFileWriter& out) { write_ints(out, days); });
  EXPECT_EQ(IntColumn::open(file.section(Section::kTimes), 200).codes().width_max(), 8U);
}

TEST(IntColumn, DoublesComeBackToTheLastBit) {
  const std::vector<std::vector<std::optional<double>>> cases = {
      {7.25, -0.5, std::nullopt, 3}, {0.1, 0.2, 0.30000000000000004}, {-0.0, 1},
      {1e300, -1e-300, 5},           {9007199254740993.0, 0.25},
  };
  for (const auto& values : cases) {
    const SegmentFile file = file_with([&](SegmentFileWriter& out) { write_doubles(out, values); });
    const auto column =
        IntColumn::open(file.section(Section::kTimes), static_cast<uint32_t>(values.size()));
    for (uint32_t i = 0; i < values.size(); ++i) {
      ASSERT_EQ(column.number(i), values[i]);
      const bool negative = values[i] && std::signbit(*values[i]);
      EXPECT_EQ(values[i] && std::signbit(*column.number(i)), negative);
    }
  }
}

TEST(IntColumn, AShortSectionIsAnEmptyColumn) {
  const std::vector<std::byte> bytes(40);
  EXPECT_FALSE(IntColumn::open(bytes, 0).has(0));
  EXPECT_TRUE(IntColumn::open(std::span(bytes).first(3), 10).is_empty());
}

}  // namespace
}  // namespace fh::landscape

#include "landscape/int_column.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/bytes.h"

namespace fh::landscape {
namespace {

// column := base:i64 step:i64 code_max:u64 decimals:u32 zero:u32 codes
// Without a value (code_max 0) there are no codes.
constexpr size_t kHeaderBytes = 32;
constexpr uint32_t kIsDouble = 255;
constexpr std::array<double, 5> kPowers = {1, 10, 100, 1000, 10'000};

struct Header {
  int64_t base = 0;
  int64_t step = 1;
  uint64_t code_max = 0;
  uint32_t decimals = 0;
  uint32_t zero = 0;
};

template <typename CodeOf>
std::vector<uint64_t> codes_of(size_t count, CodeOf&& code_of) {
  std::vector<uint64_t> codes(count);
  for (size_t i = 0; i < count; ++i) codes[i] = code_of(i);
  return codes;
}

void append_column(SegmentFileWriter& out, const Header& header, std::span<const uint64_t> codes,
                   CodeLayout layout) {
  std::string head;
  append_raw(head, header);
  out.append(bytes_of(head));
  if (header.code_max != 0) write_codes(out, codes, layout);
}

void write_whole(SegmentFileWriter& out, const std::vector<std::optional<int64_t>>& values,
                 uint32_t decimals, CodeLayout layout) {
  std::optional<int64_t> low;
  uint64_t step = 0;
  for (const auto& value : values) {
    if (value && (!low || *value < *low)) low = value;
  }
  const auto distance = [&](int64_t value) {
    return static_cast<uint64_t>(value) - static_cast<uint64_t>(*low);
  };
  uint64_t farthest = 0;
  for (const auto& value : values) {
    if (!value) continue;
    farthest = std::max(farthest, distance(*value));
    // Most columns have found their step after a few values, and most steps are 1.
    if (step == 1 || (step != 0 && distance(*value) % step == 0)) continue;
    step = std::gcd(step, distance(*value));
  }
  if (step == 0) step = 1;
  Header header{.base = low.value_or(0), .step = static_cast<int64_t>(step), .decimals = decimals};
  header.code_max = low ? farthest / step + 1 : 0;
  std::vector<uint64_t> codes;
  if (step == 1) {
    codes =
        codes_of(values.size(), [&](size_t i) { return values[i] ? distance(*values[i]) + 1 : 0; });
  } else {
    codes = codes_of(values.size(),
                     [&](size_t i) { return values[i] ? distance(*values[i]) / step + 1 : 0; });
  }
  append_column(out, header, codes, layout);
}

// The fewest decimals with which every value comes back exactly; none where there is
// no such number.
std::optional<uint32_t> decimals_of(const std::vector<std::optional<double>>& values) {
  constexpr double kWholeMax = 9007199254740992.0;  // 2^53
  uint32_t decimals = 0;
  for (const auto& value : values) {
    if (!value) continue;
    for (;; ++decimals) {
      if (decimals == kPowers.size()) return std::nullopt;
      const double whole = std::round(*value * kPowers[decimals]);
      // -0.0 has no whole-number form that keeps its sign.
      const bool negative_zero = *value == 0 && std::signbit(*value);
      if (std::abs(whole) <= kWholeMax && whole / kPowers[decimals] == *value && !negative_zero) {
        break;
      }
      if (std::abs(whole) > kWholeMax || negative_zero) return std::nullopt;
    }
  }
  return decimals;
}

// More decimals never spoil a value that fewer already kept, within 2^53.
bool all_exact(const std::vector<std::optional<double>>& values, uint32_t decimals) {
  constexpr double kWholeMax = 9007199254740992.0;
  for (const auto& value : values) {
    if (!value) continue;
    const double whole = std::round(*value * kPowers[decimals]);
    if (std::abs(whole) > kWholeMax || whole / kPowers[decimals] != *value) return false;
  }
  return true;
}

}  // namespace

void write_ints(SegmentFileWriter& out, const std::vector<std::optional<int64_t>>& values,
                CodeLayout layout) {
  write_whole(out, values, 0, layout);
}

void write_doubles(SegmentFileWriter& out, const std::vector<std::optional<double>>& values) {
  const std::optional<uint32_t> decimals = decimals_of(values);
  if (decimals && all_exact(values, *decimals)) {
    std::vector<std::optional<int64_t>> whole(values.size());
    for (size_t i = 0; i < values.size(); ++i) {
      if (values[i]) whole[i] = static_cast<int64_t>(std::round(*values[i] * kPowers[*decimals]));
    }
    return write_whole(out, whole, *decimals, CodeLayout::kSmall);
  }
  // Bits plus one, so that 0 still means none; the one pattern that would wrap is a
  // NaN, which no number column holds.
  const Header header{.code_max = ~uint64_t{0}, .decimals = kIsDouble};
  const std::vector<uint64_t> codes = codes_of(values.size(), [&](size_t i) {
    return values[i] ? std::bit_cast<uint64_t>(*values[i]) + 1 : 0;
  });
  append_column(out, header, codes, CodeLayout::kSmall);
}

IntColumn IntColumn::open(std::span<const std::byte> bytes, uint32_t documents) {
  IntColumn column;
  column.documents_ = documents;
  if (bytes.size() < kHeaderBytes) return column;
  const auto header = load<Header>(bytes.data());
  const bool decimals_known = header.decimals < kPowers.size() || header.decimals == kIsDouble;
  if (!decimals_known || header.code_max == 0) return column;
  const auto codes = CodeBlocks::open(bytes.subspan(kHeaderBytes), documents);
  if (!codes) return column;
  column.codes_ = *codes;
  column.base_ = header.base;
  column.step_ = header.step;
  column.code_max_ = header.code_max;
  column.decimals_ = header.decimals;
  return column;
}

void IntColumn::gather(std::span<const uint32_t> documents, uint64_t* codes) const {
  codes_.with_codes(documents, [&](const auto& run) {
    for (size_t i = 0; i < documents.size(); ++i) codes[i] = run[documents[i]];
  });
}

double IntColumn::number_of(uint64_t code) const {
  if (is_double()) return std::bit_cast<double>(code - 1);
  return static_cast<double>(value_of(code)) / kPowers[decimals_];
}

}  // namespace fh::landscape

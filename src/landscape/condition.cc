#include "landscape/condition.h"

#include <algorithm>
#include <limits>
#include <variant>

namespace fh::landscape {
namespace {

bool holds(const NumberIn& range, double value) {
  const bool above = range.low_open ? value > range.low : value >= range.low;
  const bool below = range.high_open ? value < range.high : value <= range.high;
  return above && below;
}

// The first code in [1, code_max + 1] for which `reached` holds; codes' values ascend.
template <typename Reached>
uint64_t first_code(const IntColumn& column, Reached&& reached) {
  uint64_t low = 1;
  uint64_t high = column.code_max() + 1;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (reached(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

// Makes the 64 bits of each word from `passes(document)`.
template <typename Passes>
void fill_bits(uint32_t begin, uint32_t end, WindowBits& bits, Passes&& passes) {
  for (uint32_t document = begin; document < end;) {
    const uint32_t word = (document - begin) / 64;
    const uint32_t stop = std::min(end, begin + (word + 1) * 64);
    uint64_t made = 0;
    for (uint32_t bit = 0; document < stop; ++document, ++bit) {
      made |= uint64_t{passes(document)} << bit;
    }
    bits[word] |= made;
  }
}

}  // namespace

ColumnFilter::ColumnFilter(const Segment& segment, const ColumnNode& node)
    : documents_(segment.documents()) {
  for (const ColumnPart& part : segment.parts_of(node.column)) {
    if (part.type == PartType::kKeyword) {
      add_keywords(part, node);
      continue;
    }
    for (const Condition& condition : node.any_of) add_range(part, condition);
  }
}

void ColumnFilter::add_keywords(const ColumnPart& part, const ColumnNode& node) {
  Test test{.part = &part, .wanted = {}};
  test.wanted.assign(
      std::max<uint64_t>(part.keywords.code_limit(), uint64_t{part.keywords.values().size()} + 1),
      0);
  bool any = false;
  for (const Condition& condition : node.any_of) {
    if (std::holds_alternative<HasValue>(condition)) {
      std::fill(test.wanted.begin() + 1, test.wanted.end(), uint8_t{1});
      any = true;
    } else if (const auto* keyword = std::get_if<KeywordIs>(&condition)) {
      part.keywords.for_each_folded(keyword->folded, keyword->prefix, [&](uint32_t ordinal) {
        test.wanted[ordinal + 1] = 1;
        any = true;
      });
    }
  }
  if (any) tests_.push_back(std::move(test));
}

void ColumnFilter::add_range(const ColumnPart& part, const Condition& condition) {
  const IntColumn& column = part.numbers;
  Test test{.part = &part, .wanted = {}, .low = 1, .high = column.code_max()};
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  test.range = {.low = -kInfinity, .high = kInfinity};
  if (const auto* number = std::get_if<NumberIn>(&condition)) {
    if (part.type != PartType::kNumber) return;
    test.range = *number;
    if (!column.is_double()) {
      test.low = first_code(column, [&](uint64_t code) {
        const double value = column.number_of(code);
        return number->low_open ? value > number->low : value >= number->low;
      });
      test.high =
          first_code(column,
                     [&](uint64_t code) {
                       const double value = column.number_of(code);
                       return number->high_open ? value >= number->high : value > number->high;
                     }) -
          1;
    }
  } else if (const auto* time = std::get_if<TimeIn>(&condition)) {
    if (part.type != PartType::kTime) return;
    test.low =
        first_code(column, [&](uint64_t code) { return column.value_of(code) >= time->first_ms; });
    test.high =
        first_code(column, [&](uint64_t code) { return column.value_of(code) >= time->end_ms; }) -
        1;
  } else if (!std::holds_alternative<HasValue>(condition)) {
    return;
  }
  if (column.is_double() || test.low <= test.high) tests_.push_back(std::move(test));
}

bool ColumnFilter::passes(const Test& test, uint32_t document) const {
  if (test.part->type == PartType::kKeyword) {
    bool any = false;
    test.part->keywords.for_each(document,
                                 [&](uint32_t ordinal) { any |= test.wanted[ordinal + 1] != 0; });
    return any;
  }
  const IntColumn& column = test.part->numbers;
  const uint64_t code = column.code(document);
  if (code == 0) return false;
  if (column.is_double()) return holds(test.range, column.number_of(code));
  return code >= test.low && code <= test.high;
}

bool ColumnFilter::matches(uint32_t document) const {
  return std::ranges::any_of(tests_, [&](const Test& test) { return passes(test, document); });
}

void ColumnFilter::fill(uint32_t window, WindowBits& bits) const {
  bits.fill(0);
  const uint32_t begin = window * kWindowSize;
  const uint32_t end = std::min(documents_, begin + kWindowSize);
  for (const Test& test : tests_) {
    const bool keyword = test.part->type == PartType::kKeyword;
    if (keyword && test.part->keywords.is_single()) {
      test.part->keywords.with_codes([&](const auto* codes) {
        fill_bits(begin, end, bits, [&](uint32_t document) {
          return codes[document] < test.wanted.size() && test.wanted[codes[document]] != 0;
        });
      });
    } else if (!keyword && !test.part->numbers.is_double()) {
      test.part->numbers.with_codes([&](const auto* codes) {
        fill_bits(begin, end, bits, [&](uint32_t document) {
          return codes[document] >= test.low && codes[document] <= test.high;
        });
      });
    } else {
      fill_bits(begin, end, bits, [&](uint32_t document) { return passes(test, document); });
    }
  }
}

}  // namespace fh::landscape

#include "landscape/condition.h"

#include <algorithm>
#include <array>
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

// Judges 64 documents a word by codes alone; false where the column is not of a kind that
// vectors read.
bool ColumnFilter::fill_whole_words(const Test& test, uint32_t begin, std::span<uint64_t> words,
                                    const Kernels& kernels) const {
  if (test.part->type == PartType::kKeyword) {
    const KeywordColumn& column = test.part->keywords;
    if (!column.is_single() || column.width() != 1) return false;
    column.with_codes([&](const auto* codes) {
      if constexpr (sizeof(*codes) == 1) {
        kernels.in_set8(codes + begin, words.size(), test.wanted.data(), words.data());
      }
    });
    return true;
  }
  const IntColumn& column = test.part->numbers;
  if (column.is_double() || column.width() == 0 || column.width() > 4) return false;
  column.with_codes([&]<typename T>(const T* codes) {
    // Codes of a damaged file may pass their greatest, never their width.
    const auto most = uint64_t{std::numeric_limits<T>::max()};
    if (test.low > most) return;
    const std::array<T, 2> range = {static_cast<T>(test.low),
                                    static_cast<T>(std::min(test.high, most))};
    if constexpr (sizeof(T) == 1)
      kernels.in_range8(codes + begin, words.size(), range, words.data());
    if constexpr (sizeof(T) == 2)
      kernels.in_range16(codes + begin, words.size(), range, words.data());
    if constexpr (sizeof(T) == 4)
      kernels.in_range32(codes + begin, words.size(), range, words.data());
  });
  return true;
}

void ColumnFilter::fill(uint32_t window, WindowBits& bits, const Kernels& kernels) const {
  bits.fill(0);
  const uint32_t begin = window * kWindowSize;
  const uint32_t end = std::min(documents_, begin + kWindowSize);
  for (const Test& test : tests_) {
    WindowBits found = {};
    const uint32_t words = (end - begin) / 64;
    const bool done = fill_whole_words(test, begin, std::span(found).first(words), kernels);
    const uint32_t rest = done ? begin + words * 64 : begin;
    for (uint32_t document = rest; document < end; ++document) {
      const uint32_t offset = document - begin;
      found[offset / 64] |= uint64_t{passes(test, document)} << (offset % 64);
    }
    for (uint32_t word = 0; word < kWindowWords; ++word) bits[word] |= found[word];
  }
}

}  // namespace fh::landscape

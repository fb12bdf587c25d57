#include "landscape/condition.h"

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>
#include <variant>

namespace fh::landscape {
namespace {

constexpr size_t kByteCodes = 256;

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
  // A byte cannot pass its end, whatever the file holds: no code need be checked then.
  test.wanted.assign(std::max(kByteCodes, size_t{part.keywords.values().size()} + 1), 0);
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

bool ColumnFilter::passes(const Test& test, uint64_t code) const {
  if (test.part->type == PartType::kKeyword) {
    return code != 0 && code <= test.part->keywords.values().size() && test.wanted[code] != 0;
  }
  const IntColumn& column = test.part->numbers;
  if (code == 0) return false;
  if (column.is_double()) return holds(test.range, column.number_of(code));
  return code >= test.low && code <= test.high;
}

bool ColumnFilter::passes_document(const Test& test, uint32_t document) const {
  const ColumnPart& part = *test.part;
  if (part.type == PartType::kNumber || part.type == PartType::kTime) {
    return passes(test, part.numbers.code(document));
  }
  bool any = false;
  part.keywords.for_each(document, [&](uint32_t ordinal) { any |= test.wanted[ordinal + 1] != 0; });
  return any;
}

bool ColumnFilter::matches(uint32_t document) const {
  return std::ranges::any_of(tests_,
                             [&](const Test& test) { return passes_document(test, document); });
}

// Judges 64 documents a word by codes alone; false where they are not of a kind that
// vectors read.
template <typename T>
bool ColumnFilter::fill_whole_words(const Test& test, const T* codes, std::span<uint64_t> words,
                                    const Kernels& kernels) const {
  if (test.part->type == PartType::kKeyword) {
    if constexpr (sizeof(T) > 1)
      return false;
    else
      kernels.in_set8(codes, words.size(), test.wanted.data(), words.data());
    return true;
  }
  if (test.part->numbers.is_double()) return false;
  // Codes of a damaged file may pass their greatest, never their width.
  const auto most = uint64_t{std::numeric_limits<T>::max()};
  if (test.low > most) return true;
  const std::array<T, 2> range = {static_cast<T>(test.low),
                                  static_cast<T>(std::min(test.high, most))};
  if constexpr (sizeof(T) == 1) kernels.in_range8(codes, words.size(), range, words.data());
  if constexpr (sizeof(T) == 2) kernels.in_range16(codes, words.size(), range, words.data());
  if constexpr (sizeof(T) == 4) kernels.in_range32(codes, words.size(), range, words.data());
  return sizeof(T) <= 4;
}

// Adds the bits of those of the window's documents that pass.
void ColumnFilter::add_passing(const Test& test, uint32_t window, WindowBits& bits,
                               const Kernels& kernels) const {
  const ColumnPart& part = *test.part;
  const uint32_t begin = window * kWindowSize;
  const uint32_t count = std::min(documents_ - begin, kWindowSize);
  const auto add = [&](uint32_t offset, bool passed) {
    bits[offset / 64] |= uint64_t{passed} << (offset % 64);
  };
  if (part.type == PartType::kKeyword && !part.keywords.is_single()) {
    if (part.keywords.is_blank(window)) return;
    for (uint32_t i = 0; i < count; ++i) add(i, passes_document(test, begin + i));
    return;
  }
  const CodeBlocks& codes =
      part.type == PartType::kKeyword ? part.keywords.codes() : part.numbers.codes();
  codes.with_window(window, [&]<typename Run>(const Run& run) {
    uint32_t rest = 0;
    if constexpr (std::is_same_v<Run, SameCode>) {
      if (!passes(test, run.code)) return;
      rest = count / 64 * 64;
      std::fill_n(bits.begin(), count / 64, ~uint64_t{0});
    } else {
      WindowBits found = {};
      const auto words = std::span(found).first(count / 64);
      if (fill_whole_words(test, run.codes, words, kernels)) rest = count / 64 * 64;
      for (uint32_t word = 0; word < words.size(); ++word) bits[word] |= found[word];
    }
    for (uint32_t i = rest; i < count; ++i) add(i, passes(test, run[begin + i]));
  });
}

void ColumnFilter::fill(uint32_t window, WindowBits& bits, const Kernels& kernels) const {
  bits.fill(0);
  for (const Test& test : tests_) add_passing(test, window, bits, kernels);
}

}  // namespace fh::landscape

#include "doors/header.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"

namespace fh::doors {
namespace {

enum class Shape : uint8_t { kEmpty, kNumber, kDate, kLong, kShort };

constexpr size_t kLongBytes = 80;

Shape shape_of(std::string_view text) {
  if (text.empty()) return Shape::kEmpty;
  double number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code == std::errc() && end == text.data() + text.size()) return Shape::kNumber;
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  const auto breaks = std::ranges::count_if(
      text, [](char c) { return c == '-' || c == '/' || c == '.' || c == ':'; });
  if (digits >= 4 && breaks >= 2 && text.size() <= 32) return Shape::kDate;
  return text.size() > kLongBytes ? Shape::kLong : Shape::kShort;
}

std::string trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string cell_of(std::span<const TextRow> header, size_t row, size_t column) {
  if (row >= header.size() || column >= header[row].size()) return {};
  return trimmed(header[row][column]);
}

bool says_only_answer(std::string_view text) {
  return text.empty() || text == "Response" || text == "Open-Ended Response";
}

// SurveyMonkey writes a question once, above the first of its choices.
std::vector<Column> survey_monkey_columns(std::span<const TextRow> header, size_t count) {
  std::vector<Column> columns;
  std::string question;
  for (size_t i = 0; i < count; ++i) {
    const std::string above = cell_of(header, 0, i);
    const std::string below = cell_of(header, 1, i);
    if (!above.empty()) question = above;
    columns.push_back(
        {.name = says_only_answer(below) ? question : fmt::format("{} - {}", question, below)});
  }
  return columns;
}

std::vector<Column> qualtrics_columns(std::span<const TextRow> header, size_t count) {
  const bool legacy = header.size() == 2;
  std::vector<Column> columns;
  for (size_t i = 0; i < count; ++i) {
    // Legacy files carry V1 … V10 above the names of what is not a question.
    const std::string first = cell_of(header, 0, i);
    const std::string second = cell_of(header, 1, i);
    const bool legacy_meta = legacy && first.size() > 1 && first[0] == 'V' && !second.empty() &&
                             second.find(' ') == std::string::npos;
    columns.push_back(legacy_meta ? Column{.name = second}
                                  : Column{.name = first, .label = second});
  }
  return columns;
}

void make_unique(std::vector<Column>& columns) {
  std::unordered_set<std::string, StringHash, std::equal_to<>> taken;
  std::unordered_map<std::string, size_t, StringHash, std::equal_to<>> times;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string plain = columns[i].name.empty() ? fmt::format("{}", i + 1) : columns[i].name;
    std::string name = plain;
    while (!taken.insert(name).second) {
      size_t& seen = times[plain];
      seen = std::max<size_t>(seen, 1) + 1;
      name = fmt::format("{} ({})", plain, seen);
    }
    columns[i].name = name;
    if (columns[i].label == plain) columns[i].label.clear();
  }
}

}  // namespace

bool has_header(std::span<const TextRow> rows) {
  if (rows.size() < 2)
    return !rows.empty() && std::ranges::none_of(rows[0], [](const auto& cell) {
      const Shape shape = shape_of(cell);
      return shape == Shape::kNumber || shape == Shape::kDate || shape == Shape::kLong;
    });
  int for_header = 0;
  int against = 0;
  for (size_t column = 0; column < rows[0].size(); ++column) {
    std::unordered_map<int, size_t> below;
    size_t filled = 0;
    for (const TextRow& row : rows.subspan(1)) {
      const Shape shape = column < row.size() ? shape_of(row[column]) : Shape::kEmpty;
      if (shape == Shape::kEmpty) continue;
      ++filled;
      ++below[static_cast<int>(shape)];
    }
    const Shape first = shape_of(rows[0][column]);
    const auto share = [&](Shape shape) {
      return filled == 0 ? 0.0
                         : static_cast<double>(below[static_cast<int>(shape)]) /
                               static_cast<double>(filled);
    };
    const bool telling = share(Shape::kNumber) > 0.9 || share(Shape::kDate) > 0.9;
    if (telling) {
      const bool same = first == Shape::kNumber || first == Shape::kDate;
      const bool other = first == Shape::kShort || first == Shape::kLong;
      against += same ? 1 : 0;
      for_header += other ? 1 : 0;
    } else if (share(Shape::kLong) > 0.3 && first == Shape::kShort) {
      ++for_header;
    }
  }
  return for_header >= against;
}

std::vector<Column> name_columns(std::span<const TextRow> header, HeaderKind kind,
                                 size_t columns_min) {
  size_t count = columns_min;
  for (const TextRow& row : header) count = std::max(count, row.size());
  std::vector<Column> columns;
  if (kind == HeaderKind::kQualtrics) {
    columns = qualtrics_columns(header, count);
  } else if (kind == HeaderKind::kSurveyMonkey) {
    columns = survey_monkey_columns(header, count);
  } else {
    for (size_t i = 0; i < count; ++i) {
      columns.push_back({.name = header.empty() ? "" : cell_of(header, header.size() - 1, i)});
    }
  }
  make_unique(columns);
  return columns;
}

}  // namespace fh::doors

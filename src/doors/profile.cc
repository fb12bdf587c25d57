#include "doors/profile.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "doors/mapping.h"

namespace fh::doors {
namespace {

constexpr size_t kSamples = 3;
constexpr size_t kSampleBytes = 48;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0xC0;
}

std::string shortened(std::string_view text) {
  if (text.size() <= kSampleBytes) return std::string(text);
  size_t end = kSampleBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

// Digits that are a name and no amount: "01234", "22631081115127808".
bool is_code(std::string_view text) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits && (text.size() > 15 || (text.size() > 1 && text[0] == '0'));
}

constexpr size_t kLongBytes = 100;

// The first letters alone: exports repeat texts with other spaces and punctuation.
uint64_t start_of(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (is_letter(c)) letters += static_cast<char>(c | 0x20);
    if (letters.size() == kLongBytes) break;
  }
  return hash_of(letters);
}

}  // namespace

void Profiler::add(const Row& row, const Table& table) {
  ++rows_;
  if (columns_.size() < table.columns.size()) {
    columns_.resize(table.columns.size());
    seen_.resize(table.columns.size());
  }
  for (const Cell& cell : row.cells) {
    const std::string_view text = trim(row.text(cell));
    if (text.empty() || std::ranges::find(absent_, text) != absent_.end()) continue;
    measure(columns_[cell.column], text, cell);
    note_value(cell.column, text);
    if (text.size() >= kLongBytes && !cell.in_list)
      longs_.emplace_back(cell.column, start_of(text));
  }
  note_copies();
}

void Profiler::note_copies() {
  for (size_t i = 1; i < longs_.size(); ++i) {
    const auto earlier =
        std::ranges::find(longs_.begin(), longs_.begin() + static_cast<long>(i), longs_[i].second,
                          &std::pair<uint32_t, uint64_t>::second);
    if (earlier == longs_.begin() + static_cast<long>(i)) continue;
    ColumnProfile& column = columns_[longs_[i].first];
    ++column.copies;
    column.copied = earlier->first;
  }
  longs_.clear();
}

bool Profiler::is_news(const Row& row) const {
  constexpr uint64_t kEnough = 200;
  return std::ranges::any_of(row.cells, [&](const Cell& cell) {
    return cell.column >= columns_.size() || columns_[cell.column].filled < kEnough;
  });
}

void Profiler::measure(ColumnProfile& column, std::string_view text, const Cell& cell) {
  ++column.filled;
  column.bytes += text.size();
  column.bytes_max = std::max(column.bytes_max, text.size());
  bool inside = false;
  for (const char c : text) {
    const bool letter = is_letter(c);
    column.letters += letter ? 1 : 0;
    if (letter && !inside) ++column.words;
    inside = letter || c == '\'' || (inside && static_cast<unsigned char>(c) >= 0x80);
  }
  column.listed += cell.in_list ? 1 : 0;
  column.bools += cell.type == CellType::kBool ? 1 : 0;
  column.semicolons += text.find(';') != std::string_view::npos ? 1 : 0;
  column.bars += text.find('|') != std::string_view::npos ? 1 : 0;
  column.breaks += text.find_first_of("\r\n") != std::string_view::npos ? 1 : 0;
  if (text.size() > 40) return;
  column.yes_no += parse_yes_no(text).has_value() ? 1 : 0;
  measure_number(column, text);
  measure_date(column, text);
}

void Profiler::measure_number(ColumnProfile& column, std::string_view text) {
  const std::optional<double> number = parse_number(text);
  if (!number) return;
  const bool first = column.numbers++ == 0;
  column.whole += *number == std::floor(*number) ? 1 : 0;
  column.low = first ? *number : std::min(column.low, *number);
  column.high = first ? *number : std::max(column.high, *number);
  column.in_unit += *number >= 0 && *number <= 1 ? 1 : 0;
  column.in_balance += *number >= -1 && *number <= 1 ? 1 : 0;
  column.in_stars += *number >= 1 && *number <= 5 ? 1 : 0;
  column.in_ten += *number >= 0 && *number <= 10 ? 1 : 0;
  column.codes += is_code(text) ? 1 : 0;
  column.percents += text.ends_with('%') ? 1 : 0;
}

void Profiler::measure_date(ColumnProfile& column, std::string_view text) {
  const bool digit = std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digit || text.size() < 5) return;
  // Formats that already failed on most values are not tried again.
  for (int i = 0; i < kDateFormats; ++i) {
    auto& count = column.dates[static_cast<size_t>(i)];
    if (column.filled > 100 && count * 2 < column.filled) continue;
    if (parse_date(text, static_cast<DateFormat>(i))) ++count;
  }
  const bool clock = text.find(':') != std::string_view::npos;
  column.with_clock += clock ? 1 : 0;
  column.clocks += clock && is_time_of_day(text) ? 1 : 0;
}

void Profiler::note_value(size_t index, std::string_view text) {
  ColumnProfile& column = columns_[index];
  std::unordered_set<uint64_t>& seen = seen_[index];
  if (seen.size() >= kDistinctMax || (column.repeats && seen.size() > 5000)) return;
  if (!seen.insert(hash_of(text)).second) {
    column.repeats = true;
    return;
  }
  column.distinct = seen.size();
  if (column.samples.size() < kSamples) column.samples.push_back(shortened(text));
  if (column.values.size() <= kValuesKept && text.size() <= 200) column.values.emplace_back(text);
}

}  // namespace fh::doors

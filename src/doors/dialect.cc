#include "doors/dialect.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace fh::doors {
namespace {

constexpr size_t kRowsTried = 300;
constexpr std::string_view kDelimiters = ",;\t|";

size_t count_of(std::string_view text, std::string_view wanted) {
  size_t count = 0;
  for (size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + wanted.size())) {
    ++count;
  }
  return count;
}

// Whether a bare CR ends rows: it does where it is commoner, outside quotes, than LF.
RowEnd guess_row_end(std::string_view text) {
  bool quoted = false;
  size_t returns = 0;
  size_t feeds = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (text[i] == '\n') ++feeds;
    const bool bare = text[i] == '\r' && i + 1 < text.size() && text[i + 1] != '\n';
    if (bare) ++returns;
  }
  return returns > feeds ? RowEnd::kReturn : RowEnd::kLineFeed;
}

bool has_space_before_quote(std::string_view text, char delimiter) {
  const std::string tight = {delimiter, '"'};
  const std::string wide = {delimiter, ' ', '"'};
  return count_of(text, wide) > 0 && count_of(text, tight) == 0;
}

struct Scored {
  DialectGuess guess;
  double score = 0;
};

Scored score(std::string_view text, bool at_end, const Dialect& dialect) {
  std::map<size_t, size_t> widths;
  const std::vector<TextRow> rows = first_rows(text, at_end, dialect, kRowsTried);
  for (const TextRow& row : rows) ++widths[row.size()];
  Scored scored;
  scored.guess.dialect = dialect;
  if (rows.empty()) return scored;
  const auto common = std::ranges::max_element(
      widths, [](const auto& a, const auto& b) { return a.second < b.second; });
  scored.guess.columns = static_cast<uint32_t>(common->first);
  scored.guess.agreement = static_cast<double>(common->second) / static_cast<double>(rows.size());
  // One column agrees with everything, so it has to win by what the others lack.
  const double width =
      common->first == 1 ? 0.35 : std::log2(static_cast<double>(common->first) + 1);
  scored.score = scored.guess.agreement * scored.guess.agreement * width;
  return scored;
}

char guess_comment(std::string_view text, const Dialect& dialect) {
  if (dialect.delimiter == ';') return 0;
  size_t from = 0;
  for (int line = 0; line < 3 && from < text.size(); ++line) {
    if (text[from] == ';') return ';';
    const size_t end = text.find_first_of("\r\n", from);
    if (end == std::string_view::npos) break;
    from = text.find_first_not_of("\r\n", end);
  }
  return 0;
}

}  // namespace

std::vector<TextRow> first_rows(std::string_view text, bool at_end, const Dialect& dialect,
                                size_t count_max) {
  std::vector<TextRow> rows;
  Row row;
  while (!text.empty() && rows.size() < count_max) {
    row.clear();
    const SplitResult split = split_row({.text = text, .at_end = at_end}, dialect, row);
    if (split.state != Split::kRow) break;
    const bool comment = dialect.comment != 0 && text.front() == dialect.comment;
    text.remove_prefix(split.consumed);
    if (comment || row.bytes.empty()) continue;
    TextRow cells;
    for (const Cell& cell : row.cells) cells.emplace_back(row.text(cell));
    rows.push_back(std::move(cells));
  }
  return rows;
}

DialectGuess guess_dialect(std::string_view text, bool at_end) {
  Scored best;
  const RowEnd row_end = guess_row_end(text);
  const bool may_be_escaped = text.find("\\\"") != std::string_view::npos;
  for (const char delimiter : kDelimiters) {
    for (const Escape escape : {Escape::kDoubled, Escape::kBackslash}) {
      if (escape == Escape::kBackslash && !may_be_escaped) continue;
      Dialect dialect = {.delimiter = delimiter, .escape = escape, .row_end = row_end};
      dialect.space_before_quote = has_space_before_quote(text, delimiter);
      dialect.comment = guess_comment(text, dialect);
      const Scored scored = score(text, at_end, dialect);
      if (scored.score > best.score) best = scored;
    }
  }
  return best.guess;
}

}  // namespace fh::doors

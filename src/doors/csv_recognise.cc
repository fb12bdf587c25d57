// Which delimited format a file is, from its first rows.
#include <algorithm>

#include "doors/csv_reader.h"
#include "doors/dialect.h"

namespace fh::doors {
namespace {

constexpr size_t kRowsSampled = 300;

// Spreadsheets in some countries announce the delimiter: "sep=;".
std::optional<char> announced_delimiter(std::string_view text) {
  if (!text.starts_with("sep=") && !text.starts_with("\"sep=")) return std::nullopt;
  const size_t at = text.find('=') + 1;
  const bool ends =
      at + 1 < text.size() && (text[at + 1] == '\r' || text[at + 1] == '\n' || text[at + 1] == '"');
  constexpr std::string_view kPossible = ",;|\t:~^";
  const bool usable = ends && kPossible.find(text[at]) != std::string_view::npos;
  return usable ? std::optional(text[at]) : std::nullopt;
}

struct Looked {
  Recognition recognition;
  std::vector<TextRow> rows;
};

// Where the last column is unquoted text, its delimiters make single rows longer.
bool last_holds_delimiters(const std::vector<TextRow>& rows, uint32_t columns) {
  size_t longer = 0;
  size_t bytes = 0;
  size_t widest_other = 0;
  for (const TextRow& row : rows) {
    if (row.size() > columns) ++longer;
    if (row.size() < columns || columns < 2) continue;
    bytes += row.back().size();
    for (size_t i = 0; i + 1 < row.size() && i + 1 < columns; ++i) {
      widest_other = std::max(widest_other, row[i].size());
    }
  }
  return longer * 50 >= rows.size() && longer > 0 && widest_other < 64 &&
         bytes / std::max<size_t>(rows.size(), 1) > 20;
}

void look_at_widths(Looked& looked, uint32_t columns) {
  FormatSettings& settings = looked.recognition.settings;
  const uint32_t wanted = settings.header_rows > 0 && !looked.rows.empty()
                              ? static_cast<uint32_t>(looked.rows.front().size())
                              : columns;
  const auto shorter = static_cast<size_t>(
      std::ranges::count_if(looked.rows, [&](const TextRow& row) { return row.size() < wanted; }));
  settings.short_rows = shorter * 50 >= looked.rows.size() && shorter > 1;
  settings.dialect.last_takes_rest = last_holds_delimiters(looked.rows, wanted);
}

Looked look(const Sample& sample) {
  Looked looked;
  std::string_view text = sample.text;
  FormatSettings& settings = looked.recognition.settings;
  const std::optional<char> announced = announced_delimiter(text);
  if (announced) {
    text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
    settings.rows_skipped = 1;
  }
  const DialectGuess guess = guess_dialect(text, sample.at_end);
  settings.dialect = guess.dialect;
  if (announced) settings.dialect.delimiter = *announced;
  looked.rows = first_rows(text, sample.at_end, settings.dialect, kRowsSampled);
  if (looked.rows.empty()) return looked;
  settings.header_rows = has_header(looked.rows) ? 1 : 0;
  look_at_widths(looked, guess.columns);
  const char first = sample.text.empty() ? ' ' : sample.text.front();
  const bool perhaps_json = first == '{' || first == '[';
  looked.recognition.confidence = (perhaps_json ? 0.3 : 0.55) + 0.2 * guess.agreement;
  return looked;
}

bool contains(const TextRow& row, std::string_view wanted) {
  return std::ranges::any_of(
      row, [&](const std::string& cell) { return cell.find(wanted) != std::string::npos; });
}

bool has_cell(const TextRow& row, std::string_view wanted) {
  return std::ranges::find(row, wanted) != row.end();
}

}  // namespace

Recognition recognise_csv(const Sample& sample) {
  Recognition recognition = look(sample).recognition;
  if (recognition.settings.dialect.delimiter == '\t') recognition.confidence = 0;
  return recognition;
}

Recognition recognise_tsv(const Sample& sample) {
  Recognition recognition = look(sample).recognition;
  if (recognition.settings.dialect.delimiter != '\t') recognition.confidence = 0;
  return recognition;
}

Recognition recognise_qualtrics(const Sample& sample) {
  Looked looked = look(sample);
  const std::vector<TextRow>& rows = looked.rows;
  const bool current = rows.size() >= 3 && contains(rows[2], "\"ImportId\"");
  const bool legacy =
      rows.size() >= 2 && has_cell(rows[1], "ResponseID") && has_cell(rows[1], "ResponseSet");
  looked.recognition.confidence = current || legacy ? 0.99 : 0;
  looked.recognition.settings.header_rows = current ? 3 : 2;
  return looked.recognition;
}

Recognition recognise_survey_monkey(const Sample& sample) {
  Looked looked = look(sample);
  const std::vector<TextRow>& rows = looked.rows;
  const bool known = rows.size() >= 2 && rows[1].size() > 1 &&
                     (has_cell(rows[0], "Respondent ID") || has_cell(rows[0], "RespondentID")) &&
                     rows[1].front().empty() &&
                     (has_cell(rows[1], "Response") || has_cell(rows[1], "Open-Ended Response"));
  looked.recognition.confidence = known ? 0.98 : 0;
  looked.recognition.settings.header_rows = 2;
  return looked.recognition;
}

}  // namespace fh::doors

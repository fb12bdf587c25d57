#include "doors/csv_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "doors/dialect.h"

namespace fh::doors {
namespace {

HeaderKind kind_of(const FormatSettings& settings) {
  if (settings.name == "qualtrics") return HeaderKind::kQualtrics;
  if (settings.name == "surveymonkey") return HeaderKind::kSurveyMonkey;
  return HeaderKind::kNames;
}

// The cells of a row that is not UTF-8, read as Windows-1252.
void decode_cp1252(Row& row) {
  std::string decoded;
  decoded.reserve(row.bytes.size() + row.bytes.size() / 8);
  for (Cell& cell : row.cells) {
    const size_t begin = decoded.size();
    append_cp1252(decoded, row.text(cell));
    cell.begin = static_cast<uint32_t>(begin);
    cell.size = static_cast<uint32_t>(decoded.size() - begin);
  }
  row.bytes = std::move(decoded);
}

class CsvReader final : public RowReader {
 public:
  CsvReader(std::unique_ptr<TextSource> text, const FormatSettings& settings)
      : text_(std::move(text)), settings_(settings) {}

  Status read_header() {
    for (uint32_t i = 0; i < settings_.rows_skipped; ++i) {
      Row skipped;
      FH_RETURN_IF_ERROR(cut(skipped));
    }
    std::vector<TextRow> header;
    Row row;
    while (header.size() < settings_.header_rows) {
      FH_ASSIGN_OR_RETURN(const Cut state, cut_filled(row));
      if (state != Cut::kRow) break;
      decode(row);
      TextRow cells;
      for (const Cell& cell : row.cells) cells.emplace_back(row.text(cell));
      header.push_back(std::move(cells));
    }
    notes_ = {};
    const size_t columns = settings_.header_rows > 0 ? 1 : width_without_header();
    table_.columns = name_columns(header, kind_of(settings_), columns);
    columns_ = static_cast<uint32_t>(table_.columns.size());
    return {};
  }

  Result<bool> next(Row& row) override {
    FH_ASSIGN_OR_RETURN(const Cut state, cut_filled(row));
    notes_.damage = text_->damage();
    if (state == Cut::kEnd) return false;
    row.number = ++number_;
    decode(row);
    if (state == Cut::kRow) judge_width(row);
    return true;
  }

  const Table& table() const override { return table_; }
  const ReadingNotes& notes() const override { return notes_; }
  uint64_t bytes_read() const override { return text_->bytes_read(); }
  std::optional<uint64_t> bytes_total() const override { return text_->bytes_total(); }

 private:
  enum class Cut : uint8_t { kRow, kFault, kEnd };

  // The next row with something in it.
  Result<Cut> cut_filled(Row& row) {
    while (true) {
      FH_ASSIGN_OR_RETURN(const Cut state, cut(row));
      if (state != Cut::kRow) return state;
      if (comment_) {
        ++notes_.rows_comment;
      } else if (row.bytes.find_first_not_of(" \t") == std::string::npos) {
        // A blank line is no row; a row of delimiters alone is one without content.
        if (row.cells.size() > 1) ++notes_.rows_empty;
      } else {
        return state;
      }
    }
  }

  Result<Cut> cut(Row& row) {
    while (true) {
      row.clear();
      const std::string_view window = text_->window();
      if (window.empty()) {
        FH_ASSIGN_OR_RETURN(const bool grown, text_->grow());
        if (!grown) return Cut::kEnd;
        continue;
      }
      const SplitResult split = split_row(
          {.text = window, .at_end = text_->at_end(), .columns = columns_}, settings_.dialect, row);
      const bool endless = split.state == Split::kMore && window.size() > row_bytes_max_;
      if (split.state == Split::kMore && !endless) {
        FH_RETURN_IF_ERROR(text_->grow());
        continue;
      }
      if (split.state == Split::kRow && split.consumed <= kRowBytesMax)
        return accept(split, window);
      return refuse(split, row);
    }
  }

  Cut accept(const SplitResult& split, std::string_view window) {
    comment_ = settings_.dialect.comment != 0 && window.front() == settings_.dialect.comment;
    last_ended_ = split.ended;
    row_bytes_max_ = std::min(kRowBytesMax, row_bytes_max_ * 2);
    text_->consume(split.consumed);
    return Cut::kRow;
  }

  // A row without end, or one ended by the file. Consumes at least its first line.
  Cut refuse(const SplitResult& split, Row& row) {
    const std::string_view window = text_->window();
    if (split.state == Split::kUnclosed && window.size() <= kRowBytesMax && !rows_follow(window)) {
      row.fault = "the file is cut off inside this row";
      text_->consume(window.size());
      return Cut::kFault;
    }
    row.fault = split.state == Split::kRow || row.cells.size() >= columns_
                    ? fmt::format("the row is longer than {} bytes", row_bytes_max_)
                    : fmt::format("a quote opened in this row is not closed within {} bytes",
                                  std::min(window.size(), row_bytes_max_));
    constexpr size_t kKeptOfBrokenRow = 4096;
    const size_t line = window.find_first_of("\r\n");
    const size_t end = line == std::string_view::npos ? window.size() : line + 1;
    const bool whole = split.state == Split::kRow;
    row.bytes.clear();
    row.cells.clear();
    row.add(0, window.substr(0, std::min(end, kKeptOfBrokenRow)));
    text_->consume(whole ? split.consumed : end);
    // Broken quotes come in numbers: look less far next time, so that a file full of
    // them costs a bounded look-ahead a line.
    constexpr size_t kLookAheadMin = 64 * 1024;
    if (!whole) row_bytes_max_ = std::max(kLookAheadMin, row_bytes_max_ / 2);
    return Cut::kFault;
  }

  // Whether lines behind an unclosed quote are rows of this table: most of the next
  // ones, or of the last ones, where many quotes in a row are broken.
  bool rows_follow(std::string_view window) const {
    constexpr size_t kLinesTried = 50;
    const size_t line = window.find_first_of("\r\n");
    if (line == std::string_view::npos || columns_ < 2) return false;
    const std::string_view behind = window.substr(line + 1);
    size_t tail = behind.size();
    for (size_t i = 0; i < kLinesTried && tail > 0 && tail != std::string_view::npos; ++i) {
      tail = behind.find_last_of("\r\n", tail - 1);
    }
    const std::string_view last = tail == std::string_view::npos ? behind : behind.substr(tail);
    return mostly_rows(behind, kLinesTried) || mostly_rows(last, kLinesTried);
  }

  bool mostly_rows(std::string_view text, size_t lines_max) const {
    size_t lines = 0;
    size_t fitting = 0;
    Row row;
    while (!text.empty() && lines < lines_max) {
      const size_t end = std::min(text.find_first_of("\r\n"), text.size());
      row.clear();
      const SplitResult split =
          split_row({.text = text.substr(0, end), .at_end = true}, settings_.dialect, row);
      if (end > 0) ++lines;
      if (split.state == Split::kRow && row.cells.size() == columns_) ++fitting;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return fitting > 0 && fitting * 5 >= lines * 4;
  }

  void decode(Row& row) {
    const bool forced = settings_.encoding == Encoding::kCp1252;
    if (!forced && is_utf8(row.bytes)) return;
    decode_cp1252(row);
    if (!forced) ++notes_.rows_cp1252;
  }

  void judge_width(Row& row) {
    while (row.cells.size() > columns_ && row.cells.back().size == 0) row.cells.pop_back();
    const size_t width = row.cells.size();
    if (width > columns_) {
      row.fault = fmt::format("has {} cells; the table has {} columns", width, columns_);
    } else if (width < columns_ && !last_ended_ && text_->window().empty() && text_->at_end()) {
      row.fault =
          fmt::format("the file is cut off inside this row, after {} of {} cells", width, columns_);
    } else if (width < columns_ && !settings_.short_rows) {
      row.fault = fmt::format("has {} of {} cells", width, columns_);
    } else if (width < columns_) {
      ++notes_.rows_short;
    }
    for (Cell& cell : row.cells) cell.column = std::min(cell.column, columns_ - 1);
  }

  size_t width_without_header() const {
    const auto rows = first_rows(text_->window(), text_->at_end(), settings_.dialect, 300);
    std::vector<size_t> widths;
    widths.reserve(rows.size());
    for (const TextRow& row : rows) widths.push_back(row.size());
    if (widths.empty()) return 1;
    std::ranges::sort(widths);
    return widths[widths.size() / 2];
  }

  std::unique_ptr<TextSource> text_;
  const FormatSettings settings_;
  Table table_;
  ReadingNotes notes_;
  uint32_t columns_ = 0;
  uint64_t number_ = 0;
  size_t row_bytes_max_ = kRowBytesMax;
  bool comment_ = false;
  bool last_ended_ = true;
};

}  // namespace

Result<std::unique_ptr<RowReader>> open_csv(std::unique_ptr<TextSource> text,
                                            const FormatSettings& settings) {
  auto reader = std::make_unique<CsvReader>(std::move(text), settings);
  FH_RETURN_IF_ERROR(reader->read_header());
  return std::unique_ptr<RowReader>(std::move(reader));
}

}  // namespace fh::doors

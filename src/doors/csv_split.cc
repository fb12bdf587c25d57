#include "doors/csv_split.h"

#include <algorithm>

namespace fh::doors {
namespace {

class Splitter {
 public:
  Splitter(const SplitInput& input, const Dialect& dialect, Row& row)
      : text_(input.text),
        at_end_(input.at_end),
        columns_(input.columns),
        dialect_(dialect),
        row_(row) {}

  SplitResult run() {
    while (true) {
      begin_cell();
      const Step step = quote_opens() ? quoted() : plain();
      if (step == Step::kMore) return {.state = Split::kMore};
      if (step == Step::kUnclosed) return {.state = Split::kUnclosed, .consumed = at_};
      end_cell();
      if (step == Step::kEnd) return {.state = Split::kRow, .consumed = at_, .ended = ended_};
    }
  }

 private:
  enum class Step : uint8_t { kCell, kEnd, kMore, kUnclosed };

  void begin_cell() { cell_begin_ = row_.bytes.size(); }
  void end_cell() {
    row_.cells.push_back({.column = column_++,
                          .begin = static_cast<uint32_t>(cell_begin_),
                          .size = static_cast<uint32_t>(row_.bytes.size() - cell_begin_)});
  }

  bool quote_opens() {
    if (dialect_.quoting == Quoting::kNone) return false;
    size_t at = at_;
    if (dialect_.space_before_quote) {
      while (at < text_.size() && text_[at] == ' ') ++at;
    }
    if (at >= text_.size() || text_[at] != '"') return false;
    at_ = at + 1;
    return true;
  }

  // What stands at `at`: 0 no row end, else its length. `unknown` where the window
  // ends before that can be told.
  size_t row_end_at(size_t at, bool& unknown) const {
    if (text_[at] == '\n') return 1;
    if (text_[at] != '\r') return 0;
    if (at + 1 < text_.size()) {
      if (text_[at + 1] == '\n') return 2;
      return dialect_.row_end == RowEnd::kReturn ? 1 : 0;
    }
    unknown = !at_end_;
    return dialect_.row_end == RowEnd::kReturn || at_end_ ? 1 : 0;
  }

  // Takes the delimiter or row end at at_, if one is there.
  bool boundary(Step& step) {
    if (at_ == text_.size()) {
      step = at_end_ ? Step::kEnd : Step::kMore;
      return true;
    }
    if (text_[at_] == dialect_.delimiter) {
      ++at_;
      step = Step::kCell;
      return true;
    }
    bool unknown = false;
    const size_t length = row_end_at(at_, unknown);
    if (unknown) {
      step = Step::kMore;
      return true;
    }
    if (length == 0) return false;
    at_ += length;
    ended_ = true;
    step = Step::kEnd;
    return true;
  }

  Step plain() {
    const bool rest = dialect_.last_takes_rest && columns_ > 0 && column_ + 1 == columns_;
    while (true) {
      const size_t from = at_;
      while (at_ < text_.size() && !special(text_[at_])) ++at_;
      row_.bytes.append(text_, from, at_ - from);
      const bool literal = rest && at_ < text_.size() && text_[at_] == dialect_.delimiter;
      Step step = Step::kCell;
      if (!literal && boundary(step)) return step;
      row_.bytes += text_[at_++];
    }
  }

  bool special(char byte) const {
    return byte == dialect_.delimiter || byte == '\n' || byte == '\r';
  }

  Step quoted() {
    while (true) {
      const size_t stop = next_quote();
      row_.bytes.append(text_, at_, stop - at_);
      at_ = stop;
      if (at_ == text_.size()) return at_end_ ? Step::kUnclosed : Step::kMore;
      if (text_[at_] == '\\') {
        if (at_ + 1 == text_.size() && !at_end_) return Step::kMore;
        escaped();
        continue;
      }
      Step step = Step::kCell;
      if (closes(step)) return step;
    }
  }

  size_t next_quote() const {
    const bool backslash = dialect_.escape == Escape::kBackslash;
    const size_t at = backslash ? text_.find_first_of("\"\\", at_) : text_.find('"', at_);
    return std::min(at, text_.size());
  }

  // At a backslash: it counts as an escape only before a quote or another one.
  void escaped() {
    const bool escape = at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\');
    if (escape) ++at_;
    row_.bytes += text_[at_++];
  }

  // At a quote inside quotes: the field's end, or a character of it.
  bool closes(Step& step) {
    const size_t quote = at_++;
    if (at_ < text_.size() && text_[at_] == '"') {
      row_.bytes += '"';
      ++at_;
      return false;
    }
    while (at_ < text_.size() && text_[at_] == ' ' && dialect_.delimiter != ' ') ++at_;
    if (boundary(step)) return true;
    row_.bytes.append(text_, quote, at_ - quote);
    return false;
  }

  const std::string_view text_;
  const bool at_end_;
  const uint32_t columns_;
  const Dialect& dialect_;
  Row& row_;
  size_t at_ = 0;
  size_t cell_begin_ = 0;
  uint32_t column_ = 0;
  bool ended_ = false;
};

}  // namespace

SplitResult split_row(const SplitInput& input, const Dialect& dialect, Row& row) {
  return Splitter(input, dialect, row).run();
}

}  // namespace fh::doors

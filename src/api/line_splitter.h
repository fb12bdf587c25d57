// api/line_splitter.h: lines out of a stream of any size, in bounded memory.
//
// Lines end with "\n" or "\r\n"; the last may lack it. Blank lines are counted and
// left out. A line longer than the limit is given once, without its text, and its
// rest is skipped. A byte order mark before the first line is dropped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fh::api {

struct Line {
  uint64_t number = 0;  // from 1
  std::string_view text;
  bool too_long = false;
};

class LineSplitter {
 public:
  explicit LineSplitter(size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  // Calls visit(Line) for each line that ends inside the piece; the text is valid
  // inside the call only.
  template <typename Visit>
  void feed(std::string_view piece, const Visit& visit) {
    while (!piece.empty()) {
      const size_t end = piece.find('\n');
      take(piece.substr(0, end));
      if (end == std::string_view::npos) return;
      end_line(visit);
      piece.remove_prefix(end + 1);
    }
  }

  // The line that was not ended, if any.
  template <typename Visit>
  void finish(const Visit& visit) {
    if (!partial_.empty() || too_long_) end_line(visit);
  }

 private:
  void take(std::string_view part);
  // The text of the line now complete, trimmed of its ending.
  std::string_view text() const;

  template <typename Visit>
  void end_line(const Visit& visit) {
    ++number_;
    const std::string_view line = text();
    if (too_long_ || line.size() > line_bytes_max_) {
      visit(Line{.number = number_, .text = {}, .too_long = true});
    } else if (line.find_first_not_of(" \t") != std::string_view::npos) {
      visit(Line{.number = number_, .text = line});
    }
    partial_.clear();
    too_long_ = false;
  }

  const size_t line_bytes_max_;
  uint64_t number_ = 0;
  std::string partial_;
  bool too_long_ = false;
};

}  // namespace fh::api

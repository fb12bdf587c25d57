#include "api/line_splitter.h"

namespace fh::api {

void LineSplitter::take(std::string_view part) {
  if (too_long_) return;
  // One byte of grace: the "\r" of a line that just fits.
  if (partial_.size() + part.size() > line_bytes_max_ + 1) {
    too_long_ = true;
    partial_.clear();
    return;
  }
  partial_ += part;
}

std::string_view LineSplitter::text() const {
  std::string_view line = partial_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  return line;
}

}  // namespace fh::api

#include "api/line_intake.h"

#include <fmt/format.h>

#include <utility>

namespace fh::api {

LineIntake::LineIntake(Encoded encoded, Limits limits)
    : encoded_(encoded), limits_(limits), splitter_(limits.line_bytes_max) {}

Status LineIntake::feed(std::string_view piece) {
  if (encoded_ == Encoded::kPlain) return add(piece);
  return inflater_.feed(piece, [this](std::string_view text) { return add(text); });
}

Status LineIntake::finish() {
  splitter_.finish([this](const Line& line) { add(line); });
  if (encoded_ == Encoded::kPlain || inflater_.complete()) return {};
  return failure(ErrorCode::kInvalid, "the compressed stream ends too early");
}

std::vector<LineGroup> LineIntake::take(Take which) {
  if (which == Take::kAll && !group_.empty()) full_.push_back(std::exchange(group_, {}));
  return std::exchange(full_, {});
}

Status LineIntake::add(std::string_view text) {
  bytes_ += text.size();
  if (bytes_ > limits_.stream_bytes_max) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("the stream has more than {} bytes", limits_.stream_bytes_max));
  }
  splitter_.feed(text, [this](const Line& line) { add(line); });
  return {};
}

void LineIntake::add(const Line& line) {
  last_line_ = line.number;
  group_.add(line);
  if (group_.full()) full_.push_back(std::exchange(group_, {}));
}

}  // namespace fh::api

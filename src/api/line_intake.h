// api/line_intake.h: the body of a stream, from bytes to groups of lines.
//
// Unpacks, splits and groups in bounded memory. Not thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "api/admission.h"
#include "api/gzip.h"
#include "api/line_splitter.h"
#include "api/telling.h"
#include "base/error.h"

namespace fh::api {

class LineIntake {
 public:
  struct Limits {
    size_t line_bytes_max = 0;
    uint64_t stream_bytes_max = 0;  // once unpacked
  };
  enum class Take : uint8_t { kFullOnly, kAll };

  LineIntake(Encoded encoded, Limits limits);

  // What came before an error stays in the groups.
  Status feed(std::string_view piece);
  // The end: takes the line that was not ended.
  Status finish();

  // Groups that are full, or every line so far.
  std::vector<LineGroup> take(Take which);

  // Where an error that concerns no line in particular is put.
  uint64_t next_line() const { return last_line_ + 1; }

 private:
  Status add(std::string_view text);
  void add(const Line& line);

  const Encoded encoded_;
  const Limits limits_;
  LineSplitter splitter_;
  Inflater inflater_;
  LineGroup group_;
  std::vector<LineGroup> full_;
  uint64_t bytes_ = 0;
  uint64_t last_line_ = 0;
};

}  // namespace fh::api

// api/telling.h: many drafts, a line each, with a reply for each line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/line_splitter.h"
#include "engine/engine.h"

namespace fh::api {

// "refuse" or "amend". REQUIRES: one of them.
engine::TellOptions tell_options(engine::Caller caller, std::string_view on_conflict);

// Lines of one commit. Not thread-safe; handed from one thread to another.
class LineGroup {
 public:
  static constexpr size_t kLinesMax = 2000;
  static constexpr size_t kBytesMax = 1024 * 1024;

  void add(const Line& line);
  bool full() const { return places_.size() >= kLinesMax || text_.size() >= kBytesMax; }
  bool empty() const { return places_.empty(); }

  // Tells all of them and gives the replies, one JSON object a line, in order. A bad
  // line has an error and holds nobody else up.
  std::string tell(engine::Engine& engine, const engine::TellOptions& options,
                   size_t line_bytes_max) const;

 private:
  struct Place {
    uint64_t number = 0;
    size_t begin = 0;
    size_t size = 0;
    bool too_long = false;
  };
  std::string text_;
  std::vector<Place> places_;
};

}  // namespace fh::api

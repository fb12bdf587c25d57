// cli/progress.h: how far a long command is, for the one who waits.
//
// On a terminal one line that redraws itself (rows a second, time left); elsewhere
// a plain line every few seconds, so that logs stay short. Nothing is shown for
// work that ends within half a second. Not thread-safe.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace fh::cli {

class Progress {
 public:
  // `label` begins the line ("importing"); `err` is where it goes, usually std::cerr.
  Progress(std::ostream& err, std::string label, const Clock& clock = system_clock());
  ~Progress();  // finish()
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Cheap: draws a few times a second at most. total 0: not known. `unit` is plural
  // ("experiences"); "bytes" is written as KiB, MiB, ….
  void update(uint64_t done, uint64_t total, std::string_view unit);
  // Clears the line on a terminal; nothing is drawn after it. Idempotent.
  void finish();

  // Whether it draws over one line; for callers that print between updates.
  bool on_terminal() const { return terminal_; }

 private:
  void draw(uint64_t done, uint64_t total, std::string_view unit);

  std::ostream& err_;
  const std::string label_;
  const Clock& clock_;
  const bool terminal_;
  const int64_t started_us_;
  int64_t drawn_us_;
  bool shown_ = false;
  bool finished_ = false;
};

}  // namespace fh::cli

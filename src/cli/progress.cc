#include "cli/progress.h"

#include <fmt/format.h>

#include <cmath>
#include <ostream>
#include <utility>

#include "cli/terminal.h"

namespace fh::cli {
namespace {

constexpr int64_t kQuietUs = 500'000;        // shorter work shows nothing
constexpr int64_t kRedrawUs = 100'000;       // on a terminal
constexpr int64_t kLineEveryUs = 5'000'000;  // elsewhere

std::string amount(uint64_t number, std::string_view unit) {
  return unit == "bytes" ? bytes_text(number) : grouped(number);
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<uint64_t>(std::round(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

Progress::Progress(std::ostream& err, std::string label, const Clock& clock)
    : err_(err),
      label_(std::move(label)),
      clock_(clock),
      terminal_(is_terminal(err)),
      started_us_(clock.steady_us()),
      // On a terminal the first line comes after the quiet time, elsewhere after one
      // whole interval.
      drawn_us_(terminal_ ? started_us_ + kQuietUs - kRedrawUs : started_us_) {}

Progress::~Progress() {
  finish();
}

void Progress::update(uint64_t done, uint64_t total, std::string_view unit) {
  if (finished_) return;
  const int64_t now_us = clock_.steady_us();
  if (now_us - drawn_us_ < (terminal_ ? kRedrawUs : kLineEveryUs)) return;
  drawn_us_ = now_us;
  draw(done, total, unit);
}

void Progress::draw(uint64_t done, uint64_t total, std::string_view unit) {
  const double seconds = static_cast<double>(clock_.steady_us() - started_us_) / 1e6;
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string line = fmt::format("{}: {}", label_, amount(done, unit));
  if (total > 0) line += fmt::format(" of {}", amount(total, unit));
  if (unit != "bytes") line += fmt::format(" {}", unit);
  line += fmt::format(", {}/s", amount(static_cast<uint64_t>(rate), unit));
  if (total > done && rate > 0) {
    line += fmt::format(", {} left", duration_text(static_cast<double>(total - done) / rate));
  }
  if (terminal_) {
    err_ << "\r\x1b[K" << line << std::flush;
  } else {
    err_ << line << '\n' << std::flush;
  }
  shown_ = true;
}

void Progress::finish() {
  if (finished_) return;
  finished_ = true;
  if (shown_ && terminal_) err_ << "\r\x1b[K" << std::flush;
}

}  // namespace fh::cli

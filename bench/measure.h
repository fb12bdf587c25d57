// bench/measure.h: what the programs that measure answers share.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "landscape/query.h"

namespace fh::bench {

inline constexpr int kRuns = 3;

template <typename T>
T or_die(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << to_string(result.error()) << '\n';
  std::exit(1);
}

// Of all threads together: other programs disturb it less than they do the clock.
inline double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

// The least of several runs.
template <typename Work>
double cost_ms(Work&& work) {
  double least = 1e18;
  for (int run = 0; run < kRuns; ++run) {
    const double begin = processor_ms();
    work();
    least = std::min(least, processor_ms() - begin);
  }
  return least;
}

// A query a line; of several words any will do where the line begins with "any ".
inline std::vector<std::string> read_queries(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) {
    std::cerr << path << ": no query can be read\n";
    std::exit(1);
  }
  return lines;
}

inline landscape::Node parse(std::string_view line) {
  using landscape::Match;
  const bool any = line.starts_with("any ");
  return or_die(
      landscape::parse_query(any ? line.substr(4) : line, any ? Match::kAny : Match::kAll));
}

// Bytes a millisecond that one thread reads in a row, from more than its own caches hold.
inline double read_speed() {
  const std::vector<uint64_t> memory(size_t{1} << 27, 1);
  uint64_t sum = 0;
  const double ms =
      cost_ms([&] { sum += std::accumulate(memory.begin(), memory.end(), uint64_t{0}); });
  return sum == 0 ? 0 : static_cast<double>(memory.size() * sizeof(uint64_t)) / ms;
}

}  // namespace fh::bench

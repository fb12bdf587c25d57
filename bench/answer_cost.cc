// answer_cost DIR QUERIES [--threads N]: what each part of an answer costs, in the engine.
//
// Asks every query (one a line; of several words any will do where the line begins with
// "any ") of the index in DIR, once for each part of the whole landscape answer alone and
// once for all of them. Prints processor time, which other programs on the machine disturb
// less than they do the clock, and how it grows with the matches; beside it how fast this
// machine reads memory in a row.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "landscape/landscape.h"
#include "landscape/query.h"

namespace {

using namespace fh;
using namespace fh::landscape;

constexpr int kRuns = 3;
constexpr uint64_t kManyMatches = 10'000;

struct Part {
  std::string name;
  std::function<void(Request&)> ask;
};

const std::vector<FacetRequest> kFacets = {{.column = "source"},  {.column = "party"},
                                           {.column = "channel"}, {.column = "topic"},
                                           {.column = "org"},     {.column = "lang"}};

// Each besides the total.
const std::vector<Part>& parts() {
  static const std::vector<Part> all = {
      {"total", [](Request&) {}},
      {"top 10", [](Request& request) { request.limit = 10; }},
      {"6 facets", [](Request& request) { request.facets = kFacets; }},
      {"ratings", [](Request& request) { request.ratings = true; }},
      {"histogram", [](Request& request) { request.histogram = HistogramStep::kMonth; }},
      {"people", [](Request& request) { request.people = true; }},
      {"20 telling words", [](Request& request) { request.telling_words = 20; }},
      {"whole",
       [](Request& request) {
         for (size_t i = 1; i + 1 < parts().size(); ++i) parts()[i].ask(request);
       }},
  };
  return all;
}

template <typename T>
T or_die(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << to_string(result.error()) << '\n';
  std::exit(1);
}

double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

std::vector<std::string> read_lines(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) {
    std::cerr << path << ": no query can be read\n";
    std::exit(1);
  }
  return lines;
}

Node parse(std::string_view line) {
  const bool any = line.starts_with("any ");
  return or_die(parse_query(any ? line.substr(4) : line, any ? Match::kAny : Match::kAll));
}

struct Cost {
  uint64_t total = 0;
  double ms = 0;  // the least of several runs
};

Cost cost_of(const Landscape& landscape, const Request& request) {
  Cost cost = {.total = 0, .ms = 1e9};
  for (int run = 0; run < kRuns; ++run) {
    const double begin = processor_ms();
    cost.total = or_die(landscape.search(request)).total;
    cost.ms = std::min(cost.ms, processor_ms() - begin);
  }
  return cost;
}

void print(const std::string& name, std::vector<Cost> costs) {
  double many_ms = 0;
  uint64_t many = 0;
  for (const Cost& cost : costs) {
    if (cost.total < kManyMatches) continue;
    many_ms += cost.ms;
    many += cost.total;
  }
  std::ranges::sort(costs, {}, &Cost::ms);
  const double mean = std::accumulate(costs.begin(), costs.end(), 0.0,
                                      [](double sum, const Cost& cost) { return sum + cost.ms; }) /
                      static_cast<double>(costs.size());
  fmt::print("  {:<18} p50 {:8.3f} ms  p99 {:8.3f}  mean {:8.3f}  {:6.2f} ns a match\n", name,
             costs[costs.size() / 2].ms, costs[costs.size() * 99 / 100].ms, mean,
             1e6 * many_ms / static_cast<double>(std::max<uint64_t>(many, 1)));
}

// GB/s that one thread reads in a row, from more than any cache holds.
double read_speed() {
  std::vector<uint64_t> memory(size_t{1} << 27, 1);
  double best = 0;
  uint64_t sum = 0;
  for (int run = 0; run < kRuns; ++run) {
    const double begin = processor_ms();
    sum += std::accumulate(memory.begin(), memory.end(), uint64_t{0});
    best = std::max(best, 1e-6 * static_cast<double>(memory.size() * sizeof(uint64_t)) /
                              (processor_ms() - begin));
  }
  return sum == 0 ? 0 : best;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) {
    std::cerr << "usage: answer_cost DIR QUERIES [--threads N]\n";
    return 2;
  }
  LandscapeOptions options = {.directory = std::string(argv[1]) + "/index",
                              .background = Background::kOff};
  if (argc == 5) options.tuning.threads = std::strtoul(argv[4], nullptr, 10);
  const auto landscape = or_die(Landscape::open(options));
  const std::vector<std::string> queries = read_lines(argv[2]);
  fmt::print("{} experiences, {} segments, {} queries, {} threads; memory in a row {:.1f} GB/s\n",
             landscape->counts().experiences, landscape->counts().segments, queries.size(),
             options.tuning.threads, read_speed());
  for (const Part& part : parts()) {
    std::vector<Cost> costs;
    for (const std::string& query : queries) {
      Request request;
      request.query = parse(query);
      request.limit = 0;
      part.ask(request);
      costs.push_back(cost_of(*landscape, request));
    }
    print(part.name, std::move(costs));
  }
}

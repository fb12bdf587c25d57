// answer_cost DIR QUERIES [THREADS]: what each part of an answer costs, in the engine.
//
// Asks every query of the index in DIR, once for each part of the whole landscape answer
// alone and once for all of them. Prints processor time, and how it grows with the matches
// where they are many.

#include <fmt/format.h>

#include <functional>
#include <memory>

#include "bench/measure.h"
#include "landscape/landscape.h"

namespace {

using namespace fh;
using namespace fh::landscape;

constexpr uint64_t kManyMatches = 10'000;

struct Part {
  std::string name;
  std::function<void(Request&)> ask;
};

// Each besides the total.
const std::vector<Part>& parts() {
  static const std::vector<Part> all = {
      {"total", [](Request&) {}},
      {"top 10", [](Request& request) { request.limit = 10; }},
      {"6 facets",
       [](Request& request) {
         for (const char* column : {"source", "party", "channel", "topic", "org", "lang"}) {
           request.facets.push_back({.column = column});
         }
       }},
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

struct Cost {
  uint64_t total = 0;
  double ms = 0;
};

void print(const std::string& name, std::vector<Cost> costs) {
  double all_ms = 0;
  double many_ms = 0;
  uint64_t many = 0;
  for (const Cost& cost : costs) {
    all_ms += cost.ms;
    if (cost.total < kManyMatches) continue;
    many_ms += cost.ms;
    many += cost.total;
  }
  std::ranges::sort(costs, {}, &Cost::ms);
  fmt::print("  {:<18} p50 {:8.3f} ms  p99 {:8.3f}  mean {:8.3f}  {:7.2f} ns a match\n", name,
             costs[costs.size() / 2].ms, costs[costs.size() * 99 / 100].ms,
             all_ms / static_cast<double>(costs.size()),
             1e6 * many_ms / static_cast<double>(std::max<uint64_t>(many, 1)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::cerr << "usage: answer_cost DIR QUERIES [THREADS]\n";
    return 2;
  }
  LandscapeOptions options = {.directory = std::string(argv[1]) + "/index",
                              .background = Background::kOff};
  if (argc == 4) options.tuning.threads = std::strtoul(argv[3], nullptr, 10);
  const auto landscape = bench::or_die(Landscape::open(options));
  const std::vector<std::string> queries = bench::read_queries(argv[2]);
  const LandscapeCounts counts = landscape->counts();
  fmt::print(
      "{} experiences, {} segments, {} queries, {} threads at most; \"a match\": of answers with "
      "{} and more\n",
      counts.experiences, counts.segments, queries.size(), options.tuning.threads, kManyMatches);
  for (const Part& part : parts()) {
    std::vector<Cost> costs;
    for (const std::string& query : queries) {
      Request request;
      request.query = bench::parse(query);
      request.limit = 0;
      part.ask(request);
      Cost cost;
      cost.ms =
          bench::cost_ms([&] { cost.total = bench::or_die(landscape->search(request)).total; });
      costs.push_back(cost);
    }
    print(part.name, std::move(costs));
  }
}

// top_k DIR QUERIES: what finding the ten best takes, and what the exact total adds.
//
// One thread over an index in its files. Each query is prepared and ranked alone (of queries
// any of whose words will do, as engines do that stop there), and answered with its total, as
// searches are. Medians of wall clock.

#include <fmt/format.h>

#include <chrono>

#include "bench/measure.h"
#include "bench/open_segments.h"
#include "landscape/matcher.h"
#include "landscape/ranker.h"
#include "landscape/search.h"

namespace {

using namespace fh;
using namespace fh::landscape;

constexpr uint32_t kBest = 10;
constexpr size_t kRunsMin = 5;
constexpr size_t kRunsMax = 301;
constexpr double kMsMax = 2000;

template <typename Work>
double median_ms(Work&& work) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> took;
  double all = 0;
  while (took.size() < kRunsMin || (took.size() < kRunsMax && all < kMsMax)) {
    const auto begin = Clock::now();
    work();
    took.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    all += took.back();
  }
  const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
  std::ranges::nth_element(took, middle);
  return *middle;
}

size_t rank_only(const Snapshot& snapshot, const Node& node, const Tuning& tuning) {
  const PreparedQuery query(node, snapshot, {});
  Ranking ranking(kBest, tuning);
  for (size_t segment = 0; segment < snapshot.segments.size(); ++segment) {
    Ranker(query, segment, ranking).rank_any({.number = 0, .of = 1});
  }
  return ranking.top.take().size();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: top_k DIR QUERIES\n";
    return 2;
  }
  const Snapshot snapshot = bench::open_segments(std::string(argv[1]) + "/index");
  Tuning tuning;
  tuning.threads = 1;
  for (const std::string& line : bench::read_queries(argv[2])) {
    Request request;
    request.query = bench::parse(line);
    const Node& node = request.query;
    request.limit = kBest;
    uint64_t total = 0;
    const double whole_ms =
        median_ms([&] { total = bench::or_die(search(snapshot, request, {}, tuning)).total; });
    const bool any = PreparedQuery(node, snapshot, {}).is_any_of_leaves();
    const std::string alone =
        any ? fmt::format("{:.3f} ms", median_ms([&] { rank_only(snapshot, node, tuning); })) : "-";
    fmt::print("{:40} {:>8} matches  ten best {:>9}  with the total {:.3f} ms\n", line, total,
               alone, whole_ms);
  }
}

// roofline DIR QUERIES: how near counting runs to what this machine's memory gives.
//
// For each query, the bytes of the columns that a whole landscape answer must read: every
// cache line that holds a match's code is counted once. At the speed at which this machine
// reads memory in a row, with one thread, that is the least time that counting could take
// if nothing were in a cache; beside it the time that it takes.

#include <fmt/format.h>

#include <map>
#include <memory>

#include "bench/measure.h"
#include "bench/open_segments.h"
#include "landscape/counting.h"
#include "landscape/matching.h"

namespace {

using namespace fh;
using namespace fh::landscape;

constexpr uint64_t kLineBytes = 64;
constexpr auto kFacets = {"source", "party", "channel", "topic", "org", "lang"};

std::vector<const CodeBlocks*> columns_of(const Segment& segment) {
  std::vector<const CodeBlocks*> columns = {&segment.expected().codes(), &segment.felt().codes(),
                                            &segment.days().codes(), &segment.persons().codes()};
  for (const char* facet : kFacets) {
    for (const ColumnPart& part : segment.parts_of(facet)) {
      columns.push_back(part.type == PartType::kKeyword ? &part.keywords.codes()
                                                        : &part.numbers.codes());
    }
  }
  return columns;
}

// The cache lines of the column that hold the documents' codes.
uint64_t lines_of(const CodeBlocks& column, const SegmentMatches& matches) {
  uint64_t lines = 0;
  uint64_t last = ~uint64_t{0};
  matches.for_each_run([&](std::span<const uint32_t> documents) {
    for (const uint32_t document : documents) {
      const uint32_t width = column.width_of(document / kWindowSize);
      if (width == 0) continue;
      const uint64_t line = uint64_t{document} * width / 8 / kLineBytes;
      lines += line != last ? 1 : 0;
      last = line;
    }
  });
  return lines;
}

uint64_t bytes_of(const Segment& segment, const SegmentMatches& matches) {
  uint64_t lines = 0;
  for (const CodeBlocks* column : columns_of(segment)) lines += lines_of(*column, matches);
  return lines * kLineBytes;
}

struct Sum {
  uint64_t queries = 0;
  uint64_t matches = 0;
  uint64_t bytes = 0;
  double ms = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: roofline DIR QUERIES\n";
    return 2;
  }
  const Snapshot snapshot = bench::open_segments(std::string(argv[1]) + "/index");
  const double speed = bench::read_speed();
  fmt::print("{} experiences, {} segments; memory in a row, one thread: {:.1f} GB/s\n",
             snapshot.documents, snapshot.segments.size(), speed / 1e6);
  Request request;
  for (const char* facet : kFacets) request.facets.push_back({.column = facet});
  request.ratings = request.people = true;
  request.histogram = HistogramStep::kMonth;
  const Tuning tuning;
  std::map<uint64_t, Sum> by_size;  // by the power of ten of the matches
  for (const std::string& line : bench::read_queries(argv[2])) {
    const Node node = bench::parse(line);
    const PreparedQuery query(node, snapshot, {});
    Request only_total;
    only_total.limit = 0;
    Matching matching(query, only_total, tuning);
    matching.run();
    const Matches& matches = matching.matches();
    Sum sum = {.queries = 1};
    for (size_t index = 0; index < snapshot.segments.size(); ++index) {
      sum.bytes += bytes_of(*snapshot.segments[index].segment, matches.segments[index]);
    }
    if (matches.total == 0) continue;
    sum.ms = bench::cost_ms([&] {
      Counting counting(request, tuning);
      counting.run(snapshot, matches, 1);
    });
    uint64_t size = 1;
    while (size * 10 <= matches.total) size *= 10;
    Sum& all = by_size[size];
    all.queries += 1;
    all.matches += matches.total;
    all.bytes += sum.bytes;
    all.ms += sum.ms;
  }
  fmt::print("{:>9} {:>8} {:>9} {:>12} {:>11} {:>9} {:>12}\n", "matches", "queries", "mean",
             "bytes/match", "ns/match", "limit", "of the limit");
  for (const auto& [size, sum] : by_size) {
    const double matches = static_cast<double>(sum.matches);
    const double limit_ms = static_cast<double>(sum.bytes) / speed;
    fmt::print("{:>8}+ {:>8} {:>9.0f} {:>12.1f} {:>11.2f} {:>9.2f} {:>11.0f}%\n", size, sum.queries,
               matches / static_cast<double>(sum.queries), static_cast<double>(sum.bytes) / matches,
               1e6 * sum.ms / matches, 1e6 * limit_ms / matches, 100 * limit_ms / sum.ms);
  }
}

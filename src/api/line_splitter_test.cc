#include "api/line_splitter.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace fh::api {
namespace {

struct Seen {
  uint64_t number;
  std::string text;
  bool too_long;
  bool operator==(const Seen&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  return out << seen.number << ":" << seen.text << (seen.too_long ? " (too long)" : "");
}

std::vector<Seen> split(std::string_view text, size_t limit, Rng& rng) {
  LineSplitter splitter(limit);
  std::vector<Seen> out;
  const auto visit = [&](const Line& line) {
    out.push_back({line.number, std::string(line.text), line.too_long});
  };
  while (!text.empty()) {
    const size_t size = std::min<size_t>(1 + rng.below(9), text.size());
    splitter.feed(text.substr(0, size), visit);
    text.remove_prefix(size);
  }
  splitter.finish(visit);
  return out;
}

// The dull twin: everything in memory at once.
std::vector<Seen> split_dully(std::string_view text, size_t limit) {
  std::vector<Seen> out;
  uint64_t number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string line(text.substr(0, end));
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.size() > limit) {
      out.push_back({number, "", true});
    } else if (line.find_first_not_of(" \t") != std::string::npos) {
      out.push_back({number, line, false});
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

TEST(LineSplitter, AgreesWithSplittingEverythingAtOnce) {
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed=" << seed);
    Rng rng(seed);
    std::string text;
    for (uint64_t i = rng.below(60); i > 0; --i) text.push_back("ab \n\r{"[rng.below(6)]);
    EXPECT_EQ(split(text, 8, rng), split_dully(text, 8));
  }
}

TEST(LineSplitter, DropsAByteOrderMark) {
  Rng rng(1);
  EXPECT_EQ(split("\xEF\xBB\xBF{}\n{}", 10, rng),
            (std::vector<Seen>{{1, "{}", false}, {2, "{}", false}}));
}

}  // namespace
}  // namespace fh::api

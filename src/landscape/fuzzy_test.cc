#include "landscape/fuzzy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/random.h"

namespace fh::landscape {
namespace {

// The plainest optimal string alignment distance, over bytes of ASCII words.
uint32_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<uint32_t>> d(a.size() + 1, std::vector<uint32_t>(b.size() + 1));
  for (uint32_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (uint32_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// Three letters make near neighbours, shared prefixes and swaps common.
TEST(WithinEdits, FindsWhatMeasuringEachWordFinds) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const auto word = [&] {
      std::string made;
      for (uint64_t i = rng.below(8); i > 0; --i) made += static_cast<char>('a' + rng.below(3));
      return made;
    };
    std::set<std::string> words;
    for (int i = 0; i < 80; ++i) words.insert(word());
    SegmentFileWriter out;
    out.begin(Section::kFormStrings);
    DictionaryWriter writer;
    for (const std::string& each : words) writer.add(each);
    writer.write(out);
    out.end();
    ASSERT_TRUE(out.finish().has_value());
    const SegmentFile file = *SegmentFile::open(out.take());
    const Dictionary dictionary = Dictionary::open(file.section(Section::kFormStrings));
    const std::string wanted = word();
    for (uint32_t edits = 0; edits <= 2; ++edits) {
      std::vector<std::string> expected;
      std::ranges::copy_if(words, std::back_inserter(expected), [&](const std::string& each) {
        return distance(wanted, each) <= edits;
      });
      std::vector<std::string> found;
      for (const uint32_t ordinal : within_edits(dictionary, wanted, edits)) {
        found.emplace_back(dictionary.at(ordinal));
      }
      EXPECT_EQ(found, expected) << wanted << " " << edits;
    }
  }
}

}  // namespace
}  // namespace fh::landscape

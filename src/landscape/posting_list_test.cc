#include "landscape/posting_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "base/bytes.h"
#include "base/random.h"

namespace fh::landscape {
namespace {

struct Lists {
  std::string bytes;
  std::vector<PostingRef> refs;
};

constexpr uint32_t kDocumentsMax = 9000;

std::vector<uint32_t> made_lengths() {
  Rng rng(77);
  std::vector<uint32_t> lengths(kDocumentsMax);
  for (uint32_t& length : lengths) {
    length = static_cast<uint32_t>(rng.chance(0.9) ? rng.below(200) : rng.below(5000));
  }
  return lengths;
}

Lists write(const std::vector<std::vector<Posting>>& lists) {
  SegmentFileWriter out;
  out.begin(Section::kPostings);
  const std::vector<uint32_t> lengths = made_lengths();
  PostingWriter writer(out, lengths);
  Lists written;
  for (const auto& list : lists) written.refs.push_back(writer.add(list));
  out.end();
  EXPECT_TRUE(out.finish().has_value());
  const Result<SegmentFile> file = SegmentFile::open(out.take());
  const auto section = file->section(Section::kPostings);
  written.bytes.assign(reinterpret_cast<const char*>(section.data()), section.size());
  return written;
}

std::vector<Posting> random_list(Rng& rng, uint32_t documents) {
  std::vector<Posting> list;
  const double density = rng.uniform();
  for (uint32_t document = 0; document < documents; ++document) {
    if (!rng.chance(density)) continue;
    const auto count =
        static_cast<uint32_t>(rng.chance(0.9) ? 1 + rng.below(3) : rng.below(9999) + 1);
    list.push_back({document, count});
  }
  if (list.empty()) list.push_back({documents - 1, 1});
  return list;
}

bool same(const std::vector<Posting>& a, const std::vector<Posting>& b) {
  return std::ranges::equal(a, b, [](const Posting& x, const Posting& y) {
    return x.document == y.document && x.count == y.count;
  });
}

// Lengths around the block size, and from one document to all of them.
TEST(PostingList, ComesBackAsWritten) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const auto documents = static_cast<uint32_t>(1 + rng.below(seed % 2 == 0 ? 300 : 5000));
    std::vector<std::vector<Posting>> lists;
    for (int i = 0; i < 5; ++i) lists.push_back(random_list(rng, documents));
    const Lists written = write(lists);
    for (size_t i = 0; i < lists.size(); ++i) {
      EXPECT_TRUE(
          same(read_postings(bytes_of(written.bytes), written.refs[i], documents), lists[i]));
    }
  }
}

TEST(PostingList, SkippingFindsWhatWalkingFinds) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed + 1000);
    constexpr uint32_t kDocuments = 9000;
    const std::vector<Posting> list = random_list(rng, kDocuments);
    const Lists written = write({list});
    PostingCursor cursor(bytes_of(written.bytes), written.refs[0], kDocuments);
    uint32_t from = 0;
    while (from < kDocuments) {
      const auto wanted = std::ranges::lower_bound(list, from, {}, &Posting::document);
      ASSERT_EQ(cursor.load_from(from), wanted != list.end());
      if (wanted == list.end()) break;
      EXPECT_TRUE(std::ranges::count(cursor.block_documents(), wanted->document) == 1);
      from = std::max(cursor.block_documents().back() + 1, from) +
             static_cast<uint32_t>(rng.below(2000));
    }
  }
}

// No posting that a block's impact stands for scores above the bound, whatever the
// average length; and some reach it, so that it is of use.
TEST(PostingList, ImpactsBoundEveryScore) {
  const std::vector<uint32_t> lengths = made_lengths();
  uint64_t reached = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed + 3000);
    std::vector<Posting> list = random_list(rng, kDocumentsMax);
    if (list.size() == 1) continue;
    if (seed % 2 == 0) {
      for (Posting& posting : list) posting.count = std::min(posting.count, 3U);
    }
    const Lists written = write({list});
    const Bm25Norm norm({}, 1 + rng.below(100), 1);
    const float weight = norm.weight(static_cast<float>(rng.uniform() * 10));
    PostingCursor cursor(bytes_of(written.bytes), written.refs[0], kDocumentsMax);
    uint32_t from = 0;
    while (from < kDocumentsMax) {
      const uint32_t end = from + 1 + static_cast<uint32_t>(rng.below(500));
      const Score bound = bound_of(cursor.impact_between(from, end), weight, norm);
      for (const Posting& posting : list) {
        if (posting.document < from || posting.document >= end) continue;
        const Score score = leaf_score(weight, posting.count, norm.of(lengths[posting.document]));
        ASSERT_LE(score, bound);
        reached += score == bound ? 1 : 0;
      }
      from = end + static_cast<uint32_t>(rng.below(3000));
    }
  }
  EXPECT_GT(reached, 50U);
}

// Whatever the bytes are, documents ascend below the limit, or the walk ends.
TEST(PostingList, DamagedBytesNeverLeadOutside) {
  for (uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed + 5000);
    constexpr uint32_t kDocuments = 2000;
    Lists written = write({random_list(rng, kDocuments)});
    for (int i = 0; i < 8 && !written.bytes.empty(); ++i) {
      written.bytes[rng.below(written.bytes.size())] = static_cast<char>(rng.next());
    }
    written.bytes.resize(rng.below(written.bytes.size() + 1));
    PostingRef ref = written.refs[0];
    if (rng.chance(0.3)) ref.place = rng.next();
    if (rng.chance(0.3)) ref.df = static_cast<uint32_t>(rng.next());
    for (const Posting& posting : read_postings(bytes_of(written.bytes), ref, kDocuments)) {
      ASSERT_LT(posting.document, kDocuments);
      ASSERT_GT(posting.count, 0U);
    }
  }
}

// Counts are kept less one, so that all ones is one more than there is room for.
TEST(PostingList, ACountThatOverflowsIsNotNone) {
  constexpr uint32_t kMost = std::numeric_limits<uint32_t>::max();
  std::vector<Posting> list;
  for (uint32_t document = 0; document < 200; ++document) list.push_back({document, kMost});
  Lists written = write({list});
  std::ranges::replace(written.bytes, '\xFE', '\xFF');  // the lowest byte of each count
  const auto read = read_postings(bytes_of(written.bytes), written.refs[0], 300);
  ASSERT_EQ(read.size(), list.size());
  for (const Posting& posting : read) EXPECT_EQ(posting.count, kMost);
}

}  // namespace
}  // namespace fh::landscape

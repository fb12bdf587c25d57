#include "landscape/code_blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <numeric>
#include <string>

#include "base/bytes.h"
#include "base/random.h"

namespace fh::landscape {
namespace {

std::string section_of(const std::vector<uint64_t>& codes, CodeLayout layout = CodeLayout::kSmall) {
  SegmentFileWriter out;
  out.begin(Section::kTimes);
  write_codes(out, codes, layout);
  out.end();
  EXPECT_TRUE(out.finish().has_value());
  const SegmentFile file = *SegmentFile::open(out.take());
  const std::span<const std::byte> bytes = file.section(Section::kTimes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void expect_run(const CodeBlocks& blocks, std::span<const uint32_t> documents,
                const std::vector<uint64_t>& codes) {
  blocks.with_codes(documents, [&](const auto& run) {
    for (const uint32_t document : documents) {
      ASSERT_EQ(uint64_t{run[document]}, codes[document]) << document;
    }
  });
}

// Runs as matches come: in one window, many or few; and far apart.
void expect_runs(const CodeBlocks& blocks, const std::vector<uint64_t>& codes, Rng& rng) {
  std::vector<uint32_t> anywhere;
  for (uint32_t begin = 0; begin < codes.size(); begin += kWindowSize) {
    const auto end = std::min<uint32_t>(begin + kWindowSize, static_cast<uint32_t>(codes.size()));
    for (const double share : {1.0, 0.3, 0.003}) {
      std::vector<uint32_t> documents;
      for (uint32_t document = begin; document < end; ++document) {
        if (rng.chance(share)) documents.push_back(document);
      }
      expect_run(blocks, documents, codes);
      if (share < 0.1) anywhere.insert(anywhere.end(), documents.begin(), documents.end());
    }
  }
  expect_run(blocks, anywhere, codes);
}

void expect_codes(const std::vector<uint64_t>& codes, Rng& rng) {
  for (const CodeLayout layout : {CodeLayout::kSmall, CodeLayout::kDirect}) {
    const std::string bytes = section_of(codes, layout);
    const auto blocks = CodeBlocks::open(bytes_of(bytes), codes.size());
    ASSERT_TRUE(blocks.has_value());
    for (size_t i = 0; i < codes.size(); ++i) ASSERT_EQ(blocks->at(i), codes[i]) << i;
    for (size_t window = 0; window < windows_in(static_cast<uint32_t>(codes.size())); ++window) {
      blocks->with_window(window, [&](const auto& run) {
        const size_t end = std::min(codes.size(), (window + 1) * kWindowSize);
        for (size_t i = window * kWindowSize; i < end; ++i) {
          ASSERT_EQ(uint64_t{run[static_cast<uint32_t>(i)]}, codes[i]) << i;
        }
      });
    }
    expect_runs(*blocks, codes, rng);
    if (layout == CodeLayout::kDirect) EXPECT_GE(blocks->direct_width(), 8U);
    EXPECT_GE(blocks->width_max(),
              code_width(codes.empty() ? 0 : *std::ranges::max_element(codes)));
  }
}

uint64_t below(Rng& rng, uint32_t bits) {
  return bits == 0 ? 0 : rng.next() >> (64 - bits);
}

TEST(CodeBlocks, KeepsCodesOfEveryWidth) {
  Rng rng(1);
  for (const uint32_t bits : {0U, 1U, 2U, 3U, 4U, 5U, 8U, 9U, 16U, 17U, 32U, 33U, 56U, 57U, 64U}) {
    for (const size_t size :
         std::initializer_list<size_t>{0, 1, 7, 500, 3000, 4095, 4096, 4097, 9000}) {
      SCOPED_TRACE(testing::Message() << bits << " bits, " << size << " codes");
      for (const double share : {1.0, 0.1, 0.001}) {
        std::vector<uint64_t> codes(size);
        for (uint64_t& code : codes) code = rng.chance(share) ? below(rng, bits) : 0;
        expect_codes(codes, rng);
      }
    }
  }
}

TEST(CodeBlocks, KeepsWindowsOfDifferentWidths) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    std::vector<uint64_t> codes;
    const uint64_t windows = rng.below(6);
    for (uint64_t window = 0; window <= windows; ++window) {
      const auto bits = static_cast<uint32_t>(rng.below(65));
      const bool same = rng.chance(0.3);
      const uint64_t count = window < windows ? kWindowSize : rng.below(kWindowSize);
      const uint64_t first = below(rng, bits);
      const double share = rng.chance(0.5) ? 0.1 : 1;
      for (uint64_t i = 0; i < count; ++i) {
        codes.push_back(same ? first : rng.chance(share) ? below(rng, bits) : 0);
      }
    }
    expect_codes(codes, rng);
  }
}

TEST(CodeBlocks, AWindowOfOneCodeTakesNoRoom) {
  std::vector<uint64_t> codes(20 * kWindowSize);
  std::fill_n(codes.begin() + 3 * kWindowSize, kWindowSize, 77);
  codes[9 * kWindowSize + 5] = 1;
  const std::string bytes = section_of(codes);
  EXPECT_EQ(bytes.size(), 8 + 20 * 8 + kWindowSize / 8);
  const auto blocks = CodeBlocks::open(bytes_of(bytes), codes.size());
  ASSERT_TRUE(blocks.has_value());
  EXPECT_EQ(blocks->same_in(0), 0U);
  EXPECT_EQ(blocks->same_in(3), 77U);
  EXPECT_EQ(blocks->same_in(9), std::nullopt);
  EXPECT_EQ(blocks->width_max(), 8U);
}

TEST(CodeBlocks, FewValuesTakeTheirBitsAndManyABytesEach) {
  std::vector<uint64_t> codes(8 * kWindowSize);
  for (size_t i = 0; i < kWindowSize; i += 10) codes[i] = 3;
  for (size_t i = 2 * kWindowSize; i < 3 * kWindowSize; ++i) codes[i] = i % 4;
  const std::string bytes = section_of(codes);
  EXPECT_EQ(bytes.size(), 8 + 8 * 8 + kWindowSize / 4 + kWindowSize);
  const auto blocks = CodeBlocks::open(bytes_of(bytes), codes.size());
  ASSERT_TRUE(blocks.has_value());
  EXPECT_EQ(blocks->width_of(0), 2U);
  EXPECT_EQ(blocks->width_of(1), 0U);
  EXPECT_EQ(blocks->width_of(2), 8U);
}

TEST(CodeBlocks, WhereADirectoryWouldSaveLittleThereIsNone) {
  std::vector<uint64_t> codes(10 * kWindowSize);
  std::iota(codes.begin(), codes.end(), 300);
  const std::string bytes = section_of(codes);
  const auto blocks = CodeBlocks::open(bytes_of(bytes), codes.size());
  ASSERT_TRUE(blocks.has_value());
  EXPECT_EQ(blocks->direct_width(), 16U);
  EXPECT_EQ(bytes.size(), 8 + codes.size() * 2);
}

TEST(CodeBlocks, BytesThatAreShortAreRefused) {
  std::vector<uint64_t> codes(3 * kWindowSize);
  for (size_t i = 0; i < codes.size(); ++i) codes[i] = i < kWindowSize ? i % 3 : i % 300;
  for (const CodeLayout layout : {CodeLayout::kSmall, CodeLayout::kDirect}) {
    const std::string bytes = section_of(codes, layout);
    for (size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 300) {
      const std::string part = bytes.substr(0, size);  // exactly so many: sanitizers see its end
      EXPECT_FALSE(CodeBlocks::open(bytes_of(part), codes.size()).has_value()) << size;
    }
    EXPECT_FALSE(CodeBlocks::open(bytes_of(bytes), ~uint64_t{0}).has_value());
    EXPECT_FALSE(CodeBlocks::open(bytes_of(bytes), codes.size() + kWindowSize).has_value());
  }
}

// Whatever the bytes say, nothing outside them is read, and no code passes its width.
TEST(CodeBlocks, DamagedBytesStayInside) {
  uint64_t opened = 0;
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const uint64_t size = rng.below(3 * kWindowSize);
    std::vector<uint64_t> codes(size);
    for (size_t i = 0; i < size; ++i) {
      codes[i] = i / kWindowSize == seed % 3 ? 5
                 : rng.chance(0.2)           ? below(rng, static_cast<uint32_t>(seed % 20))
                                             : 0;
    }
    std::string bytes = section_of(codes);
    for (uint64_t edits = rng.below(6); edits > 0; --edits) {
      const uint64_t head = std::min<uint64_t>(bytes.size(), 40);
      bytes[rng.below(rng.chance(0.8) ? head : bytes.size())] = static_cast<char>(rng.below(256));
    }
    const auto blocks = CodeBlocks::open(bytes_of(bytes), size);
    if (!blocks) continue;
    ++opened;
    uint64_t most = 0;
    for (uint64_t i = 0; i < size; ++i) most = std::max(most, blocks->at(i));
    for (uint32_t window = 0; window < windows_in(static_cast<uint32_t>(size)); ++window) {
      std::vector<uint32_t> all(std::min<uint64_t>(kWindowSize, size - window * kWindowSize));
      std::iota(all.begin(), all.end(), window * kWindowSize);
      blocks->with_codes(all, [&](const auto& run) {
        for (const uint32_t document : all) most = std::max<uint64_t>(most, run[document]);
      });
    }
    EXPECT_LE(code_width(most), blocks->width_max());
  }
  EXPECT_GT(opened, 500U);
}

}  // namespace
}  // namespace fh::landscape

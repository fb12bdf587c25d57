// The index's inner loops, and whole answers over a made landscape of 200,000.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "base/random.h"
#include "landscape/bit_packing.h"
#include "landscape/code_blocks.h"
#include "landscape/kernels.h"
#include "landscape/landscape.h"

namespace {

using namespace fh;
using namespace fh::landscape;

void unpack(benchmark::State& state) {
  const auto width = static_cast<uint32_t>(state.range(0));
  std::array<uint32_t, kBlockSize> numbers;
  Rng rng(1);
  for (uint32_t& number : numbers) {
    number = static_cast<uint32_t>(rng.next()) & ((width == 32 ? 0 : 1U << width) - 1);
  }
  std::vector<std::byte> packed(packed_bytes(width));
  pack_block(numbers.data(), width, packed.data());
  for (auto _ : state) {
    unpack_block(packed.data(), width, numbers.data());
    benchmark::DoNotOptimize(numbers);
  }
  state.SetItemsProcessed(state.iterations() * kBlockSize);
}
BENCHMARK(unpack)->Arg(1)->Arg(4)->Arg(7)->Arg(13)->Arg(20);

void unpack_documents(benchmark::State& state) {
  const auto width = static_cast<uint32_t>(state.range(0));
  std::array<uint32_t, kBlockSize> gaps;
  gaps.fill((1U << width) - 1);
  std::vector<std::byte> packed(packed_bytes(width));
  pack_block(gaps.data(), width, packed.data());
  const PackedGaps block = {.in = packed.data(), .width = width, .next = 7, .limit = 1U << 30};
  for (auto _ : state) {
    unpack_ascending(block, gaps.data());
    benchmark::DoNotOptimize(gaps);
  }
  state.SetItemsProcessed(state.iterations() * kBlockSize);
}
BENCHMARK(unpack_documents)->Arg(3)->Arg(7)->Arg(13);

// Arg: the SIMD level, as far as this machine goes.
const Kernels& kernels_of(const benchmark::State& state) {
  return kernels(std::min(static_cast<SimdLevel>(state.range(0)), simd_level()));
}

void score(benchmark::State& state) {
  const Kernels& at = kernels_of(state);
  std::array<uint32_t, kBlockSize> counts;
  std::array<float, kBlockSize> norms;
  std::array<Score, kBlockSize> scores;
  counts.fill(2);
  norms.fill(0.7F);
  for (auto _ : state) {
    at.leaf_scores(1e5F, counts.data(), norms.data(), scores.data());
    benchmark::DoNotOptimize(scores);
  }
  state.SetItemsProcessed(state.iterations() * kBlockSize);
}
BENCHMARK(score)->DenseRange(0, 2);

// One in ten of a block's documents is a candidate, and half of those are there.
void intersect(benchmark::State& state) {
  const Kernels& at = kernels_of(state);
  std::array<uint32_t, kBlockSize> block;
  std::vector<uint32_t> candidates;
  Rng rng(5);
  for (uint32_t i = 0; i < kBlockSize; ++i) {
    block[i] = i * 10 + static_cast<uint32_t>(rng.below(9));
    if (i % 10 == 0 && i > 0) candidates.push_back(block[i] - (rng.chance(0.5) ? 1 : 0));
  }
  std::vector<uint8_t> keep(candidates.size(), 1);
  for (auto _ : state) {
    at.keep_members(block.data(), candidates, keep.data());
    benchmark::DoNotOptimize(keep.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(candidates.size()));
}
BENCHMARK(intersect)->DenseRange(0, 2);

// A filter over a window of one-byte codes: a set of keywords, a range of numbers.
void filter_set(benchmark::State& state) {
  const Kernels& at = kernels_of(state);
  std::vector<uint8_t> codes(4096);
  std::vector<uint8_t> wanted(256);
  std::array<uint64_t, 64> bits;
  Rng rng(3);
  for (uint8_t& code : codes) code = static_cast<uint8_t>(rng.below(40));
  wanted[3] = wanted[17] = 1;
  for (auto _ : state) {
    at.in_set8(codes.data(), bits.size(), wanted.data(), bits.data());
    benchmark::DoNotOptimize(bits);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(codes.size()));
}
BENCHMARK(filter_set)->DenseRange(0, 2);

void filter_range(benchmark::State& state) {
  const Kernels& at = kernels_of(state);
  std::vector<uint32_t> codes(4096);
  std::array<uint64_t, 64> bits;
  Rng rng(4);
  for (uint32_t& code : codes) code = static_cast<uint32_t>(rng.next());
  for (auto _ : state) {
    at.in_range32(codes.data(), bits.size(), {1U << 20, 1U << 31}, bits.data());
    benchmark::DoNotOptimize(bits);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(codes.size() * 4));
}
BENCHMARK(filter_range)->DenseRange(0, 2);

// Codes of so many bits counted for some documents of every window of 262,144: of those that
// lie in one window, and of as many that come in one run from many.
void count_codes(benchmark::State& state, bool together) {
  constexpr uint32_t kDocuments = 64 * kWindowSize;
  const auto bits = static_cast<uint32_t>(state.range(0));
  Rng rng(6);
  std::vector<uint64_t> codes(kDocuments);
  for (uint64_t& code : codes) code = rng.next() >> (64 - bits);
  SegmentFileWriter out;
  out.begin(Section::kColumnCodes);
  write_codes(out, codes, CodeLayout::kSmall);
  out.end();
  static_cast<void>(out.finish());
  const SegmentFile file = *SegmentFile::open(out.take());
  const CodeBlocks blocks = *CodeBlocks::open(file.section(Section::kColumnCodes), kDocuments);
  std::vector<uint32_t> documents;
  const double share = static_cast<double>(state.range(1)) / kWindowSize;
  for (uint32_t document = 0; document < kDocuments; ++document) {
    if (rng.chance(share)) documents.push_back(document);
  }
  std::vector<std::span<const uint32_t>> runs;
  const auto in_run = [](uint32_t a, uint32_t b) { return a / kWindowSize == b / kWindowSize; };
  for (size_t begin = 0, end = 0; begin < documents.size(); begin = end) {
    for (end = begin + 1; end < documents.size() && end - begin < kWindowSize &&
                          (!together || in_run(documents[begin], documents[end]));) {
      ++end;
    }
    runs.push_back(std::span(documents).subspan(begin, end - begin));
  }
  std::vector<uint32_t> by_code(1U << std::max(bits, 8U));
  for (auto _ : state) {
    for (const auto run : runs) {
      blocks.with_codes(run, [&](const auto& of) {
        for (const uint32_t document : run) ++by_code[of[document]];
      });
    }
    benchmark::DoNotOptimize(by_code.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(documents.size()));
}
BENCHMARK_CAPTURE(count_codes, together, true)
    ->ArgsProduct({{1, 4, 8, 12}, {24, 48, 96, 192, 1000, 4096}});
BENCHMARK_CAPTURE(count_codes, far_apart, false)->ArgsProduct({{1, 4, 8, 12}, {24, 96}});

// Word r of a Zipf vocabulary is "w<r>".
std::string zipf_word(Rng& rng) {
  return "w" + std::to_string(static_cast<uint64_t>(std::pow(20'000.0, rng.uniform())));
}

Document made_document(Rng& rng) {
  static const std::array<std::string, 4> kParties = {"customer", "employee", "partner", "other"};
  Document document{.person = static_cast<uint32_t>(1 + rng.below(60'000)),
                    .text = {},
                    .lang = "en",
                    .lived_ms = static_cast<int64_t>(rng.below(730)) * 86'400'000,
                    .told_ms = 0,
                    .expected = static_cast<int32_t>(rng.below(11) * 100),
                    .felt = static_cast<int32_t>(rng.below(11) * 100),
                    .columns = {}};
  for (int i = 0; i < 35; ++i) document.text += zipf_word(rng) + " ";
  document.columns.push_back({"party", "party", kParties[rng.below(4)]});
  for (const char* name : {"touchpoint", "unit", "channel", "stage"}) {
    document.columns.push_back({name, name, name + std::to_string(rng.below(12))});
  }
  return document;
}

const Landscape& made_landscape() {
  static const std::unique_ptr<Landscape> kLandscape = [] {
    const auto directory = std::filesystem::temp_directory_path() / "firsthand-bench";
    std::filesystem::remove_all(directory);
    auto opened = Landscape::open({.directory = directory, .background = Background::kOff});
    Rng rng(2);
    uint64_t sequence = 0;
    for (int batch = 0; batch < 50; ++batch) {
      std::vector<Change> changes;
      for (int i = 0; i < 4000; ++i) {
        ++sequence;
        changes.push_back(
            {.sequence = sequence, .number = sequence, .document = made_document(rng)});
      }
      static_cast<void>((*opened)->apply(changes));
    }
    static_cast<void>((*opened)->merge_all());
    return std::move(*opened);
  }();
  return *kLandscape;
}

// Args: the query, and whether the whole landscape answer is asked for.
void answer(benchmark::State& state, const std::string& text, bool whole) {
  const Landscape& landscape = made_landscape();
  Request request;
  request.query = std::move(*parse_query(text, Match::kAny));
  if (whole) {
    for (const char* name : {"party", "touchpoint", "unit", "channel", "stage"}) {
      request.facets.push_back({.column = name});
    }
    request.ratings = true;
    request.people = true;
    request.histogram = HistogramStep::kMonth;
    request.telling_words = 20;
  }
  uint64_t total = 0;
  for (auto _ : state) total = landscape.search(request)->total;
  state.counters["matches"] = static_cast<double>(total);
}
BENCHMARK_CAPTURE(answer, rare_word, "w9000", false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(answer, three_words, "w30 w300 w3000", false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(answer, landscape_three, "w30 w300 w3000", true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(answer, landscape_filter, "w30 by:customer felt:<4", true)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(answer, landscape_all, "", true)->Unit(benchmark::kMicrosecond);

}  // namespace

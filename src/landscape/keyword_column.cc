#include "landscape/keyword_column.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "text/analyse.h"

namespace fh::landscape {
namespace {

// Ordinals of several keywords a document. ends := start:u64[windows + 1] codes; a document's
// keywords end where its code says, counted from its window's start.
void append_lists(SegmentFileWriter& out, uint32_t index, const KeywordLists& lists) {
  out.begin(Section::kColumnCodes, index);
  const std::vector<uint64_t> ordinals(lists.ordinals.begin(), lists.ordinals.end());
  write_codes(out, ordinals, CodeLayout::kSmall);
  out.end();
  const size_t documents = lists.starts.size() - 1;
  std::vector<uint64_t> starts;
  std::vector<uint64_t> ends(documents);
  for (size_t d = 0; d < documents; ++d) {
    if (d % kWindowSize == 0) starts.push_back(lists.starts[d]);
    ends[d] = lists.starts[d + 1] - starts.back();
  }
  starts.push_back(lists.ordinals.size());
  out.begin(Section::kColumnEnds, index);
  out.append_all(starts);
  write_codes(out, ends, CodeLayout::kSmall);
  out.end();
}

void append_singles(SegmentFileWriter& out, uint32_t index, const KeywordLists& lists) {
  std::vector<uint64_t> codes(lists.starts.size() - 1);
  for (size_t d = 0; d < codes.size(); ++d) {
    const bool has = lists.starts[d + 1] > lists.starts[d];
    codes[d] = has ? uint64_t{lists.ordinals[lists.starts[d]]} + 1 : 0;
  }
  out.begin(Section::kColumnCodes, index);
  write_codes(out, codes, CodeLayout::kSmall);
  out.end();
}

// People write "Debt collection" as they like; searches look for what folding makes of
// it. Most columns are lower case already and need no second dictionary.
void write_folded(SegmentFileWriter& out, uint32_t index, const DictionaryWriter& values) {
  std::vector<std::pair<std::string, uint32_t>> folded;
  bool changed = false;
  for (uint32_t ordinal = 0; ordinal < values.size(); ++ordinal) {
    folded.emplace_back(text::fold(values.at(ordinal)), ordinal);
    changed = changed || folded.back().first != values.at(ordinal);
  }
  if (!changed) return;
  std::ranges::sort(folded);
  DictionaryWriter dictionary;
  std::vector<uint32_t> ordinals;
  for (const auto& [value, ordinal] : folded) {
    dictionary.add(value);
    ordinals.push_back(ordinal);
  }
  out.begin(Section::kColumnFolded, index);
  dictionary.write(out);
  out.end();
  out.begin(Section::kColumnFoldedOf, index);
  out.append_all(ordinals);
  out.end();
}

}  // namespace

void write_keywords(SegmentFileWriter& out, uint32_t index, const DictionaryWriter& values,
                    const KeywordLists& lists) {
  bool single = true;
  for (size_t d = 0; d + 1 < lists.starts.size(); ++d) {
    single = single && lists.starts[d + 1] - lists.starts[d] <= 1;
  }
  out.begin(Section::kColumnStrings, index);
  values.write(out);
  out.end();
  write_folded(out, index, values);
  single ? append_singles(out, index, lists) : append_lists(out, index, lists);
}

KeywordColumn KeywordColumn::open(const SegmentFile& file, uint32_t index, uint32_t documents) {
  KeywordColumn column;
  const std::span<const std::byte> codes = file.section(Section::kColumnCodes, index);
  const std::span<const std::byte> ends = file.section(Section::kColumnEnds, index);
  uint64_t count = documents;
  if (!ends.empty()) {
    const size_t starts = windows_in(documents) + 1;
    if (ends.size() / sizeof(uint64_t) < starts) return column;
    column.starts_ = {reinterpret_cast<const uint64_t*>(ends.data()), starts};
    count = column.starts_.back();
    const auto opened = CodeBlocks::open(ends.subspan(starts * sizeof(uint64_t)), documents);
    if (!opened) return {};
    column.ends_ = *opened;
  }
  const auto opened = CodeBlocks::open(codes, count);
  if (!opened) return {};
  column.codes_ = *opened;
  column.values_ = Dictionary::open(file.section(Section::kColumnStrings, index));
  column.folded_ = Dictionary::open(file.section(Section::kColumnFolded, index));
  column.folded_of_ = file.array<uint32_t>(Section::kColumnFoldedOf, index);
  return column;
}

}  // namespace fh::landscape

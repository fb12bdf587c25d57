#include "landscape/keyword_column.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "text/analyse.h"

namespace fh::landscape {
namespace {

// codes := width:u64 code*
constexpr size_t kHeaderBytes = 8;

uint32_t width_for(uint64_t code_max) {
  if (code_max <= 0xFF) return 1;
  return code_max <= 0xFFFF ? 2 : 4;
}

template <typename T>
void append_codes(SegmentFileWriter& out, const KeywordLists& lists, bool single) {
  std::vector<T> codes;
  if (single) {
    codes.resize(lists.starts.size() - 1);
    for (size_t d = 0; d < codes.size(); ++d) {
      const bool has = lists.starts[d + 1] > lists.starts[d];
      codes[d] = static_cast<T>(has ? lists.ordinals[lists.starts[d]] + 1 : 0);
    }
  } else {
    codes.reserve(lists.ordinals.size());
    for (const uint32_t ordinal : lists.ordinals) codes.push_back(static_cast<T>(ordinal));
  }
  out.append_all(codes);
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
  const uint64_t width = width_for(values.size());
  out.begin(Section::kColumnStrings, index);
  values.write(out);
  out.end();
  out.begin(Section::kColumnCodes, index);
  out.append(std::as_bytes(std::span(&width, 1)));
  if (width == 1) append_codes<uint8_t>(out, lists, single);
  if (width == 2) append_codes<uint16_t>(out, lists, single);
  if (width == 4) append_codes<uint32_t>(out, lists, single);
  out.end();
  write_folded(out, index, values);
  if (single) return;
  out.begin(Section::kColumnStarts, index);
  out.append_all(lists.starts);
  out.end();
}

KeywordColumn KeywordColumn::open(const SegmentFile& file, uint32_t index, uint32_t documents) {
  KeywordColumn column;
  const std::span<const std::byte> codes = file.section(Section::kColumnCodes, index);
  if (codes.size() < kHeaderBytes) return column;
  const auto width = load<uint64_t>(codes.data());
  if (width != 1 && width != 2 && width != 4) return column;
  const uint64_t count = (codes.size() - kHeaderBytes) / width;
  const std::span<const uint64_t> starts = file.array<uint64_t>(Section::kColumnStarts, index);
  const bool fits = starts.empty() ? count >= documents : starts.size() > documents;
  if (!fits) return column;
  column.values_ = Dictionary::open(file.section(Section::kColumnStrings, index));
  column.folded_ = Dictionary::open(file.section(Section::kColumnFolded, index));
  column.folded_of_ = file.array<uint32_t>(Section::kColumnFoldedOf, index);
  column.starts_ = starts;
  column.codes_ = count;
  column.width_ = static_cast<uint32_t>(width);
  column.data_ = codes.data() + kHeaderBytes;
  return column;
}

uint64_t KeywordColumn::code_limit() const {
  switch (width_) {
    case 1:
      return 0x100;
    case 2:
      return 0x1'0000;
    case 4:
      return uint64_t{values_.size()} + 1;
    default:
      return 0;
  }
}

}  // namespace fh::landscape

// landscape/keyword_column.h: the keywords of each document as codes of a dictionary.
//
// With at most one keyword a document: one code each, 0 for none, ordinal + 1
// otherwise, at 1, 2 or 4 bytes. With several: ordinals side by side (ascending, each
// once) and where each document's begin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "landscape/dictionary.h"
#include "landscape/segment_file.h"

namespace fh::landscape {

class KeywordColumn {
 public:
  KeywordColumn() = default;
  // Takes what is sound; a damaged column is empty. The bytes outlive it.
  static KeywordColumn open(const SegmentFile& file, uint32_t index, uint32_t documents);

  const Dictionary& values() const { return values_; }
  // Calls visit(ordinal) for each value whose folded form is `folded`, or begins so.
  // O(log values + found).
  template <typename Visit>
  void for_each_folded(std::string_view folded, bool prefix, Visit&& visit) const {
    const bool own = folded_of_.size() >= folded_.size() && folded_.size() > 0;
    const Dictionary& sorted = own ? folded_ : values_;
    for (uint32_t i = sorted.lower_bound(folded); i < sorted.size(); ++i) {
      const std::string_view found = sorted.at(i);
      if (prefix ? !found.starts_with(folded) : found != folded) break;
      const uint32_t ordinal = own ? folded_of_[i] : i;
      if (ordinal < values_.size()) visit(ordinal);
    }
  }
  bool is_single() const { return starts_.empty(); }
  uint32_t width() const { return width_; }
  // Codes are below this, whatever the bytes hold.
  uint64_t code_limit() const;

  // Calls visit(ordinal) for each keyword of the document; ordinals are below
  // values().size().
  template <typename Visit>
  void for_each(uint32_t document, Visit&& visit) const {
    if (is_single()) {
      const uint32_t code = code_at(document);
      if (code != 0 && code <= values_.size()) visit(code - 1);
      return;
    }
    const uint64_t begin = starts_[document];
    const uint64_t end = starts_[document + 1];
    if (end < begin || end > codes_) return;
    for (uint64_t i = begin; i < end; ++i) {
      const uint32_t ordinal = code_at(i);
      if (ordinal < values_.size()) visit(ordinal);
    }
  }
  bool has(uint32_t document) const {
    bool any = false;
    for_each(document, [&](uint32_t) { any = true; });
    return any;
  }

  // Calls use(codes) with the codes as an array of their width. REQUIRES: single.
  template <typename Use>
  void with_codes(Use&& use) const {
    switch (width_) {
      case 1:
        use(reinterpret_cast<const uint8_t*>(data_));
        break;
      case 2:
        use(reinterpret_cast<const uint16_t*>(data_));
        break;
      case 4:
        use(reinterpret_cast<const uint32_t*>(data_));
        break;
      default:
        break;
    }
  }

 private:
  uint32_t code_at(uint64_t i) const {
    switch (width_) {
      case 1:
        return static_cast<uint32_t>(data_[i]);
      case 2:
        return reinterpret_cast<const uint16_t*>(data_)[i];
      case 4:
        return reinterpret_cast<const uint32_t*>(data_)[i];
      default:
        return 0;
    }
  }

  Dictionary values_;
  Dictionary folded_;
  std::span<const uint32_t> folded_of_;
  std::span<const uint64_t> starts_;
  uint64_t codes_ = 0;
  uint32_t width_ = 0;
  const std::byte* data_ = nullptr;
};

// Which keywords each document has: those of document d are ordinals[starts[d]] up to
// ordinals[starts[d + 1]], ascending and distinct.
struct KeywordLists {
  std::vector<uint64_t> starts = {0};
  std::vector<uint32_t> ordinals;
  void end_document() { starts.push_back(ordinals.size()); }
};

// Writes the sections of column part `index`; ordinals are those of `values`.
void write_keywords(SegmentFileWriter& out, uint32_t index, const DictionaryWriter& values,
                    const KeywordLists& lists);

}  // namespace fh::landscape

// landscape/keyword_column.h: the keywords of each document as codes of a dictionary.
//
// With at most one keyword a document: one code each, 0 for none, ordinal + 1 otherwise.
// With several: ordinals side by side (ascending, each once), and how many of its window's
// a document and those before it have.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "landscape/code_blocks.h"
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
  // One a document, ordinal + 1, 0 for none; a damaged file may hold greater ones.
  // REQUIRES: is_single().
  const CodeBlocks& codes() const { return codes_; }
  // Whether no document of the window has a keyword for sure.
  bool is_blank(uint32_t window) const {
    return (is_single() ? codes_ : ends_).same_in(window) == uint64_t{0};
  }

  // Calls visit(ordinal) for each keyword of the document; ordinals are below
  // values().size().
  template <typename Visit>
  void for_each(uint32_t document, Visit&& visit) const {
    if (is_single()) {
      const uint64_t code = codes_.at(document);
      if (code != 0 && code <= values_.size()) visit(static_cast<uint32_t>(code - 1));
      return;
    }
    const uint64_t start = starts_[document / kWindowSize];
    const uint64_t before = document % kWindowSize == 0 ? 0 : ends_.at(document - 1);
    const uint64_t begin = start + before;
    const uint64_t end = start + ends_.at(document);
    // Each keyword stands once a document: more is damage, and must not be walked.
    if (end < begin || end > codes_.size() || end - begin > values_.size()) return;
    for (uint64_t i = begin; i < end; ++i) {
      const uint64_t ordinal = codes_.at(i);
      if (ordinal < values_.size()) visit(static_cast<uint32_t>(ordinal));
    }
  }
  bool has(uint32_t document) const {
    bool any = false;
    for_each(document, [&](uint32_t) { any = true; });
    return any;
  }

 private:
  Dictionary values_;
  Dictionary folded_;
  std::span<const uint32_t> folded_of_;
  std::span<const uint64_t> starts_;  // of each window's ordinals; none where single
  CodeBlocks ends_;                   // of each document's, counted from there
  CodeBlocks codes_;                  // one a document, or the ordinals
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

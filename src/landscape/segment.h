// landscape/segment.h: some documents, indexed, for ever the same.
//
// Reads a segment's sections in place. Documents are numbered from 0 inside it. Deaths
// and grants lie beside it (overlay.h). Thread-safe, as nothing ever changes but what is
// counted or unpacked once (segment_totals.h, dense_lists.h).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "landscape/dense_lists.h"
#include "landscape/dictionary.h"
#include "landscape/int_column.h"
#include "landscape/keyword_column.h"
#include "landscape/posting_list.h"
#include "landscape/segment_file.h"
#include "landscape/segment_totals.h"
#include "landscape/token_store.h"
#include "landscape/window.h"

namespace fh::landscape {

enum class PartType : uint8_t { kKeyword, kNumber, kTime };

// The values of one type in one column; a column with numbers and words has two.
struct ColumnPart {
  std::string column;
  std::string label;
  PartType type = PartType::kKeyword;
  uint64_t with_value = 0;  // documents, the dead included
  KeywordColumn keywords;   // kKeyword
  IntColumn numbers;        // kNumber, kTime (ms)

  bool has(uint32_t document) const {
    return type == PartType::kKeyword ? keywords.has(document) : numbers.has(document);
  }
};

// Part 0 of every segment, not to be asked for by name.
inline constexpr uint32_t kLanguagePart = 0;

class Segment {
 public:
  // `name` is the file's; empty while it lives in memory.
  static Result<std::shared_ptr<const Segment>> open(SegmentFile file, std::string name);

  const std::string& name() const { return name_; }
  const SegmentFile& file() const { return file_; }
  uint32_t documents() const { return documents_; }

  const IntColumn& numbers() const { return numbers_; }
  const IntColumn& lengths() const { return lengths_; }
  const IntColumn& persons() const { return persons_; }
  const IntColumn& times() const { return times_; }
  const IntColumn& days() const { return days_; }
  const IntColumn& expected() const { return expected_; }
  const IntColumn& felt() const { return felt_; }
  // Bits of model::Grants; no values at all: everything is granted for all of them.
  const IntColumn& grants() const { return grants_; }
  const KeywordColumn& languages() const { return languages_; }
  // Documents by the ordinal of their language, the dead included.
  std::span<const uint32_t> language_counts() const { return language_counts_; }

  uint64_t number(uint32_t document) const {
    return static_cast<uint64_t>(numbers_.value(document).value_or(0));
  }
  uint32_t length(uint32_t document) const {
    return static_cast<uint32_t>(lengths_.value(document).value_or(0));
  }
  // The document of that experience, if it lies here. O(log documents).
  std::optional<uint32_t> find(uint64_t number) const;

  const Dictionary& forms() const { return forms_; }
  const Dictionary& stems() const { return stems_; }
  // The stem of a form; stems().size() where damaged.
  uint32_t stem_of(uint32_t form) const {
    return form < form_stems_.size() && form_stems_[form] < stems_.size() ? form_stems_[form]
                                                                          : stems_.size();
  }
  // Forms become their stems; stems().size() where damaged.
  void to_stems(std::span<uint32_t> forms) const {
    const uint32_t* const stem_of = form_stems_.data();
    const uint32_t stems = stems_.size();
    const uint32_t end = forms_.size();
    for (uint32_t& form : forms) form = form < end ? std::min(stem_of[form], stems) : stems;
  }
  // Asks for the memory that to_stems will touch.
  void prefetch_stems(std::span<const uint32_t> forms) const {
    for (const uint32_t form : forms) {
      if (form < form_stems_.size()) __builtin_prefetch(&form_stems_[form]);
    }
  }
  std::span<const uint32_t> forms_of(uint32_t stem) const;
  // The same in every segment: what tells stems apart without reading them.
  uint64_t stem_hash(uint32_t stem) const { return stem_hashes_[stem]; }
  // Asks for the memory that stem_hash and stem_list will touch.
  void prefetch_stem(uint32_t stem) const {
    __builtin_prefetch(&stem_hashes_[stem]);
    __builtin_prefetch(&stem_lists_[stem]);
  }
  std::optional<uint32_t> stem_ordinal(std::string_view stem) const;
  PostingRef form_list(uint32_t form) const { return form_lists_[form]; }
  PostingRef stem_list(uint32_t stem) const { return stem_lists_[stem]; }
  PostingCursor open_list(PostingRef ref) const { return {postings_, ref, documents_}; }
  const TokenStore& tokens() const { return tokens_; }
  // The documents of all stems added up, the dead included.
  uint64_t mentions() const { return mentions_; }
  // All tokens of all documents, the dead included.
  uint64_t token_total() const { return token_total_; }

  // Calls visit(documents) with all documents, a window at a time.
  template <typename Visit>
  void for_each_run(Visit&& visit) const {
    std::array<uint32_t, kWindowSize> documents;
    for (uint32_t begin = 0; begin < documents_; begin += kWindowSize) {
      const uint32_t count = std::min(kWindowSize, documents_ - begin);
      std::iota(documents.begin(), documents.begin() + count, begin);
      visit(std::span<const uint32_t>(documents.data(), count));
    }
  }
  SegmentTotals& totals() const { return totals_; }
  DenseLists& dense_lists() const { return dense_lists_; }

  std::span<const ColumnPart> parts() const { return parts_; }
  // The parts of one column, none where it has no value here.
  std::span<const ColumnPart> parts_of(std::string_view column) const;

 private:
  void count_languages();
  Status open_terms();
  Status open_columns();

  std::string name_;
  SegmentFile file_;
  uint32_t documents_ = 0;
  IntColumn numbers_;
  IntColumn lengths_;
  IntColumn persons_;
  IntColumn times_;
  IntColumn days_;
  IntColumn expected_;
  IntColumn felt_;
  IntColumn grants_;
  KeywordColumn languages_;
  std::vector<uint32_t> language_counts_;
  std::span<const uint32_t> number_order_;
  Dictionary forms_;
  Dictionary stems_;
  std::span<const uint32_t> form_stems_;
  std::span<const PostingRef> form_lists_;
  std::span<const uint32_t> stem_form_starts_;
  std::span<const uint32_t> stem_forms_;
  std::span<const PostingRef> stem_lists_;
  std::span<const uint64_t> stem_hashes_;
  std::span<const std::byte> postings_;
  TokenStore tokens_;
  uint64_t token_total_ = 0;
  uint64_t mentions_ = 0;
  std::vector<ColumnPart> parts_;   // by column, then type
  mutable SegmentTotals totals_;    // thread-safe
  mutable DenseLists dense_lists_;  // thread-safe
};

}  // namespace fh::landscape

// landscape/segment_terms.h: writing the words of a segment.
//
// The same for a segment built from documents and one merged from others: terms come in
// order, each with its postings.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "landscape/dictionary.h"
#include "landscape/posting_list.h"
#include "landscape/segment_file.h"

namespace fh::landscape {

// Usage: all forms in order, then all stems in order, then finish(). The postings
// section is open in between; nothing else may be written meanwhile.
class TermsWriter {
 public:
  // `lengths`: the tokens of each document.
  TermsWriter(SegmentFileWriter& out, std::span<const uint32_t> lengths)
      : out_(out), postings_(out, lengths) {
    out_.begin(Section::kPostings);
  }
  // Sorted by surface, then by stem. `stem` is the ordinal the stem will have.
  void add_form(std::string_view surface, uint32_t stem, std::span<const Posting> postings) {
    forms_.add(surface);
    form_stems_.push_back(stem);
    form_lists_.push_back(postings_.add(postings));
  }
  // All forms are in: says how many each stem has. REQUIRES: every stem ordinal given to
  // add_form is below `stems`.
  void end_forms(uint32_t stems);
  // A stem of one form stands wherever the form does and needs no list of its own.
  bool shares_list(uint32_t stem) const {
    return stem_form_starts_[stem + 1] - stem_form_starts_[stem] == 1;
  }
  // `postings` is not looked at where shares_list().
  void add_stem(std::string_view stem, std::span<const Posting> postings);
  uint32_t forms() const { return forms_.size(); }
  void finish();

 private:
  SegmentFileWriter& out_;
  PostingWriter postings_;
  DictionaryWriter forms_;
  std::vector<uint32_t> form_stems_;
  std::vector<PostingRef> form_lists_;
  std::vector<uint32_t> stem_form_starts_;
  std::vector<uint32_t> stem_forms_;
  DictionaryWriter stems_;
  std::vector<PostingRef> stem_lists_;
  std::vector<uint64_t> stem_hashes_;
};

}  // namespace fh::landscape

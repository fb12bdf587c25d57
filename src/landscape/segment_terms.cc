#include "landscape/segment_terms.h"

#include "base/check.h"
#include "base/hash.h"

namespace fh::landscape {

void TermsWriter::end_forms(uint32_t stems) {
  stem_form_starts_.assign(stems + 1, 0);
  for (const uint32_t stem : form_stems_) {
    FH_CHECK(stem < stems);
    ++stem_form_starts_[stem + 1];
  }
  for (uint32_t stem = 0; stem < stems; ++stem) {
    stem_form_starts_[stem + 1] += stem_form_starts_[stem];
  }
  stem_forms_.resize(form_stems_.size());
  std::vector<uint32_t> next(stem_form_starts_.begin(), stem_form_starts_.end());
  for (uint32_t form = 0; form < form_stems_.size(); ++form) {
    stem_forms_[next[form_stems_[form]]++] = form;
  }
}

void TermsWriter::add_stem(std::string_view stem, std::span<const Posting> postings) {
  const uint32_t ordinal = stems_.size();
  stems_.add(stem);
  stem_hashes_.push_back(hash_of(stem));
  stem_lists_.push_back(shares_list(ordinal) ? form_lists_[stem_forms_[stem_form_starts_[ordinal]]]
                                             : postings_.add(postings));
}

void TermsWriter::finish() {
  out_.end();
  out_.begin(Section::kFormStrings);
  forms_.write(out_);
  out_.end();
  out_.write(Section::kFormStems, form_stems_);
  out_.write(Section::kFormLists, form_lists_);
  out_.begin(Section::kStemStrings);
  stems_.write(out_);
  out_.end();
  out_.write(Section::kStemFormStarts, stem_form_starts_);
  out_.write(Section::kStemForms, stem_forms_);
  out_.write(Section::kStemLists, stem_lists_);
  out_.write(Section::kStemHashes, stem_hashes_);
}

}  // namespace fh::landscape

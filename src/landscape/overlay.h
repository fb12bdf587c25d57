// landscape/overlay.h: what has changed about a segment's documents since it was made.
//
// Deaths (amended, erased) and, a purpose at a time, the living whose tellers do not grant
// it. It also counts the dead per term, for scores that do not depend on when a segment is
// merged, and the uncounted per stem, for figures in which they have no part.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "landscape/request.h"
#include "landscape/segment.h"
#include "landscape/sparse_bits.h"
#include "model/grants.h"

namespace fh::landscape {

class Overlay {
 public:
  bool is_dead(uint32_t document) const { return dead_.test(document); }
  uint32_t dead_documents() const { return dead_documents_; }
  uint64_t dead_tokens() const { return dead_tokens_; }
  uint32_t dead_with_form(uint32_t form) const { return dead_forms_.get(form); }
  uint32_t dead_with_stem(uint32_t stem) const { return dead_stems_.get(stem); }
  // Stems of each dead document, each once, added up.
  uint64_t dead_mentions() const { return dead_mentions_; }
  uint32_t dead_in_language(uint32_t ordinal) const { return dead_languages_.get(ordinal); }

  const SparseBits& dead() const { return dead_; }

  // Takes the dead out of `bits`.
  void mask_dead(uint32_t window, WindowBits& bits) const {
    if (const WindowBits* dead = dead_.window(window)) exclude(bits, *dead);
  }

  // The living that must not be seen for this purpose, and how many they are.
  const SparseBits& refused(Purpose purpose) const {
    return refusals_[std::to_underlying(purpose)].bits;
  }
  uint32_t refused_documents(Purpose purpose) const {
    return refusals_[std::to_underlying(purpose)].documents;
  }
  bool has_refusals(Purpose purpose) const { return refused_documents(purpose) > 0; }
  // Of the living; of the dead, whatever.
  model::Grants grants(uint32_t document) const;
  // Of the living that are refused for kCount: how many hold a stem or a form, and their
  // stems, each once, added up.
  uint32_t uncounted_with_stem(uint32_t stem) const { return uncounted_stems_.get(stem); }
  uint32_t uncounted_with_form(uint32_t form) const { return uncounted_forms_.get(form); }
  uint64_t uncounted_mentions() const { return uncounted_mentions_; }

  // Whose grants are not what the segment itself says, or were not for a time.
  const SparseBits& regranted() const { return regranted_; }

  // Counts the document and its words as dead; again has no effect. O(its words).
  void kill(const Segment& segment, uint32_t document);
  // Of the dead without effect. O(1), where kCount changes O(its words).
  void set_grants(const Segment& segment, uint32_t document, model::Grants grants);
  // What the segment itself says. REQUIRES: nothing has been refused yet.
  void take_grants(const Segment& segment);

 private:
  struct Refusals {
    SparseBits bits;
    uint32_t documents = 0;
    void take_window(uint32_t window, const WindowBits& refused);
  };
  void apply_grants(const Segment& segment, uint32_t document, model::Grants grants);
  void count_terms(const Segment& segment, uint32_t document, int32_t change);

  SparseBits dead_;
  uint32_t dead_documents_ = 0;
  uint64_t dead_tokens_ = 0;
  uint64_t dead_mentions_ = 0;
  SparseCounts dead_forms_;
  SparseCounts dead_stems_;
  SparseCounts dead_languages_;
  std::array<Refusals, model::kPurposes> refusals_;
  SparseBits regranted_;
  SparseCounts uncounted_stems_;
  SparseCounts uncounted_forms_;
  uint64_t uncounted_mentions_ = 0;
};

}  // namespace fh::landscape

#include "landscape/overlay.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace fh::landscape {
namespace {

// Each term once.
std::vector<uint32_t> distinct(std::vector<uint32_t> terms) {
  std::ranges::sort(terms);
  const auto repeated = std::ranges::unique(terms);
  terms.erase(repeated.begin(), repeated.end());
  return terms;
}

struct Terms {
  std::vector<uint32_t> forms;  // each once
  std::vector<uint32_t> stems;  // each once
  uint64_t tokens = 0;
};

Terms terms_of(const Segment& segment, uint32_t document) {
  Terms terms;
  segment.tokens().for_each(document, [&](uint32_t, uint32_t form) {
    if (form >= segment.forms().size()) return;
    ++terms.tokens;
    terms.forms.push_back(form);
    const uint32_t stem = segment.stem_of(form);
    if (stem < segment.stems().size()) terms.stems.push_back(stem);
  });
  terms.forms = distinct(std::move(terms.forms));
  terms.stems = distinct(std::move(terms.stems));
  return terms;
}

}  // namespace

model::Grants Overlay::grants(uint32_t document) const {
  model::Grants grants = model::Grants::all();
  for (const Purpose purpose : model::kAllPurposes) {
    if (refused(purpose).test(document)) grants = grants.without(purpose);
  }
  return grants;
}

void Overlay::kill(const Segment& segment, uint32_t document) {
  if (dead_.test(document)) return;
  apply_grants(segment, document, model::Grants::all());
  dead_.set(document);
  ++dead_documents_;
  const Terms terms = terms_of(segment, document);
  dead_tokens_ += terms.tokens;
  for (const uint32_t form : terms.forms) dead_forms_.increment(form);
  for (const uint32_t stem : terms.stems) dead_stems_.increment(stem);
  dead_mentions_ += terms.stems.size();
  segment.languages().for_each(document, [&](uint32_t name) { dead_languages_.increment(name); });
}

void Overlay::set_grants(const Segment& segment, uint32_t document, model::Grants grants) {
  if (is_dead(document)) return;
  regranted_.set(document);
  apply_grants(segment, document, grants);
}

void Overlay::apply_grants(const Segment& segment, uint32_t document, model::Grants grants) {
  for (const Purpose purpose : model::kAllPurposes) {
    Refusals& refusals = refusals_[std::to_underlying(purpose)];
    const bool refuses = !grants.has(purpose);
    if (refusals.bits.test(document) == refuses) continue;
    refuses ? refusals.bits.set(document) : refusals.bits.clear(document);
    refuses ? ++refusals.documents : --refusals.documents;
    if (purpose == Purpose::kCount) count_terms(segment, document, refuses ? 1 : -1);
  }
}

void Overlay::count_terms(const Segment& segment, uint32_t document, int32_t change) {
  const Terms terms = terms_of(segment, document);
  for (const uint32_t form : terms.forms) uncounted_forms_.add(form, change);
  for (const uint32_t stem : terms.stems) uncounted_stems_.add(stem, change);
  const auto mentions = static_cast<int64_t>(terms.stems.size());
  uncounted_mentions_ += static_cast<uint64_t>(change * mentions);
}

void Overlay::take_grants(const Segment& segment) {
  if (segment.grants().is_empty()) return;
  for (uint32_t document = 0; document < segment.documents(); ++document) {
    const auto bits = static_cast<uint8_t>(segment.grants().value(document).value_or(0));
    apply_grants(segment, document, model::Grants::of_bits(bits));
  }
}

}  // namespace fh::landscape

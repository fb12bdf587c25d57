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

// Calls visit(form, stem) for each token; stem is stems().size() where damaged.
template <typename Visit>
void for_each_token(const Segment& segment, uint32_t document, Visit&& visit) {
  segment.tokens().for_each(document, [&](uint32_t, uint32_t form) {
    if (form < segment.forms().size()) visit(form, segment.stem_of(form));
  });
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
  std::vector<uint32_t> forms;
  std::vector<uint32_t> stems;
  for_each_token(segment, document, [&](uint32_t form, uint32_t stem) {
    forms.push_back(form);
    if (stem < segment.stems().size()) stems.push_back(stem);
  });
  dead_tokens_ += forms.size();
  for (const uint32_t form : distinct(std::move(forms))) dead_forms_.increment(form);
  stems = distinct(std::move(stems));
  for (const uint32_t stem : stems) dead_stems_.increment(stem);
  dead_mentions_ += stems.size();
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
    if (purpose == Purpose::kCount) count_stems(segment, document, refuses ? 1 : -1);
  }
}

void Overlay::count_stems(const Segment& segment, uint32_t document, int32_t change) {
  std::vector<uint32_t> stems;
  for_each_token(segment, document, [&](uint32_t, uint32_t stem) {
    if (stem < segment.stems().size()) stems.push_back(stem);
  });
  stems = distinct(std::move(stems));
  for (const uint32_t stem : stems) uncounted_stems_.add(stem, change);
  uncounted_mentions_ +=
      static_cast<uint64_t>(int64_t{change} * static_cast<int64_t>(stems.size()));
}

void Overlay::take_grants(const Segment& segment) {
  if (segment.grants().width() == 0) return;
  for (uint32_t document = 0; document < segment.documents(); ++document) {
    const auto bits = static_cast<uint8_t>(segment.grants().value(document).value_or(0));
    apply_grants(segment, document, model::Grants::of_bits(bits));
  }
}

}  // namespace fh::landscape

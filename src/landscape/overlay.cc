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

// Window by window: nearly everyone refuses something, and a start must not look at each.
void Overlay::take_grants(const Segment& segment) {
  const IntColumn& column = segment.grants();
  if (column.is_empty()) return;
  std::array<uint64_t, kWindowSize> codes;
  segment.for_each_run([&](std::span<const uint32_t> documents) {
    column.gather(documents, codes.data());
    std::array<WindowBits, model::kPurposes> refused = {};
    for (size_t i = 0; i < documents.size(); ++i) {
      const auto bits = static_cast<uint8_t>(codes[i] == 0 ? 0 : column.value_of(codes[i]));
      const model::Grants given = model::Grants::of_bits(bits);
      for (const Purpose purpose : model::kAllPurposes) {
        refused[std::to_underlying(purpose)][i / 64] |= uint64_t{!given.has(purpose)} << (i % 64);
      }
    }
    for (size_t purpose = 0; purpose < model::kPurposes; ++purpose) {
      refusals_[purpose].take_window(documents.front() / kWindowSize, refused[purpose]);
    }
  });
  this->refused(Purpose::kCount).for_each([&](uint32_t document) {
    count_terms(segment, document, 1);
  });
}

void Overlay::Refusals::take_window(uint32_t window, const WindowBits& refused) {
  const uint32_t count = count_bits(refused);
  if (count == 0) return;
  bits.put(window, refused);
  documents += count;
}

}  // namespace fh::landscape

#include "landscape/snapshot.h"

#include <set>
#include <utility>

namespace fh::landscape {
namespace {

void add_languages(const SegmentState& state, std::set<std::string>& languages) {
  const KeywordColumn& column = state.segment->languages();
  const std::span<const uint32_t> counts = state.segment->language_counts();
  for (uint32_t ordinal = 0; ordinal < counts.size(); ++ordinal) {
    if (counts[ordinal] > state.overlay->dead_in_language(ordinal)) {
      languages.emplace(column.values().at(ordinal));
    }
  }
}

}  // namespace

Snapshot make_snapshot(std::vector<SegmentState> segments, uint64_t as_of,
                       std::shared_ptr<ApartPieces> pieces) {
  Snapshot snapshot;
  snapshot.as_of = as_of;
  snapshot.apart = std::make_shared<ApartTotals>(std::move(pieces));
  std::set<std::string> languages;
  for (const SegmentState& state : segments) {
    snapshot.documents += state.living();
    for (const Purpose purpose : model::kAllPurposes) {
      snapshot.granted[std::to_underlying(purpose)] += state.granted(purpose);
    }
    snapshot.tokens += state.segment->token_total() - state.overlay->dead_tokens();
    snapshot.mentions += state.segment->mentions() - state.overlay->dead_mentions() -
                         state.overlay->uncounted_mentions();
    if (state.in_memory()) snapshot.documents_in_memory += state.segment->documents();
    add_languages(state, languages);
  }
  snapshot.languages.assign(languages.begin(), languages.end());
  snapshot.segments = std::move(segments);
  return snapshot;
}

}  // namespace fh::landscape

#include "landscape/among.h"

#include <algorithm>
#include <utility>

#include "landscape/matcher.h"

namespace fh::landscape {
namespace {

struct Place {
  uint32_t document = 0;
  size_t asked = 0;  // which of the numbers
};

// Those of the numbers that live in the segment, by document.
std::vector<Place> places_in(const SegmentState& state, std::span<const uint64_t> numbers) {
  std::vector<Place> places;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const std::optional<uint32_t> document = state.segment->find(numbers[i]);
    if (document && !state.overlay->is_dead(*document)) places.push_back({*document, i});
  }
  std::ranges::sort(places, {}, &Place::document);
  const auto repeated = std::ranges::unique(places, {}, &Place::document);
  places.erase(repeated.begin(), repeated.end());
  return places;
}

}  // namespace

Among among(const Snapshot& snapshot, const Node& query, std::span<const uint64_t> numbers,
            const Bm25& settings) {
  Among found{.as_of = snapshot.as_of, .match = std::vector<bool>(numbers.size(), false)};
  const PreparedQuery prepared(query, snapshot, settings);
  const Tuning tuning;
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    const std::vector<Place> places = places_in(snapshot.segments[index], numbers);
    if (places.empty()) continue;
    std::vector<uint32_t> documents;
    documents.reserve(places.size());
    for (const Place& place : places) documents.push_back(place.document);
    SegmentMatcher matcher(prepared, index, tuning);
    const std::vector<uint8_t> keep = matcher.judge(documents);
    for (size_t i = 0; i < places.size(); ++i) found.match[places[i].asked] = keep[i] != 0;
  }
  return found;
}

}  // namespace fh::landscape

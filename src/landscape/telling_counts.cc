#include "landscape/telling_counts.h"

namespace fh::landscape {

void StemCounter::choose(const Segment& segment, const SegmentMatches& matches, Share share) {
  chosen_.clear();
  matches.for_each_run(share, [&](std::span<const uint32_t> documents) {
    for (const uint32_t document : documents) {
      if (sample_.has(segment.number(document))) chosen_.push_back(document);
    }
  });
}

void StemCounter::read(const Segment& segment, size_t at) {
  // So far ahead that memory has answered by the time it is needed.
  constexpr size_t kAhead = 8;
  if (at + 2 * kAhead < chosen_.size()) segment.tokens().prefetch_start(chosen_[at + 2 * kAhead]);
  if (at + kAhead < chosen_.size()) segment.tokens().prefetch(chosen_[at + kAhead]);
  Reading& reading = reading_[at % kSteps];
  reading.document = chosen_[at];
  segment.tokens().read(reading.document, reading.words);
  segment.prefetch_stems(reading.words);
}

void StemCounter::to_stems(const Segment& segment, size_t at) {
  std::vector<uint32_t>& words = reading_[at % kSteps].words;
  segment.to_stems(words);
  const Cell* const cells = cells_.data();
  for (const uint32_t stem : words) __builtin_prefetch(cells + stem, 1);
}

void StemCounter::add(size_t at, SegmentStemCounts& counts) {
  Cell* const cells = cells_.data();
  const Reading& reading = reading_[at % kSteps];
  const uint32_t mark = reading.document + 1;
  uint64_t mentions = 0;
  for (const uint32_t stem : reading.words) {
    Cell& cell = cells[stem];  // one more than there are stems, for damaged forms
    if (cell.last == mark) continue;
    cell.last = mark;
    ++mentions;
    if (cell.matches++ == 0)
      counts.stems.push_back({.hash = 0, .counted = 0, .stem = stem, .matches = 0});
  }
  counts.mentions += mentions;
}

void StemCounter::take_counts(const SegmentState& state, SegmentStemCounts& counts) {
  const Segment& segment = *state.segment;
  constexpr size_t kAhead = 16;
  const uint32_t stems = segment.stems().size();
  for (StemCount& count : counts.stems) {
    count.matches = cells_[count.stem].matches;
    cells_[count.stem] = {};
    if (count.stem == stems) counts.mentions -= count.matches;
  }
  std::erase_if(counts.stems, [&](const StemCount& count) { return count.stem == stems; });
  for (size_t i = 0; i < counts.stems.size(); ++i) {
    if (i + kAhead < counts.stems.size()) segment.prefetch_stem(counts.stems[i + kAhead].stem);
    StemCount& count = counts.stems[i];
    count.hash = segment.stem_hash(count.stem);
    count.counted = state.counted_with_stem(count.stem);
  }
}

SegmentStemCounts StemCounter::count(const SegmentState& state, const SegmentMatches& matches,
                                     Share share) {
  const Segment& segment = *state.segment;
  choose(segment, matches, share);
  const uint32_t stems = segment.stems().size();
  if (cells_.size() <= stems) cells_.resize(stems + 1);
  SegmentStemCounts counts;
  counts.experiences = chosen_.size();
  // Three documents are under way, a step each: what the next step needs of memory is on its
  // way while the others take theirs.
  for (size_t at = 0; at < chosen_.size() + kSteps - 1; ++at) {
    if (at >= 2) add(at - 2, counts);
    if (at >= 1 && at - 1 < chosen_.size()) to_stems(segment, at - 1);
    if (at < chosen_.size()) read(segment, at);
  }
  take_counts(state, counts);
  return counts;
}

}  // namespace fh::landscape

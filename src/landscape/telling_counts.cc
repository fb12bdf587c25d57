#include "landscape/telling_counts.h"

#include <array>

namespace fh::landscape {

void StemCounter::choose(const Segment& segment, const SegmentMatches& matches, Share share) {
  chosen_.clear();
  matches.for_each_run(share, [&](std::span<const uint32_t> documents) {
    for (const uint32_t document : documents) {
      if (sample_.has(segment.number(document))) chosen_.push_back(document);
    }
  });
}

// In steps, so that the cells of all words are on their way before the first is used.
void StemCounter::add(const Segment& segment, uint32_t document, SegmentStemCounts& counts) {
  segment.tokens().read(document, stems_);
  segment.to_stems(stems_);
  Cell* const cells = cells_.data();
  for (const uint32_t stem : stems_) __builtin_prefetch(cells + stem, 1);
  const uint32_t mark = document + 1;
  uint64_t mentions = 0;
  for (const uint32_t stem : stems_) {
    Cell& cell = cells[stem];  // one more than there are stems, for damaged forms
    if (cell.last == mark) continue;
    cell.last = mark;
    ++mentions;
    if (cell.matches++ == 0) counts.stems.push_back({.stem = stem, .matches = 0});
  }
  counts.mentions += mentions;
}

SegmentStemCounts StemCounter::count(const Segment& segment, const SegmentMatches& matches,
                                     Share share) {
  // So far ahead that memory has answered by the time it is needed.
  constexpr size_t kAhead = 8;
  choose(segment, matches, share);
  const uint32_t stems = segment.stems().size();
  if (cells_.size() <= stems) cells_.resize(stems + 1);
  SegmentStemCounts counts;
  counts.experiences = chosen_.size();
  for (size_t i = 0; i < chosen_.size(); ++i) {
    if (i + 2 * kAhead < chosen_.size()) segment.tokens().prefetch_start(chosen_[i + 2 * kAhead]);
    if (i + kAhead < chosen_.size()) segment.tokens().prefetch(chosen_[i + kAhead]);
    add(segment, chosen_[i], counts);
  }
  for (StemCount& count : counts.stems) {
    count.matches = cells_[count.stem].matches;
    cells_[count.stem] = {};
    if (count.stem == stems) counts.mentions -= count.matches;
  }
  std::erase_if(counts.stems, [&](const StemCount& count) { return count.stem == stems; });
  return counts;
}

}  // namespace fh::landscape

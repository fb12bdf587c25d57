#include "landscape/telling_words.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"
#include "landscape/telling.h"

namespace fh::landscape {
namespace {

// Experiences per stem among the sample, over all segments.
class StemCounts {
 public:
  struct Count {
    uint64_t with = 0;          // of the sample
    uint64_t all_at_least = 0;  // living, in the segments where the sample has it
  };

  void add(const SegmentState& state, const Matches& matches, size_t index) {
    const Segment& segment = *state.segment;
    const Overlay& overlay = *state.overlay;
    std::vector<uint32_t> counts(segment.stems().size());
    std::vector<uint32_t> last(segment.stems().size(), ~uint32_t{0});
    matches.for_each_window(index, [&](std::span<const uint32_t> documents) {
      for (const uint32_t document : documents) {
        if (!in_telling_sample(segment.number(document), matches.total)) continue;
        ++sample_;
        segment.tokens().for_each(document, [&](uint32_t, uint32_t form) {
          const uint32_t stem = segment.stem_of(form);
          if (stem >= counts.size() || last[stem] == document) return;
          last[stem] = document;
          ++counts[stem];
          ++mentions_;
        });
      }
    });
    for (uint32_t stem = 0; stem < counts.size(); ++stem) {
      if (counts[stem] == 0) continue;
      Count& count = by_stem_[segment.stems().at(stem)];
      count.with += counts[stem];
      count.all_at_least += segment.stem_list(stem).df - overlay.dead_with_stem(stem);
    }
  }
  uint64_t sample() const { return sample_; }
  uint64_t mentions() const { return mentions_; }
  const auto& by_stem() const { return by_stem_; }

 private:
  std::unordered_map<std::string_view, Count, StringHash> by_stem_;
  uint64_t sample_ = 0;
  uint64_t mentions_ = 0;
};

uint64_t living_with_stem(const Snapshot& snapshot, std::string_view stem) {
  uint64_t living = 0;
  for (const auto& [segment, overlay] : snapshot.segments) {
    if (const auto ordinal = segment->stem_ordinal(stem)) {
      living += segment->stem_list(*ordinal).df - overlay->dead_with_stem(*ordinal);
    }
  }
  return living;
}

// The surface that most living experiences have; the first of equals.
std::string label_of(const Snapshot& snapshot, std::string_view stem) {
  std::map<std::string_view, uint64_t> living;
  for (const auto& [segment, overlay] : snapshot.segments) {
    const auto ordinal = segment->stem_ordinal(stem);
    if (!ordinal) continue;
    for (const uint32_t form : segment->forms_of(*ordinal)) {
      if (form >= segment->forms().size()) continue;
      living[segment->forms().at(form)] +=
          segment->form_list(form).df - overlay->dead_with_form(form);
    }
  }
  const auto best =
      std::ranges::max_element(living, {}, [](const auto& entry) { return entry.second; });
  return best == living.end() ? std::string(stem) : std::string(best->first);
}

}  // namespace

TellingAnswer find_telling_words(const PreparedQuery& query, const Matches& matches,
                                 uint32_t limit) {
  const Snapshot& snapshot = query.snapshot();
  StemCounts counts;
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    counts.add(snapshot.segments[index], matches, index);
  }
  TellingAnswer answer{.words = {}, .sample = counts.sample()};
  for (const auto& [stem, count] : counts.by_stem()) {
    const uint64_t with = count.with;
    if (with < telling_matches_min(matches.total)) continue;
    if (std::ranges::binary_search(query.own_stems(), stem)) continue;
    // No greater a share than among all: z is not above 0. Looking the word up in every
    // segment is for the others.
    if (with * snapshot.mentions <= count.all_at_least * counts.mentions()) continue;
    const uint64_t all = living_with_stem(snapshot, stem);
    const double z = telling_z(with, counts.mentions(), all, snapshot.mentions);
    if (z <= kTellingZMin) continue;
    answer.words.push_back({.word = std::string(stem), .experiences = with, .of_all = all, .z = z});
  }
  for (TellingWord& word : answer.words) word.word = label_of(snapshot, word.word);
  std::erase_if(answer.words, [&](const TellingWord& word) {
    return std::ranges::binary_search(query.own_surfaces(), word.word);
  });
  std::ranges::sort(answer.words, [](const TellingWord& a, const TellingWord& b) {
    return a.z != b.z ? a.z > b.z : a.word < b.word;
  });
  if (answer.words.size() > limit) answer.words.resize(limit);
  return answer;
}

}  // namespace fh::landscape

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
  void add(const Segment& segment, const Matches& matches, size_t index) {
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
      if (counts[stem] > 0) by_stem_[segment.stems().at(stem)] += counts[stem];
    }
  }
  uint64_t sample() const { return sample_; }
  uint64_t mentions() const { return mentions_; }
  const auto& by_stem() const { return by_stem_; }

 private:
  std::unordered_map<std::string_view, uint64_t, StringHash> by_stem_;
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
    counts.add(*snapshot.segments[index].segment, matches, index);
  }
  TellingAnswer answer{.words = {}, .sample = counts.sample()};
  for (const auto& [stem, with] : counts.by_stem()) {
    if (with < telling_matches_min(matches.total)) continue;
    if (std::ranges::binary_search(query.own_stems(), stem)) continue;
    // What is in hand bounds z from above; the look-up in every segment can wait.
    if (telling_z(with, counts.mentions(), with, snapshot.mentions) <= kTellingZMin) continue;
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

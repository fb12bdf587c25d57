#include "landscape/telling_words.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "landscape/telling.h"

namespace fh::landscape {
namespace {

// How many sampled experiences of each segment hold each of its stems.
struct Sample {
  std::vector<std::vector<uint32_t>> counts;  // counts[segment][stem ordinal]
  uint64_t experiences = 0;
  uint64_t mentions = 0;
};

void add_segment(const Segment& segment, const Matches& matches, size_t index, Sample& sample) {
  std::vector<uint32_t> counts(segment.stems().size());
  std::vector<uint32_t> last(segment.stems().size(), ~uint32_t{0});
  matches.segments[index].for_each_run([&](std::span<const uint32_t> documents) {
    for (const uint32_t document : documents) {
      if (!in_telling_sample(segment.number(document), matches.total)) continue;
      ++sample.experiences;
      segment.tokens().for_each(document, [&](uint32_t, uint32_t form) {
        const uint32_t stem = segment.stem_of(form);
        if (stem >= counts.size() || last[stem] == document) return;
        last[stem] = document;
        ++counts[stem];
        ++sample.mentions;
      });
    }
  });
  sample.counts.push_back(std::move(counts));
}

Sample take_sample(const Snapshot& snapshot, const Matches& matches) {
  Sample sample;
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    add_segment(*snapshot.segments[index].segment, matches, index, sample);
  }
  return sample;
}

struct Candidate {
  std::string_view stem;
  uint64_t with = 0;  // of the sample
  uint64_t all = 0;   // living
  double z = 0;
};

// Every stem that may be in `least` of the sample, by string. One that is must be in its
// share of them in some segment, so that rare words are never looked at.
std::vector<Candidate> candidates(const PreparedQuery& query, const Sample& sample,
                                  uint64_t least) {
  const std::vector<SegmentState>& segments = query.snapshot().segments;
  const uint64_t share = (least + segments.size() - 1) / std::max<size_t>(segments.size(), 1);
  std::vector<Candidate> found;
  for (size_t index = 0; index < segments.size(); ++index) {
    const std::vector<uint32_t>& counts = sample.counts[index];
    for (uint32_t stem = 0; stem < counts.size(); ++stem) {
      if (counts[stem] < share) continue;
      found.push_back({.stem = segments[index].segment->stems().at(stem)});
    }
  }
  std::ranges::sort(found, {}, &Candidate::stem);
  const auto repeated = std::ranges::unique(found, {}, &Candidate::stem);
  found.erase(repeated.begin(), repeated.end());
  std::erase_if(found, [&](const Candidate& candidate) {
    return std::ranges::binary_search(query.own_stems(), candidate.stem);
  });
  return found;
}

// Adds one segment's counts to all candidates: both are in order, so that each is looked
// for from where the last was found.
void add_counts(const SegmentState& state, const std::vector<uint32_t>& counts,
                std::vector<Candidate>& candidates) {
  const auto& [segment, overlay] = state;
  uint32_t from = 0;
  for (Candidate& candidate : candidates) {
    from = segment->stems().lower_bound(candidate.stem, from);
    if (from == segment->stems().size()) return;
    if (segment->stems().at(from) != candidate.stem) continue;
    candidate.with += counts[from];
    candidate.all += segment->stem_list(from).df - overlay->dead_with_stem(from);
  }
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

// The strongest come first; only as many as can matter are named: `limit`, those that may
// fall away as the question's own words, and whatever ties with the last of them.
std::vector<TellingWord> name_best(const PreparedQuery& query, std::vector<Candidate> found,
                                   uint32_t limit) {
  std::ranges::sort(found, std::greater{}, &Candidate::z);
  const size_t enough = limit + query.own_surfaces().size();
  if (found.size() > enough) {
    const double last = found[enough].z;
    std::erase_if(found, [&](const Candidate& candidate) { return candidate.z < last; });
  }
  std::vector<TellingWord> words;
  for (const Candidate& candidate : found) {
    std::string label = label_of(query.snapshot(), candidate.stem);
    if (std::ranges::binary_search(query.own_surfaces(), label)) continue;
    words.push_back({.word = std::move(label),
                     .experiences = candidate.with,
                     .of_all = candidate.all,
                     .z = candidate.z});
  }
  std::ranges::sort(words, [](const TellingWord& a, const TellingWord& b) {
    return a.z != b.z ? a.z > b.z : a.word < b.word;
  });
  if (words.size() > limit) words.resize(limit);
  return words;
}

}  // namespace

TellingAnswer find_telling_words(const PreparedQuery& query, const Matches& matches,
                                 uint32_t limit) {
  const Snapshot& snapshot = query.snapshot();
  // Everything is like everything: there is nothing to set it apart from.
  if (matches.total == snapshot.documents) {
    return {.words = {}, .sample = std::min(matches.total, kTellingMatchesMax)};
  }
  const Sample sample = take_sample(snapshot, matches);
  const uint64_t least = telling_matches_min(sample.experiences);
  std::vector<Candidate> found = candidates(query, sample, least);
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    add_counts(snapshot.segments[index], sample.counts[index], found);
  }
  std::erase_if(found, [&](Candidate& candidate) {
    if (candidate.with < least) return true;
    candidate.z = telling_z(candidate.with, sample.mentions, candidate.all, snapshot.mentions);
    return candidate.z <= kTellingZMin;
  });
  return {.words = name_best(query, std::move(found), limit), .sample = sample.experiences};
}

}  // namespace fh::landscape

#include "landscape/telling_words.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/threads.h"
#include "landscape/telling_counts.h"

namespace fh::landscape {
namespace {

struct Candidate {
  uint64_t hash = 0;  // of the stem
  uint32_t segment = 0;
  uint32_t ordinal = 0;  // there
  uint64_t with = 0;     // of the sample
  uint64_t all = 0;      // living
  uint64_t met = 0;      // segments, a bit each up to kMetSegments, whose counts are in it
  double z = 0;
};
constexpr size_t kMetSegments = 64;

// Candidates by the hashes of their stems.
class Candidates {
 public:
  Candidates() : slots_(kSlotsAtFirst, kFree) {}

  Candidate* find(uint64_t hash) {
    const uint32_t found = slots_[slot_of(hash)];
    return found == kFree ? nullptr : &all_[found];
  }
  void add(const Candidate& candidate) {
    uint32_t& slot = slots_[slot_of(candidate.hash)];
    if (slot != kFree) return;
    slot = static_cast<uint32_t>(all_.size());
    all_.push_back(candidate);
    if (all_.size() * 2 > slots_.size()) grow();
  }
  std::vector<Candidate> take() { return std::move(all_); }

 private:
  static constexpr uint32_t kFree = ~uint32_t{0};
  static constexpr size_t kSlotsAtFirst = 4096;

  size_t slot_of(uint64_t hash) const {
    size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != kFree && all_[slots_[slot]].hash != hash) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
  }
  void grow() {
    slots_.assign(slots_.size() * 2, kFree);
    for (uint32_t i = 0; i < all_.size(); ++i) slots_[slot_of(all_[i].hash)] = i;
  }

  std::vector<uint32_t> slots_;  // a power of two, at most half full
  std::vector<Candidate> all_;
};

// What the matches looked at hold, a share of a segment at a time.
struct Sample {
  std::vector<SegmentStemCounts> shares;
  uint64_t experiences = 0;
  uint64_t mentions = 0;
  uint64_t least = 0;  // of the sample, for a word to tell
};

Sample take_sample(const Snapshot& snapshot, const Matches& matches, size_t threads) {
  const TellingSample chosen(matches.total);
  const size_t segments = snapshot.segments.size();
  Sample sample;
  sample.shares.resize(threads * segments);
  run_in_parallel(threads, [&](size_t thread) {
    StemCounter counter(chosen);
    for (uint32_t index = 0; index < segments; ++index) {
      SegmentStemCounts& share = sample.shares[thread * segments + index];
      share = counter.count(*snapshot.segments[index].segment, matches.segments[index],
                            {.number = thread, .of = threads});
      share.segment = index;
    }
  });
  for (const SegmentStemCounts& share : sample.shares) {
    sample.experiences += share.experiences;
    sample.mentions += share.mentions;
  }
  sample.least = telling_matches_min(sample.experiences);
  return sample;
}

// Every stem that may be in `least` of the sample. One that is must be in its part of some
// share, so that most rare words are never looked at again.
Candidates find_candidates(const Snapshot& snapshot, const Sample& sample) {
  Candidates found;
  for (const SegmentStemCounts& share : sample.shares) {
    const Segment& segment = *snapshot.segments[share.segment].segment;
    const uint64_t part =
        sample.least * share.experiences / std::max<uint64_t>(sample.experiences, 1);
    for (const StemCount& count : share.stems) {
      if (count.matches < part) continue;
      found.add(
          {.hash = segment.stem_hash(count.stem), .segment = share.segment, .ordinal = count.stem});
    }
  }
  return found;
}

uint64_t living_with(const SegmentState& state, uint32_t stem) {
  return state.segment->stem_list(stem).df - state.overlay->dead_with_stem(stem);
}

// Adds the counts of every segment in which a candidate was met.
void add_counts(const Snapshot& snapshot, const Sample& sample, Candidates& candidates) {
  for (const SegmentStemCounts& share : sample.shares) {
    const SegmentState& state = snapshot.segments[share.segment];
    const uint64_t bit = share.segment < kMetSegments ? uint64_t{1} << share.segment : 0;
    for (const StemCount& count : share.stems) {
      Candidate* candidate = candidates.find(state.segment->stem_hash(count.stem));
      if (candidate == nullptr) continue;
      candidate->with += count.matches;
      if (bit == 0 || (candidate->met & bit) != 0) continue;
      candidate->all += living_with(state, count.stem);
      candidate->met |= bit;
    }
  }
}

std::string_view stem_of(const Snapshot& snapshot, const Candidate& candidate) {
  return snapshot.segments[candidate.segment].segment->stems().at(candidate.ordinal);
}

// Adds those who hold it in segments where no match did.
void add_unmet(const Snapshot& snapshot, Candidate& candidate) {
  const std::string_view stem = stem_of(snapshot, candidate);
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    if (index < kMetSegments && (candidate.met >> index & 1) != 0) continue;
    const SegmentState& state = snapshot.segments[index];
    const auto ordinal = state.segment->stem_ordinal(stem);
    if (ordinal) candidate.all += living_with(state, *ordinal);
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

// The strongest come first, and no more are named than matter: those that are given, and
// whatever ties with the last of them. Of several languages' words that are written alike
// the strongest is enough.
std::vector<TellingWord> name_best(const PreparedQuery& query, std::vector<Candidate> found,
                                   uint32_t limit) {
  std::ranges::sort(found, std::greater{}, &Candidate::z);
  std::set<std::string> given(query.own_surfaces().begin(), query.own_surfaces().end());
  std::vector<TellingWord> words;
  for (const Candidate& candidate : found) {
    if (words.size() >= limit && candidate.z < words[limit - 1].z) break;
    std::string label = label_of(query.snapshot(), stem_of(query.snapshot(), candidate));
    if (!given.insert(label).second) continue;
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

TellingAnswer find_telling_words(const PreparedQuery& query, const Matches& matches, uint32_t limit,
                                 size_t threads) {
  const Snapshot& snapshot = query.snapshot();
  // Everything is like everything: there is nothing to set it apart from.
  if (matches.total == snapshot.documents) {
    return {.words = {}, .sample = matches.total};
  }
  const Sample sample = take_sample(snapshot, matches, threads);
  Candidates candidates = find_candidates(snapshot, sample);
  add_counts(snapshot, sample, candidates);
  std::vector<Candidate> found = candidates.take();
  std::erase_if(found, [&](Candidate& candidate) {
    if (candidate.with < sample.least) return true;
    if (std::ranges::binary_search(query.own_stems(), stem_of(snapshot, candidate))) return true;
    add_unmet(snapshot, candidate);
    candidate.z = telling_z(candidate.with, sample.mentions, candidate.all, snapshot.mentions);
    return candidate.z <= kTellingZMin;
  });
  return {.words = name_best(query, std::move(found), limit), .sample = sample.experiences};
}

}  // namespace fh::landscape

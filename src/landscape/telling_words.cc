#include "landscape/telling_words.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/threads.h"
#include "landscape/stem_tallies.h"
#include "landscape/telling_counts.h"

namespace fh::landscape {
namespace {

struct Candidate {
  uint32_t segment = 0;
  uint32_t ordinal = 0;  // there
  uint64_t with = 0;     // of the sample
  uint64_t all = 0;      // that count, of the segments met
  uint64_t met = 0;      // segments that hold it, a bit each up to kMetSegments
};
constexpr size_t kMetSegments = 64;

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
      share = counter.count(snapshot.segments[index], matches.segments[index],
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

// Calls visit(share, count, tally) with every count of every share.
template <typename Visit>
void for_each_tally(const Sample& sample, StemTallies& tallies, Visit&& visit) {
  constexpr size_t kAhead = 8;
  for (const SegmentStemCounts& share : sample.shares) {
    for (size_t i = 0; i < share.stems.size(); ++i) {
      if (i + kAhead < share.stems.size()) tallies.prefetch(share.stems[i + kAhead].hash);
      visit(share, share.stems[i], tallies.of(share.stems[i].hash));
    }
  }
}

// The stems in enough of the sample to tell, with what the segments it met say of them.
std::vector<Candidate> find_candidates(const Sample& sample, const ApartWords* apart) {
  size_t stems = 0;
  for (const SegmentStemCounts& share : sample.shares) stems += share.stems.size();
  StemTallies tallies(stems);
  for_each_tally(sample, tallies, [](const auto&, const StemCount& count, StemTally& tally) {
    tally.with += count.matches;
  });
  std::vector<Candidate> found;
  for_each_tally(sample, tallies, [&](const auto& share, const StemCount& count, StemTally& tally) {
    if (tally.with < sample.least) return;
    if (tally.candidate == StemTally::kNoCandidate) {
      tally.candidate = static_cast<uint32_t>(found.size());
      found.push_back({.segment = share.segment, .ordinal = count.stem, .with = tally.with});
    }
    Candidate& candidate = found[tally.candidate];
    const uint64_t bit = share.segment < kMetSegments ? uint64_t{1} << share.segment : 0;
    if (bit == 0 || (candidate.met & bit) != 0) return;
    candidate.all += count.counted - (apart ? apart->with_stem(share.segment, count.stem) : 0);
    candidate.met |= bit;
  });
  return found;
}

std::string_view stem_of(const Snapshot& snapshot, const Candidate& candidate) {
  return snapshot.segments[candidate.segment].segment->stems().at(candidate.ordinal);
}

template <typename Visit>
void for_each_unmet(const Snapshot& snapshot, const Candidate& candidate, Visit&& visit) {
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    const bool met = index < kMetSegments && (candidate.met >> index & 1) != 0;
    if (!met) visit(index, snapshot.segments[index]);
  }
}

// Candidates from the strongest on. How strong one is at most is known from the segments
// that hold it in the sample; the others are asked only for those that come to the front.
class Strongest {
 public:
  struct Found {
    const Candidate* candidate = nullptr;
    double z = 0;
  };

  Strongest(const Snapshot& snapshot, const ApartWords* apart, TellingStrength strength,
            std::vector<Candidate> candidates)
      : snapshot_(snapshot),
        apart_(apart),
        strength_(strength),
        candidates_(std::move(candidates)) {
    for (uint32_t i = 0; i < candidates_.size(); ++i) {
      const double most = z_max(candidates_[i]);
      if (most > kTellingZMin) heap_.push_back({.z = most, .candidate = i});
    }
    std::ranges::make_heap(heap_, {}, &Entry::z);
  }

  // The next that tells; nothing where all have been given.
  std::optional<Found> next() {
    while (!heap_.empty()) {
      std::ranges::pop_heap(heap_, {}, &Entry::z);
      Entry& entry = heap_.back();
      Candidate& candidate = candidates_[entry.candidate];
      if (entry.exact) {
        const Found found = {.candidate = &candidate, .z = entry.z};
        heap_.pop_back();
        return found;
      }
      add_unmet(candidate);
      entry.z = strength_.z(candidate.with, candidate.all);
      entry.exact = true;
      if (entry.z > kTellingZMin) {
        std::ranges::push_heap(heap_, {}, &Entry::z);
      } else {
        heap_.pop_back();
      }
    }
    return std::nullopt;
  }

 private:
  struct Entry {
    double z = 0;  // at most, until it is exact
    uint32_t candidate = 0;
    bool exact = false;
  };

  double z_max(const Candidate& candidate) const {
    uint64_t unknown = 0;
    for_each_unmet(snapshot_, candidate, [&](size_t, const SegmentState& state) {
      unknown += state.granted(Purpose::kCount);
    });
    return strength_.z_max(candidate.with, candidate.all, candidate.all + unknown);
  }
  void add_unmet(Candidate& candidate) const {
    const std::string_view stem = stem_of(snapshot_, candidate);
    for_each_unmet(snapshot_, candidate, [&](size_t index, const SegmentState& state) {
      const auto ordinal = state.segment->stem_ordinal(stem);
      if (!ordinal) return;
      candidate.all += state.counted_with_stem(*ordinal);
      if (apart_) candidate.all -= apart_->with_stem(index, *ordinal);
    });
  }

  const Snapshot& snapshot_;
  const ApartWords* const apart_;
  const TellingStrength strength_;
  std::vector<Candidate> candidates_;
  std::vector<Entry> heap_;
};

// The surface that most experiences have that count; the first of equals.
std::string label_of(const Snapshot& snapshot, std::string_view stem, const ApartWords* apart) {
  std::map<std::string_view, uint64_t> living;
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    const auto& [segment, overlay] = snapshot.segments[index];
    const auto ordinal = segment->stem_ordinal(stem);
    if (!ordinal) continue;
    for (const uint32_t form : segment->forms_of(*ordinal)) {
      if (form >= segment->forms().size()) continue;
      living[segment->forms().at(form)] +=
          segment->form_list(form).df - overlay->dead_with_form(form) -
          overlay->uncounted_with_form(form) - (apart ? apart->with_form(index, form) : 0);
    }
  }
  const auto best =
      std::ranges::max_element(living, {}, [](const auto& entry) { return entry.second; });
  return best == living.end() ? std::string(stem) : std::string(best->first);
}

// No more are named than matter: those that are given, and whatever ties with the last of
// them. Of several languages' words that are written alike the strongest is enough.
std::vector<TellingWord> name_best(const PreparedQuery& query, const ApartWords* apart,
                                   Strongest strongest, uint32_t limit) {
  std::set<std::string> given(query.own_surfaces().begin(), query.own_surfaces().end());
  std::vector<TellingWord> words;
  while (const auto found = strongest.next()) {
    if (words.size() >= limit && found->z < words[limit - 1].z) break;
    const std::string_view stem = stem_of(query.snapshot(), *found->candidate);
    if (std::ranges::binary_search(query.own_stems(), stem)) continue;
    std::string label = label_of(query.snapshot(), stem, apart);
    if (!given.insert(label).second) continue;
    words.push_back({.word = std::move(label),
                     .experiences = found->candidate->with,
                     .of_all = found->candidate->all,
                     .z = found->z});
  }
  std::ranges::sort(words, [](const TellingWord& a, const TellingWord& b) {
    return a.z != b.z ? a.z > b.z : a.word < b.word;
  });
  if (words.size() > limit) words.resize(limit);
  return words;
}

}  // namespace

TellingAnswer find_telling_words(const PreparedQuery& query, const Matches& matches,
                                 const TellingAsk& ask) {
  const auto& [limit, threads, apart] = ask;
  const Snapshot& snapshot = query.snapshot();
  const uint64_t all =
      snapshot.granted[std::to_underlying(Purpose::kCount)] - (apart ? apart->experiences : 0);
  // Everything is like everything: there is nothing to set it apart from.
  if (matches.total == all) return {.words = {}, .sample = matches.total};
  const Sample sample = take_sample(snapshot, matches, threads);
  const TellingStrength strength(sample.mentions,
                                 snapshot.mentions - (apart ? apart->mentions : 0));
  Strongest strongest(snapshot, apart, strength, find_candidates(sample, apart));
  return {.words = name_best(query, apart, std::move(strongest), limit),
          .sample = sample.experiences};
}

}  // namespace fh::landscape

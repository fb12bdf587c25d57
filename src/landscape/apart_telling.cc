#include "landscape/apart_telling.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "landscape/people_figures.h"
#include "landscape/telling.h"

namespace fh::landscape {
namespace {

// Those of a document, each once.
void read_forms(const Segment& segment, uint32_t document, std::vector<uint32_t>& forms) {
  segment.tokens().read(document, forms);
  std::ranges::sort(forms);
  const auto twice = std::ranges::unique(forms);
  forms.erase(twice.begin(), twice.end());
}

void add_segment(const SegmentState& state, const SegmentMatches& living, ApartTerms& terms,
                 ApartWords& words) {
  const Segment& segment = *state.segment;
  const uint32_t stems = segment.stems().size();
  terms.by_stem.resize(stems);
  terms.by_form.resize(segment.forms().size());
  const SparseBits& uncounted = state.overlay->refused(Purpose::kCount);
  std::vector<uint32_t> ordinals;
  living.for_each_run([&](std::span<const uint32_t> documents) {
    for (const uint32_t document : documents) {
      if (uncounted.test(document)) continue;
      ++words.experiences;
      read_forms(segment, document, ordinals);
      for (const uint32_t form : ordinals) {
        if (form < terms.by_form.size()) ++terms.by_form[form];
      }
      segment.to_stems(ordinals);
      std::ranges::sort(ordinals);
      const auto twice = std::ranges::unique(ordinals);
      ordinals.erase(twice.begin(), twice.end());
      for (const uint32_t stem : ordinals) {
        if (stem >= stems) continue;
        ++terms.by_stem[stem];
        ++words.mentions;
      }
    }
  });
}

struct UsedStem {
  std::string_view stem;
  PeopleCell people;
  std::map<std::string_view, PeopleCell> surfaces;
};

// What the people told apart use.
class Use {
 public:
  Use(const Snapshot& snapshot, const Request& request, const PeopleRows& rows)
      : request_(request) {
    // Not of their exact number: nothing hangs on that.
    const TellingSample sample(std::bit_ceil(rows.size()));
    rows.for_each({}, [&](uint32_t person, PeopleRows::Row row) {
      const Segment& segment = *snapshot.segments[row.segment].segment;
      if (sample.has(segment.number(row.document))) add(person, segment, row.document);
    });
  }

  uint64_t people() const { return weigh(people_); }
  uint64_t weigh(const PeopleCell& cell) const { return request_.apart->weigh({}, cell.tally()); }
  // The spelling of most of them; nothing where none weighs anything.
  std::optional<std::string> label_of(const UsedStem& used) const {
    std::optional<std::string> label;
    uint64_t most = 0;
    for (const auto& [surface, people] : used.surfaces) {
      if (weigh(people) <= most) continue;
      most = weigh(people);
      label = std::string(surface);
    }
    return label;
  }
  const auto& stems() const { return stems_; }

 private:
  void add(uint32_t person, const Segment& segment, uint32_t document) {
    const uint64_t mark = mark_of(request_.apart->mark_key, person);
    people_.add(person, mark);
    read_forms(segment, document, forms_);
    for (const uint32_t form : forms_) {
      const uint32_t stem = segment.stem_of(form);
      if (stem >= segment.stems().size()) continue;
      UsedStem& used = stems_[segment.stem_hash(stem)];
      used.stem = segment.stems().at(stem);
      used.people.add(person, mark);
      used.surfaces[segment.forms().at(form)].add(person, mark);
    }
  }

  const Request& request_;
  PeopleCell people_;
  std::unordered_map<uint64_t, UsedStem> stems_;
  std::vector<uint32_t> forms_;
};

uint64_t others_with(const Snapshot& snapshot, const ApartWords& apart, std::string_view stem) {
  uint64_t with = 0;
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    const SegmentState& state = snapshot.segments[index];
    const auto ordinal = state.segment->stem_ordinal(stem);
    if (!ordinal) continue;
    with += state.counted_with_stem(*ordinal) - apart.with_stem(index, *ordinal);
  }
  return with;
}

// Most telling first; of several with one label, the first.
std::vector<TellingWord> best_of(std::vector<TellingWord> words, uint32_t limit) {
  std::ranges::sort(words, [](const TellingWord& a, const TellingWord& b) {
    return a.z != b.z ? a.z > b.z : a.word < b.word;
  });
  std::set<std::string> given;
  std::erase_if(words, [&](const TellingWord& word) { return !given.insert(word.word).second; });
  if (words.size() > limit) words.resize(limit);
  return words;
}

}  // namespace

std::shared_ptr<const ApartWords> words_of(const Snapshot& snapshot, const ApartFilter& filter) {
  return snapshot.apart->words(filter.key(), [&] {
    ApartWords words;
    words.segments.resize(snapshot.segments.size());
    const Matches living = filter.living();
    for (size_t index = 0; index < snapshot.segments.size(); ++index) {
      if (living.segments[index].count() == 0) continue;
      add_segment(snapshot.segments[index], living.segments[index], words.segments[index], words);
    }
    return words;
  });
}

TellingAnswer find_apart_words(const PreparedQuery& query, const Request& request,
                               const PeopleRows& rows, const ApartWords& apart) {
  const Snapshot& snapshot = query.snapshot();
  const Use use(snapshot, request, rows);
  uint64_t mentions = 0;
  for (const auto& [hash, used] : use.stems()) mentions += use.weigh(used.people);
  const TellingStrength strength(mentions, mentions + snapshot.mentions - apart.mentions);
  const uint64_t least = telling_matches_min(use.people());
  std::vector<TellingWord> words;
  for (const auto& [hash, used] : use.stems()) {
    const uint64_t with = use.weigh(used.people);
    if (with == 0 || with < least) continue;
    if (std::ranges::binary_search(query.own_stems(), used.stem)) continue;
    const uint64_t all = with + others_with(snapshot, apart, used.stem);
    const double z = strength.z(with, all);
    if (z <= kTellingZMin) continue;
    std::optional<std::string> label = use.label_of(used);
    if (!label || std::ranges::binary_search(query.own_surfaces(), *label)) continue;
    words.push_back({.word = std::move(*label), .experiences = with, .of_all = all, .z = z});
  }
  return {.words = best_of(std::move(words), request.telling_words), .sample = use.people()};
}

}  // namespace fh::landscape

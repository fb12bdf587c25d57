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

// Calls stem(ordinal) and form(ordinal), each once.
template <typename Stem, typename Form>
void for_each_term(const Segment& segment, uint32_t document, Stem&& stem, Form&& form) {
  std::vector<uint32_t> ordinals;
  read_forms(segment, document, ordinals);
  for (const uint32_t ordinal : ordinals) {
    if (ordinal < segment.forms().size()) form(ordinal);
  }
  segment.to_stems(ordinals);
  std::ranges::sort(ordinals);
  const auto twice = std::ranges::unique(ordinals);
  ordinals.erase(twice.begin(), twice.end());
  for (const uint32_t ordinal : ordinals) {
    if (ordinal < segment.stems().size()) stem(ordinal);
  }
}

std::shared_ptr<const TermCounts> count_all(const Segment& segment, const SegmentMatches& all) {
  auto counts = std::make_shared<TermCounts>();
  counts->by_stem.resize(segment.stems().size());
  counts->by_form.resize(segment.forms().size());
  counts->experiences = all.count();
  const auto count_stem = [&](uint32_t stem) {
    ++counts->by_stem[stem];
    ++counts->mentions;
  };
  const auto count_form = [&](uint32_t form) { ++counts->by_form[form]; };
  all.for_each_run([&](std::span<const uint32_t> documents) {
    for (const uint32_t at : documents) for_each_term(segment, at, count_stem, count_form);
  });
  return counts;
}

void lose(const Segment& segment, uint32_t document, ApartTerms& terms) {
  ++terms.lost_experiences;
  const auto lose_stem = [&](uint32_t stem) {
    terms.lost_by_stem.increment(stem);
    ++terms.lost_mentions;
  };
  const auto lose_form = [&](uint32_t form) { terms.lost_by_form.increment(form); };
  for_each_term(segment, document, lose_stem, lose_form);
}

// `earlier` is the same segment's, of an overlay before.
std::shared_ptr<const ApartTerms> terms_of(const SegmentState& state, const ApartFilter& filter,
                                           size_t index, const ApartTerms* earlier) {
  const Segment& segment = *state.segment;
  auto terms = std::make_shared<ApartTerms>();
  terms->all = earlier ? earlier->all : count_all(segment, filter.all(index));
  const auto lose_apart = [&](uint32_t document) {
    if (filter.has(index, document)) lose(segment, document, *terms);
  };
  state.overlay->dead().for_each(lose_apart);
  state.overlay->refused(Purpose::kCount).for_each(lose_apart);
  return terms;
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
  const std::string key = filter.key();
  return snapshot.apart->words(key, [&] {
    ApartWords words;
    words.segments.resize(snapshot.segments.size());
    for (size_t index = 0; index < snapshot.segments.size(); ++index) {
      if (!filter.any(index)) continue;
      const SegmentState& state = snapshot.segments[index];
      const auto terms = snapshot.apart->pieces().terms(key, state, [&](const auto& earlier) {
        return terms_of(state, filter, index, earlier.get());
      });
      words.experiences += terms->all->experiences - terms->lost_experiences;
      words.mentions += terms->all->mentions - terms->lost_mentions;
      words.segments[index] = terms;
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

#include "landscape/segment_merge.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/threads.h"
#include "landscape/document_columns.h"
#include "landscape/merge_columns.h"
#include "landscape/segment_terms.h"
#include "landscape/term_walk.h"
#include "landscape/text_key.h"
#include "landscape/token_store.h"

namespace fh::landscape {
namespace {

// Of fewer documents a thread costs more than it saves.
constexpr uint64_t kThreadsFrom = 20'000;
// Of more the columns' bytes would take too much memory on the way.
constexpr uint64_t kThreadsUpTo = 2'000'000;

class Merge {
 public:
  Merge(std::span<const SegmentState> inputs, SegmentFileWriter& out)
      : inputs_(inputs), out_(out) {}
  void run();

 private:
  void number_documents();
  void write_attributes();
  void write_grants();
  void write_words();

  template <typename Visit>
  void for_each_living(Visit&& visit) const {
    for (uint32_t input = 0; input < inputs_.size(); ++input) {
      for (uint32_t document = 0; document < new_documents_[input].size(); ++document) {
        if (new_documents_[input][document] != kGone) visit(*inputs_[input].segment, document);
      }
    }
  }
  void write_ints_of(Section section, const IntColumn& (Segment::*column)() const);
  void number_stems();
  void write_forms(TermsWriter& terms);
  void write_stems(TermsWriter& terms);
  void write_tokens(uint32_t forms);
  // Postings of one term from all inputs, renumbered.
  std::span<const Posting> gather(std::span<const Place> places,
                                  PostingRef (Segment::*list)(uint32_t) const);
  Posting* grown(size_t more);

  std::span<const SegmentState> inputs_;
  SegmentFileWriter& out_;
  std::vector<std::vector<uint32_t>> new_documents_;
  uint64_t living_ = 0;
  std::vector<uint32_t> lengths_;  // of the living
  std::vector<std::vector<uint32_t>> new_stems_;
  std::vector<std::vector<Place>> stem_places_;
  std::vector<std::vector<uint32_t>> new_forms_;
  std::vector<bool> all_live_;  // an input without dead documents
  std::vector<Posting> postings_;
};

void Merge::run() {
  number_documents();
  out_.write(Section::kMeta, std::vector<uint64_t>{living_, 0});
  const auto write_rest = [this] {
    write_attributes();
    write_words();
  };
  if (living_ < kThreadsFrom || living_ > kThreadsUpTo) {
    write_rest();
    merge_columns(inputs_, new_documents_, out_);
    return;
  }
  // Columns take about half as long as all the rest.
  SegmentFileWriter columns;
  run_in_parallel(2, [&](size_t part) {
    part == 0 ? merge_columns(inputs_, new_documents_, columns) : write_rest();
  });
  out_.append_sections(columns);
}

void Merge::number_documents() {
  for (const SegmentState& input : inputs_) {
    std::vector<uint32_t> numbers(input.segment->documents(), kGone);
    for (uint32_t document = 0; document < numbers.size(); ++document) {
      if (input.overlay->is_dead(document)) continue;
      numbers[document] = static_cast<uint32_t>(living_++);
    }
    all_live_.push_back(input.overlay->dead_documents() == 0);
    new_documents_.push_back(std::move(numbers));
  }
  FH_CHECK(living_ < kGone);
}

void Merge::write_ints_of(Section section, const IntColumn& (Segment::*column)() const) {
  OptionalInts values;
  values.reserve(living_);
  for_each_living([&](const Segment& segment, uint32_t document) {
    values.push_back((segment.*column)().value(document));
  });
  write_int_section(out_, section, values);
}

void Merge::write_grants() {
  std::vector<model::Grants> grants;
  grants.reserve(living_);
  for (size_t input = 0; input < inputs_.size(); ++input) {
    for (uint32_t document = 0; document < new_documents_[input].size(); ++document) {
      if (new_documents_[input][document] == kGone) continue;
      grants.push_back(inputs_[input].overlay->grants(document));
    }
  }
  landscape::write_grants(out_, grants);
}

void Merge::write_attributes() {
  OptionalInts values;
  values.reserve(living_);
  for_each_living([&](const Segment& segment, uint32_t document) {
    values.push_back(segment.numbers().value(document));
  });
  write_numbers(out_, values);
  values.clear();
  for_each_living([&](const Segment& segment, uint32_t document) {
    values.push_back(segment.times().value(document));
  });
  write_times(out_, values);
  write_ints_of(Section::kPersons, &Segment::persons);
  write_ints_of(Section::kExpected, &Segment::expected);
  write_ints_of(Section::kFelt, &Segment::felt);
  values.clear();
  for_each_living([&](const Segment& segment, uint32_t document) {
    values.push_back(segment.lengths().value(document));
  });
  write_lengths(out_, values);
  for_each_living([&](const Segment& segment, uint32_t document) {
    lengths_.push_back(segment.length(document));
  });
  write_grants();
  KeywordCollector languages;
  for_each_living([&](const Segment& segment, uint32_t document) {
    segment.languages().for_each(
        document, [&](uint32_t name) { languages.add(segment.languages().values().at(name)); });
    languages.end_document();
  });
  languages.write(out_, kLanguagePart);
}

// Room for so many more postings.
Posting* Merge::grown(size_t more) {
  const size_t before = postings_.size();
  postings_.resize(before + more);
  return postings_.data() + before;
}

std::span<const Posting> Merge::gather(std::span<const Place> places,
                                       PostingRef (Segment::*list)(uint32_t) const) {
  postings_.clear();
  for (const Place& place : places) {
    const Segment& segment = *inputs_[place.input].segment;
    const std::vector<uint32_t>& renumbered = new_documents_[place.input];
    PostingCursor cursor = segment.open_list((segment.*list)(place.ordinal));
    for (uint32_t from = 0; cursor.load_from(from);) {
      const auto documents = cursor.block_documents();
      const auto counts = cursor.block_counts();
      from = documents.back() + 1;
      if (all_live_[place.input]) {  // renumbered by a shift, and none is left out
        const uint32_t first = renumbered.front();
        Posting* to = grown(documents.size());
        for (size_t i = 0; i < documents.size(); ++i) *to++ = {first + documents[i], counts[i]};
        continue;
      }
      for (size_t i = 0; i < documents.size(); ++i) {
        const uint32_t document = renumbered[documents[i]];
        if (document != kGone) postings_.push_back({document, counts[i]});
      }
    }
  }
  return postings_;
}

void Merge::number_stems() {
  std::vector<uint32_t> counts;
  for (const SegmentState& input : inputs_) {
    counts.push_back(input.segment->stems().size());
    new_stems_.emplace_back(counts.back(), kGone);
  }
  auto stems = walk_terms<TextKey>(counts, [&](const Place& place) {
    return TextKey(inputs_[place.input].segment->stems().at(place.ordinal));
  });
  for (auto group = stems.next(); !group.empty(); group = stems.next()) {
    const bool alive = std::ranges::any_of(group, [&](const Place& place) {
      const SegmentState& input = inputs_[place.input];
      return input.segment->stem_list(place.ordinal).df >
             input.overlay->dead_with_stem(place.ordinal);
    });
    if (!alive) continue;
    for (const Place& place : group) {
      new_stems_[place.input][place.ordinal] = static_cast<uint32_t>(stem_places_.size());
    }
    stem_places_.emplace_back(group.begin(), group.end());
  }
}

void Merge::write_forms(TermsWriter& terms) {
  std::vector<uint32_t> counts;
  for (const SegmentState& input : inputs_) {
    counts.push_back(input.segment->forms().size());
    new_forms_.emplace_back(counts.back(), kGone);
  }
  // By the stem's string: ordinals of stems that are gone would break the order.
  const auto key_of = [&](const Place& place) {
    const Segment& segment = *inputs_[place.input].segment;
    return std::pair(TextKey(segment.forms().at(place.ordinal)),
                     TextKey(segment.stems().at(segment.stem_of(place.ordinal))));
  };
  using Key = std::pair<TextKey, TextKey>;
  auto forms = walk_terms<Key>(counts, key_of);
  for (auto group = forms.next(); !group.empty(); group = forms.next()) {
    const Place& first = group.front();
    const uint32_t stem = inputs_[first.input].segment->stem_of(first.ordinal);
    if (stem >= new_stems_[first.input].size() || new_stems_[first.input][stem] == kGone) continue;
    const std::span<const Posting> postings = gather(group, &Segment::form_list);
    if (postings.empty()) continue;
    for (const Place& place : group) new_forms_[place.input][place.ordinal] = terms.forms();
    terms.add_form(forms.key().first.text(), new_stems_[first.input][stem], postings);
  }
}

void Merge::write_stems(TermsWriter& terms) {
  terms.end_forms(static_cast<uint32_t>(stem_places_.size()));
  for (uint32_t stem = 0; stem < stem_places_.size(); ++stem) {
    const Place& first = stem_places_[stem].front();
    std::span<const Posting> postings;
    if (!terms.shares_list(stem)) postings = gather(stem_places_[stem], &Segment::stem_list);
    terms.add_stem(inputs_[first.input].segment->stems().at(first.ordinal), postings);
  }
}

void Merge::write_tokens(uint32_t forms) {
  out_.begin(Section::kTokens);
  TokenWriter tokens(out_, forms);
  std::vector<uint32_t> renumbered;
  for (uint32_t input = 0; input < inputs_.size(); ++input) {
    const Segment& segment = *inputs_[input].segment;
    const std::vector<uint32_t>& new_forms = new_forms_[input];
    for (uint32_t document = 0; document < segment.documents(); ++document) {
      if (new_documents_[input][document] == kGone) continue;
      renumbered.clear();
      segment.tokens().for_each(document, [&](uint32_t, uint32_t form) {
        if (form < new_forms.size() && new_forms[form] != kGone) {
          renumbered.push_back(new_forms[form]);
        }
      });
      tokens.add(renumbered);
    }
  }
  tokens.finish();
}

void Merge::write_words() {
  number_stems();
  TermsWriter terms(out_, lengths_);
  write_forms(terms);
  write_stems(terms);
  terms.finish();
  write_tokens(terms.forms());
}

}  // namespace

void merge_segments(std::span<const SegmentState> inputs, SegmentFileWriter& out) {
  Merge(inputs, out).run();
}

}  // namespace fh::landscape

#include "landscape/segment_merge.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "landscape/document_columns.h"
#include "landscape/segment_terms.h"
#include "landscape/text_key.h"
#include "landscape/token_store.h"

namespace fh::landscape {
namespace {

constexpr uint32_t kGone = ~uint32_t{0};

// A term as it lies in one input.
struct Place {
  uint32_t input = 0;
  uint32_t ordinal = 0;
};

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
  void write_columns();

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
  void write_keyword_part(uint32_t index, std::span<const ColumnPart* const> parts);
  void write_number_part(uint32_t index, PartType type, std::span<const ColumnPart* const> parts);
  uint64_t count_living(std::span<const ColumnPart* const> parts) const;
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

// Walks the terms of all inputs in the order of their keys; terms of the same key come
// together.
template <typename Key, typename KeyOf>
class TermWalk {
 public:
  TermWalk(std::vector<uint32_t> sizes, KeyOf key_of)
      : sizes_(std::move(sizes)), key_of_(std::move(key_of)) {
    for (uint32_t input = 0; input < sizes_.size(); ++input) {
      const Place place = {.input = input, .ordinal = 0};
      if (sizes_[input] > 0) heap_.emplace_back(key_of_(place), place);
    }
    for (size_t at = heap_.size(); at-- > 0;) sink(at);
  }
  // The places of the next key; empty at the end.
  std::span<const Place> next() {
    group_.clear();
    while (!heap_.empty() && (group_.empty() || heap_.front().first == key_)) {
      if (group_.empty()) key_ = heap_.front().first;
      group_.push_back(heap_.front().second);
      advance();
    }
    std::ranges::sort(group_, {}, &Place::input);
    return group_;
  }
  const Key& key() const { return key_; }

 private:
  // The least gives way to its input's next term: one way down instead of a way down and
  // one up.
  void advance() {
    Place place = heap_.front().second;
    if (++place.ordinal < sizes_[place.input]) {
      heap_.front() = {key_of_(place), place};
    } else {
      heap_.front() = heap_.back();
      heap_.pop_back();
    }
    if (!heap_.empty()) sink(0);
  }
  void sink(size_t at) {
    const std::pair<Key, Place> sinking = heap_[at];
    for (size_t child = 2 * at + 1; child < heap_.size(); child = 2 * at + 1) {
      if (child + 1 < heap_.size() && heap_[child + 1].first < heap_[child].first) ++child;
      if (!(heap_[child].first < sinking.first)) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = sinking;
  }
  std::vector<uint32_t> sizes_;
  KeyOf key_of_;
  std::vector<std::pair<Key, Place>> heap_;  // the least first; one an input
  Key key_;
  std::vector<Place> group_;
};

template <typename Key, typename KeyOf>
TermWalk<Key, KeyOf> walk_terms(std::vector<uint32_t> sizes, KeyOf key_of) {
  return {std::move(sizes), std::move(key_of)};
}

void Merge::run() {
  number_documents();
  out_.write(Section::kMeta, std::vector<uint64_t>{living_, 0});
  write_attributes();
  write_words();
  write_columns();
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

// Values are renumbered through the dictionaries, never compared a document at a time.
void Merge::write_keyword_part(uint32_t index, std::span<const ColumnPart* const> parts) {
  std::vector<std::vector<uint32_t>> ordinals(inputs_.size());
  std::vector<uint32_t> counts(inputs_.size());
  for (uint32_t input = 0; input < inputs_.size(); ++input) {
    if (parts[input] == nullptr) continue;
    counts[input] = parts[input]->keywords.values().size();
    ordinals[input].assign(counts[input], kGone);
  }
  const auto for_each_value = [&](auto&& visit, auto&& end_document) {
    for (uint32_t input = 0; input < inputs_.size(); ++input) {
      for (uint32_t document = 0; document < new_documents_[input].size(); ++document) {
        if (new_documents_[input][document] == kGone) continue;
        if (parts[input] != nullptr) {
          parts[input]->keywords.for_each(
              document, [&](uint32_t ordinal) { visit(ordinals[input][ordinal]); });
        }
        end_document();
      }
    }
  };
  constexpr uint32_t kUsed = kGone - 1;
  for_each_value([](uint32_t& ordinal) { ordinal = kUsed; }, [] {});
  DictionaryWriter dictionary;
  auto values = walk_terms<TextKey>(counts, [&](const Place& place) {
    return TextKey(parts[place.input]->keywords.values().at(place.ordinal));
  });
  for (auto group = values.next(); !group.empty(); group = values.next()) {
    bool used = false;
    for (const Place& place : group) {
      uint32_t& ordinal = ordinals[place.input][place.ordinal];
      used = used || ordinal == kUsed;
      ordinal = dictionary.size();
    }
    if (used) dictionary.add(values.key().text());
  }
  KeywordLists lists;
  for_each_value([&](uint32_t ordinal) { lists.ordinals.push_back(ordinal); },
                 [&] { lists.end_document(); });
  write_keywords(out_, index, dictionary, lists);
}

void Merge::write_number_part(uint32_t index, PartType type,
                              std::span<const ColumnPart* const> parts) {
  std::vector<std::optional<double>> numbers;
  OptionalInts times;
  for (uint32_t input = 0; input < inputs_.size(); ++input) {
    for (uint32_t document = 0; document < new_documents_[input].size(); ++document) {
      if (new_documents_[input][document] == kGone) continue;
      const ColumnPart* part = parts[input];
      if (type == PartType::kNumber) {
        numbers.push_back(part != nullptr ? part->numbers.number(document) : std::nullopt);
      } else {
        times.push_back(part != nullptr ? part->numbers.value(document) : std::nullopt);
      }
    }
  }
  out_.begin(Section::kColumnCodes, index);
  if (type == PartType::kNumber) {
    write_doubles(out_, numbers);
  } else {
    write_ints(out_, times);
  }
  out_.end();
}

uint64_t Merge::count_living(std::span<const ColumnPart* const> parts) const {
  uint64_t count = 0;
  for (uint32_t input = 0; input < inputs_.size(); ++input) {
    if (parts[input] == nullptr) continue;
    for (uint32_t document = 0; document < new_documents_[input].size(); ++document) {
      count += new_documents_[input][document] != kGone && parts[input]->has(document) ? 1 : 0;
    }
  }
  return count;
}

void Merge::write_columns() {
  std::map<std::pair<std::string_view, PartType>, std::vector<const ColumnPart*>> parts;
  for (uint32_t input = 0; input < inputs_.size(); ++input) {
    for (const ColumnPart& part : inputs_[input].segment->parts()) {
      std::vector<const ColumnPart*>& places = parts[{part.column, part.type}];
      places.resize(inputs_.size());
      places[input] = &part;
    }
  }
  ColumnsWriter columns(out_);
  for (const auto& [key, places] : parts) {
    const uint64_t living = count_living(places);
    if (living == 0) continue;
    const auto first =
        std::ranges::find_if(places, [](const ColumnPart* part) { return part != nullptr; });
    const uint32_t index = columns.add(
        {.column = key.first, .label = (*first)->label, .type = key.second, .with_value = living});
    if (key.second == PartType::kKeyword) {
      write_keyword_part(index, places);
    } else {
      write_number_part(index, key.second, places);
    }
  }
  columns.finish();
}

}  // namespace

void merge_segments(std::span<const SegmentState> inputs, SegmentFileWriter& out) {
  Merge(inputs, out).run();
}

}  // namespace fh::landscape

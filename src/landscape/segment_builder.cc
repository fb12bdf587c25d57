#include "landscape/segment_builder.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "landscape/document_columns.h"
#include "landscape/form_table.h"
#include "landscape/segment_terms.h"
#include "landscape/text_key.h"
#include "landscape/token_store.h"

namespace fh::landscape {
namespace {

using Documents = std::span<const Change* const>;

// All tokens of all documents, as ordinals, side by side.
struct Tokens {
  std::vector<uint32_t> ordinals;
  std::vector<uint64_t> starts = {0};

  std::span<const uint32_t> of(size_t document) const {
    return std::span(ordinals).subspan(starts[document], starts[document + 1] - starts[document]);
  }
};

// Postings of every term, side by side, in the order of terms.
struct Inverted {
  std::vector<Posting> postings;
  std::vector<uint32_t> starts;

  std::span<const Posting> of(uint32_t term) const {
    return std::span(postings).subspan(starts[term], starts[term + 1] - starts[term]);
  }
};

constexpr uint32_t kNone = ~uint32_t{0};

// Two passes of counting: documents per term, then each posting to its place. `term_of`
// says kNone for tokens that no list is wanted for.
template <typename TermOf>
Inverted invert(const Tokens& tokens, uint32_t terms, TermOf&& term_of) {
  // Side by side: every token looks at both, in no order.
  struct Progress {
    uint32_t last = kNone;  // document
    uint32_t next = 0;      // the place of the next posting; first, how many there are
  };
  FH_CHECK(tokens.ordinals.size() < kNone);
  std::vector<Progress> progress(terms);
  const auto documents = static_cast<uint32_t>(tokens.starts.size() - 1);
  for (uint32_t document = 0; document < documents; ++document) {
    for (const uint32_t token : tokens.of(document)) {
      const uint32_t term = term_of(token);
      if (term == kNone || progress[term].last == document) continue;
      progress[term].last = document;
      ++progress[term].next;
    }
  }
  Inverted inverted;
  inverted.starts.reserve(terms + 1);
  uint32_t postings = 0;
  for (Progress& term : progress) {
    inverted.starts.push_back(postings);
    postings += term.next;
    term = {.last = kNone, .next = inverted.starts.back()};
  }
  inverted.starts.push_back(postings);
  inverted.postings.resize(postings);
  for (uint32_t document = 0; document < documents; ++document) {
    for (const uint32_t token : tokens.of(document)) {
      const uint32_t term = term_of(token);
      if (term == kNone) continue;
      Progress& at = progress[term];
      if (at.last == document) {
        ++inverted.postings[at.next - 1].count;
      } else {
        at.last = document;
        inverted.postings[at.next++] = {document, 1};
      }
    }
  }
  return inverted;
}

// The order of things by their keys.
template <typename Key>
std::vector<uint32_t> order_by(uint32_t count, Key&& key_of) {
  using Keyed = std::pair<decltype(key_of(0U)), uint32_t>;
  std::vector<Keyed> keyed;
  keyed.reserve(count);
  for (uint32_t i = 0; i < count; ++i) keyed.emplace_back(key_of(i), i);
  std::ranges::sort(keyed);
  std::vector<uint32_t> order(count);
  for (uint32_t i = 0; i < count; ++i) order[i] = keyed[i].second;
  return order;
}

std::vector<uint32_t> ranks_of(const std::vector<uint32_t>& order) {
  std::vector<uint32_t> ranks(order.size());
  for (uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
  return ranks;
}

void write_words(Documents documents, text::Analyser& analyser, SegmentFileWriter& out) {
  FormTable table;
  Tokens tokens;
  for (const Change* change : documents) {
    const Document& document = *change->document;
    const auto words = analyser.analyse(document.text, document.lang);
    table.begin_document(text::stemmer_language(document.lang), analyser.memory());
    for (const text::Token& token : words) tokens.ordinals.push_back(table.intern(token));
    tokens.starts.push_back(tokens.ordinals.size());
  }
  const uint32_t stems = table.stems().size();
  const std::vector<uint32_t> stem_order =
      order_by(stems, [&](uint32_t stem) { return TextKey(table.stems().at(stem)); });
  const std::vector<uint32_t> stem_rank = ranks_of(stem_order);
  const std::vector<uint32_t> form_order = order_by(table.size(), [&](uint32_t form) {
    return std::pair(TextKey(table.surface(form)), stem_rank[table.stem_of(form)]);
  });
  const std::vector<uint32_t> form_rank = ranks_of(form_order);
  for (uint32_t& token : tokens.ordinals) token = form_rank[token];

  std::vector<uint32_t> lengths(documents.size());
  for (size_t i = 0; i < lengths.size(); ++i)
    lengths[i] = static_cast<uint32_t>(tokens.of(i).size());
  TermsWriter terms(out, lengths);
  const Inverted by_form = invert(tokens, table.size(), [](uint32_t form) { return form; });
  std::vector<uint32_t> stem_of(table.size());
  for (uint32_t rank = 0; rank < table.size(); ++rank) {
    stem_of[rank] = stem_rank[table.stem_of(form_order[rank])];
    terms.add_form(table.surface(form_order[rank]), stem_of[rank], by_form.of(rank));
  }
  terms.end_forms(stems);
  for (uint32_t& stem : stem_of) stem = terms.shares_list(stem) ? kNone : stem;
  const Inverted by_stem = invert(tokens, stems, [&](uint32_t form) { return stem_of[form]; });
  for (uint32_t rank = 0; rank < stems; ++rank) {
    terms.add_stem(table.stems().at(stem_order[rank]), by_stem.of(rank));
  }
  terms.finish();

  out.begin(Section::kTokens);
  TokenWriter writer(out, table.size());
  for (size_t document = 0; document < documents.size(); ++document) {
    writer.add(tokens.of(document));
  }
  writer.finish();
  write_lengths(out, OptionalInts(lengths.begin(), lengths.end()));
}

// A column's values of one type, as they come: (document, value).
struct CollectedPart {
  PartType type = PartType::kKeyword;
  std::string label;
  std::vector<std::pair<uint32_t, const model::ColumnValue*>> values;

  uint64_t documents() const {
    uint64_t count = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      count += i == 0 || values[i - 1].first != values[i].first ? 1 : 0;
    }
    return count;
  }
};

void write_part(SegmentFileWriter& out, uint32_t index, const CollectedPart& part,
                size_t documents) {
  const PartType type = part.type;
  if (type == PartType::kKeyword) {
    KeywordCollector keywords;
    size_t next = 0;
    for (uint32_t document = 0; document < documents; ++document) {
      for (; next < part.values.size() && part.values[next].first == document; ++next) {
        keywords.add(std::get<std::string>(*part.values[next].second));
      }
      keywords.end_document();
    }
    keywords.write(out, index);
    return;
  }
  out.begin(Section::kColumnCodes, index);
  // Of several numbers in one column the first counts; only keywords come in plenty.
  if (type == PartType::kNumber) {
    std::vector<std::optional<double>> numbers(documents);
    for (const auto& [document, value] : part.values) {
      if (!numbers[document]) numbers[document] = std::get<double>(*value);
    }
    write_doubles(out, numbers);
  } else {
    OptionalInts times(documents);
    for (const auto& [document, value] : part.values) {
      if (!times[document]) times[document] = std::get<Instant>(*value).ms;
    }
    write_ints(out, times);
  }
  out.end();
}

void write_columns(Documents documents, SegmentFileWriter& out) {
  // The order of the map is the order of parts in the file.
  using Parts = std::map<std::pair<std::string_view, PartType>, CollectedPart>;
  Parts parts;
  // Most experiences have the columns of the one before, in the same order.
  std::vector<Parts::iterator> usual;
  for (uint32_t document = 0; document < documents.size(); ++document) {
    const std::vector<model::ColumnEntry>& entries = documents[document]->document->columns;
    if (usual.size() < entries.size()) usual.resize(entries.size(), parts.end());
    for (size_t i = 0; i < entries.size(); ++i) {
      const model::ColumnEntry& entry = entries[i];
      const std::pair<std::string_view, PartType> key = {
          entry.column, static_cast<PartType>(entry.value.index())};
      if (usual[i] == parts.end() || usual[i]->first != key) {
        usual[i] = parts.try_emplace(key).first;
      }
      CollectedPart& part = usual[i]->second;
      part.type = key.second;
      if (part.values.empty()) part.label = entry.label;
      part.values.emplace_back(document, &entry.value);
    }
  }
  ColumnsWriter columns(out);
  for (const auto& [key, part] : parts) {
    const uint32_t index = columns.add({.column = key.first,
                                        .label = part.label,
                                        .type = key.second,
                                        .with_value = part.documents()});
    write_part(out, index, part, documents.size());
  }
  columns.finish();
}

template <typename ValueOf>
OptionalInts gather(Documents documents, ValueOf&& value_of) {
  OptionalInts values;
  values.reserve(documents.size());
  for (const Change* change : documents) values.push_back(value_of(*change));
  return values;
}

void write_attributes(Documents documents, SegmentFileWriter& out) {
  write_numbers(out, gather(documents, [](const Change& change) {
                  return static_cast<int64_t>(change.number);
                }));
  const auto person = [](const Change& change) -> std::optional<int64_t> {
    if (change.document->person == 0) return std::nullopt;
    return change.document->person;
  };
  write_int_section(out, Section::kPersons, gather(documents, person));
  write_times(out, gather(documents, [](const Change& change) {
                return change.document->lived_ms.value_or(change.document->told_ms);
              }));
  write_int_section(out, Section::kExpected, gather(documents, [](const Change& change) {
                      return change.document->expected;
                    }));
  write_int_section(out, Section::kFelt,
                    gather(documents, [](const Change& change) { return change.document->felt; }));
  std::vector<model::Grants> grants;
  grants.reserve(documents.size());
  for (const Change* change : documents) grants.push_back(change->document->grants);
  write_grants(out, grants);
  KeywordCollector languages;
  for (const Change* change : documents) {
    languages.add(text::stemmer_language(change->document->lang));
    languages.end_document();
  }
  languages.write(out, kLanguagePart);
}

}  // namespace

void build_segment(Documents documents, text::Analyser& analyser, SegmentFileWriter& out) {
  out.write(Section::kMeta, std::vector<uint64_t>{documents.size(), 0});
  write_attributes(documents, out);
  write_words(documents, analyser, out);
  write_columns(documents, out);
}

}  // namespace fh::landscape

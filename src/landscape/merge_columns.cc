#include "landscape/merge_columns.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "landscape/document_columns.h"
#include "landscape/term_walk.h"
#include "landscape/text_key.h"

namespace fh::landscape {
namespace {

class MergedColumns {
 public:
  MergedColumns(std::span<const SegmentState> inputs,
                std::span<const std::vector<uint32_t>> new_documents, SegmentFileWriter& out)
      : inputs_(inputs), new_documents_(new_documents), out_(out) {}
  void write_columns();

 private:
  void write_keyword_part(uint32_t index, std::span<const ColumnPart* const> parts);
  void write_number_part(uint32_t index, PartType type, std::span<const ColumnPart* const> parts);
  uint64_t count_living(std::span<const ColumnPart* const> parts) const;

  std::span<const SegmentState> inputs_;
  std::span<const std::vector<uint32_t>> new_documents_;
  SegmentFileWriter& out_;
};

// Values are renumbered through the dictionaries, never compared a document at a time.
void MergedColumns::write_keyword_part(uint32_t index, std::span<const ColumnPart* const> parts) {
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

void MergedColumns::write_number_part(uint32_t index, PartType type,
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

uint64_t MergedColumns::count_living(std::span<const ColumnPart* const> parts) const {
  uint64_t count = 0;
  for (uint32_t input = 0; input < inputs_.size(); ++input) {
    if (parts[input] == nullptr) continue;
    for (uint32_t document = 0; document < new_documents_[input].size(); ++document) {
      count += new_documents_[input][document] != kGone && parts[input]->has(document) ? 1 : 0;
    }
  }
  return count;
}

void MergedColumns::write_columns() {
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

void merge_columns(std::span<const SegmentState> inputs,
                   std::span<const std::vector<uint32_t>> new_documents, SegmentFileWriter& out) {
  MergedColumns(inputs, new_documents, out).write_columns();
}

}  // namespace fh::landscape

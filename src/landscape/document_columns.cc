#include "landscape/document_columns.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "base/bytes.h"
#include "base/time.h"
#include "landscape/text_key.h"

namespace fh::landscape {

void write_int_section(SegmentFileWriter& out, Section section, const OptionalInts& values,
                       CodeLayout layout) {
  out.begin(section);
  write_ints(out, values, layout);
  out.end();
}

void write_lengths(SegmentFileWriter& out, const OptionalInts& lengths) {
  write_int_section(out, Section::kLengths, lengths, CodeLayout::kDirect);
}

void write_numbers(SegmentFileWriter& out, const OptionalInts& numbers) {
  write_int_section(out, Section::kNumbers, numbers, CodeLayout::kDirect);
  if (std::ranges::is_sorted(numbers)) return;
  std::vector<uint32_t> order(numbers.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](uint32_t document) { return numbers[document]; });
  out.write(Section::kNumberOrder, order);
}

void write_times(SegmentFileWriter& out, const OptionalInts& times_ms) {
  write_int_section(out, Section::kTimes, times_ms);
  OptionalInts days(times_ms.size());
  for (size_t i = 0; i < times_ms.size(); ++i) {
    if (times_ms[i]) days[i] = days_from_civil(date_of({*times_ms[i]}));
  }
  write_int_section(out, Section::kDays, days);
}

void write_grants(SegmentFileWriter& out, std::span<const model::Grants> grants) {
  const bool all = std::ranges::all_of(
      grants, [](model::Grants given) { return given == model::Grants::all(); });
  if (all) return;
  OptionalInts bits;
  bits.reserve(grants.size());
  for (const model::Grants given : grants) bits.push_back(given.bits());
  write_int_section(out, Section::kGrants, bits);
}

void KeywordCollector::add(std::string_view value) {
  const bool again = !values_.empty() && seen_.at(values_.back()) == value;
  values_.push_back(again ? values_.back() : seen_.add(value));
}

// Gives each value its place in it.
DictionaryWriter KeywordCollector::sorted_dictionary() {
  std::vector<std::pair<TextKey, uint32_t>> in_order;
  in_order.reserve(seen_.size());
  for (uint32_t i = 0; i < seen_.size(); ++i) in_order.emplace_back(TextKey(seen_.at(i)), i);
  std::ranges::sort(in_order);
  std::vector<uint32_t> places(in_order.size());
  DictionaryWriter dictionary;
  for (const auto& [value, seen] : in_order) {
    places[seen] = dictionary.size();
    dictionary.add(value.text());
  }
  for (uint32_t& value : values_) value = places[value];
  return dictionary;
}

void KeywordCollector::write(SegmentFileWriter& out, uint32_t index) {
  const DictionaryWriter dictionary = sorted_dictionary();
  KeywordLists lists;
  for (size_t document = 0; document + 1 < starts_.size(); ++document) {
    const auto begin = values_.begin() + static_cast<ptrdiff_t>(starts_[document]);
    const auto end = values_.begin() + static_cast<ptrdiff_t>(starts_[document + 1]);
    std::sort(begin, end);
    std::unique_copy(begin, end, std::back_inserter(lists.ordinals));
    lists.end_document();
  }
  write_keywords(out, index, dictionary, lists);
  *this = {};
}

uint32_t ColumnsWriter::add(const Part& part) {
  append_sized(directory_, part.column);
  append_sized(directory_, part.label);
  append_raw(directory_, static_cast<uint8_t>(part.type));
  append_varint(directory_, part.with_value);
  return next_++;
}

void ColumnsWriter::finish() {
  out_.begin(Section::kColumns);
  out_.append(bytes_of(directory_));
  out_.end();
}

}  // namespace fh::landscape

#include "landscape/document_columns.h"

#include <algorithm>
#include <numeric>

#include "base/bytes.h"
#include "base/time.h"

namespace fh::landscape {

void write_int_section(SegmentFileWriter& out, Section section, const OptionalInts& values) {
  out.begin(section);
  write_ints(out, values);
  out.end();
}

void write_numbers(SegmentFileWriter& out, const OptionalInts& numbers) {
  write_int_section(out, Section::kNumbers, numbers);
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

void KeywordCollector::end_document() {
  std::ranges::sort(current_);
  const auto repeated = std::ranges::unique(current_);
  current_.erase(repeated.begin(), repeated.end());
  std::ranges::move(current_, std::back_inserter(values_));
  current_.clear();
  starts_.push_back(values_.size());
}

void KeywordCollector::write(SegmentFileWriter& out, uint32_t index) {
  std::vector<uint32_t> by_value(values_.size());
  std::iota(by_value.begin(), by_value.end(), 0U);
  std::ranges::sort(by_value, {}, [&](uint32_t at) -> std::string_view { return values_[at]; });
  DictionaryWriter dictionary;
  KeywordLists lists;
  lists.ordinals.resize(values_.size());
  lists.starts = std::move(starts_);
  const std::string* last = nullptr;
  for (const uint32_t at : by_value) {
    if (last == nullptr || *last != values_[at]) dictionary.add(values_[at]);
    last = &values_[at];
    lists.ordinals[at] = dictionary.size() - 1;
  }
  write_keywords(out, index, dictionary, lists);
  values_.clear();
  starts_ = {0};
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

// landscape/document_columns.h: writing the columns of a segment.
//
// The same for a segment built from documents and one merged from others.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "landscape/keyword_column.h"
#include "landscape/segment.h"
#include "landscape/segment_file.h"
#include "landscape/string_table.h"
#include "model/grants.h"

namespace fh::landscape {

using OptionalInts = std::vector<std::optional<int64_t>>;

void write_int_section(SegmentFileWriter& out, Section section, const OptionalInts& values,
                       CodeLayout layout = CodeLayout::kSmall);
// Lengths and experience numbers are read one by one, with every posting and hit.
void write_lengths(SegmentFileWriter& out, const OptionalInts& lengths);

// kNumbers, and kNumberOrder where they do not ascend.
void write_numbers(SegmentFileWriter& out, const OptionalInts& numbers);

// kTimes and kDays from times in ms.
void write_times(SegmentFileWriter& out, const OptionalInts& times_ms);

// kGrants, where any document refuses anything.
void write_grants(SegmentFileWriter& out, std::span<const model::Grants> grants);

// Distinct strings become ordinals in byte order.
class KeywordCollector {
 public:
  void add(std::string_view value);
  void end_document() { starts_.push_back(values_.size()); }
  // Into column part `index`; leaves the collector empty.
  void write(SegmentFileWriter& out, uint32_t index);

 private:
  DictionaryWriter sorted_dictionary();

  StringTable seen_;              // the different values
  std::vector<uint32_t> values_;  // of all documents, in order
  std::vector<uint64_t> starts_ = {0};
};

// Column parts, in the order of their columns, then the directory.
class ColumnsWriter {
 public:
  explicit ColumnsWriter(SegmentFileWriter& out) : out_(out) {}
  struct Part {
    std::string_view column;
    std::string_view label;
    PartType type = PartType::kKeyword;
    uint64_t with_value = 0;  // documents
  };
  // The index of the part whose sections are written next.
  uint32_t add(const Part& part);
  void finish();

 private:
  SegmentFileWriter& out_;
  std::string directory_;
  uint32_t next_ = kLanguagePart + 1;
};

}  // namespace fh::landscape

// doors/formats.h: one table of the formats firsthand reads.
//
// A format looks at the beginning of a file and says how sure it is; the surest one
// opens it. What it found out (delimiter, header rows, …) is part of the mapping,
// so that a person can correct it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "doors/csv_split.h"
#include "doors/header.h"
#include "doors/row.h"
#include "doors/text_source.h"

namespace fh::doors {

struct FormatSettings {
  std::string name = "csv";  // an entry of formats()
  Encoding encoding = Encoding::kUtf8;
  Dialect dialect;            // delimited formats only
  uint32_t header_rows = 1;   // 0: columns are named by their number
  uint32_t rows_skipped = 0;  // above the header ("sep=;")
  // Rows with fewer cells than columns are taken; else they are refused.
  bool short_rows = false;
  std::string rows_at;     // JSON: the member that holds the list of rows; empty: the top
  bool own_shape = false;  // JSON: the rows are firsthand's own drafts
  bool operator==(const FormatSettings&) const = default;
};

struct Sample {
  std::string_view text;  // the beginning of the file, UTF-16 decoded
  bool at_end = false;    // it is all there is
  Encoding encoding = Encoding::kUtf8;
};

struct Recognition {
  double confidence = 0;  // 0: certainly not; 1: certainly
  FormatSettings settings;
};

struct Format {
  std::string_view name;
  std::string_view summary;
  Recognition (*recognise)(const Sample& sample);
  Result<std::unique_ptr<RowReader>> (*open)(std::unique_ptr<TextSource> text,
                                             const FormatSettings& settings);
};

std::span<const Format> formats();
const Format* format_named(std::string_view name);

// The surest format's settings. kUnsupported where none is more than half sure.
Result<FormatSettings> recognise(const TextSource& text);

// Opens with the format named in the settings.
Result<std::unique_ptr<RowReader>> open_rows(std::unique_ptr<TextSource> text,
                                             const FormatSettings& settings);

}  // namespace fh::doors

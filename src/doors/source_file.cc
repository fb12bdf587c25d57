#include "doors/source_file.h"

#include <algorithm>
#include <utility>

#include "doors/byte_source.h"
#include "doors/text_source.h"

namespace fh::doors {
namespace {

constexpr size_t kAheadBytesMax = 16 * 1024 * 1024;

Result<std::unique_ptr<RowReader>> open_with(FileSystem& files, const std::string& path,
                                             const FormatSettings& settings) {
  FH_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> bytes, ByteSource::open(files, path));
  FH_ASSIGN_OR_RETURN(std::unique_ptr<TextSource> text,
                      TextSource::open(std::move(bytes), settings.encoding));
  return open_rows(std::move(text), settings);
}

struct Looked {
  Profiler profiler;
  bool complete = false;  // every row was looked at
};

// Reads what a guess rests on; where `keep` is set the rows are handed back.
Result<Looked> look(SourceFile& file, const FormatSettings& format, bool keep) {
  Looked looked = {.profiler = Profiler(usual_absent_words(format))};
  Profiler& profiler = looked.profiler;
  Row row;
  bool all = true;
  size_t bytes = 0;
  const uint64_t rows_max = keep ? kRowsLookedAt : kRowsSkimmed;
  for (uint64_t count = 0; count < rows_max && bytes < kAheadBytesMax * (keep ? 1 : 64); ++count) {
    FH_ASSIGN_OR_RETURN(const bool more, file.reader->next(row));
    if (!more) {
      looked.complete = all;
      break;
    }
    bytes += row.bytes.size();
    const bool looked_at =
        count < kRowsLookedAt || count % kRowStride == 0 || profiler.is_news(row);
    all = all && looked_at;
    if (looked_at && row.fault.empty()) profiler.add(row, file.reader->table());
    if (keep) file.ahead.push_back(std::exchange(row, Row()));
  }
  return looked;
}

// Whether a file can be opened a second time.
bool can_reopen(FileSystem& files, const std::string& path) {
  return path != "-" && files.size(path).value_or(0) > 0;
}

}  // namespace

Result<SourceFile> open_source(FileSystem& files, const std::string& path,
                               const LookOptions& options) {
  SourceFile file;
  if (options.mapping) {
    file.guess.mapping = *options.mapping;
    FH_ASSIGN_OR_RETURN(file.reader, open_with(files, path, options.mapping->format));
    return file;
  }
  FH_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> bytes, ByteSource::open(files, path));
  FH_ASSIGN_OR_RETURN(std::unique_ptr<TextSource> text, TextSource::open(std::move(bytes)));
  FH_ASSIGN_OR_RETURN(const FormatSettings format, recognise(*text));
  FH_ASSIGN_OR_RETURN(file.reader, open_rows(std::move(text), format));
  const bool again = can_reopen(files, path);
  FH_ASSIGN_OR_RETURN(const Looked looked, look(file, format, !again));
  file.guess =
      guess_mapping({.table = file.reader->table(),
                     .profile = looked.profiler,
                     .complete = looked.complete,
                     .format = format,
                     .source = options.source.empty() ? source_name_of(path) : options.source});
  if (again) {
    FH_ASSIGN_OR_RETURN(file.reader, open_with(files, path, format));
  }
  return file;
}

}  // namespace fh::doors

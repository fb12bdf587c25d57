// doors/import.h: a file's rows into a sink: read, mapped and told in groups.
//
// One thread reads and maps ahead, the caller's hands groups over while the sink still
// keeps earlier ones; how many are under way is bounded, so memory is. Told rows are
// durable; an interrupted import goes on behind the last group that was told, and since
// every row has an id of its own, telling one again does nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "base/file_system.h"
#include "doors/map_row.h"
#include "doors/row.h"
#include "doors/sink.h"
#include "doors/source_file.h"

namespace fh::doors {

struct ImportProgress {
  uint64_t rows = 0;
  uint64_t bytes = 0;  // of the file, packed
  std::optional<uint64_t> bytes_total;
};

struct ImportOptions {
  std::string path;       // "-" is standard input
  std::string directory;  // the data directory, for rows refused where FILE's cannot be written
  FileSystem* files = &system_files();
  const Clock* clock = &system_clock();
  // Large groups cost less a row: one sync, fewer and larger segments to merge.
  size_t group_rows = 8192;
  std::function<void(const ImportProgress&)> progress = {};
  const std::atomic<bool>* stop = nullptr;  // set from outside: end behind what is under way
};

// What befell the texts (text/condition.h): how many hold each.
struct ConditionCounts {
  uint64_t html = 0;
  uint64_t mojibake = 0;
  uint64_t replacements = 0;
};

struct ImportReport {
  uint64_t rows = 0;  // read in this run, refused ones included
  uint64_t told = 0;
  uint64_t already_told = 0;
  uint64_t amended = 0;
  uint64_t refused = 0;
  uint64_t resumed_after = 0;  // the row an earlier run had come to; 0: from the start
  bool stopped = false;        // on request, before the end
  std::string refused_path;    // empty: none was refused
  std::map<std::string, uint64_t> reasons;
  ReadingNotes reading;
  MappingNotes mapping;
  ConditionCounts condition;
  int64_t took_us = 0;
};

// `file` is used up. An error means that the import could not go on; what was told
// before stays told, and the next run goes on there.
Result<ImportReport> import(SourceFile file, Sink& sink, const ImportOptions& options);

}  // namespace fh::doors

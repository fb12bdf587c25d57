#include "doors/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/bytes.h"
#include "base/check.h"
#include "base/hash.h"
#include "doors/import_groups.h"
#include "doors/mapping_toml.h"
#include "doors/refused_rows.h"

namespace fh::doors {
namespace {

constexpr int64_t kCheckpointEveryUs = 2'000'000;

// The place an import had come to, kept with the data until it is done. The key
// tells files apart by their first bytes, size and mapping.
class Checkpoint {
 public:
  static Result<Checkpoint> open(const ImportOptions& options, const Mapping& mapping, Sink& sink) {
    Checkpoint checkpoint(sink, *options.clock);
    if (options.path == "-") return checkpoint;
    FH_ASSIGN_OR_RETURN(const auto file, options.files->map(options.path));
    constexpr size_t kHeadBytes = 64 * 1024;
    const auto bytes = file->bytes();
    checkpoint.key_ = fmt::format("import:{:016x}:{}:{:016x}",
                                  checksum(bytes.first(std::min(kHeadBytes, bytes.size()))),
                                  bytes.size(), hash_of(write_mapping(mapping)));
    FH_ASSIGN_OR_RETURN(const auto note, sink.note(checkpoint.key_));
    if (note) {
      std::from_chars(note->data(), note->data() + note->size(), checkpoint.row_);
    }
    return checkpoint;
  }

  uint64_t row() const { return row_; }

  Status reached(uint64_t row) {
    row_ = row;
    const int64_t now = clock_->steady_us();
    if (now - kept_us_ < kCheckpointEveryUs) return {};
    kept_us_ = now;
    return keep();
  }
  Status keep() {
    if (key_.empty() || row_ == 0) return {};
    return sink_->set_note(key_, fmt::format("{}", row_));
  }
  Status done() {
    if (key_.empty()) return {};
    return sink_->remove_note(key_);
  }

 private:
  Checkpoint(Sink& sink, const Clock& clock)
      : sink_(&sink), clock_(&clock), kept_us_(clock.steady_us()) {}
  Sink* sink_;
  const Clock* clock_;
  int64_t kept_us_;
  std::string key_;
  uint64_t row_ = 0;
};

void count(const record::Receipt& receipt, ImportReport& report) {
  switch (receipt.outcome) {
    case record::Outcome::kTold:
      ++report.told;
      break;
    case record::Outcome::kAlreadyTold:
      ++report.already_told;
      break;
    case record::Outcome::kAmended:
      ++report.amended;
      break;
  }
}

Status take_group(RowGroup group, Sink& sink, RefusedRows& refused, ImportReport& report) {
  for (const RefusedRow& row : group.refused) {
    FH_RETURN_IF_ERROR(refused.add(row.row, *group.columns, row.error));
  }
  report.rows += group.rows.size() + group.refused.size();
  if (group.drafts.empty()) return {};
  FH_ASSIGN_OR_RETURN(const auto receipts, sink.tell(std::move(group.drafts)));
  FH_CHECK(receipts.size() == group.rows.size());
  for (size_t i = 0; i < receipts.size(); ++i) {
    if (receipts[i]) {
      count(*receipts[i], report);
    } else {
      FH_RETURN_IF_ERROR(refused.add(group.rows[i], *group.columns, receipts[i].error()));
    }
  }
  return {};
}

struct Run {
  const ImportOptions& options;
  Sink& sink;
  Checkpoint& checkpoint;
  RefusedRows& refused;
  ImportReport& report;
};

Status take_all(GroupReader& reader, const Run& run) {
  const ImportOptions& options = run.options;
  while (true) {
    if (options.stop != nullptr && *options.stop) {
      run.report.stopped = true;
      return run.checkpoint.keep();
    }
    FH_ASSIGN_OR_RETURN(std::optional<RowGroup> group, reader.next());
    if (!group) return run.checkpoint.done();
    const uint64_t last_row = group->last_row;
    const uint64_t bytes_read = group->bytes_read;
    const Status taken = take_group(std::move(*group), run.sink, run.refused, run.report);
    if (!taken) {
      (void)run.checkpoint.keep();  // the first error is the one to tell
      return taken;
    }
    FH_RETURN_IF_ERROR(run.checkpoint.reached(last_row));
    if (options.progress) options.progress({last_row, bytes_read, reader.bytes_total()});
  }
}

}  // namespace

Result<ImportReport> import(SourceFile file, Sink& sink, const ImportOptions& options) {
  const int64_t started_us = options.clock->steady_us();
  ImportReport report;
  FH_ASSIGN_OR_RETURN(Checkpoint checkpoint, Checkpoint::open(options, file.guess.mapping, sink));
  report.resumed_after = checkpoint.row();
  RefusedRows refused(
      *options.files,
      {.input = options.path, .directory = options.directory, .go_on = report.resumed_after > 0});
  Status status;
  {
    GroupReader reader(std::move(file), options.group_rows, report.resumed_after);
    status = take_all(reader, {.options = options,
                               .sink = sink,
                               .checkpoint = checkpoint,
                               .refused = refused,
                               .report = report});
    if (status && !report.stopped) {
      report.reading = reader.reading();
      report.mapping = reader.mapping();
      report.condition = reader.condition();
    }
  }
  FH_RETURN_IF_ERROR(refused.close());
  FH_RETURN_IF_ERROR(status);
  report.refused = refused.count();
  report.refused_path = refused.path();
  report.reasons = refused.reasons();
  report.took_us = options.clock->steady_us() - started_us;
  return report;
}

}  // namespace fh::doors

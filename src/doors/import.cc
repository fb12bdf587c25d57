#include "doors/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <future>
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
// One recorded and one indexed, while the next is prepared.
constexpr size_t kGroupsPending = 2;

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

// Rows handed over whose answers are not in yet.
struct Pending {
  RowGroup group;
  std::future<engine::Answers> answers;
};

struct Run {
  const ImportOptions& options;
  Sink& sink;
  Checkpoint& checkpoint;
  RefusedRows& refused;
  ImportReport& report;
};

// Hands groups over while earlier ones are still being kept, and settles them in order:
// what the checkpoint names is durable, and all before it.
class Telling {
 public:
  Telling(GroupReader& reader, const Run& run) : reader_(reader), run_(run) {}

  Status tell_all() {
    const Status told = tell_groups();
    if (told) return run_.report.stopped ? run_.checkpoint.keep() : run_.checkpoint.done();
    (void)run_.checkpoint.keep();  // the first error is the one to tell
    return told;
  }

 private:
  Status tell_groups() {
    while (!stop_asked()) {
      FH_ASSIGN_OR_RETURN(std::optional<RowGroup> group, next_group());
      if (!group) return settle_down_to(0);
      std::vector<model::Draft> drafts = std::move(group->drafts);
      pending_.push_back({std::move(*group), run_.sink.tell_later(std::move(drafts))});
      FH_RETURN_IF_ERROR(settle_down_to(kGroupsPending));
    }
    run_.report.stopped = true;
    return settle_down_to(0);
  }

  bool stop_asked() const { return run_.options.stop != nullptr && *run_.options.stop; }

  // Where no more can be read, what was read before is still told.
  Result<std::optional<RowGroup>> next_group() {
    Result<std::optional<RowGroup>> group = reader_.next();
    if (!group) FH_RETURN_IF_ERROR(settle_down_to(0));
    return group;
  }

  Status settle_down_to(size_t count) {
    while (pending_.size() > count) {
      Pending oldest = std::move(pending_.front());
      pending_.pop_front();
      FH_RETURN_IF_ERROR(settle(oldest));
    }
    return {};
  }

  Status settle(Pending& pending) {
    RowGroup& group = pending.group;
    FH_ASSIGN_OR_RETURN(const engine::Answers::value_type receipts, pending.answers.get());
    FH_CHECK(receipts.size() == group.rows.size());
    run_.report.rows += group.rows.size() + group.refused.size();
    for (size_t i = 0; i < receipts.size(); ++i) {
      if (receipts[i]) {
        count(*receipts[i], run_.report);
      } else {
        group.refused.push_back({group.rows.row(i), receipts[i].error()});
      }
    }
    std::ranges::sort(group.refused, {}, [](const RefusedRow& row) { return row.row.number; });
    for (const RefusedRow& row : group.refused) {
      FH_RETURN_IF_ERROR(run_.refused.add(row.row, *group.columns, row.error));
    }
    FH_RETURN_IF_ERROR(run_.checkpoint.reached(group.last_row));
    const ImportProgress at = {group.last_row, group.bytes_read, reader_.bytes_total()};
    if (run_.options.progress) run_.options.progress(at);
    return {};
  }

  GroupReader& reader_;
  const Run run_;
  std::deque<Pending> pending_;  // oldest first
};

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
    Telling telling(reader, {.options = options,
                             .sink = sink,
                             .checkpoint = checkpoint,
                             .refused = refused,
                             .report = report});
    status = telling.tell_all();
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

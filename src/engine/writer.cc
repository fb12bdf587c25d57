#include "engine/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"

namespace fh::engine {
namespace {

size_t bytes_of(const TellJob& job) {
  constexpr size_t kOverheadBytes = 512;  // of one telling beside its words, roughly
  size_t bytes = 0;
  for (const record::Telling& telling : job.tellings) {
    bytes += kOverheadBytes + 2 * telling.experience.text.size();  // and in its document
  }
  return bytes;
}

}  // namespace

Writer::Writer(record::Record& record, Index& index, WriterLimits limits)
    : record_(record), index_(index), limits_(limits) {
  record_thread_ = std::thread([this] { record_loop(); });
  index_thread_ = std::thread([this] { index_loop(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  moved_.notify_all();
  record_thread_.join();
  index_thread_.join();
}

Status Writer::submit(Job& job) {
  std::unique_lock lock(mutex_);
  FH_CHECK(!stopping_);  // Callers end before the engine does.
  const bool full = waiting_drafts_ + job.drafts() > limits_.waiting_drafts_max ||
                    waiting_bytes_ + job.bytes > limits_.waiting_bytes_max;
  if (full && !waiting_.empty()) {
    return failure(ErrorCode::kBusy,
                   fmt::format("{} experiences wait to be written already", waiting_drafts_), {},
                   "Nothing of this was taken: try again in a second");
  }
  waiting_.push_back(&job);
  waiting_drafts_ += job.drafts();
  waiting_bytes_ += job.bytes;
  moved_.notify_all();
  finished_.wait(lock, [&job] { return job.done; });
  if (job.error) return std::unexpected(*job.error);
  return {};
}

Result<std::vector<Result<record::Receipt>>> Writer::tell(TellJob tells) {
  FH_CHECK(tells.tellings.size() == tells.documents.size());
  if (tells.tellings.empty()) return {};
  Job job;
  job.bytes = bytes_of(tells);
  job.tells = std::move(tells);
  FH_RETURN_IF_ERROR(submit(job));
  return std::move(job.answers);
}

Result<record::Receipt> Writer::change(std::function<Result<Recorded>(record::Record&)> step) {
  Job job;
  job.step = std::move(step);
  FH_RETURN_IF_ERROR(submit(job));
  FH_CHECK(job.answers.size() == 1);
  return std::move(job.answers.front());
}

Status Writer::exclusively(const std::function<Status()>& body) {
  {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] { return !paused_; });
    paused_ = true;
    moved_.wait(lock, [this] { return !recording_ && !recorded_ && !indexing_; });
  }
  Status status = body();
  {
    const std::lock_guard lock(mutex_);
    paused_ = false;
  }
  moved_.notify_all();
  return status;
}

size_t Writer::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_drafts_;
}

void Writer::record_loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    moved_.wait(lock, [this] { return !paused_ && (stopping_ || !waiting_.empty()); });
    if (waiting_.empty()) break;
    Group group = take_group();
    recording_ = true;
    lock.unlock();
    record_group(group);
    lock.lock();
    moved_.wait(lock, [this] { return !recorded_; });
    recorded_ = std::move(group);
    recording_ = false;
    moved_.notify_all();
  }
  record_ended_ = true;
  moved_.notify_all();
}

// Neighbours are recorded together up to the limit: tellings of one actor, since
// the record's audit names one for a group; an amendment or erasure goes alone.
Writer::Group Writer::take_group() {
  Group group;
  size_t drafts = 0;
  while (!waiting_.empty()) {
    Job* next = waiting_.front();
    if (!group.jobs.empty()) {
      const Job& first = *group.jobs.front();
      if (first.step || next->step || first.tells.actor != next->tells.actor) break;
      if (drafts + next->drafts() > limits_.group_drafts_max) break;
    }
    waiting_.pop_front();
    drafts += next->drafts();
    waiting_drafts_ -= next->drafts();
    waiting_bytes_ -= next->bytes;
    group.jobs.push_back(next);
  }
  return group;
}

void Writer::record_group(Group& group) {
  // Amending and erasing are people's rights: they do not hang on the index.
  if (group.jobs.front()->step) {
    record_step(group);
    return;
  }
  // An index with a hole takes nothing more until it is rebuilt: what was told now
  // could not be found.
  if (const auto usable = index_.landscape(); !usable) {
    for (Job* job : group.jobs) job->error = usable.error();
    return;
  }
  record_tells(group);
}

void Writer::record_step(Group& group) {
  Job& job = *group.jobs.front();
  Result<Recorded> recorded = job.step(record_);
  if (!recorded) {
    job.error = std::move(recorded.error());
    return;
  }
  job.answers.emplace_back(recorded->receipt);
  if (recorded->change) group.changes.push_back(std::move(*recorded->change));
}

void Writer::record_tells(Group& group) {
  std::vector<record::Telling> tellings;
  for (Job* job : group.jobs) {
    std::ranges::move(job->tells.tellings, std::back_inserter(tellings));
  }
  auto kept = record_.tell(tellings, group.jobs.front()->tells.actor);
  if (!kept) {
    for (Job* job : group.jobs) job->error = kept.error();
    return;
  }
  FH_CHECK(kept->size() == tellings.size());
  size_t at = 0;
  for (Job* job : group.jobs) {
    for (landscape::Document& document : job->tells.documents) {
      Result<record::Receipt>& answer = (*kept)[at];
      const model::Experience& experience = tellings[at].experience;
      ++at;
      if (answer && answer->outcome != record::Outcome::kAlreadyTold) {
        document.person = experience.person_number;
        group.changes.push_back({.sequence = answer->sequence,
                                 .number = answer->number,
                                 .document = std::move(document)});
      }
      job->answers.push_back(std::move(answer));
    }
  }
}

void Writer::index_loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    moved_.wait(lock, [this] { return recorded_.has_value() || record_ended_; });
    if (!recorded_) break;
    Group group = std::move(*recorded_);
    recorded_.reset();
    indexing_ = true;
    moved_.notify_all();
    lock.unlock();
    // What the record kept is told, whatever becomes of the index: an error here
    // would make callers tell it again. The index says itself that it must be rebuilt.
    if (!group.changes.empty()) static_cast<void>(index_.apply(group.changes));
    lock.lock();
    for (Job* job : group.jobs) job->done = true;
    indexing_ = false;
    finished_.notify_all();
    moved_.notify_all();
  }
}

}  // namespace fh::engine

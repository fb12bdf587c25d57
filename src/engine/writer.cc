#include "engine/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "base/check.h"
#include "engine/document.h"

namespace fh::engine {
namespace {

size_t bytes_of(const TellJob& job) {
  constexpr size_t kOverheadBytes = 512;  // of one telling beside its words, roughly
  size_t bytes = 0;
  for (const record::Telling& telling : job.tellings) {
    // The words lie in the document, too, and compressed.
    bytes += kOverheadBytes + 2 * telling.experience.text.size() + telling.body.size();
  }
  return bytes;
}

}  // namespace

Result<Recorded> amend_in(record::Record& record, uint64_t number,
                          const model::Experience& experience, std::string_view actor) {
  Recorded done;
  FH_ASSIGN_OR_RETURN(done.receipt, record.amend(number, experience, actor));
  if (done.receipt.outcome == record::Outcome::kAlreadyTold) return done;
  FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> amended, record.find(number));
  FH_CHECK(amended.has_value());  // only the record thread could have erased it since
  done.changes.push_back(
      {.sequence = done.receipt.sequence, .number = number, .document = document_of(*amended)});
  return done;
}

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

void Writer::Job::fail(const Error& cause) {
  error = cause;
  if (tells.succession) tells.succession->failure = cause;
}

void Writer::Job::answer() {
  if (error) {
    answered.set_value(std::unexpected(std::move(*error)));
  } else {
    answered.set_value(std::move(answers));
  }
}

std::future<Answers> Writer::submit(std::unique_ptr<Job> job) {
  std::future<Answers> answers = job->answered.get_future();
  const std::lock_guard lock(mutex_);
  FH_CHECK(!stopping_);  // Callers end before the engine does.
  const bool full = waiting_drafts_ + job->drafts() > limits_.waiting_drafts_max ||
                    waiting_bytes_ + job->bytes > limits_.waiting_bytes_max;
  if (full && !waiting_.empty()) {
    job->answered.set_value(failure(
        ErrorCode::kBusy, fmt::format("{} experiences wait to be written already", waiting_drafts_),
        {}, "Nothing of this was taken: try again in a second"));
    return answers;
  }
  waiting_drafts_ += job->drafts();
  waiting_bytes_ += job->bytes;
  waiting_.push_back(std::move(job));
  moved_.notify_all();
  return answers;
}

std::future<Answers> Writer::tell_later(TellJob tells) {
  FH_CHECK(tells.tellings.size() == tells.documents.size());
  auto job = std::make_unique<Job>();
  if (tells.tellings.empty()) {
    job->answer();
    return job->answered.get_future();
  }
  job->bytes = bytes_of(tells);
  job->tells = std::move(tells);
  return submit(std::move(job));
}

Result<record::Receipt> Writer::change(std::function<Result<Recorded>(record::Record&)> step) {
  auto job = std::make_unique<Job>();
  job->step = std::move(step);
  FH_ASSIGN_OR_RETURN(Answers::value_type answers, submit(std::move(job)).get());
  FH_CHECK(answers.size() == 1);
  return std::move(answers.front());
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
    const Job& next = *waiting_.front();
    if (!group.jobs.empty()) {
      const Job& first = *group.jobs.front();
      if (first.step || next.step || first.tells.actor != next.tells.actor) break;
      if (drafts + next.drafts() > limits_.group_drafts_max) break;
    }
    drafts += next.drafts();
    waiting_drafts_ -= next.drafts();
    waiting_bytes_ -= next.bytes;
    group.jobs.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
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
    for (const auto& job : group.jobs) job->fail(usable.error());
    return;
  }
  record_tells(group);
}

// The jobs that may go on; the others fail as their forerunners did.
std::vector<Writer::Job*> Writer::unhindered(const Group& group) {
  std::vector<Job*> jobs;
  for (const auto& job : group.jobs) {
    const std::shared_ptr<Succession>& succession = job->tells.succession;
    if (succession && succession->failure) {
      job->error = succession->failure;
    } else {
      jobs.push_back(job.get());
    }
  }
  return jobs;
}

void Writer::record_step(Group& group) {
  Job& job = *group.jobs.front();
  Result<Recorded> recorded = job.step(record_);
  if (!recorded) {
    job.error = std::move(recorded.error());
    return;
  }
  job.answers.emplace_back(recorded->receipt);
  std::ranges::move(recorded->changes, std::back_inserter(group.changes));
}

void Writer::record_tells(Group& group) {
  const std::vector<Job*> jobs = unhindered(group);
  if (jobs.empty()) return;
  std::vector<record::Telling> tellings = std::move(jobs.front()->tells.tellings);
  for (Job* job : std::span(jobs).subspan(1)) {
    std::ranges::move(job->tells.tellings, std::back_inserter(tellings));
  }
  auto kept = record_.tell(tellings, jobs.front()->tells.actor);
  if (!kept) {
    for (Job* job : jobs) job->fail(kept.error());
    return;
  }
  FH_CHECK(kept->size() == tellings.size());
  group.changes.reserve(tellings.size());
  size_t at = 0;
  for (Job* job : jobs) {
    for (landscape::Document& document : job->tells.documents) {
      Result<record::Receipt>& answer = (*kept)[at];
      const model::Experience& experience = tellings[at].experience;
      ++at;
      if (answer && answer->outcome != record::Outcome::kAlreadyTold) {
        document.person = model::counted_person(experience);
        document.grants = experience.grants;
        document.told_ms = experience.told_at.ms;
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
    for (const auto& job : group.jobs) job->answer();
    group = Group();  // large: let go of outside the lock
    lock.lock();
    indexing_ = false;
    moved_.notify_all();
  }
}

}  // namespace fh::engine

// engine/writer.h: turns many callers' changes into few, large, durable commits.
//
// Callers put a job into a bounded queue and wait, or come back for its answers. One
// thread records all that wait in one transaction; a second applies the group before
// it to the landscape in the meantime, in the same order. A job is answered when it is
// on disk and found.
//
//   callers → queue → [record thread: commit] → [index thread: apply] → callers
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "engine/index.h"
#include "landscape/landscape.h"
#include "record/record.h"

namespace fh::engine {

struct WriterLimits {
  size_t group_drafts_max = 16'384;
  // What may wait. A single larger job is taken when nothing else waits.
  size_t waiting_drafts_max = 65'536;
  size_t waiting_bytes_max = 256U << 20;
};

// Jobs that follow each other: behind one that failed as a whole every later one fails
// with the same error, so that nothing is kept before what came before it.
struct Succession {
  std::optional<Error> failure = {};  // belongs to the record thread
};

// Tellings that are recorded together or not at all, with their documents (all but
// the person in them, which the record tells).
struct TellJob {
  std::vector<record::Telling> tellings;
  std::vector<landscape::Document> documents;
  std::string actor;
  std::shared_ptr<Succession> succession = {};  // none: it stands alone
};

// What a step did to the record.
struct Recorded {
  record::Receipt receipt;                 // of the last change
  std::vector<landscape::Change> changes;  // none: all was so already
};

// Amends it in the record, for Writer::change().
Result<Recorded> amend_in(record::Record& record, uint64_t number,
                          const model::Experience& experience, std::string_view actor);

class Writer {
 public:
  // Both outlive the writer.
  Writer(record::Record& record, Index& index, WriterLimits limits);
  // Ends what waits, then stops.
  ~Writer();

  // Thread-safe. kBusy where the queue is full: nothing of the job was taken.
  Answers tell(TellJob job) { return tell_later(std::move(job)).get(); }
  // As tell(), without waiting. Jobs of one thread are recorded in its order.
  std::future<Answers> tell_later(TellJob job);
  // Runs `step` in its turn on the record thread. Thread-safe; kBusy as above.
  Result<record::Receipt> change(std::function<Result<Recorded>(record::Record&)> step);

  // Runs `body` in the calling thread while nothing is written: earlier changes are
  // recorded and applied, later ones wait.
  Status exclusively(const std::function<Status()>& body);

  // Experiences in the queue, for figures.
  size_t waiting() const;

 private:
  struct Job {
    TellJob tells;
    std::function<Result<Recorded>(record::Record&)> step;  // instead of tells
    size_t bytes = 0;
    std::vector<Result<record::Receipt>> answers = {};
    std::optional<Error> error = {};  // of the job as a whole
    std::promise<Answers> answered = {};
    size_t drafts() const { return step ? 1 : tells.tellings.size(); }
    void fail(const Error& cause);
    void answer();
  };
  struct Group {
    std::vector<std::unique_ptr<Job>> jobs;
    std::vector<landscape::Change> changes = {};
  };

  std::future<Answers> submit(std::unique_ptr<Job> job);
  void record_loop();
  void index_loop();
  Group take_group();
  void record_group(Group& group);
  void record_tells(Group& group);
  static std::vector<Job*> unhindered(const Group& group);
  void record_step(Group& group);

  record::Record& record_;
  Index& index_;
  const WriterLimits limits_;

  mutable std::mutex mutex_;
  std::condition_variable moved_;  // any of the state below changed
  std::deque<std::unique_ptr<Job>> waiting_;
  size_t waiting_drafts_ = 0;
  size_t waiting_bytes_ = 0;
  std::optional<Group> recorded_;  // between the two threads
  bool recording_ = false;
  bool indexing_ = false;
  bool paused_ = false;
  bool stopping_ = false;
  bool record_ended_ = false;
  std::thread record_thread_;
  std::thread index_thread_;
};

}  // namespace fh::engine

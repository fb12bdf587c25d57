#include "engine/replay.h"

#include <future>
#include <utility>
#include <vector>

#include "engine/document.h"

namespace fh::engine {
namespace {

constexpr size_t kBatchChanges = 4096;
constexpr size_t kBatchBytes = 16U << 20;

// Two batches at most are in memory: the one being applied and the one being read.
class Replay {
 public:
  explicit Replay(landscape::Landscape& landscape) : landscape_(landscape) {}

  Status add(record::Change change) {
    landscape::Change next{.sequence = change.sequence, .number = change.number, .document = {}};
    if (change.experience) {
      bytes_ += change.experience->text.size();
      next.document = document_of(*change.experience);
    }
    batch_.push_back(std::move(next));
    if (batch_.size() < kBatchChanges && bytes_ < kBatchBytes) return {};
    return hand_over();
  }

  Status finish() {
    FH_RETURN_IF_ERROR(hand_over());
    return wait();
  }

 private:
  Status wait() { return applying_.valid() ? applying_.get() : Status{}; }

  Status hand_over() {
    FH_RETURN_IF_ERROR(wait());
    if (batch_.empty()) return {};
    bytes_ = 0;
    applying_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, {})] {
      return landscape_.apply(batch);
    });
    return {};
  }

  landscape::Landscape& landscape_;
  std::vector<landscape::Change> batch_;
  size_t bytes_ = 0;
  std::future<Status> applying_;  // waits in its destructor, so `this` outlives it
};

}  // namespace

Status replay(record::Record& record, landscape::Landscape& landscape,
              const std::function<void(uint64_t, uint64_t)>& progress) {
  const uint64_t after = landscape.covered();
  FH_ASSIGN_OR_RETURN(const record::RecordCounts counts, record.counts());
  if (counts.last_sequence <= after) return {};
  const uint64_t total = counts.last_sequence - after;

  Replay replay(landscape);
  uint64_t steps = 0;
  FH_RETURN_IF_ERROR(record.for_each_change_after(after, [&](record::Change change) {
    const uint64_t done = change.sequence - after;
    if (progress && ++steps % 1024 == 0) progress(done, std::max(total, done));
    return replay.add(std::move(change));
  }));
  FH_RETURN_IF_ERROR(replay.finish());
  if (progress) progress(total, total);
  return {};
}

}  // namespace fh::engine

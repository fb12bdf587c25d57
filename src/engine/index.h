// engine/index.h: the landscape as the engine holds it: replaceable while in use,
// and honest when it can no longer answer.
//
// Searches take a share of the landscape and keep it for one question. A rebuild
// waits for them, not they for it, except in the moment the new one is opened.
// Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/error.h"
#include "landscape/landscape.h"
#include "record/record.h"

namespace fh::engine {

using RecoveryProgress = std::function<void(uint64_t done, uint64_t total)>;

class Index {
 public:
  // Opens the landscape and applies what the record knows beyond it. One that knows
  // more than the record belongs to another record and is made anew.
  static Result<std::unique_ptr<Index>> open(landscape::LandscapeOptions options,
                                             record::Record& record,
                                             const RecoveryProgress& progress);

  // The landscape, or why it cannot answer (kCorrupt, with the advice to rebuild).
  Result<std::shared_ptr<landscape::Landscape>> landscape() const;

  // Applies and tells those who wait for a change. After a failure every later call
  // fails, and so does landscape(), until a rebuild: an index with a hole in it must
  // not answer. REQUIRES: one caller at a time, in sequence order.
  Status apply(std::span<const landscape::Change> changes);

  // Makes the index anew from the record; searches go on in the old one until the
  // new one takes its place. REQUIRES: no apply() at the same time.
  Status rebuild(record::Record& record, const RecoveryProgress& progress);

  uint64_t as_of() const;
  // Blocks until as_of() > after or the time is up.
  uint64_t wait_for_change(uint64_t after, int64_t timeout_ms) const;

 private:
  explicit Index(landscape::LandscapeOptions options) : options_(std::move(options)) {}
  Status open_current(record::Record& record, const RecoveryProgress& progress);
  void retire();
  void show(std::unique_ptr<landscape::Landscape> landscape);
  Error unusable(const Error& cause) const;

  const landscape::LandscapeOptions options_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  // Null only while a rebuilt one takes the old one's place.
  std::shared_ptr<landscape::Landscape> landscape_;
  std::optional<Error> failure_;
  uint64_t as_of_ = 0;
};

}  // namespace fh::engine

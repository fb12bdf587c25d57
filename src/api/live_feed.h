// api/live_feed.h: what pages that stay open are told when the landscape changes.
//
// Counting is done once for all who listen, on the worker pool, and only when
// something changed. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "api/worker_pool.h"
#include "engine/engine.h"

namespace fh::api {

class LiveFeed {
 public:
  LiveFeed(engine::Engine& engine, WorkerPool& pool) : engine_(engine), pool_(pool) {}

  struct State {
    uint64_t as_of = 0;
    uint64_t total = 0;
    bool known = false;  // false only before the first count
  };

  // The newest known state. Asks for a newer one where the engine has moved on; it is
  // there at one of the next calls. Never blocks.
  State poll();

 private:
  void refresh();

  engine::Engine& engine_;
  WorkerPool& pool_;
  std::atomic<bool> refreshing_ = false;
  std::atomic<bool> known_ = false;
  std::atomic<uint64_t> as_of_ = 0;
  std::atomic<uint64_t> total_ = 0;
};

}  // namespace fh::api

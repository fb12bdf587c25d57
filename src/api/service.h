// api/service.h: what every handler can reach.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "api/held_bytes.h"
#include "api/server.h"
#include "engine/engine.h"

namespace fh::api {

class Metrics;
class WorkerPool;
class LiveFeed;

struct Service {
  engine::Engine& engine;
  const ServerOptions& options;
  Metrics& metrics;
  WorkerPool& asking;
  WorkerPool& telling;
  HeldBytes held{options.held_bytes_max};
  LiveFeed& live;
  std::atomic<bool> stopping = false;
  std::atomic<uint32_t> connections = 0;
};

}  // namespace fh::api

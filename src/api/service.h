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
class TlsIdentity;
class Oidc;

struct Service {
  engine::Engine& engine;
  const ServerOptions& options;
  Metrics& metrics;
  WorkerPool& asking;
  WorkerPool& telling;
  HeldBytes held{options.held_bytes_max};
  LiveFeed& live;
  const TlsIdentity* tls = nullptr;  // where the server speaks HTTPS itself
  bool https_only = false;           // browsers are told to come by HTTPS alone
  Oidc* oidc = nullptr;              // where members can sign in at a provider
  std::string pages_at = {};         // what links in letters begin with
  std::atomic<bool> stopping = false;
  std::atomic<uint32_t> connections = 0;
};

}  // namespace fh::api

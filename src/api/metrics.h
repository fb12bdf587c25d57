// api/metrics.h: what the server counts about itself, for Prometheus.
//
// Nothing here holds words: routes are counted by their pattern, never by what was
// asked. Thread-safe; counting is a few relaxed atomic additions.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "api/endpoint.h"
#include "engine/engine.h"

namespace fh::api {

inline constexpr std::array<double, 12> kLatencyBucketSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0};

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // No endpoint: a page, or nothing.
  void count(const Endpoint* endpoint, unsigned status, int64_t took_us);
  void refused_connection() { refused_.fetch_add(1, std::memory_order_relaxed); }

  struct Now {
    uint32_t connections = 0;
    size_t waiting = 0;  // for a worker
    engine::EngineCounts engine;
    uint64_t as_of = 0;
  };
  // The text exposition format, version 0.0.4.
  std::string text(const Now& now) const;

 private:
  struct PerRoute;
  size_t slot_of(const Endpoint* endpoint) const;
  void write_requests(std::string& out) const;
  void write_latencies(std::string& out) const;

  std::unique_ptr<PerRoute[]> routes_;
  std::atomic<uint64_t> refused_ = 0;
};

// "GET /v1/search" as labels see it; "other" for what has no endpoint.
std::string_view route_name(const Endpoint* endpoint);

}  // namespace fh::api

#include "api/metrics.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace fh::api {
namespace {

constexpr std::array<unsigned, 18> kStatuses = {200, 201, 204, 304, 400, 403, 404, 405, 406,
                                                408, 409, 411, 413, 415, 431, 500, 503, 0};

size_t slot_of_status(unsigned status) {
  for (size_t i = 0; i + 1 < kStatuses.size(); ++i) {
    if (kStatuses[i] == status) return i;
  }
  return kStatuses.size() - 1;  // any other
}

std::string status_label(unsigned status) {
  return status == 0 ? "other" : fmt::format("{}", status);
}

std::string_view method_of(const Endpoint* endpoint) {
  return endpoint == nullptr ? "any" : name_of(endpoint->method);
}

void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void gauge(std::string& out, std::string_view name, std::string_view help, uint64_t value) {
  family(out, name, "gauge", help);
  out += fmt::format("{} {}\n", name, value);
}

// Resident pages as the kernel counts them; 0 where it does not say.
uint64_t resident_bytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  unsigned long size = 0;
  unsigned long resident = 0;
  const int fields = std::fscanf(file, "%lu %lu", &size, &resident);
  std::fclose(file);
  return fields == 2 ? resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

}  // namespace

struct Metrics::PerRoute {
  std::array<std::atomic<uint64_t>, kStatuses.size()> statuses = {};
  std::array<std::atomic<uint64_t>, kLatencyBucketSeconds.size() + 1> buckets = {};
  std::atomic<uint64_t> sum_us = 0;
};

// One place more than endpoints, for pages and whatever else came.
Metrics::Metrics() : routes_(std::make_unique<PerRoute[]>(endpoints().size() + 1)) {}
Metrics::~Metrics() = default;

std::string_view route_name(const Endpoint* endpoint) {
  return endpoint == nullptr ? "other" : endpoint->path;
}

size_t Metrics::slot_of(const Endpoint* endpoint) const {
  return endpoint == nullptr ? endpoints().size()
                             : static_cast<size_t>(endpoint - endpoints().data());
}

void Metrics::count(const Endpoint* endpoint, unsigned status, int64_t took_us) {
  PerRoute& route = routes_[slot_of(endpoint)];
  route.statuses[slot_of_status(status)].fetch_add(1, std::memory_order_relaxed);
  const double seconds = static_cast<double>(took_us) / 1e6;
  size_t bucket = 0;
  while (bucket < kLatencyBucketSeconds.size() && seconds > kLatencyBucketSeconds[bucket]) {
    ++bucket;
  }
  route.buckets[bucket].fetch_add(1, std::memory_order_relaxed);
  route.sum_us.fetch_add(static_cast<uint64_t>(took_us), std::memory_order_relaxed);
}

void Metrics::write_requests(std::string& out) const {
  constexpr std::string_view kName = "firsthand_http_requests_total";
  family(out, kName, "counter", "Requests answered, by route and status.");
  for (size_t i = 0; i <= endpoints().size(); ++i) {
    const Endpoint* endpoint = i < endpoints().size() ? &endpoints()[i] : nullptr;
    for (size_t s = 0; s < kStatuses.size(); ++s) {
      const uint64_t count = routes_[i].statuses[s].load(std::memory_order_relaxed);
      if (count == 0) continue;
      out +=
          fmt::format("{}{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n", kName,
                      method_of(endpoint), route_name(endpoint), status_label(kStatuses[s]), count);
    }
  }
}

void Metrics::write_latencies(std::string& out) const {
  constexpr std::string_view kName = "firsthand_http_request_duration_seconds";
  family(out, kName, "histogram", "From the last byte of a header to the last byte written.");
  for (size_t i = 0; i <= endpoints().size(); ++i) {
    const Endpoint* endpoint = i < endpoints().size() ? &endpoints()[i] : nullptr;
    const std::string labels =
        fmt::format("method=\"{}\",route=\"{}\"", method_of(endpoint), route_name(endpoint));
    uint64_t below = 0;
    for (size_t b = 0; b < kLatencyBucketSeconds.size(); ++b) {
      below += routes_[i].buckets[b].load(std::memory_order_relaxed);
      out += fmt::format("{}_bucket{{{},le=\"{}\"}} {}\n", kName, labels, kLatencyBucketSeconds[b],
                         below);
    }
    below += routes_[i].buckets.back().load(std::memory_order_relaxed);
    out += fmt::format("{}_bucket{{{},le=\"+Inf\"}} {}\n", kName, labels, below);
    out +=
        fmt::format("{}_sum{{{}}} {}\n", kName, labels,
                    static_cast<double>(routes_[i].sum_us.load(std::memory_order_relaxed)) / 1e6);
    out += fmt::format("{}_count{{{}}} {}\n", kName, labels, below);
  }
}

std::string Metrics::text(const Now& now) const {
  std::string out;
  write_requests(out);
  write_latencies(out);
  gauge(out, "firsthand_http_connections", "Open connections.", now.connections);
  gauge(out, "firsthand_http_waiting_requests", "Requests that wait for a worker.", now.waiting);
  family(out, "firsthand_http_connections_refused_total", "counter",
         "Connections closed at once because there were too many.");
  out += fmt::format("firsthand_http_connections_refused_total {}\n",
                     refused_.load(std::memory_order_relaxed));
  gauge(out, "firsthand_experiences", "Experiences in the record.", now.engine.record.experiences);
  gauge(out, "firsthand_people", "People known.", now.engine.record.people);
  gauge(out, "firsthand_sequence", "Newest change that searches see.", now.as_of);
  gauge(out, "firsthand_index_experiences", "Experiences that can be found.",
        now.engine.landscape.experiences);
  gauge(out, "firsthand_index_segments", "Parts the index lies in.", now.engine.landscape.segments);
  gauge(out, "firsthand_index_disk_bytes", "Size of the index files.",
        now.engine.landscape.bytes_on_disk);
  gauge(out, "firsthand_index_memory_bytes", "Index held in memory.",
        now.engine.landscape.bytes_in_memory);
  gauge(out, "process_resident_memory_bytes", "Resident memory size in bytes.", resident_bytes());
  return out;
}

}  // namespace fh::api

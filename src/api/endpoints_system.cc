#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/metrics.h"
#include "api/openapi.h"
#include "api/service.h"
#include "api/worker_pool.h"
#include "base/json.h"

namespace fh::api {
namespace {

using engine::Right;

constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";
constexpr std::string_view kHealthExample = R"({"status":"ok"})";

Result<Response> health(const Call&) {
  return Response{.type = std::string(kJsonType), .body = std::string(kHealthExample)};
}

Result<Response> ready(const Call& call) {
  if (call.service.stopping) return failure(ErrorCode::kBusy, "the server is stopping");
  FH_RETURN_IF_ERROR(call.service.engine.ready());
  return health(call);
}

Result<Response> status(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::EngineCounts counts,
                      call.service.engine.counts_for(call.caller));
  Response response{.type = std::string(kJsonType), .body = {}};
  JsonWriter json(response.body);
  json.begin_object().member("version", call.service.options.version);
  json.member("as_of", call.service.engine.as_of());
  json.member("experiences", counts.record.experiences);
  json.member("people", counts.record.people).member("sources", counts.record.sources);
  json.member("searchable", counts.landscape.experiences);
  json.member("segments", counts.landscape.segments);
  json.member("index_bytes_on_disk", counts.landscape.bytes_on_disk);
  json.member("index_bytes_in_memory", counts.landscape.bytes_in_memory);
  if (counts.contacts) json.member("contacts", *counts.contacts);
  json.end_object();
  return response;
}

Result<Response> metrics(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::EngineCounts counts,
                      call.service.engine.counts_for(call.caller));
  return Response{.type = std::string(kMetricsType),
                  .body = call.service.metrics.text(
                      {.connections = call.service.connections,
                       .waiting = call.service.asking.waiting() + call.service.telling.waiting(),
                       .engine = counts,
                       .as_of = call.service.engine.as_of()})};
}

Result<Response> description(const Call& call) {
  return Response{.type = std::string(kJsonType), .body = openapi(call.service.options.version)};
}

constexpr std::string_view kStatusExample =
    R"({"version":"0.1.0","as_of":1,"experiences":1,"people":0,"sources":1,"searchable":1,)"
    R"("segments":1,"index_bytes_on_disk":0,"index_bytes_in_memory":4096})";

}  // namespace

std::span<const Endpoint> system_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/status",
               .name = "status",
               .summary = "Counts and version",
               .description = "What is kept, and how the index lies.",
               .needs = Needs::right(Right::kCount),
               .gives = "ServerStatus",
               .gives_example = kStatusExample,
               .handler = status},
      Endpoint{.path = "/v1/live",
               .name = "live",
               .summary = "Hear of changes",
               .description = "Server-sent events: `change` with {as_of, total} at most four times "
                              "a second, when something changed and once at the start; a comment "
                              "every 15 seconds.",
               .needs = Needs::right(Right::kCount),
               .gives = "Change",
               .type = kEventsType,
               .runs = Runs::kLive},
      Endpoint{.path = "/healthz",
               .name = "health",
               .summary = "Whether the server is there",
               .description = "Asks nothing of the engine.",
               .needs = Needs::nothing(),
               .gives = "Health",
               .gives_example = kHealthExample,
               .runs = Runs::kAtOnce,
               .handler = health},
      Endpoint{.path = "/readyz",
               .name = "ready",
               .summary = "Whether it can answer",
               .description = "503 while it stops or its record cannot be read.",
               .needs = Needs::nothing(),
               .gives = "Health",
               .gives_example = kHealthExample,
               .handler = ready},
      Endpoint{.path = "/metrics",
               .name = "metrics",
               .summary = "Figures for Prometheus",
               .description = "The text exposition format. Holds no words and no queries.",
               .needs = Needs::right(Right::kCount),
               .type = kMetricsType,
               .handler = metrics},
      Endpoint{.path = "/openapi.json",
               .name = "openapi",
               .summary = "This description",
               .description = "OpenAPI 3.1, made from the table that routes requests.",
               .needs = Needs::nothing(),
               .handler = description},
  };
  return kEndpoints;
}

}  // namespace fh::api

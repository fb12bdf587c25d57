// What people ask of the organisation, handed in on their behalf.
#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/fields.h"
#include "api/json_answer.h"
#include "api/page_parameters.h"
#include "api/requests_json.h"
#include "api/service.h"
#include "base/json.h"
#include "base/limits.h"

namespace fh::api {
namespace {

using engine::Right;

constexpr Needs kRequest = Needs::right(Right::kRequest);

constexpr Parameter kId = {.name = "id",
                           .in = In::kPath,
                           .help = "The request's id, a UUID.",
                           .presence = Presence::kRequired};
constexpr std::array kIdParameters = {kId};
constexpr std::array kResultParameters = {
    kId,
    page_limit("How many experiences.", "100", limits::kHitsMax),
    page_offset("How many experiences to pass over."),
};
constexpr std::array<std::string_view, 4> kStatuses = {"pending", "in_progress", "completed",
                                                       "cancelled"};
constexpr std::array kListParameters = {
    Parameter{.name = "status",
              .kind = Kind::kWord,
              .help = "Only those of one status.",
              .words = kStatuses},
    page_limit("How many requests.", "100", 1000),
    page_offset("How many requests to pass over."),
};

constexpr std::string_view kAskExample =
    R"({"subject_request_id":"6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e",)"
    R"("subject_request_type":"erasure","submitted_time":"2026-05-01T08:30:00Z",)"
    R"("subject_identities":[{"identity_type":"controller_customer_id",)"
    R"("identity_value":"customer-42","identity_format":"raw","source":"support-desk"}]})";
constexpr std::string_view kPendingExample =
    R"({"subject_request_id":"6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e",)"
    R"("subject_request_type":"erasure","request_status":"pending",)"
    R"("received_time":"2026-05-01T09:00:00Z",)"
    R"("expected_completion_time":"2026-05-02T09:00:00Z","handed_in_by":"key 2",)"
    R"("api_version":"2.0"})";
constexpr std::string_view kDataExample =
    R"({"subject_request_id":"6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e",)"
    R"("subject_request_type":"access","at":"2026-05-01T09:00:00Z","total":0,"experiences":[],)"
    R"("schema":{}})";

engine::Requests& requests(const Call& call) {
  return call.service.engine.requests();
}

// An answer whose body `write` makes.
Result<Response> hand_in(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::NewRequest asked, read_request(call.body));
  FH_ASSIGN_OR_RETURN(const engine::RequestSeen seen, requests(call).hand_in(call.caller, asked));
  Response response =
      json_answer([&](JsonWriter& json) { write_request(json, seen); }, Code::kCreated);
  response.headers.push_back({"Location", "/v1/requests/" + seen.request.id});
  return response;
}

Result<Response> list(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  const auto status = record::request_status_named(call.arguments.text("status"));
  FH_ASSIGN_OR_RETURN(const auto all, requests(call).list(call.caller, limit, offset, status));
  return json_answer([&](JsonWriter& json) { write_requests(json, all); });
}

Result<Response> one(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::RequestSeen seen,
                      requests(call).request(call.caller, call.arguments.text("id")));
  return json_answer([&](JsonWriter& json) { write_request(json, seen); });
}

Result<Response> cancel(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::RequestSeen seen,
                      requests(call).cancel(call.caller, call.arguments.text("id")));
  return json_answer([&](JsonWriter& json) { write_request(json, seen); });
}

Result<Response> result(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  FH_ASSIGN_OR_RETURN(const engine::SubjectData data,
                      requests(call).result(call.caller, call.arguments.text("id"), limit, offset));
  return json_answer([&](JsonWriter& json) { write_subject_data(json, data); });
}

Result<Response> discovery(const Call& /*call*/) {
  return json_answer([](JsonWriter& json) { write_discovery(json); });
}

Response settings_answer(uint32_t hours) {
  return json_answer(
      [&](JsonWriter& json) { json.begin_object().member("wait_hours", hours).end_object(); });
}

Result<Response> settings(const Call& call) {
  FH_ASSIGN_OR_RETURN(const uint32_t hours, requests(call).wait_hours(call.caller));
  return settings_answer(hours);
}

Result<Response> set_settings(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"wait_hours"}));
  FH_ASSIGN_OR_RETURN(const std::optional<int64_t> hours, fields.integer("wait_hours"));
  if (!hours || *hours < 0 || *hours > int64_t{engine::kRequestWaitHoursMax}) {
    return failure(ErrorCode::kInvalid, "an erasure waits for a whole number of hours, 0 to 720",
                   "wait_hours");
  }
  FH_RETURN_IF_ERROR(requests(call).set_wait_hours(call.caller, static_cast<uint32_t>(*hours)));
  return settings_answer(static_cast<uint32_t>(*hours));
}

constexpr Endpoint kHandIn{
    .method = Method::kPost,
    .path = "/v1/requests",
    .name = "handIn",
    .summary = "Hand in what a person asks for",
    .description =
        "Access, portability or erasure, in OpenDSR's terms. Whoever sends this has made sure that "
        "the person is who they say. Names that lead to nobody are no error: the request is "
        "completed with nothing. The same id again gives the first answer. Callbacks are not "
        "called: ask for the request.",
    .needs = kRequest,
    .takes = "SubjectAsk",
    .takes_example = kAskExample,
    .gives = "SubjectRequest",
    .gives_example = kPendingExample,
    .success = Code::kCreated,
    .runs = Runs::kTelling,
    .handler = hand_in};

constexpr Endpoint kList{.path = "/v1/requests",
                         .name = "requests",
                         .summary = "What people asked for",
                         .description =
                             "Newest first: all for keepers, else one's own. Of one "
                             "status where it is named.",
                         .needs = kRequest,
                         .parameters = kListParameters,
                         .gives = "SubjectRequests",
                         .gives_example = R"({"requests":[]})",
                         .handler = list};

constexpr Endpoint kOne{.path = "/v1/requests/{id}",
                        .name = "request",
                        .summary = "How far a request is",
                        .description = "With the signed receipt of an erasure that is completed.",
                        .needs = kRequest,
                        .parameters = kIdParameters,
                        .gives = "SubjectRequest",
                        .gives_example = kPendingExample,
                        .handler = one};

constexpr Endpoint kCancel{.method = Method::kDelete,
                           .path = "/v1/requests/{id}",
                           .name = "cancelRequest",
                           .summary = "Cancel a request",
                           .description = "While it is pending; 409 once it has begun.",
                           .needs = kRequest,
                           .parameters = kIdParameters,
                           .gives = "SubjectRequest",
                           .gives_example = kPendingExample,
                           .runs = Runs::kTelling,
                           .handler = cancel};

constexpr Endpoint kResult{
    .path = "/v1/requests/{id}/result",
    .name = "requestResult",
    .summary = "The answer to access or portability",
    .description =
        "What is kept of the person, as it is now, newest first, with its JSON Schema. Of access "
        "also who read it and all that was changed; of portability what they told. Noted for the "
        "person as a reading. For 30 days after it was completed.",
    .needs = kRequest,
    .parameters = kResultParameters,
    .gives = "SubjectData",
    .gives_example = kDataExample,
    .runs = Runs::kTelling,
    .handler = result};

constexpr Endpoint kDiscovery{.path = "/v1/requests/discovery",
                              .name = "discovery",
                              .summary = "What can be asked for",
                              .description = "And under which names people are known.",
                              .needs = Needs::nothing(),
                              .gives = "Discovery",
                              .gives_example = R"({"api_version":"2.0","supported_identities":[],)"
                                               R"("supported_subject_request_types":["erasure"]})",
                              .runs = Runs::kAtOnce,
                              .handler = discovery};

constexpr Endpoint kSettings{.path = "/v1/requests/settings",
                             .name = "requestSettings",
                             .summary = "How long an erasure waits",
                             .description = "From when it is handed in until it begins.",
                             .needs = kRequest,
                             .gives = "RequestSettings",
                             .gives_example = R"({"wait_hours":0})",
                             .handler = settings};

constexpr Endpoint kSetSettings{.method = Method::kPatch,
                                .path = "/v1/requests/settings",
                                .name = "setRequestSettings",
                                .summary = "Say how long an erasure waits",
                                .description = "Counts for what is handed in from now on.",
                                .needs = Needs::right(Right::kAdminister),
                                .takes = "RequestSettings",
                                .takes_example = R"({"wait_hours":24})",
                                .gives = "RequestSettings",
                                .gives_example = R"({"wait_hours":24})",
                                .runs = Runs::kTelling,
                                .handler = set_settings};

}  // namespace

// Of two paths that fit the later counts: names stand behind {id}.
std::span<const Endpoint> request_endpoints() {
  static const std::array kEndpoints = {kHandIn, kList,      kOne,      kCancel,
                                        kResult, kDiscovery, kSettings, kSetSettings};
  return kEndpoints;
}

}  // namespace fh::api

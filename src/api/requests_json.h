// api/requests_json.h: what people ask through the organisation, in OpenDSR's terms.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/json.h"
#include "engine/requests.h"

namespace fh::api {

inline constexpr std::string_view kOpenDsrVersion = "2.0";

// Each writes one whole object.
void write_request(JsonWriter& json, const engine::RequestSeen& seen);
void write_requests(JsonWriter& json, std::span<const engine::RequestSeen> requests);
void write_subject_data(JsonWriter& json, const engine::SubjectData& data);
void write_discovery(JsonWriter& json);

// kInvalid with the field where a body is not what SubjectAsk says.
Result<engine::NewRequest> read_request(std::string_view body);
// "access", "portability" or "erasure".
Result<record::RequestType> request_type_of(std::string_view name);

}  // namespace fh::api

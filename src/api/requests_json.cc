#include "api/requests_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "api/json_answers.h"
#include "api/mine_json.h"
#include "api/questions_json.h"
#include "api/shapes.h"
#include "base/time.h"

namespace fh::api {
namespace {

using engine::IdentityType;
using engine::NamedSubject;
using record::RequestStatus;
using record::RequestType;

std::unexpected<Error> wrong(std::string_view field, std::string_view why,
                             std::string advice = {}) {
  return failure(ErrorCode::kInvalid, fmt::format("{} {}", field, why), std::string(field),
                 std::move(advice));
}

Result<std::string> text_of(std::string_view field, const Json& value) {
  if (const auto text = value.as_string()) return std::string(*text);
  return wrong(field, "must be text");
}

Result<IdentityType> identity_type_of(std::string_view name) {
  if (const auto type = engine::identity_type_named(name)) return *type;
  return wrong("identity_type", "is of a kind that is not known here",
               "GET /v1/requests/discovery names those that are.");
}

Status read_identity_member(std::string_view name, const Json& value, NamedSubject& identity,
                            bool& typed) {
  FH_ASSIGN_OR_RETURN(std::string text, text_of(name, value));
  if (name == "identity_type") {
    FH_ASSIGN_OR_RETURN(identity.type, identity_type_of(text));
    typed = true;
  } else if (name == "identity_value") {
    identity.value = std::move(text);
  } else if (name == "source") {
    identity.source = std::move(text);
  } else if (name != "identity_format") {
    return wrong("subject_identities", "holds a name that is not known here",
                 "Known are identity_type, identity_value, identity_format and source.");
  } else if (text != "raw") {
    return wrong("identity_format", "can only be raw: hashes lead to nobody here");
  }
  return {};
}

Result<NamedSubject> read_identity(const Json& json) {
  if (json.type() != JsonType::kObject) return wrong("subject_identities", "holds no objects");
  NamedSubject identity;
  bool typed = false;
  FH_RETURN_IF_ERROR(json.for_each_member([&](std::string_view name, const Json& value) {
    return read_identity_member(name, value, identity, typed);
  }));
  if (!typed) return wrong("identity_type", "is missing");
  return identity;
}

Status read_identities(const Json& value, engine::NewRequest& asked) {
  if (value.type() != JsonType::kArray) return wrong("subject_identities", "must be a list");
  if (value.size() > engine::kIdentitiesMax) {
    return wrong("subject_identities", fmt::format("has more than {}", engine::kIdentitiesMax));
  }
  return value.for_each_element([&](const Json& one) -> Status {
    FH_ASSIGN_OR_RETURN(NamedSubject identity, read_identity(one));
    asked.identities.push_back(std::move(identity));
    return {};
  });
}

Status read_member(std::string_view name, const Json& value, engine::NewRequest& asked,
                   bool& typed) {
  if (value.is_null()) return {};
  if (name == "subject_identities") return read_identities(value, asked);
  static constexpr std::array<std::string_view, 5> kTexts = {
      "subject_request_id", "subject_request_type", "submitted_time", "regulation", "api_version"};
  if (std::ranges::find(kTexts, name) == kTexts.end()) {
    constexpr size_t kShown = 32;
    return wrong(name.substr(0, kShown), "is not known here");
  }
  FH_ASSIGN_OR_RETURN(std::string text, text_of(name, value));
  if (name == "subject_request_id") {
    asked.id = std::move(text);
  } else if (name == "subject_request_type") {
    FH_ASSIGN_OR_RETURN(asked.type, request_type_of(text));
    typed = true;
  } else if (name == "submitted_time" && !parse_time(text)) {
    return wrong(name, "is no time", "It is written as 2026-05-01T08:30:00Z.");
  }
  return {};
}

void write_time(JsonWriter& json, std::string_view name, const std::optional<Instant>& at) {
  if (at) json.member(name, format_time(*at));
}

// Of portability what was told and what it may be used for; of access all that is kept of it.
void write_experience_of(JsonWriter& json, const engine::OwnExperience& own, RequestType type) {
  json.begin_object();
  if (type == RequestType::kAccess) {
    write_own(json, own);
  } else {
    json.key("experience").begin_object();
    write_experience(json, own.experience);
    json.end_object().key("grants");
    write_grants(json, own.experience.grants);
    json.key("questions");
    write_questions(json, own.questions);
  }
  json.end_object();
}

// A whole schema, which needs nothing from elsewhere.
void write_schema(JsonWriter& json) {
  static constexpr std::array<std::string_view, 14> kParts = {
      "SubjectExperience", "Experience",     "Subject",         "SignifierDate", "SignifierScale",
      "SignifierShare",    "SignifierValue", "OriginalRatings", "Inferred",      "GrantStep",
      "ReadingNote",       "EarlierVersion", "Source",          "Question"};
  json.begin_object().member("$schema", "https://json-schema.org/draft/2020-12/schema");
  json.member("type", "array").key("items").raw(schema_of_type("SubjectExperience"));
  json.key("components").begin_object().key("schemas").begin_object();
  for (const Shape& shape : shapes()) {
    if (std::ranges::find(kParts, shape.name) == kParts.end()) continue;
    json.key(shape.name).raw(schema_of(shape));
  }
  json.end_object().end_object().end_object();
}

}  // namespace

void write_request(JsonWriter& json, const engine::RequestSeen& seen) {
  const record::SubjectRequest& request = seen.request;
  json.begin_object().member("subject_request_id", request.id);
  json.member("subject_request_type", name_of(request.type));
  json.member("request_status", name_of(request.status));
  json.member("received_time", format_time(request.received));
  const bool open =
      request.status == RequestStatus::kPending || request.status == RequestStatus::kInProgress;
  if (open) json.member("expected_completion_time", format_time(request.begins));
  write_time(json, "ended_time", request.ended);
  json.member("handed_in_by", request.actor);
  if (request.status == RequestStatus::kCompleted) {
    json.member("experiences", request.experiences);
  }
  if (seen.has_result) {
    json.member("results_url", fmt::format("/v1/requests/{}/result", request.id));
  }
  if (seen.receipt) {
    json.key("receipt").begin_object().member("receipt", seen.receipt->statement);
    json.member("signature", seen.receipt->signature).member("key", seen.receipt->key);
    json.end_object();
  }
  json.member("api_version", kOpenDsrVersion).end_object();
}

void write_requests(JsonWriter& json, std::span<const engine::RequestSeen> requests) {
  json.begin_object().key("requests").begin_array();
  for (const engine::RequestSeen& one : requests) write_request(json, one);
  json.end_array().end_object();
}

void write_subject_data(JsonWriter& json, const engine::SubjectData& data) {
  json.begin_object().member("subject_request_id", data.request.id);
  json.member("subject_request_type", name_of(data.request.type));
  json.member("at", format_time(data.at)).member("total", data.experiences);
  json.key("experiences").begin_array();
  for (const engine::OwnExperience& own : data.page) {
    write_experience_of(json, own, data.request.type);
  }
  json.end_array().key("schema");
  write_schema(json);
  json.end_object();
}

void write_discovery(JsonWriter& json) {
  json.begin_object().member("api_version", kOpenDsrVersion);
  json.key("supported_identities").begin_array();
  for (const IdentityType type : {IdentityType::kSourcePerson, IdentityType::kSourceId,
                                  IdentityType::kClaimCode, IdentityType::kPerson}) {
    json.begin_object().member("identity_type", engine::name_of(type));
    json.member("identity_format", "raw").end_object();
  }
  json.end_array().key("supported_subject_request_types").begin_array();
  for (const RequestType type :
       {RequestType::kAccess, RequestType::kPortability, RequestType::kErasure}) {
    json.value(name_of(type));
  }
  json.end_array().end_object();
}

Result<record::RequestType> request_type_of(std::string_view name) {
  if (const auto type = record::request_type_named(name)) return *type;
  return wrong("subject_request_type", "is one of access, portability, erasure");
}

Result<engine::NewRequest> read_request(std::string_view body) {
  thread_local JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(body));
  if (json.type() != JsonType::kObject) return wrong("the body", "is no JSON object");
  engine::NewRequest asked;
  bool typed = false;
  FH_RETURN_IF_ERROR(json.for_each_member([&](std::string_view name, const Json& value) {
    return read_member(name, value, asked, typed);
  }));
  if (!typed) return wrong("subject_request_type", "is missing");
  return asked;
}

}  // namespace fh::api

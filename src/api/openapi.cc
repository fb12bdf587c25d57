#include "api/openapi.h"

#include <fmt/format.h>

#include <vector>

#include "api/endpoint.h"
#include "api/error_to_http.h"
#include "api/shapes.h"
#include "api/visitor.h"
#include "base/json.h"

namespace fh::api {
namespace {

void write_schema(JsonWriter& json, const Parameter& parameter) {
  json.key("schema").begin_object();
  switch (parameter.kind) {
    case Kind::kText:
      json.member("type", "string");
      break;
    case Kind::kInteger:
      json.member("type", "integer").member("minimum", parameter.least);
      json.member("maximum", parameter.most);
      break;
    case Kind::kYesNo:
      json.member("type", "boolean");
      break;
    case Kind::kWord:
      json.member("type", "string").key("enum").begin_array();
      for (const std::string_view word : parameter.words) json.value(word);
      json.end_array();
      break;
    case Kind::kList:
      json.member("type", "array").key("items").begin_object().member("type", "string");
      json.end_object().member("maxItems", parameter.most);
      break;
  }
  if (!parameter.preset.empty()) {
    json.key("default");
    const bool bare = parameter.kind == Kind::kInteger || parameter.kind == Kind::kYesNo;
    bare ? json.raw(parameter.preset) : json.value(parameter.preset);
  }
  json.end_object();
}

void write_parameters(JsonWriter& json, const Endpoint& endpoint) {
  if (endpoint.parameters.empty()) return;
  json.key("parameters").begin_array();
  for (const Parameter& parameter : endpoint.parameters) {
    json.begin_object().member("name", parameter.name);
    json.member("in", parameter.in == In::kPath ? "path" : "query");
    json.member("description", parameter.help);
    json.member("required", parameter.presence == Presence::kRequired);
    if (parameter.kind == Kind::kList) json.member("style", "form").member("explode", false);
    write_schema(json, parameter);
    json.end_object();
  }
  json.end_array();
}

void write_media(JsonWriter& json, std::string_view type, std::string_view schema,
                 std::string_view example) {
  json.key(type).begin_object().key("schema").raw(schema);
  if (!example.empty()) json.key("example").raw(example);
  json.end_object();
}

void write_body(JsonWriter& json, const Endpoint& endpoint) {
  if (endpoint.takes.empty()) return;
  json.key("requestBody").begin_object().member("required", true);
  json.key("content").begin_object();
  write_media(json, kJsonType, schema_of_type(endpoint.takes), endpoint.takes_example);
  if (endpoint.takes_lines) {
    write_media(json, kLinesType, R"({"type":"string","description":"One JSON object a line."})",
                {});
  }
  json.end_object().end_object();
}

void write_success(JsonWriter& json, const Endpoint& endpoint, Code code) {
  json.key(fmt::format("{}", static_cast<unsigned>(code))).begin_object();
  json.member("description", code == Code::kOk && endpoint.success == Code::kCreated
                                 ? "Told before, amended, or the replies to many lines"
                                 : endpoint.summary);
  if (code == Code::kSeeOther) {
    json.key("headers").begin_object().key("Location").begin_object();
    json.member("description", "Where to go on").key("schema").begin_object();
    json.member("type", "string").end_object().end_object().end_object();
  }
  if (code == Code::kNoContent || code == Code::kSeeOther) {
    json.end_object();
    return;
  }
  json.key("content").begin_object();
  const bool is_json = endpoint.type == kJsonType && !endpoint.gives.empty();
  const std::string schema = is_json
                                 ? schema_of_type(endpoint.gives)
                                 : std::string(endpoint.type == kJsonType ? R"({"type":"object"})"
                                                                          : R"({"type":"string"})");
  write_media(json, endpoint.type, schema, is_json ? endpoint.gives_example : "");
  if (endpoint.takes_lines && code == Code::kOk) {
    write_media(json, kLinesType,
                R"({"type":"string","description":"One LineReply a line, in order."})", {});
  }
  json.end_object().end_object();
}

void write_problem_response(JsonWriter& json, std::string_view status,
                            std::string_view description) {
  json.key(status).begin_object().member("description", description);
  json.key("content").begin_object();
  write_media(json, kProblemType, schema_of_type("Problem"), {});
  json.end_object().end_object();
}

// Each alternative suffices; an empty one: nothing need be shown.
void write_security(JsonWriter& json, const Endpoint& endpoint) {
  json.key("security").begin_array();
  const bool asks = endpoint.needs.kind() != Needs::Kind::kNothing;
  if (asks && endpoint.needs.met_by(engine::Caller::nobody())) json.begin_object().end_object();
  for (const std::string_view scheme : {std::string_view("bearer"), std::string_view("session")}) {
    if (endpoint.needs.kind() == Needs::Kind::kNothing) break;
    // A claim code comes as a bearer's token, never in a cookie.
    const bool claim = endpoint.needs.kind() == Needs::Kind::kTeller && scheme == "bearer";
    if (claim || endpoint.needs.kind() == Needs::Kind::kSomeone) {
      json.begin_object().key(scheme).begin_array().end_array().end_object();
    }
    for (const engine::Right right : engine::kAllRights) {
      if (!endpoint.needs.rights().has(right)) continue;
      json.begin_object().key(scheme).begin_array().value(name_of(right)).end_array().end_object();
    }
  }
  json.end_array();
}

void write_schemes(JsonWriter& json) {
  json.key("securitySchemes").begin_object();
  json.key("bearer").begin_object().member("type", "http").member("scheme", "bearer");
  json.member("description", "A key (fhk_…) or a session (fhs_…). Roles are rights.").end_object();
  json.key("session").begin_object().member("type", "apiKey").member("in", "cookie");
  json.member("name", kSessionCookie);
  json.member("description",
              "Set by POST /v1/session. What changes something must carry X-Firsthand-CSRF too.");
  json.end_object().end_object();
}

void write_operation(JsonWriter& json, const Endpoint& endpoint) {
  json.key(lower(name_of(endpoint.method))).begin_object();
  json.member("operationId", endpoint.name).member("summary", endpoint.summary);
  json.member("description", endpoint.description);
  write_security(json, endpoint);
  write_parameters(json, endpoint);
  write_body(json, endpoint);
  json.key("responses").begin_object();
  const bool has_body = endpoint.success == Code::kOk || endpoint.success == Code::kCreated;
  if (has_body) write_success(json, endpoint, Code::kOk);
  if (endpoint.success != Code::kOk) write_success(json, endpoint, endpoint.success);
  if (endpoint.needs.kind() != Needs::Kind::kNothing) {
    write_problem_response(json, "401", "It is not known who asks");
    write_problem_response(json, "403", "Who asks may not");
  }
  write_problem_response(json, "4XX", "What is wrong with the request");
  write_problem_response(json, "5XX", "What the server could not do");
  json.end_object().end_object();
}

void write_paths(JsonWriter& json) {
  std::vector<std::string_view> written;
  json.key("paths").begin_object();
  for (const Endpoint& endpoint : endpoints()) {
    if (std::find(written.begin(), written.end(), endpoint.path) != written.end()) continue;
    written.push_back(endpoint.path);
    json.key(endpoint.path).begin_object();
    for (const Endpoint& other : endpoints()) {
      if (other.path == endpoint.path) write_operation(json, other);
    }
    json.end_object();
  }
  json.end_object();
}

}  // namespace

std::string openapi(std::string_view version) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("openapi", "3.1.0");
  json.key("info").begin_object().member("title", "firsthand");
  json.member("version", version);
  json.member("summary", "An experience engine: tell, search and count what people lived.");
  json.key("license").begin_object().member("name", "Apache-2.0");
  json.member("identifier", "Apache-2.0").end_object().end_object();
  json.key("servers").begin_array().begin_object().member("url", "/").end_object().end_array();
  write_paths(json);
  json.key("components").begin_object().key("schemas").begin_object();
  for (const Shape& shape : shapes()) json.key(shape.name).raw(schema_of(shape));
  json.end_object();
  write_schemes(json);
  json.end_object().end_object();
  return out;
}

}  // namespace fh::api

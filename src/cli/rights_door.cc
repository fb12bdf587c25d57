#include "cli/rights_door.h"

#include <fmt/format.h>

#include <utility>

#include "api/requests_json.h"
#include "api/retention_json.h"

namespace fh::cli {
namespace {

engine::Caller host() {
  return engine::Caller::host("cli");
}

std::string body_for(const record::RetentionRule& rule) {
  return json_text([&](JsonWriter& json) {
    json.begin_object();
    if (!rule.source.empty()) json.member("source", rule.source);
    if (!rule.kind.empty()) json.member("kind", rule.kind);
    json.member("days", rule.days);
    const bool spares = rule.claimed == record::Claimed::kSpare;
    json.member("claimed", spares ? "spare" : "erase").end_object();
  });
}

std::string body_for(const engine::NewRequest& asked) {
  return json_text([&](JsonWriter& json) {
    json.begin_object().member("subject_request_type", record::name_of(asked.type));
    json.key("subject_identities").begin_array();
    for (const engine::NamedSubject& one : asked.identities) {
      json.begin_object().member("identity_type", engine::name_of(one.type));
      json.member("identity_value", one.value).member("identity_format", "raw");
      if (!one.source.empty()) json.member("source", one.source);
      json.end_object();
    }
    json.end_array().end_object();
  });
}

}  // namespace

std::string text_in(Json object, std::string_view key) {
  const std::optional<Json> member = object.find(key);
  if (!member) return {};
  if (const auto number = member->as_integer()) return fmt::format("{}", *number);
  return std::string(member->as_string().value_or(""));
}

Result<std::string> RightsDoor::ask(std::string_view method, const std::string& target,
                                    const std::string& body) {
  const std::string_view type = body.empty() ? "" : "application/json";
  FH_ASSIGN_OR_RETURN(api::Reply reply, access_.server->send(method, target, type, body));
  return body_of(std::move(reply));
}

Result<std::string> RightsDoor::rules() {
  if (access_.server) return ask("GET", "/v1/retention");
  FH_ASSIGN_OR_RETURN(const auto all, access_.engine->retention().rules(host()));
  FH_ASSIGN_OR_RETURN(const auto last_pass, access_.engine->retention().last_pass(host()));
  return json_text([&](JsonWriter& json) { api::write_rules(json, all, last_pass); });
}

Result<std::string> RightsDoor::set_rule(const record::RetentionRule& rule) {
  if (access_.server) {
    return ask("POST", "/v1/retention", body_for(rule));
  }
  FH_ASSIGN_OR_RETURN(const record::RetentionRule kept,
                      access_.engine->retention().set(host(), rule));
  return json_text([&](JsonWriter& json) { api::write_rule(json, kept); });
}

Status RightsDoor::remove_rule(uint64_t number) {
  if (access_.engine) return access_.engine->retention().remove(host(), number);
  const Result<std::string> done = ask("DELETE", fmt::format("/v1/retention/{}", number));
  return done ? Status() : std::unexpected(done.error());
}

Result<std::string> RightsDoor::due() {
  if (access_.server) return ask("GET", "/v1/retention/due");
  FH_ASSIGN_OR_RETURN(const engine::DueReport due, access_.engine->retention().due(host()));
  return json_text([&](JsonWriter& json) { api::write_due(json, due); });
}

Result<std::string> RightsDoor::due_by(const record::RetentionRule& rule) {
  if (access_.server) return ask("POST", "/v1/retention/due", body_for(rule));
  FH_ASSIGN_OR_RETURN(const engine::DueReport due,
                      access_.engine->retention().due_by(host(), rule));
  return json_text([&](JsonWriter& json) { api::write_due(json, due); });
}

Result<std::string> RightsDoor::run(uint64_t after) {
  if (access_.server) return ask("POST", fmt::format("/v1/retention/run?after={}", after));
  FH_ASSIGN_OR_RETURN(const engine::Swept swept, access_.engine->retention().run(host(), after));
  return json_text([&](JsonWriter& json) { api::write_swept(json, swept); });
}

Result<std::string> RightsDoor::requests(uint32_t limit,
                                         std::optional<record::RequestStatus> status) {
  if (access_.server) {
    const std::string of = status ? fmt::format("&status={}", record::name_of(*status)) : "";
    return ask("GET", fmt::format("/v1/requests?limit={}{}", limit, of));
  }
  FH_ASSIGN_OR_RETURN(const auto all, access_.engine->requests().list(host(), limit, 0, status));
  return json_text([&](JsonWriter& json) { api::write_requests(json, all); });
}

Result<std::string> RightsDoor::hand_in(const engine::NewRequest& asked) {
  if (access_.server) return ask("POST", "/v1/requests", body_for(asked));
  FH_ASSIGN_OR_RETURN(const auto seen, access_.engine->requests().hand_in(host(), asked));
  return json_text([&](JsonWriter& json) { api::write_request(json, seen); });
}

Result<std::string> RightsDoor::request(const std::string& id) {
  if (access_.server) return ask("GET", "/v1/requests/" + url_encoded(id));
  FH_ASSIGN_OR_RETURN(const auto seen, access_.engine->requests().request(host(), id));
  return json_text([&](JsonWriter& json) { api::write_request(json, seen); });
}

Result<std::string> RightsDoor::cancel(const std::string& id) {
  if (access_.server) return ask("DELETE", "/v1/requests/" + url_encoded(id));
  FH_ASSIGN_OR_RETURN(const auto seen, access_.engine->requests().cancel(host(), id));
  return json_text([&](JsonWriter& json) { api::write_request(json, seen); });
}

Result<uint32_t> RightsDoor::wait_hours() {
  if (access_.engine) return access_.engine->requests().wait_hours(host());
  FH_ASSIGN_OR_RETURN(const std::string answer, ask("GET", "/v1/requests/settings"));
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> hours = json.find("wait_hours");
  const std::optional<int64_t> number = hours ? hours->as_integer() : std::nullopt;
  if (number && *number >= 0) return static_cast<uint32_t>(*number);
  return failure(ErrorCode::kCorrupt, "the answer does not say how long an erasure waits");
}

Status RightsDoor::set_wait_hours(uint32_t hours) {
  if (access_.engine) return access_.engine->requests().set_wait_hours(host(), hours);
  const Result<std::string> done =
      ask("PATCH", "/v1/requests/settings", json_text([&](JsonWriter& json) {
            json.begin_object().member("wait_hours", hours);
            json.end_object();
          }));
  return done ? Status() : std::unexpected(done.error());
}

}  // namespace fh::cli

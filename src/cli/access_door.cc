#include "cli/access_door.h"

#include <fmt/format.h>

#include <utility>

#include "api/access_json.h"
#include "base/json.h"

namespace fh::cli {
namespace {

engine::Caller host() {
  return engine::Caller::host("cli");
}

Result<uint64_t> number_named(const std::string& answer, std::string_view list,
                              std::string_view name) {
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  uint64_t number = 0;
  const std::optional<Json> all = json.find(list);
  if (all) {
    FH_RETURN_IF_ERROR(all->for_each_element([&](Json one) -> Status {
      const std::optional<Json> its_name = one.find("name");
      const std::optional<Json> its_number = one.find("number");
      const bool same = its_name && its_name->as_string() == name && !one.find("revoked");
      if (same && its_number) number = static_cast<uint64_t>(its_number->as_integer().value_or(0));
      return {};
    }));
  }
  if (number != 0) return number;
  return failure(ErrorCode::kNotFound, fmt::format("there is no \"{}\" among the {}", name, list));
}

}  // namespace

Result<std::string> AccessDoor::ask(std::string_view method, const std::string& target,
                                    const std::string& body) {
  const std::string_view type = body.empty() ? "" : "application/json";
  FH_ASSIGN_OR_RETURN(api::Reply reply, access_.server->send(method, target, type, body));
  return body_of(std::move(reply));
}

Result<std::string> AccessDoor::members() {
  if (access_.server) return ask("GET", "/v1/members");
  FH_ASSIGN_OR_RETURN(const auto all, access_.engine->access().members(host()));
  return json_text([&](JsonWriter& json) {
    json.begin_object().key("members").begin_array();
    for (const record::Member& member : all) api::write_member(json, member);
    json.end_array().end_object();
  });
}

Result<std::string> AccessDoor::add_member(const engine::NewMember& member) {
  if (access_.server) {
    return ask("POST", "/v1/members", json_text([&](JsonWriter& json) {
                 json.begin_object().member("name", member.name);
                 json.member("role", name_of(member.role));
                 if (!member.scope.empty()) json.member("scope", member.scope);
                 if (!member.sign_in.empty()) json.member("sign_in", member.sign_in);
                 json.end_object();
               }));
  }
  FH_ASSIGN_OR_RETURN(const record::Member made,
                      access_.engine->access().add_member(host(), member));
  return json_text([&](JsonWriter& json) { api::write_member(json, made); });
}

Result<std::string> AccessDoor::change_member(uint64_t number, const engine::MemberChange& change) {
  if (access_.server) {
    return ask("PATCH", fmt::format("/v1/members/{}", number), json_text([&](JsonWriter& json) {
                 json.begin_object();
                 if (change.role) json.member("role", name_of(*change.role));
                 if (change.scope) json.member("scope", *change.scope);
                 if (change.sign_in) json.member("sign_in", *change.sign_in);
                 if (change.disabled) json.member("disabled", *change.disabled);
                 json.end_object();
               }));
  }
  FH_ASSIGN_OR_RETURN(const record::Member changed,
                      access_.engine->access().change_member(host(), number, change));
  return json_text([&](JsonWriter& json) { api::write_member(json, changed); });
}

Result<std::string> AccessDoor::make_link(uint64_t member) {
  if (access_.server) return ask("POST", fmt::format("/v1/members/{}/link", member));
  FH_ASSIGN_OR_RETURN(const engine::Handed link,
                      access_.engine->access().make_link(host(), member));
  return json_text([&](JsonWriter& json) { api::write_link(json, link); });
}

Result<std::string> AccessDoor::keys() {
  if (access_.server) return ask("GET", "/v1/keys");
  FH_ASSIGN_OR_RETURN(const auto all, access_.engine->access().keys(host()));
  return json_text([&](JsonWriter& json) {
    json.begin_object().key("keys").begin_array();
    for (const record::AccessKey& key : all) api::write_key(json, key);
    json.end_array().end_object();
  });
}

Result<std::string> AccessDoor::add_key(const engine::NewKey& key) {
  if (access_.server) {
    return ask("POST", "/v1/keys", json_text([&](JsonWriter& json) {
                 json.begin_object().member("name", key.name).key("rights");
                 api::write_rights(json, key.rights);
                 if (!key.scope.empty()) json.member("scope", key.scope);
                 if (key.expires) json.member("expires", format_time(*key.expires));
                 json.end_object();
               }));
  }
  FH_ASSIGN_OR_RETURN(const engine::Handed made, access_.engine->access().add_key(host(), key));
  return json_text([&](JsonWriter& json) { api::write_made_key(json, key.name, made); });
}

Status AccessDoor::revoke_key(uint64_t number) {
  if (access_.engine) return access_.engine->access().revoke_key(host(), number);
  const Result<std::string> done = ask("DELETE", fmt::format("/v1/keys/{}", number));
  return done ? Status() : std::unexpected(done.error());
}

Result<std::string> AccessDoor::audit(const engine::AuditAsk& wanted) {
  if (access_.server) {
    return ask("GET",
               fmt::format("/v1/audit?limit={}&actor={}&action={}", wanted.limit,
                           url_encoded(wanted.filter.actor), url_encoded(wanted.filter.action)));
  }
  FH_ASSIGN_OR_RETURN(const engine::AuditPage page, access_.engine->access().audit(host(), wanted));
  return json_text([&](JsonWriter& json) { api::write_audit(json, page); });
}

Result<uint64_t> AccessDoor::member_named(std::string_view name) {
  FH_ASSIGN_OR_RETURN(const std::string all, members());
  return number_named(all, "members", name);
}

Result<uint64_t> AccessDoor::key_named(std::string_view name) {
  FH_ASSIGN_OR_RETURN(const std::string all, keys());
  return number_named(all, "keys", name);
}

}  // namespace fh::cli

#include "api/access_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "api/fields.h"
#include "base/time.h"

namespace fh::api {
namespace {

void write_time(JsonWriter& json, std::string_view name, const std::optional<Instant>& at) {
  if (at) json.member(name, format_time(*at));
}

void write_chain(JsonWriter& json, const record::AuditChain& chain) {
  json.key("chain").begin_object().member("first", chain.first);
  json.member("last", chain.last).member("hash", chain.hash).end_object();
}

}  // namespace

void write_rights(JsonWriter& json, engine::Rights rights) {
  json.begin_array();
  for (const engine::Right right : engine::kAllRights) {
    if (rights.has(right)) json.value(name_of(right));
  }
  json.end_array();
}

void write_member(JsonWriter& json, const record::Member& member) {
  json.begin_object();
  write_member_fields(json, member);
  json.end_object();
}

void write_member_fields(JsonWriter& json, const record::Member& member) {
  json.member("number", member.number).member("name", member.name).member("role", member.role);
  if (!member.scope.empty()) json.member("scope", member.scope);
  if (!member.sign_in.empty()) json.member("sign_in", member.sign_in);
  write_time(json, "created", member.created);
  write_time(json, "disabled", member.disabled);
}

void write_key(JsonWriter& json, const record::AccessKey& key) {
  json.begin_object().member("number", key.number).member("name", key.name).key("rights");
  write_rights(json, engine::Rights::of_bits(key.rights));
  if (!key.scope.empty()) json.member("scope", key.scope);
  write_time(json, "created", key.created);
  write_time(json, "expires", key.expires);
  write_time(json, "last_used", key.last_used);
  write_time(json, "revoked", key.revoked);
  json.end_object();
}

void write_audit(JsonWriter& json, const engine::AuditPage& page) {
  json.begin_object().key("entries").begin_array();
  for (const record::AuditEntry& entry : page.entries) {
    json.begin_object().member("entry", entry.number).member("at", format_time(entry.at));
    json.member("actor", entry.actor).member("action", entry.action);
    json.member("detail", entry.detail).member("sequence", entry.sequence).end_object();
  }
  json.end_array();
  write_chain(json, page.chain);
  json.end_object();
}

void write_audit_findings(JsonWriter& json, const engine::AuditFindings& found) {
  constexpr size_t kShown = 100;
  json.begin_object().member("sound", found.findings.empty()).key("findings").begin_array();
  for (size_t i = 0; i < std::min(found.findings.size(), kShown); ++i) {
    json.value(found.findings[i]);
  }
  json.end_array();
  write_chain(json, found.chain);
  json.end_object();
}

void write_link(JsonWriter& json, const engine::Handed& link) {
  json.begin_object().member("path", fmt::format("/sign-in#{}", link.token));
  write_time(json, "expires", link.expires);
  json.end_object();
}

void write_made_key(JsonWriter& json, std::string_view name, const engine::Handed& key) {
  json.begin_object().member("number", key.number).member("name", name);
  json.member("token", key.token);
  write_time(json, "expires", key.expires);
  json.end_object();
}

Result<engine::Role> role_of(std::string_view name) {
  const std::optional<engine::Role> role = engine::role_named(name);
  if (role) return *role;
  return failure(ErrorCode::kInvalid, "a role is one of listener, steward, keeper", "role");
}

Result<engine::Rights> rights_named(const std::vector<std::string>& names) {
  uint16_t bits = 0;
  for (const std::string& name : names) {
    const std::optional<engine::Right> right = engine::right_named(name);
    if (!right) {
      std::vector<std::string_view> all;
      all.reserve(engine::kRightCount);
      for (const engine::Right one : engine::kAllRights) all.push_back(name_of(one));
      return failure(ErrorCode::kInvalid, fmt::format("rights are among {}", fmt::join(all, ", ")),
                     "rights");
    }
    bits = static_cast<uint16_t>(bits | engine::Rights{*right}.bits());
  }
  return engine::Rights::of_bits(bits);
}

Result<engine::NewMember> read_new_member(std::string_view body) {
  FH_ASSIGN_OR_RETURN(const Fields fields,
                      Fields::read(body, {"name", "role", "scope", "sign_in"}));
  engine::NewMember member;
  FH_ASSIGN_OR_RETURN(member.name, fields.needed_text("name"));
  FH_ASSIGN_OR_RETURN(const std::string role, fields.needed_text("role"));
  FH_ASSIGN_OR_RETURN(member.role, role_of(role));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> scope, fields.text("scope"));
  member.scope = scope.value_or("");
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> sign_in, fields.text("sign_in"));
  member.sign_in = sign_in.value_or("");
  return member;
}

Result<engine::MemberChange> read_member_change(std::string_view body) {
  FH_ASSIGN_OR_RETURN(const Fields fields,
                      Fields::read(body, {"role", "scope", "sign_in", "disabled"}));
  engine::MemberChange change;
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> role, fields.text("role"));
  if (role) {
    FH_ASSIGN_OR_RETURN(change.role, role_of(*role));
  }
  FH_ASSIGN_OR_RETURN(change.scope, fields.text("scope"));
  FH_ASSIGN_OR_RETURN(change.sign_in, fields.text("sign_in"));
  FH_ASSIGN_OR_RETURN(change.disabled, fields.yes("disabled"));
  return change;
}

Result<engine::NewKey> read_new_key(std::string_view body) {
  FH_ASSIGN_OR_RETURN(const Fields fields,
                      Fields::read(body, {"name", "rights", "scope", "expires"}));
  engine::NewKey key;
  FH_ASSIGN_OR_RETURN(key.name, fields.needed_text("name"));
  FH_ASSIGN_OR_RETURN(const auto rights, fields.list("rights"));
  FH_ASSIGN_OR_RETURN(key.rights, rights_named(rights.value_or(std::vector<std::string>())));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> scope, fields.text("scope"));
  key.scope = scope.value_or("");
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> expires, fields.text("expires"));
  if (!expires) return key;
  const Result<Instant> at = parse_time(*expires);
  if (!at) return failure(ErrorCode::kInvalid, at.error().message, "expires");
  key.expires = *at;
  return key;
}

}  // namespace fh::api

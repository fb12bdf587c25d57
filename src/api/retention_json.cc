#include "api/retention_json.h"

#include <fmt/format.h>

#include "api/fields.h"
#include "base/time.h"

namespace fh::api {

void write_rule(JsonWriter& json, const record::RetentionRule& rule) {
  json.begin_object().member("number", rule.number);
  if (!rule.source.empty()) json.member("source", rule.source);
  if (!rule.kind.empty()) json.member("kind", rule.kind);
  json.member("days", rule.days);
  json.member("claimed", rule.claimed == record::Claimed::kSpare ? "spare" : "erase");
  json.member("set_at", format_time(rule.set_at)).member("set_by", rule.set_by).end_object();
}

void write_rules(JsonWriter& json, std::span<const record::RetentionRule> rules,
                 std::optional<Instant> last_pass) {
  json.begin_object().key("rules").begin_array();
  for (const record::RetentionRule& rule : rules) write_rule(json, rule);
  json.end_array();
  if (last_pass) json.member("last_pass", format_time(*last_pass));
  json.end_object();
}

void write_due(JsonWriter& json, const engine::DueReport& due) {
  json.begin_object().member("experiences", due.experiences).member("people", due.people);
  json.key("sources").begin_array();
  for (const engine::DueOfSource& one : due.sources) {
    json.begin_object().member("source", one.source).member("experiences", one.experiences);
    json.member("people", one.people).member("without_person", one.without_person);
    json.member("oldest", format_time(one.oldest)).member("newest", format_time(one.newest));
    json.end_object();
  }
  json.end_array().end_object();
}

void write_swept(JsonWriter& json, const engine::Swept& swept) {
  json.begin_object().member("erased", swept.erased).member("people", swept.people);
  if (swept.next != 0) json.member("next", swept.next);
  json.end_object();
}

void write_kept(JsonWriter& json, std::span<const record::KeptReceipt> receipts) {
  json.begin_object().key("receipts").begin_array();
  for (const record::KeptReceipt& one : receipts) {
    json.begin_object().member("receipt", one.statement).member("signature", one.signature);
    json.member("key", one.key).member("number", one.number).member("at", format_time(one.at));
    json.member("why", one.why).member("experiences", one.experiences).end_object();
  }
  json.end_array().end_object();
}

Result<record::Claimed> claimed_named(std::string_view name) {
  if (name == "erase") return record::Claimed::kErase;
  if (name == "spare") return record::Claimed::kSpare;
  return failure(ErrorCode::kInvalid, "what is claimed is erased as well, or spared", "claimed",
                 "Say erase or spare.");
}

Result<record::RetentionRule> read_rule(std::string_view body) {
  FH_ASSIGN_OR_RETURN(const Fields fields,
                      Fields::read(body, {"source", "kind", "days", "claimed"}));
  record::RetentionRule rule;
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> source, fields.text("source"));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> kind, fields.text("kind"));
  FH_ASSIGN_OR_RETURN(const std::optional<int64_t> days, fields.integer("days"));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> claimed, fields.text("claimed"));
  rule.source = source.value_or("");
  rule.kind = kind.value_or("");
  if (claimed) {
    FH_ASSIGN_OR_RETURN(rule.claimed, claimed_named(*claimed));
  }
  if (!days || *days < 1 || *days > int64_t{engine::kRetentionDaysMax}) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("days is a whole number from 1 to {}", engine::kRetentionDaysMax),
                   "days");
  }
  rule.days = static_cast<uint32_t>(*days);
  return rule;
}

}  // namespace fh::api

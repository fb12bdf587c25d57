#include "api/mine_json.h"

#include <algorithm>

#include "api/json_answers.h"
#include "api/questions_json.h"
#include "api/settings_json.h"
#include "base/time.h"

namespace fh::api {
namespace {

void write_history(JsonWriter& json, std::span<const model::GrantChange> history) {
  json.begin_array();
  for (const model::GrantChange& step : history) {
    json.begin_object().member("at", format_time(step.at)).key("grants");
    write_grants(json, step.grants);
    json.member("by", step.by);
    if (!step.basis.empty()) json.member("basis", step.basis);
    json.end_object();
  }
  json.end_array();
}

void write_readings(JsonWriter& json, std::span<const record::Reading> readings) {
  constexpr int64_t kDayMs = 86'400'000;
  json.begin_array();
  for (const record::Reading& reading : readings) {
    json.begin_object();
    json.member("day", format_date(date_of({int64_t{reading.day} * kDayMs})));
    json.member("actor", reading.actor).member("purpose", name_of(reading.purpose));
    json.member("times", reading.times).member("last", format_time(reading.last)).end_object();
  }
  json.end_array();
}

void write_earlier(JsonWriter& json, std::span<const record::Version> earlier) {
  json.begin_array();
  for (const record::Version& version : earlier) {
    json.begin_object().member("version", version.version);
    if (version.experience) json.member("text", version.experience->text);
    json.end_object();
  }
  json.end_array();
}

std::string_view purpose_in_words(model::Purpose purpose) {
  switch (purpose) {
    case model::Purpose::kRead:
      return "members of the organisation read the words";
    case model::Purpose::kCount:
      return "it counts in figures and themes";
    case model::Purpose::kContact:
      return "its teller may be asked again";
    case model::Purpose::kShare:
      return "it may be shown outside the organisation";
  }
  return "";
}

// The newest step that gave or took back this purpose: the first, where none changed it.
const model::GrantChange& deciding_step(std::span<const model::GrantChange> history,
                                        model::Purpose purpose) {
  size_t at = 0;
  for (size_t i = 1; i < history.size(); ++i) {
    if (history[i].grants.has(purpose) != history[i - 1].grants.has(purpose)) at = i;
  }
  return history[at];
}

void write_process(JsonWriter& json, const engine::OwnExperience& own, model::Purpose purpose) {
  const model::GrantChange& step = deciding_step(own.history, purpose);
  const bool given = own.experience.grants.has(purpose);
  const bool ever = std::ranges::any_of(
      own.history, [&](const model::GrantChange& one) { return one.grants.has(purpose); });
  const std::string_view refused = ever ? "dpv:ConsentWithdrawn" : "dpv:ConsentRefused";
  json.begin_object().member("@type", "dpv:Process").key("dpv:hasPurpose").begin_object();
  json.member("@type", "dpv:Purpose").member("dct:title", name_of(purpose));
  json.member("dct:description", purpose_in_words(purpose)).end_object();
  json.member("dpv:hasConsentStatus", given ? "dpv:ConsentGiven" : refused);
  json.member("dct:date", format_time(step.at));
  json.member("dpv:isIndicatedBy", step.by == "teller" ? "dpv:DataSubject" : step.by);
  if (!step.basis.empty()) json.member("dpv:hasJustification", step.basis);
  json.end_object();
}

}  // namespace

void write_grants(JsonWriter& json, model::Grants grants) {
  json.begin_array();
  for (const model::Purpose purpose : model::kAllPurposes) {
    if (grants.has(purpose)) json.value(name_of(purpose));
  }
  json.end_array();
}

void write_own(JsonWriter& json, const engine::OwnExperience& own) {
  json.key("experience").begin_object();
  write_experience(json, own.experience);
  json.end_object();
  if (own.behalf == engine::ToldFor::kForYou) json.member("behalf", "for_you");
  if (own.behalf == engine::ToldFor::kByYou) json.member("behalf", "by_you");
  json.key("grants");
  write_grants(json, own.experience.grants);
  json.member("words", name_of(own.seen)).key("source").begin_object();
  write_source_grants(json, own.source);
  json.end_object().key("history");
  write_history(json, own.history);
  json.key("readings");
  write_readings(json, own.readings);
  json.key("earlier");
  write_earlier(json, own.earlier);
  json.key("questions");
  write_questions(json, own.questions);
}

void write_receipts(JsonWriter& json, std::span<const record::Receipt> receipts) {
  json.key("receipts").begin_array();
  for (const record::Receipt& receipt : receipts) {
    json.begin_object();
    write_receipt(json, receipt);
    json.end_object();
  }
  json.end_array();
}

void write_signed(JsonWriter& json, const engine::ErasureReceipt& receipt) {
  json.member("receipt", receipt.json).member("signature", receipt.signature);
  json.member("key", receipt.key);
}

Result<model::Grants> read_grants(const std::vector<std::string>& names) {
  if (names.size() == 1 && names.front() == "none") return model::Grants::none();
  model::Grants grants;
  for (const std::string& name : names) {
    const std::optional<model::Purpose> purpose = model::purpose_named(name);
    if (!purpose) {
      return failure(ErrorCode::kInvalid, "there is no such purpose", "grants",
                     "It may be read, count, contact, share, or none alone.");
    }
    grants = grants.with(*purpose);
  }
  return grants;
}

std::string consent_record(std::span<const engine::OwnExperience> mine, Instant now) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("@context").begin_object();
  json.member("dpv", "https://w3id.org/dpv#").member("dct", "http://purl.org/dc/terms/");
  json.end_object().member("@type", "dpv:ConsentRecord");
  json.member("dct:conformsTo", "ISO/IEC TS 27560:2023").member("dct:issued", format_time(now));
  json.key("dct:hasPart").begin_array();
  for (const engine::OwnExperience& own : mine) {
    json.begin_object().member("@type", "dpv:ConsentRecord");
    json.member("dct:identifier", model::id_of(own.experience.number));
    json.member("dct:created", format_time(own.experience.told_at));
    json.member("dct:source", own.experience.source);
    json.key("dpv:hasProcess").begin_array();
    for (const model::Purpose purpose : model::kAllPurposes) write_process(json, own, purpose);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return body;
}

}  // namespace fh::api

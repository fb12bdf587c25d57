#include "api/invitations_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "model/draft_json.h"

namespace fh::api {
namespace {

std::string_view state_of(const engine::Batch& batch, Instant now) {
  if (batch.ended) return "ended";
  return batch.expires.ms <= now.ms ? "expired" : "open";
}

void write_fields(JsonWriter& json, const engine::Batch& batch, Instant now) {
  json.member("number", batch.number).member("name", batch.name).key("about");
  model::write_draft(json, batch.about);
  json.member("state", state_of(batch, now)).member("links", batch.links);
  if (batch.used) json.member("used", *batch.used);
  json.member("step", batch.step).member("made", format_time(batch.made));
  json.member("made_by", batch.made_by).member("expires", format_time(batch.expires));
  if (batch.ended) json.member("ended", format_time(*batch.ended));
}

Error wrong(std::string_view field, std::string_view what) {
  return Error{.code = ErrorCode::kInvalid,
               .message = fmt::format("{} is {}", field, what),
               .field = std::string(field)};
}

Status take(engine::NewBatch& batch, std::string_view name, const Json& value) {
  if (name == "count") {
    const auto count = value.as_integer();
    if (!count || *count < 0) return std::unexpected(wrong(name, "a whole number"));
    batch.count = static_cast<uint64_t>(*count);
    return {};
  }
  if (name == "about") {
    Result<model::Draft> about = model::read_draft(value);
    if (!about) {
      Error error = about.error();
      error.field = error.field.empty() ? "about" : "about." + error.field;
      return std::unexpected(std::move(error));
    }
    batch.about = std::move(*about);
    return {};
  }
  const auto text = value.as_string();
  if (!text) return std::unexpected(wrong(name, "text"));
  (name == "name" ? batch.name : batch.until) = *text;
  return {};
}

}  // namespace

void write_made_batch(JsonWriter& json, const engine::MadeBatch& made, std::string_view pages_at,
                      Instant now) {
  json.begin_object();
  write_fields(json, made.batch, now);
  if (!pages_at.empty()) json.member("pages_at", pages_at);
  json.key("secrets").begin_array();
  for (const std::string& secret : made.secrets) json.value(secret);
  json.end_array().end_object();
}

void write_batches(JsonWriter& json, std::span<const engine::Batch> batches, Instant now) {
  json.begin_object().key("batches").begin_array();
  for (const engine::Batch& batch : batches) {
    json.begin_object();
    write_fields(json, batch, now);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_invited(JsonWriter& json, const engine::Invited& invited) {
  json.begin_object().member("name", invited.name).key("about");
  model::write_draft(json, invited.about);
  json.member("links", invited.links).member("few", invited.few);
  json.member("expires", format_time(invited.expires)).end_object();
}

void write_new_batch(JsonWriter& json, const engine::NewBatch& batch) {
  json.begin_object().member("name", batch.name).member("until", batch.until);
  json.member("count", batch.count).key("about");
  model::write_draft(json, batch.about);
  json.end_object();
}

Result<engine::NewBatch> read_new_batch(std::string_view body) {
  thread_local JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(body));
  if (json.type() != JsonType::kObject) {
    return failure(ErrorCode::kInvalid, "the body is an object with name, until and count");
  }
  constexpr std::array<std::string_view, 4> kNames = {"name", "until", "count", "about"};
  engine::NewBatch batch;
  std::array<bool, kNames.size()> seen{};
  FH_RETURN_IF_ERROR(json.for_each_member([&](std::string_view name, Json value) -> Status {
    const auto known = std::ranges::find(kNames, name);
    if (known == kNames.end()) return std::unexpected(wrong(name, "no field of this"));
    bool& twice = seen[static_cast<size_t>(known - kNames.begin())];
    if (std::exchange(twice, true)) return std::unexpected(wrong(name, "there twice"));
    return take(batch, name, value);
  }));
  for (size_t i = 0; i + 1 < kNames.size(); ++i) {
    if (!seen[i]) return std::unexpected(wrong(kNames[i], "missing"));
  }
  return batch;
}

}  // namespace fh::api

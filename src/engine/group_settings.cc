#include "engine/group_settings.h"

#include <fmt/format.h>

#include "base/json.h"
#include "model/columns.h"
#include "model/experience.h"

namespace fh::engine {
namespace {

using Thresholds = std::map<std::string, uint32_t>;

Result<uint32_t> threshold_of(const std::string& field, const Json& value) {
  const auto number = value.as_integer();
  if (!number || *number < 0 || *number > kGroupThresholdMax) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("a threshold is a whole number from 0 to {}", kGroupThresholdMax),
                   field);
  }
  return static_cast<uint32_t>(*number);
}

Result<Thresholds> thresholds_of(std::string_view field, const Json& object) {
  if (object.type() != JsonType::kObject) {
    return failure(ErrorCode::kInvalid, fmt::format("{} is not an object", field),
                   std::string(field));
  }
  Thresholds thresholds;
  FH_RETURN_IF_ERROR(object.for_each_member([&](std::string_view name, Json value) -> Status {
    const std::string place = fmt::format("{}.{}", field, name);
    if (field == "parties" && !model::party_named(name)) {
      return failure(ErrorCode::kInvalid, fmt::format("there is no party \"{}\"", name), place);
    }
    FH_ASSIGN_OR_RETURN(const uint32_t threshold, threshold_of(place, value));
    thresholds[field == "columns" ? model::column_key(name) : std::string(name)] = threshold;
    return {};
  }));
  return thresholds;
}

void write(JsonWriter& json, std::string_view name, const Thresholds& thresholds) {
  json.key(name).begin_object();
  for (const auto& [key, threshold] : thresholds) json.member(key, threshold);
  json.end_object();
}

}  // namespace

Result<GroupSettings> read_group_settings(std::string_view json) {
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json root, parser.parse(json));
  if (root.type() != JsonType::kObject) {
    return failure(ErrorCode::kInvalid, "the settings are not an object");
  }
  GroupSettings settings;
  FH_RETURN_IF_ERROR(root.for_each_member([&](std::string_view name, Json value) -> Status {
    if (name == "parties" || name == "columns") {
      FH_ASSIGN_OR_RETURN(Thresholds thresholds, thresholds_of(name, value));
      (name == "parties" ? settings.parties : settings.columns) = std::move(thresholds);
      return {};
    }
    if (name == "noise" && value.as_bool()) {
      settings.noise = *value.as_bool();
      return {};
    }
    return failure(ErrorCode::kInvalid,
                   "settings are \"parties\" and \"columns\" (objects) and \"noise\" (true or "
                   "false)",
                   std::string(name));
  }));
  return settings;
}

std::string to_json(const GroupSettings& settings) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  write(json, "parties", settings.parties);
  write(json, "columns", settings.columns);
  json.member("noise", settings.noise).end_object();
  return text;
}

}  // namespace fh::engine

#include "engine/group_settings.h"

#include <fmt/format.h>

#include <utility>

#include "base/json.h"
#include "base/limits.h"
#include "model/columns.h"
#include "model/experience.h"

namespace fh::engine {
namespace {

using Thresholds = std::map<std::string, uint32_t>;
using Names = std::set<std::string>;

constexpr std::string_view kEmployee = "employee";

Status check_party(std::string_view name, const std::string& place) {
  if (model::party_named(name)) return {};
  constexpr size_t kShown = 32;
  return failure(ErrorCode::kInvalid,
                 fmt::format("there is no party \"{}\"", name.substr(0, kShown)), place,
                 "A party is one of customer, employee, partner, other.");
}

Status check_count(size_t names, std::string_view field) {
  if (names <= kGroupNamesMax) return {};
  return failure(ErrorCode::kTooLarge,
                 fmt::format("{} names {}; the limit is {}", field, names, kGroupNamesMax),
                 std::string(field));
}

Result<uint32_t> threshold_of(const std::string& place, bool may_be_none, const Json& value) {
  const auto number = value.as_integer();
  const bool none = may_be_none && number == 0;
  if (none || (number && *number >= kGroupThresholdLeast && *number <= kGroupThresholdMax)) {
    return static_cast<uint32_t>(*number);
  }
  return failure(ErrorCode::kInvalid,
                 fmt::format("a threshold is a whole number of people from {} to {}{}",
                             kGroupThresholdLeast, kGroupThresholdMax,
                             may_be_none ? ", or 0 for none" : ": employees are always guarded"),
                 place);
}

Status read_party(std::string_view name, const Json& value, Thresholds& into) {
  const std::string place = fmt::format("parties.{}", name);
  FH_RETURN_IF_ERROR(check_party(name, place));
  FH_ASSIGN_OR_RETURN(const uint32_t threshold, threshold_of(place, name != kEmployee, value));
  into[std::string(name)] = threshold;
  return {};
}

Status read_column(std::string_view name, const Json& value, Thresholds& into) {
  std::string column = model::column_key(name);
  if (column.empty() || name.size() > limits::kNameBytesMax) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("a column's name has letters or digits, and at most {} bytes",
                               limits::kNameBytesMax),
                   "columns");
  }
  const std::string place = fmt::format("columns.{}", name);
  FH_ASSIGN_OR_RETURN(const uint32_t threshold, threshold_of(place, true, value));
  if (threshold > 0) into[std::move(column)] = threshold;
  return {};
}

std::unexpected<Error> of_another_kind(std::string_view field, std::string_view wanted) {
  return failure(ErrorCode::kInvalid, fmt::format("{} is not {}", field, wanted),
                 std::string(field));
}

Result<Names> names_in(std::string_view field, const Json& list) {
  if (list.type() != JsonType::kArray) return of_another_kind(field, "a list of names");
  FH_RETURN_IF_ERROR(check_count(list.size(), field));
  Names names;
  FH_RETURN_IF_ERROR(list.for_each_element([&](Json element) -> Status {
    const auto name = element.as_string();
    if (!name || name->size() > limits::kNameBytesMax) {
      return failure(ErrorCode::kInvalid,
                     fmt::format("{} holds something that is no name of at most {} bytes", field,
                                 limits::kNameBytesMax),
                     std::string(field));
    }
    names.emplace(*name);
    return {};
  }));
  return names;
}

Status read_masked(const Json& object, MaskedWords& into) {
  if (object.type() != JsonType::kObject) return of_another_kind("masked", "an object");
  return object.for_each_member([&](std::string_view name, Json value) -> Status {
    const std::string field = fmt::format("masked.{}", name);
    if (name == "sources") {
      FH_ASSIGN_OR_RETURN(into.sources, names_in(field, value));
      return {};
    }
    if (name != "parties") {
      return failure(ErrorCode::kInvalid,
                     "masked are \"parties\" and \"sources\", a list of names each", field);
    }
    FH_ASSIGN_OR_RETURN(into.parties, names_in(field, value));
    for (const std::string& party : into.parties) FH_RETURN_IF_ERROR(check_party(party, field));
    return {};
  });
}

Status read_thresholds(std::string_view field, const Json& object, GroupSettings& into) {
  if (object.type() != JsonType::kObject) return of_another_kind(field, "an object");
  FH_RETURN_IF_ERROR(check_count(object.size(), field));
  return object.for_each_member([&](std::string_view name, Json value) -> Status {
    return field == "parties" ? read_party(name, value, into.parties)
                              : read_column(name, value, into.columns);
  });
}

void write(JsonWriter& json, std::string_view name, const Thresholds& thresholds) {
  json.key(name).begin_object();
  for (const auto& [key, threshold] : thresholds) json.member(key, threshold);
  json.end_object();
}

void write(JsonWriter& json, std::string_view name, const Names& names) {
  json.key(name).begin_array();
  for (const std::string& one : names) json.value(one);
  json.end_array();
}

void add(std::string& lines, std::string_view line) {
  lines += fmt::format("{}{}", lines.empty() ? "" : "; ", line);
}

void compare(std::string& lines, std::string_view what, const Thresholds& before,
             const Thresholds& after) {
  Thresholds all = before;
  all.insert(after.begin(), after.end());
  const auto of = [](const Thresholds& some, const std::string& name) {
    const auto found = some.find(name);
    return found == some.end() ? 0 : found->second;
  };
  for (const auto& [name, ignored] : all) {
    const uint32_t was = of(before, name);
    const uint32_t is = of(after, name);
    if (was != is) add(lines, fmt::format("{} {}: {} to {}", what, name, was, is));
  }
}

void compare(std::string& lines, std::string_view what, const Names& before, const Names& after) {
  for (const std::string& name : after) {
    if (!before.contains(name)) add(lines, fmt::format("{} {} masked", what, name));
  }
  for (const std::string& name : before) {
    if (!after.contains(name)) add(lines, fmt::format("{} {} not masked", what, name));
  }
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
    if (name == "parties" || name == "columns") return read_thresholds(name, value, settings);
    if (name == "masked") return read_masked(value, settings.masked);
    if (name == "noise" && value.as_bool()) {
      settings.noise = *value.as_bool();
      return {};
    }
    constexpr size_t kShown = 32;
    return failure(ErrorCode::kInvalid,
                   "settings are \"parties\" and \"columns\" (objects), \"noise\" (true or false) "
                   "and \"masked\" (an object)",
                   std::string(name.substr(0, kShown)));
  }));
  return settings;
}

std::string to_json(const GroupSettings& settings) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  write(json, "parties", settings.parties);
  write(json, "columns", settings.columns);
  json.member("noise", settings.noise).key("masked").begin_object();
  write(json, "parties", settings.masked.parties);
  write(json, "sources", settings.masked.sources);
  json.end_object().end_object();
  return text;
}

std::string difference(const GroupSettings& before, const GroupSettings& after) {
  std::string lines;
  compare(lines, "party", before.parties, after.parties);
  compare(lines, "column", before.columns, after.columns);
  if (before.noise != after.noise) add(lines, after.noise ? "noise on" : "noise off");
  compare(lines, "party", before.masked.parties, after.masked.parties);
  compare(lines, "source", before.masked.sources, after.masked.sources);
  return lines;
}

}  // namespace fh::engine

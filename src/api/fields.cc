#include "api/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/json.h"

namespace fh::api {
namespace {

std::unexpected<Error> wrong(std::string_view name, std::string_view why) {
  return failure(ErrorCode::kInvalid, fmt::format("{} {}", name, why), std::string(name));
}

Result<std::vector<std::string>> read_list(std::string_view name, Json json) {
  std::vector<std::string> list;
  FH_RETURN_IF_ERROR(json.for_each_element([&](Json element) -> Status {
    const auto text = element.as_string();
    if (!text) return wrong(name, "holds something that is no text");
    list.emplace_back(*text);
    return {};
  }));
  return list;
}

}  // namespace

Result<Fields> Fields::read(std::string_view body, std::initializer_list<std::string_view> known) {
  thread_local JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(body));
  if (json.type() != JsonType::kObject) return wrong("the body", "is no JSON object");
  Fields fields;
  FH_RETURN_IF_ERROR(json.for_each_member([&](std::string_view name, Json value) -> Status {
    if (std::ranges::find(known, name) == known.end()) {
      constexpr size_t kShown = 32;
      return wrong(name.substr(0, kShown), "is not known here");
    }
    Value read;
    if (value.is_null()) return {};
    if (const auto text = value.as_string()) {
      read.text = std::string(*text);
    } else if (const auto yes = value.as_bool()) {
      read.yes = yes;
    } else if (const auto integer = value.as_integer()) {
      read.integer = integer;
    } else if (value.type() == JsonType::kArray) {
      FH_ASSIGN_OR_RETURN(read.list, read_list(name, value));
    } else {
      return wrong(name, "is of a kind that is not known here");
    }
    if (!fields.values_.emplace(std::string(name), std::move(read)).second) {
      return wrong(name, "is there twice");
    }
    return {};
  }));
  return fields;
}

Result<std::optional<std::string>> Fields::text(std::string_view name) const {
  const auto value = values_.find(name);
  if (value == values_.end()) return std::nullopt;
  if (!value->second.text) return wrong(name, "must be text");
  return value->second.text;
}

Result<std::optional<bool>> Fields::yes(std::string_view name) const {
  const auto value = values_.find(name);
  if (value == values_.end()) return std::nullopt;
  if (!value->second.yes) return wrong(name, "must be true or false");
  return value->second.yes;
}

Result<std::optional<int64_t>> Fields::integer(std::string_view name) const {
  const auto value = values_.find(name);
  if (value == values_.end()) return std::nullopt;
  if (!value->second.integer) return wrong(name, "must be a whole number");
  return value->second.integer;
}

Result<std::optional<std::vector<std::string>>> Fields::list(std::string_view name) const {
  const auto value = values_.find(name);
  if (value == values_.end()) return std::nullopt;
  if (!value->second.list) return wrong(name, "must be a list");
  return value->second.list;
}

Result<std::string> Fields::needed_text(std::string_view name) const {
  FH_ASSIGN_OR_RETURN(std::optional<std::string> value, text(name));
  if (!value) return wrong(name, "is missing");
  return std::move(*value);
}

}  // namespace fh::api

#include "doors/flatten.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/limits.h"

namespace fh::doors {
namespace {

bool is_plain(Json value) {
  return value.type() != JsonType::kObject && value.type() != JsonType::kArray;
}

bool is_list_of_plain(Json list) {
  bool plain = true;
  (void)list.for_each_element([&](Json element) -> Status {
    plain = plain && is_plain(element);
    return {};
  });
  return plain;
}

struct Pair {
  std::string name;
  Json value;
};

// {"id": 7, "value": "x"} and its kin: custom fields, answers to questions.
std::optional<Pair> pair_of(Json object) {
  constexpr std::array<std::string_view, 6> kNames = {"name",  "key",      "title",
                                                      "field", "question", "id"};
  constexpr std::array<std::string_view, 3> kValues = {"value", "answer", "displayValue"};
  if (object.type() != JsonType::kObject || object.size() > 3) return std::nullopt;
  std::optional<Json> name;
  std::optional<Json> value;
  for (const std::string_view wanted : kNames) {
    if (!name) name = object.find(wanted);
  }
  for (const std::string_view wanted : kValues) {
    if (!value) value = object.find(wanted);
  }
  if (!name || !value) return std::nullopt;
  if (const auto text = name->as_string()) return Pair{std::string(*text), *value};
  if (const auto number = name->as_integer()) return Pair{fmt::format("{}", *number), *value};
  return std::nullopt;
}

}  // namespace

void Flattener::flatten(Json object, Row& row) {
  (void)object.for_each_member([&](std::string_view name, Json value) -> Status {
    member(name, value, row);
    return {};
  });
}

void Flattener::member(std::string_view name, Json value, Row& row) {
  const size_t before = path_.size();
  if (before > 0) path_ += '.';
  path_ += name;
  switch (value.type()) {
    case JsonType::kObject:
      flatten(value, row);
      break;
    case JsonType::kArray:
      list(value, row);
      break;
    default:
      scalar(value, row, false);
  }
  path_.resize(before);
}

void Flattener::list(Json values, Row& row) {
  if (is_list_of_plain(values)) {
    (void)values.for_each_element([&](Json element) -> Status {
      scalar(element, row, true);
      return {};
    });
    return;
  }
  size_t index = 0;
  (void)values.for_each_element([&](Json value) -> Status {
    element(index++, value, row);
    return {};
  });
}

void Flattener::element(size_t index, Json value, Row& row) {
  const std::optional<Pair> pair = pair_of(value);
  if (pair) {
    member(pair->name, pair->value, row);
  } else {
    member(fmt::format("{}", index), value, row);
  }
}

void Flattener::scalar(Json value, Row& row, bool in_list) {
  std::string_view text;
  CellType type = CellType::kText;
  if (value.is_null()) return;
  if (const auto words = value.as_string()) {
    text = *words;
  } else if (const auto truth = value.as_bool()) {
    text = *truth ? "true" : "false";
    type = CellType::kBool;
  } else {
    number_.clear();
    const auto whole = value.as_integer();
    if (whole) {
      fmt::format_to(std::back_inserter(number_), "{}", *whole);
    } else {
      fmt::format_to(std::back_inserter(number_), "{}", value.as_number().value_or(0));
    }
    text = number_;
    type = CellType::kNumber;
  }
  const uint32_t column = column_at_path(row);
  if (!row.fault.empty()) return;
  row.add(column, text, type);
  row.cells.back().in_list = in_list;
}

uint32_t Flattener::column_at_path(Row& row) {
  const auto known = index_.find(path_);
  if (known != index_.end()) return known->second;
  if (table_.columns.size() >= limits::kColumnsMax) {
    row.fault = fmt::format("needs more than {} columns", limits::kColumnsMax);
    return 0;
  }
  const auto column = static_cast<uint32_t>(table_.columns.size());
  table_.columns.push_back({.name = path_, .label = {}});
  index_.emplace(path_, column);
  return column;
}

}  // namespace fh::doors

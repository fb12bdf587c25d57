#include "api/arguments.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace fh::api {
namespace {

constexpr size_t kNameShownMax = 40;

std::string shown(std::string_view name) {
  return std::string(name.substr(0, kNameShownMax));
}

std::string names_in_query(std::span<const Parameter> parameters) {
  std::vector<std::string_view> names;
  for (const Parameter& parameter : parameters) {
    if (parameter.in == In::kQuery) names.push_back(parameter.name);
  }
  if (names.empty()) return "There are none here.";
  return fmt::format("There are: {}.", fmt::join(names, ", "));
}

std::unexpected<Error> wrong(const Parameter& parameter, std::string message,
                             std::string advice = {}) {
  return failure(ErrorCode::kInvalid, std::move(message), std::string(parameter.name),
                 std::move(advice));
}

Status check_integer(const Parameter& parameter, std::string_view value) {
  int64_t number = 0;
  const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = code == std::errc() && end == value.data() + value.size();
  if (whole && number >= parameter.least && number <= parameter.most) return {};
  return wrong(parameter, fmt::format("{} must be a whole number from {} to {}", parameter.name,
                                      parameter.least, parameter.most));
}

Status check_value(const Parameter& parameter, std::string_view value) {
  switch (parameter.kind) {
    case Kind::kText:
      return {};
    case Kind::kInteger:
      return check_integer(parameter, value);
    case Kind::kYesNo:
      if (value == "true" || value == "false") return {};
      return wrong(parameter, fmt::format("{} must be true or false", parameter.name));
    case Kind::kWord:
      if (std::ranges::find(parameter.words, value) != parameter.words.end()) return {};
      return wrong(parameter, fmt::format("{} is none of the words it may be", parameter.name),
                   fmt::format("It may be: {}.", fmt::join(parameter.words, ", ")));
    case Kind::kList:
      if (split_list(value).size() <= static_cast<size_t>(parameter.most)) return {};
      return failure(ErrorCode::kTooLarge,
                     fmt::format("{} has more than {} places", parameter.name, parameter.most),
                     std::string(parameter.name));
  }
  FH_CHECK(false);
  return {};
}

}  // namespace

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    const std::string_view item = trim(text.substr(0, comma));
    if (!item.empty()) out.emplace_back(item);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return out;
}

Status Arguments::take(const Parameter& parameter, std::string_view value) {
  if (has(parameter.name)) {
    return wrong(parameter, fmt::format("{} is given twice", parameter.name));
  }
  FH_RETURN_IF_ERROR(check_value(parameter, value));
  values_.emplace_back(parameter.name, value);
  return {};
}

Result<Arguments> Arguments::check(std::span<const Parameter> parameters,
                                   const NamedValues& path_values, const NamedValues& given) {
  Arguments out;
  for (const auto& [name, value] : given) {
    const auto known = std::ranges::find_if(parameters, [&](const Parameter& parameter) {
      return parameter.in == In::kQuery && parameter.name == name;
    });
    if (known == parameters.end()) {
      return failure(ErrorCode::kInvalid, "there is no parameter of this name here", shown(name),
                     names_in_query(parameters));
    }
    FH_RETURN_IF_ERROR(out.take(*known, value));
  }
  for (const Parameter& parameter : parameters) {
    if (parameter.in == In::kPath) {
      const auto value = std::ranges::find_if(
          path_values, [&](const auto& entry) { return entry.first == parameter.name; });
      FH_CHECK(value != path_values.end());  // The route binds every name in its path.
      FH_RETURN_IF_ERROR(out.take(parameter, value->second));
    } else if (!out.has(parameter.name)) {
      if (parameter.presence == Presence::kRequired) {
        return wrong(parameter, fmt::format("{} is missing", parameter.name));
      }
      if (!parameter.preset.empty()) out.values_.emplace_back(parameter.name, parameter.preset);
    }
  }
  return out;
}

bool Arguments::has(std::string_view name) const {
  return std::ranges::any_of(values_, [&](const auto& entry) { return entry.first == name; });
}

std::string_view Arguments::text(std::string_view name) const {
  for (const auto& [key, value] : values_) {
    if (key == name) return value;
  }
  return {};
}

int64_t Arguments::integer(std::string_view name) const {
  const std::string_view value = text(name);
  int64_t number = 0;
  const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
  FH_CHECK(code == std::errc() && end == value.data() + value.size());
  return number;
}

bool Arguments::yes(std::string_view name) const {
  return text(name) == "true";
}

std::vector<std::string> Arguments::list(std::string_view name) const {
  return split_list(text(name));
}

}  // namespace fh::api

// api/arguments.h: what was asked, checked against an endpoint's parameters.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/endpoint.h"
#include "base/error.h"

namespace fh::api {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

// Each parameter has at most one value, of its kind and within its bounds; one that
// was not given has its preset. Asking for a name that is not there is our mistake.
class Arguments {
 public:
  // Path values come from the route. Unknown names, repeated names and values out of
  // bounds are kInvalid and name the parameter.
  static Result<Arguments> check(std::span<const Parameter> parameters,
                                 const NamedValues& path_values, const NamedValues& given);

  bool has(std::string_view name) const;
  std::string_view text(std::string_view name) const;  // empty where absent
  int64_t integer(std::string_view name) const;
  bool yes(std::string_view name) const;
  // The places of a comma-separated list, trimmed; none where absent.
  std::vector<std::string> list(std::string_view name) const;

 private:
  Status take(const Parameter& parameter, std::string_view value);
  std::vector<std::pair<std::string_view, std::string>> values_;
};

// Splits at commas and trims; nothing from blank text.
std::vector<std::string> split_list(std::string_view text);

}  // namespace fh::api

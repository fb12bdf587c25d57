// api/router.h: from a method and a path to an endpoint.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/arguments.h"
#include "api/endpoint.h"

namespace fh::api {

struct Route {
  const Endpoint* endpoint = nullptr;  // none: no such path, or not by this method
  NamedValues path_values;
  std::vector<std::string_view> allowed;  // the path's methods; empty: no such path
};

// HEAD finds the GET endpoint. Linear in the table, which is short.
Route find_route(std::string_view method, std::span<const std::string> segments);

}  // namespace fh::api

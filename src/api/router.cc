#include "api/router.h"

namespace fh::api {
namespace {

// Whether the pattern fits; binds its {names}.
bool fits(std::string_view pattern, std::span<const std::string> segments, NamedValues& values) {
  values.clear();
  pattern.remove_prefix(1);
  size_t at = 0;
  while (true) {
    if (at == segments.size()) return false;
    const size_t slash = pattern.find('/');
    const std::string_view part = pattern.substr(0, slash);
    if (part.starts_with('{')) {
      if (segments[at].empty()) return false;
      values.emplace_back(part.substr(1, part.size() - 2), segments[at]);
    } else if (part != segments[at]) {
      return false;
    }
    ++at;
    if (slash == std::string_view::npos) return at == segments.size();
    pattern.remove_prefix(slash + 1);
  }
}

}  // namespace

Route find_route(std::string_view method, std::span<const std::string> segments) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Route route;
  NamedValues values;
  for (const Endpoint& endpoint : endpoints()) {
    if (!fits(endpoint.path, segments, values)) continue;
    route.allowed.push_back(name_of(endpoint.method));
    if (endpoint.method == Method::kGet) route.allowed.emplace_back("HEAD");
    if (name_of(endpoint.method) != wanted) continue;
    route.endpoint = &endpoint;
    route.path_values = values;
  }
  if (!route.allowed.empty()) route.allowed.emplace_back("OPTIONS");
  return route;
}

}  // namespace fh::api

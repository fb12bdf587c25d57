#include "engine/caller.h"

#include <algorithm>

#include "base/check.h"

namespace fh::engine {

std::string_view name_of(Right right) {
  static constexpr std::array<std::string_view, kRightCount> kNames = {
      "tell", "count", "read", "contact", "export", "erase", "audit", "administer", "request"};
  const auto at = std::to_underlying(right);
  FH_CHECK(at < kNames.size());
  return kNames[at];
}

std::optional<Right> right_named(std::string_view name) {
  const auto found = std::ranges::find(kAllRights, name, [](Right r) { return name_of(r); });
  return found == kAllRights.end() ? std::nullopt : std::optional(*found);
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::kListener:
      return "listener";
    case Role::kSteward:
      return "steward";
    case Role::kKeeper:
      return "keeper";
  }
  FH_CHECK(false);
  return {};
}

std::optional<Role> role_named(std::string_view name) {
  for (const Role role : {Role::kListener, Role::kSteward, Role::kKeeper}) {
    if (name_of(role) == name) return role;
  }
  return std::nullopt;
}

Rights rights_of(Role role) {
  switch (role) {
    case Role::kListener:
      return {Right::kTell, Right::kCount, Right::kRead};
    case Role::kSteward:
      return {Right::kTell, Right::kCount, Right::kRead, Right::kContact};
    case Role::kKeeper:
      return Rights::all();
  }
  FH_CHECK(false);
  return {};
}

}  // namespace fh::engine

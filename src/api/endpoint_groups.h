// api/endpoint_groups.h: the parts of the endpoint table, one file each.
#pragma once

#include <span>

#include "api/endpoint.h"

namespace fh::api {

std::span<const Endpoint> experience_endpoints();
std::span<const Endpoint> search_endpoints();
std::span<const Endpoint> mine_endpoints();
std::span<const Endpoint> question_endpoints();
std::span<const Endpoint> request_endpoints();
std::span<const Endpoint> retention_endpoints();
std::span<const Endpoint> session_endpoints();
std::span<const Endpoint> oidc_endpoints();
std::span<const Endpoint> member_endpoints();
std::span<const Endpoint> key_endpoints();
std::span<const Endpoint> settings_endpoints();
std::span<const Endpoint> backup_endpoints();
std::span<const Endpoint> system_endpoints();
std::span<const Endpoint> contact_endpoints();
std::span<const Endpoint> behalf_endpoints();
std::span<const Endpoint> invitation_endpoints();

}  // namespace fh::api

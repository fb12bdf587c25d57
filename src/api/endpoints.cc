#include <vector>

#include "api/endpoint.h"
#include "api/endpoint_groups.h"

namespace fh::api {

std::span<const Endpoint> endpoints() {
  static const std::vector<Endpoint> kTable = [] {
    std::vector<Endpoint> table;
    for (const auto group :
         {experience_endpoints(), search_endpoints(), mine_endpoints(), question_endpoints(),
          request_endpoints(), retention_endpoints(), session_endpoints(), oidc_endpoints(),
          member_endpoints(), key_endpoints(), settings_endpoints(), backup_endpoints(),
          system_endpoints(), contact_endpoints(), behalf_endpoints(), invitation_endpoints()}) {
      table.insert(table.end(), group.begin(), group.end());
    }
    return table;
  }();
  return kTable;
}

}  // namespace fh::api

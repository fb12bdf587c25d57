// api/invitation_shown.h: an invitation in a request: in a header, so that no log of addresses
// sees it.
#pragma once

#include <optional>
#include <string_view>

#include "api/endpoint.h"
#include "base/error.h"

namespace fh::api {

inline constexpr std::string_view kInvitationHeader = "x-firsthand-invitation";  // as heads have it

// Who shows one after too many that lead to nothing is told to wait.
std::optional<Response> wait_for_invitation(const Call& call);
// Counts one that led to nothing as a wrong token; other errors are none.
void note_failed_invitation(const Call& call, const Error& error);

}  // namespace fh::api

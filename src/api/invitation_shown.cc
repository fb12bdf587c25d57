#include "api/invitation_shown.h"

#include "api/service.h"
#include "api/visitor.h"

namespace fh::api {

std::optional<Response> wait_for_invitation(const Call& call) {
  if (call.head.header(kInvitationHeader).empty()) return std::nullopt;
  const int64_t wait = call.service.engine.access().wait_ms(call.visitor.address);
  if (wait == 0) return std::nullopt;
  return too_many_attempts(wait);
}

void note_failed_invitation(const Call& call, const Error& error) {
  if (call.head.header(kInvitationHeader).empty()) return;
  if (error.code != ErrorCode::kNotFound || error.field != "invitation") return;
  call.service.engine.access().note_failed(call.visitor.address);
}

}  // namespace fh::api

// api/posting.h: how letters to tellers are sent, as a call has the engine send them.
#pragma once

#include <optional>

#include "api/endpoint.h"
#include "api/service.h"
#include "api/visitor.h"
#include "engine/contacts.h"

namespace fh::api {

// Nothing where no mail server is named.
inline std::optional<engine::Posting> posting_of(const Call& call) {
  engine::PostBox* const box = call.service.options.post_box;
  if (box == nullptr) return std::nullopt;
  return engine::Posting{.box = *box, .pages = call.service.pages_at, .from = call.visitor.address};
}

}  // namespace fh::api

#include "engine/rights.h"

#include <fmt/format.h>

namespace fh::engine {

Status require(const Caller& caller, Right right, std::string_view what) {
  if (caller.rights.has(right)) return {};
  const bool unknown = caller.kind == CallerKind::kPublic;
  return failure(ErrorCode::kDenied, fmt::format("you may not {}", what), {},
                 unknown ? "Sign in, or send a key that has the right."
                         : fmt::format("Ask a keeper for the right \"{}\".", name_of(right)));
}

Status require_whole(const Caller& caller, Right right, std::string_view what) {
  FH_RETURN_IF_ERROR(require(caller, right, what));
  if (caller.scope.empty()) return {};
  return failure(ErrorCode::kDenied, fmt::format("you may not {}: your own view is narrowed", what),
                 {}, "Ask a keeper who sees everything.");
}

Status may_administer(const Caller& caller, std::string_view what) {
  return require_whole(caller, Right::kAdminister, what);
}

Status require_teller(const Caller& caller) {
  if (caller.kind == CallerKind::kTeller && caller.person != 0) return {};
  return failure(ErrorCode::kDenied, "only who told it may do this", {},
                 "Come with the claim code that was given when it was told.");
}

Purposes purposes_of(const Caller& caller) {
  using model::Purpose;
  return {.figures = caller.rights.has(Right::kCount) ? Purpose::kCount : Purpose::kShare,
          .words = caller.rights.has(Right::kRead) ? Purpose::kRead : Purpose::kShare};
}

ToldBy told_by(const Caller& caller) {
  const bool unknown = caller.kind == CallerKind::kPublic || caller.kind == CallerKind::kTeller;
  return unknown ? ToldBy::kPublic : ToldBy::kOrganisation;
}

namespace {

Status fit_for_public(std::span<model::Draft> drafts, record::SameKey same_key) {
  constexpr std::string_view kAdvice = "Sign in, or send a key that has the right.";
  if (same_key != record::SameKey::kRefuse) {
    return failure(ErrorCode::kDenied, "without an account nothing can be amended", "on_conflict",
                   std::string(kAdvice));
  }
  for (model::Draft& draft : drafts) {
    if (!draft.person.empty()) {
      return failure(ErrorCode::kDenied, "without an account no person can be named", "person",
                     std::string(kAdvice));
    }
    draft.source = kPublicSource;
  }
  return {};
}

}  // namespace

Status may_tell(const Caller& caller, std::span<model::Draft> drafts, record::SameKey same_key) {
  FH_RETURN_IF_ERROR(require(caller, Right::kTell, "tell"));
  if (told_by(caller) == ToldBy::kPublic) return fit_for_public(drafts, same_key);
  if (caller.scope.empty() || same_key == record::SameKey::kRefuse) return {};
  return failure(ErrorCode::kDenied, "who has a scope may not amend by a source's ids",
                 "on_conflict", "Ask a keeper for a key without a scope.");
}

}  // namespace fh::engine

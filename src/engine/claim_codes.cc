#include "engine/claim_codes.h"

namespace fh::engine {

std::unexpected<Error> leads_to_nothing() {
  return failure(ErrorCode::kDenied, "this claim code leads to nothing", {},
                 "Check it letter by letter. Where everything was erased, its code is gone, too; a "
                 "lost one cannot be found again.");
}

Result<uint32_t> person_behind(record::Record& record, const Digest& code) {
  FH_ASSIGN_OR_RETURN(const record::Claimant claimant, record.behalf().claimant(code));
  if (claimant.ends_handed) {
    FH_RETURN_IF_ERROR(record.behalf().end_handed_codes(claimant.person));
  }
  return claimant.person;
}

Status require_own_code(record::Record& record, uint32_t person) {
  FH_ASSIGN_OR_RETURN(const record::CodesOf codes, record.behalf().codes_of(person));
  if (!codes.handed) return {};
  if (codes.own) {
    return failure(ErrorCode::kDenied, "another code was given when this was taken", {},
                   "Come with that one: this one has been in other hands.");
  }
  return failure(ErrorCode::kDenied, "this was told for you, and is not taken yet", {},
                 "Take it as yours first: you get a code then that nobody else has seen.");
}

Status may_join(record::Record& record, uint32_t into, uint32_t from) {
  FH_ASSIGN_OR_RETURN(const record::CodesOf one, record.behalf().codes_of(into));
  FH_ASSIGN_OR_RETURN(const record::CodesOf other, record.behalf().codes_of(from));
  const auto is_taken = [](const record::CodesOf& codes) { return codes.handed && codes.own; };
  if (is_taken(one) || (one.handed && other.handed)) return require_own_code(record, into);
  if (is_taken(other)) return require_own_code(record, from);
  return {};
}

}  // namespace fh::engine

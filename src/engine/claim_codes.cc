#include "engine/claim_codes.h"

namespace fh::engine {

Result<uint32_t> person_behind(record::Record& record, const Digest& code) {
  FH_ASSIGN_OR_RETURN(const record::Claimant claimant, record.behalf().claimant(code));
  if (claimant.ends_handed) {
    FH_RETURN_IF_ERROR(record.behalf().end_handed_codes(claimant.person));
  }
  return claimant.person;
}

Status require_own_code(record::Record& record, uint32_t person) {
  FH_ASSIGN_OR_RETURN(const record::CodesOf codes, record.behalf().codes_of(person));
  if (!codes.handed || !codes.own) return {};
  return failure(ErrorCode::kDenied, "another code was given when this was taken", {},
                 "Come with that one: this one has been in other hands.");
}

}  // namespace fh::engine

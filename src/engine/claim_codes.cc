#include "engine/claim_codes.h"

namespace fh::engine {

Result<uint32_t> person_behind(record::Record& record, const Digest& code) {
  FH_ASSIGN_OR_RETURN(const record::Claimant claimant, record.behalf().claimant(code));
  if (claimant.ends_handed) {
    FH_RETURN_IF_ERROR(record.behalf().end_handed_codes(claimant.person));
  }
  return claimant.person;
}

}  // namespace fh::engine

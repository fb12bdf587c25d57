#include "engine/claim_codes.h"

namespace fh::engine {

std::unexpected<Error> leads_to_nothing() {
  return failure(ErrorCode::kDenied, "this claim code leads to nothing", {},
                 "Check it letter by letter. Where everything was erased, its code is gone, too; a "
                 "lost one cannot be found again.");
}

Result<std::optional<Caller>> teller_with(record::Record& record, const Digest& code) {
  FH_ASSIGN_OR_RETURN(const record::Claimant claimant, record.behalf().claimant(code));
  if (claimant.person == 0) return std::nullopt;
  if (claimant.ends_handed) {
    FH_RETURN_IF_ERROR(record.behalf().end_handed_codes(claimant.person));
  }
  return Caller::teller(claimant.person, claimant.handed);
}

// By the code they came with, not by those there are now: the other may have ended meanwhile.
Status require_own_code(record::Record& record, const Caller& teller) {
  if (!teller.handed) return {};
  FH_ASSIGN_OR_RETURN(const record::CodesOf codes, record.behalf().codes_of(teller.person));
  if (codes.own) {
    return failure(ErrorCode::kDenied, "another code was given when this was taken", {},
                   "Come with that one: this one has been in other hands.");
  }
  return failure(ErrorCode::kDenied, "this was told for you, and is not taken yet", {},
                 "Take it as yours first: you get a code then that nobody else has seen.");
}

Status may_join(record::Record& record, const Caller& into, const Caller& from) {
  if (into.handed == from.handed) return require_own_code(record, into);
  const Caller& handed = into.handed ? into : from;
  FH_ASSIGN_OR_RETURN(const record::CodesOf codes, record.behalf().codes_of(handed.person));
  return codes.own ? require_own_code(record, handed) : Status();
}

}  // namespace fh::engine

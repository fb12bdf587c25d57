// The part of LocalOwnership that erases.

#include "base/secrets.h"
#include "engine/claim_codes.h"
#include "engine/local_ownership.h"
#include "engine/rights.h"

namespace fh::engine {

Result<ErasureReceipt> LocalOwnership::erase(const Caller& caller, std::span<const std::string> ids,
                                             Purge purge) {
  if (caller.kind != CallerKind::kTeller) {
    FH_RETURN_IF_ERROR(require(caller, Right::kErase, "erase what people told"));
  }
  FH_ASSIGN_OR_RETURN(const Holdings theirs, chosen(caller, ids, Reach::kToldForOthersToo));
  Erasing::Numbers numbers;
  for (const record::Holding& one : theirs) numbers.push_back(one.number);
  return parts_.erasing.erase(
      [&](record::Record& record) -> Result<Erasing::Numbers> {
        if (caller.kind == CallerKind::kTeller) {
          FH_RETURN_IF_ERROR(still_theirs(record, caller, theirs));
        }
        return numbers;
      },
      {.actor = caller.actor, .purge = purge});
}

Result<std::vector<std::string>> LocalOwnership::ids_of(const Caller& caller, const Whose& whose) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kErase, "erase what a person told"));
  Holdings meant;
  if (!whose.claim_code.empty()) {
    // To look is not to use it: no other code ends by that.
    FH_ASSIGN_OR_RETURN(const record::Claimant claimant,
                        parts_.record.behalf().claimant(digest_of(whose.claim_code)));
    if (claimant.person == 0) return leads_to_nothing();
    FH_ASSIGN_OR_RETURN(meant, all_of(claimant.person, Reach::kToldForOthersToo));
  } else if (!whose.person_key.empty()) {
    FH_ASSIGN_OR_RETURN(const Experiences newest, parts_.record.of_person(whose.person_key, 1, 0));
    if (newest.empty()) return failure(ErrorCode::kNotFound, "nobody goes by this key", "person");
    FH_ASSIGN_OR_RETURN(meant, all_of(newest.front().person_number, Reach::kToldForOthersToo));
  } else {
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found,
                        parts_.record.find_named(whose.source, whose.source_id));
    if (!found) {
      return failure(ErrorCode::kNotFound, "the source has told nothing by this id", "source_id");
    }
    meant.push_back({.number = found->number, .person = found->person_number});
  }
  std::vector<std::string> ids;
  for (const record::Holding& one : meant) ids.push_back(model::id_of(one.number));
  return ids;
}

}  // namespace fh::engine

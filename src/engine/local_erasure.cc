// The part of LocalOwnership that erases.

#include "engine/local_ownership.h"
#include "engine/rights.h"

namespace fh::engine {

Result<ErasureReceipt> LocalOwnership::erase(const Caller& caller, std::span<const std::string> ids,
                                             Purge purge) {
  if (caller.kind != CallerKind::kTeller) {
    FH_RETURN_IF_ERROR(require(caller, Right::kErase, "erase what people told"));
  }
  FH_ASSIGN_OR_RETURN(const Experiences theirs, chosen(caller, ids, Reach::kToldForOthersToo));
  Erasing::Numbers numbers;
  for (const model::Experience& one : theirs) numbers.push_back(one.number);
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
  FH_RETURN_IF_ERROR(require(caller, Right::kErase, "erase what a person told"));
  Experiences meant;
  if (!whose.claim_code.empty()) {
    FH_ASSIGN_OR_RETURN(const Caller teller, teller_of(whose.claim_code));
    FH_ASSIGN_OR_RETURN(meant, all_of(teller.person, Reach::kToldForOthersToo));
  } else if (!whose.person_key.empty()) {
    FH_ASSIGN_OR_RETURN(const Experiences newest, parts_.record.of_person(whose.person_key, 1, 0));
    if (newest.empty()) return failure(ErrorCode::kNotFound, "nobody goes by this key", "person");
    FH_ASSIGN_OR_RETURN(meant, all_of(newest.front().person_number, Reach::kToldForOthersToo));
  } else {
    FH_ASSIGN_OR_RETURN(std::optional<model::Experience> found,
                        parts_.record.find_named(whose.source, whose.source_id));
    if (!found) {
      return failure(ErrorCode::kNotFound, "the source has told nothing by this id", "source_id");
    }
    meant.push_back(std::move(*found));
  }
  std::vector<std::string> ids;
  for (const model::Experience& one : meant) ids.push_back(model::id_of(one.number));
  return ids;
}

}  // namespace fh::engine

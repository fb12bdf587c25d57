// The part of Writing that keeps what is told for somebody else apart until these take it, and
// uses up invitations.

#include <fmt/format.h>

#include "base/check.h"
#include "record/person_key.h"
#include "record/writing.h"

namespace fh::record {

Result<uint64_t> Writing::new_teller(const Fresh& fresh) {
  const ClaimHash& claim = *fresh.telling->behalf->claim;
  const std::string key = "claim:" + base32(claim);
  const Names::Named named = {.source = fresh.telling->experience.source, .key = key};
  FH_ASSIGN_OR_RETURN(const std::vector<Person> people,
                      names_.people(std::span(&named, 1), people_));
  FH_ASSIGN_OR_RETURN(
      Use insert, database_.use("INSERT INTO claim (hash, person, made_ms) VALUES (?1, ?2, ?3)"));
  insert->bind_bytes(1, claim).bind(2, people.front().number);
  FH_RETURN_IF_ERROR(insert->bind_signed(3, fresh.telling->experience.told_at.ms).run());
  return people.front().number;
}

Status Writing::add_behalf(const Fresh& fresh) {
  const Behalf& behalf = *fresh.telling->behalf;
  uint64_t teller = behalf.teller;
  if (teller == 0 && behalf.claim) {
    FH_ASSIGN_OR_RETURN(teller, new_teller(fresh));
  }
  FH_ASSIGN_OR_RETURN(Use insert, database_.use("INSERT INTO told_for (number, teller, actor) "
                                                "VALUES (?1, ?2, ?3)"));
  insert->bind(1, fresh.taken->receipt.number);
  teller == 0 ? insert->bind_null(2) : insert->bind(2, teller);
  return insert->bind_text(3, teller == 0 ? behalf.actor : std::string()).run();
}

Result<std::optional<uint64_t>> Writing::forget_who_told(uint64_t number) {
  uint64_t teller = 0;
  {
    FH_ASSIGN_OR_RETURN(Use find, database_.use("SELECT teller FROM told_for WHERE number = ?1"));
    find->bind(1, number);
    FH_ASSIGN_OR_RETURN(const bool row, find->step());
    if (!row) return std::nullopt;
    teller = find->is_null(0) ? 0 : find->number(0);
  }
  FH_ASSIGN_OR_RETURN(Use forget, database_.use("DELETE FROM told_for WHERE number = ?1"));
  FH_RETURN_IF_ERROR(forget->bind(1, number).run());
  return teller;
}

Result<std::vector<uint64_t>> Writing::numbers_of(const char* sql, uint64_t person) {
  std::vector<uint64_t> numbers;
  FH_ASSIGN_OR_RETURN(Use query, database_.use(sql));
  query->bind(1, person);
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return numbers;
    numbers.push_back(query->number(0));
  }
}

Result<Receipt> Writing::note_step(uint64_t number, model::GrantChange step) {
  FH_ASSIGN_OR_RETURN(const std::optional<Experience> now, current(number));
  if (!now) return failure(ErrorCode::kNotFound, model::id_of(number) + " is not in the record");
  step.grants = now->grants;
  return grant(number, step);
}

Result<std::vector<Receipt>> Writing::take_over(std::span<const uint64_t> numbers,
                                                const model::GrantChange& note) {
  std::vector<Receipt> receipts;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(const std::optional<uint64_t> teller, forget_who_told(number));
    if (!teller) continue;
    FH_ASSIGN_OR_RETURN(const Receipt receipt, note_step(number, note));
    receipts.push_back(receipt);
    FH_RETURN_IF_ERROR(remove_person_without_experiences(*teller));
  }
  return receipts;
}

// It is whose who told it, or nobody's where that is no person.
Result<std::vector<Receipt>> Writing::give_back(std::span<const uint64_t> numbers,
                                                const model::GrantChange& note) {
  std::vector<Receipt> receipts;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(const std::optional<uint64_t> teller, forget_who_told(number));
    if (!teller) continue;
    FH_ASSIGN_OR_RETURN(const std::optional<Experience> now, current(number));
    FH_CHECK(now.has_value());  // told_for goes with it
    FH_ASSIGN_OR_RETURN(const Receipt receipt, grant(number, note));
    receipts.push_back(receipt);
    FH_ASSIGN_OR_RETURN(Use move,
                        database_.use("UPDATE experience SET person = ?2 WHERE number = ?1"));
    move->bind(1, number);
    *teller == 0 ? move->bind_null(2) : move->bind(2, *teller);
    FH_RETURN_IF_ERROR(move->run());
    FH_RETURN_IF_ERROR(remove_person_without_experiences(now->person_number));
  }
  return receipts;
}

Status Writing::use_invitation(const Invitation& invitation) {
  {
    FH_ASSIGN_OR_RETURN(
        Use find, database_.use("SELECT i.used, b.expires_ms, b.ended_ms FROM invitation AS i JOIN "
                                "invitation_batch AS b ON b.number = i.batch WHERE i.hash = ?1"));
    find->bind_bytes(1, invitation.hash);
    FH_ASSIGN_OR_RETURN(const bool row, find->step());
    if (!row) return failure(ErrorCode::kDenied, "this invitation leads to nothing");
    if (!find->is_null(2)) return failure(ErrorCode::kConflict, "this invitation was ended");
    if (find->signed_number(1) <= invitation.now.ms) {
      return failure(ErrorCode::kConflict, "this invitation is past its time");
    }
    if (find->number(0) != 0) {
      return failure(ErrorCode::kConflict, "this invitation has been told with already", {},
                     "Each link is good once. The same can be told without it.");
    }
  }
  FH_ASSIGN_OR_RETURN(Use use, database_.use("UPDATE invitation SET used = 1 WHERE hash = ?1"));
  return use->bind_bytes(1, invitation.hash).run();
}

}  // namespace fh::record

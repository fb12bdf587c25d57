// The part of Writing that says whose an experience is and what may be done with it.

#include "base/check.h"
#include "record/ownership.h"
#include "record/person_key.h"
#include "record/writing.h"

namespace fh::record {

Status Writing::read_source_grants() {
  FH_ASSIGN_OR_RETURN(Use query, database_.use("SELECT source, grants FROM source_grants"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return {};
    source_grants_[query->number(0)] =
        model::Grants::of_bits(static_cast<uint8_t>(query->number(1)));
  }
}

Result<model::Grants> Writing::grants_of(const Fresh& fresh) {
  const Telling& telling = *fresh.telling;
  const auto found = source_grants_.find(fresh.source);
  model::Grants grants = found == source_grants_.end() ? model::kUsualGrants : found->second;
  if (telling.grants) grants = *telling.grants;
  // Whose it is has not been asked: nobody else says that they may be, or shown outside.
  if (telling.behalf) grants = grants.without(model::Purpose::kContact);
  const bool share = !telling.behalf && (telling.grants || !telling.without_share);
  return share ? grants : grants.without(model::Purpose::kShare);
}

Result<Person> Writing::person_numbered(uint32_t number) {
  FH_ASSIGN_OR_RETURN(Use query, database_.use("SELECT key FROM person WHERE number = ?1"));
  query->bind(1, number);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  Person person{.number = number};
  if (!row || query->bytes(0).size() != person.key.size()) {
    return failure(ErrorCode::kNotFound, "the person is not in the record any more");
  }
  const std::string_view bytes = query->bytes(0);
  for (size_t i = 0; i < bytes.size(); ++i) person.key[i] = static_cast<std::byte>(bytes[i]);
  return person;
}

Status Writing::add_claim(const Fresh& fresh) {
  FH_CHECK(fresh.taken->person.number != 0);
  FH_ASSIGN_OR_RETURN(
      Use insert, database_.use("INSERT INTO claim (hash, person, made_ms) VALUES (?1, ?2, ?3)"));
  insert->bind_bytes(1, *fresh.telling->claim).bind(2, fresh.taken->person.number);
  FH_RETURN_IF_ERROR(insert->bind_signed(3, fresh.telling->experience.told_at.ms).run());
  if (!fresh.telling->behalf) return {};
  FH_ASSIGN_OR_RETURN(Use handed, database_.use("INSERT INTO handed_code (hash) VALUES (?1)"));
  return handed->bind_bytes(1, *fresh.telling->claim).run();
}

Result<bool> Writing::has_claim(uint64_t person) {
  FH_ASSIGN_OR_RETURN(Use query, database_.use("SELECT 1 FROM claim WHERE person = ?1 LIMIT 1"));
  query->bind(1, person);
  return query->step();
}

Status Writing::note_grants(uint64_t number, uint64_t sequence, const model::GrantChange& change) {
  FH_ASSIGN_OR_RETURN(Use insert,
                      database_.use("INSERT INTO grant_change (number, sequence, at_ms, grants, "
                                    "actor, basis) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
  insert->bind(1, number).bind(2, sequence).bind_signed(3, change.at.ms);
  insert->bind(4, change.grants.bits()).bind_text(5, change.by).bind_text(6, change.basis);
  return insert->run();
}

// What held at the telling is written down before it changes for the first time.
Status Writing::keep_first_grants(uint64_t number) {
  uint64_t told = 0;
  {
    FH_ASSIGN_OR_RETURN(Use query,
                        database_.use("SELECT told_sequence FROM experience WHERE number = ?1 AND "
                                      "NOT EXISTS (SELECT 1 FROM grant_change AS g WHERE g.number "
                                      "= ?1 AND g.sequence = told_sequence)"));
    query->bind(1, number);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return {};
    told = query->number(0);
  }
  FH_ASSIGN_OR_RETURN(const std::optional<Experience> experience, current(number));
  if (!experience) return {};
  FH_ASSIGN_OR_RETURN(std::string basis, basis_at_telling(database_, number));
  return note_grants(number, told,
                     {.at = experience->told_at,
                      .grants = experience->grants,
                      .by = "source",
                      .basis = std::move(basis)});
}

Result<Receipt> Writing::grant(uint64_t number, const model::GrantChange& change) {
  FH_RETURN_IF_ERROR(keep_first_grants(number));
  FH_ASSIGN_OR_RETURN(Use update, database_.use("UPDATE experience SET grants = ?2, "
                                                "granted_sequence = ?3 WHERE number = ?1"));
  update->bind(1, number).bind(3, ++sequence_);
  change.grants == model::kUsualGrants ? update->bind_null(2)
                                       : update->bind(2, change.grants.bits());
  FH_RETURN_IF_ERROR(update->run());
  if (database_.changed_rows() == 0) {
    return failure(ErrorCode::kNotFound, model::id_of(number) + " is not in the record");
  }
  FH_RETURN_IF_ERROR(note_grants(number, sequence_, change));
  const bool may_be_asked =
      change.grants.has(model::Purpose::kContact) && change.grants.has(model::Purpose::kRead);
  if (!may_be_asked) FH_RETURN_IF_ERROR(end_open_questions(number));
  return Receipt{.number = number, .sequence = sequence_, .outcome = Outcome::kAmended};
}

// What was not answered is not asked any more.
Status Writing::end_open_questions(uint64_t number) {
  FH_ASSIGN_OR_RETURN(Use end, database_.use("DELETE FROM question WHERE experience = ?1 AND state "
                                             "= 'open'"));
  return end->bind(1, number).run();
}

Result<std::vector<Receipt>> Writing::set_grants(std::span<const uint64_t> numbers,
                                                 const model::GrantChange& change) {
  std::vector<Receipt> receipts;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(const std::optional<Experience> now, current(number));
    if (now && now->grants == change.grants) {
      receipts.push_back(
          {.number = number, .sequence = now->sequence, .outcome = Outcome::kAlreadyTold});
      continue;
    }
    FH_ASSIGN_OR_RETURN(const Receipt receipt, grant(number, change));
    receipts.push_back(receipt);
  }
  return receipts;
}

Result<Receipt> Writing::move_to(uint64_t into, uint64_t number, const model::GrantChange& note) {
  FH_ASSIGN_OR_RETURN(const Receipt receipt, note_step(number, note));
  FH_ASSIGN_OR_RETURN(const std::optional<uint64_t> teller, forget_who_told(number));
  FH_ASSIGN_OR_RETURN(Use move,
                      database_.use("UPDATE experience SET person = ?2 WHERE number = ?1"));
  FH_RETURN_IF_ERROR(move->bind(1, number).bind(2, into).run());
  FH_RETURN_IF_ERROR(remove_person_without_experiences(teller.value_or(0)));
  return receipt;
}

Result<std::vector<Receipt>> Writing::join(uint64_t into, uint64_t from,
                                           const model::GrantChange& note) {
  // Either may have been erased, or joined the other way, since they came in.
  for (const uint64_t person : {into, from}) {
    const Result<Person> there = person_numbered(static_cast<uint32_t>(person));
    if (!there) return std::unexpected(there.error());
  }
  // Codes first: of whoever holds nothing but what is taken here they would go with the person.
  for (const char* sql : {"UPDATE claim SET person = ?2 WHERE person = ?1",
                          "UPDATE told_for SET teller = ?2 WHERE teller = ?1"}) {
    FH_ASSIGN_OR_RETURN(Use move, database_.use(sql));
    FH_RETURN_IF_ERROR(move->bind(1, from).bind(2, into).run());
  }
  FH_ASSIGN_OR_RETURN(
      const std::vector<uint64_t> numbers,
      numbers_of("SELECT number FROM experience WHERE person = ?1 ORDER BY number", from));
  std::vector<Receipt> receipts;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(const Receipt receipt, move_to(into, number, note));
    receipts.push_back(receipt);
  }
  // Who has both codes acts for both: what was told for them is theirs by that.
  FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> waiting,
                      numbers_of("SELECT f.number FROM told_for AS f JOIN experience AS e USING "
                                 "(number) WHERE e.person = ?1 ORDER BY f.number",
                                 into));
  FH_ASSIGN_OR_RETURN(const std::vector<Receipt> taken, take_over(waiting, note));
  receipts.insert(receipts.end(), taken.begin(), taken.end());
  // Codes that whoever told it has seen must not open what is another's besides. Who joins has
  // one of their own in hand: the engine sees to that.
  FH_ASSIGN_OR_RETURN(
      Use end, database_.use("DELETE FROM claim WHERE person = ?1 AND hash IN (SELECT hash FROM "
                             "handed_code) AND EXISTS (SELECT 1 FROM claim AS o WHERE o.person = "
                             "?1 AND o.hash NOT IN (SELECT hash FROM handed_code))"));
  FH_RETURN_IF_ERROR(end->bind(1, into).run());
  // What was asked of the one is asked of both.
  FH_ASSIGN_OR_RETURN(Use asked, database_.use("UPDATE OR IGNORE subject_identity SET number = ?2 "
                                               "WHERE kind = 3 AND number = ?1"));
  FH_RETURN_IF_ERROR(asked->bind(1, from).bind(2, into).run());
  FH_RETURN_IF_ERROR(remove_person_without_experiences(from));
  return receipts;
}

Result<bool> Writing::was_erased(uint64_t source, const Experience& experience) {
  const Digest key = names_.erased_key(experience.source, experience.source_id);
  {
    FH_ASSIGN_OR_RETURN(Use query, database_.use("SELECT 1 FROM erased_key WHERE hash = ?1"));
    query->bind_bytes(1, key);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return false;
  }
  FH_RETURN_IF_ERROR(let_go_of_key(source, experience.source_id));
  return true;
}

Status Writing::let_go_of_key(uint64_t source, std::string_view source_id) {
  if (source_id.empty()) return {};
  FH_ASSIGN_OR_RETURN(Use remove,
                      database_.use("DELETE FROM told_key WHERE source = ?1 AND source_id = ?2"));
  return remove->bind(1, source).bind_text(2, source_id).run();
}

Status Writing::keep_erased_key(uint64_t number, const std::string& source_id) {
  Digest key{};
  {
    FH_ASSIGN_OR_RETURN(Use query,
                        database_.use("SELECT s.name FROM experience AS e JOIN source AS s ON "
                                      "s.number = e.source WHERE e.number = ?1"));
    query->bind(1, number);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return {};
    key = names_.erased_key(query->text(0), source_id);
  }
  FH_ASSIGN_OR_RETURN(Use insert, database_.use("INSERT INTO erased_key (hash) VALUES (?1) "
                                                "ON CONFLICT DO NOTHING"));
  return insert->bind_bytes(1, key).run();
}

}  // namespace fh::record

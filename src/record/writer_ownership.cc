// The part of Writer that says whose an experience is, what may be done with it, and who
// read it.

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "record/contacts.h"
#include "record/taken_back.h"
#include "record/writer.h"

namespace fh::record {

Result<std::vector<Receipt>> Writer::set_grants(std::span<const uint64_t> numbers,
                                                const model::GrantChange& change) {
  const std::lock_guard lock(mutex_);
  FH_ASSIGN_OR_RETURN(Transaction transaction, begin());
  FH_ASSIGN_OR_RETURN(Writing writing, Writing::start(*database_, names_));
  FH_ASSIGN_OR_RETURN(std::vector<Receipt> receipts, writing.set_grants(numbers, change));
  if (!writing.has_changes()) return receipts;
  FH_RETURN_IF_ERROR(commit(transaction, writing,
                            {.sequence = 0,
                             .at = {},
                             .actor = change.by,
                             .action = "grant",
                             .detail = fmt::format("{}: {}", ids_for_audit(numbers, change.by),
                                                   to_string(change.grants))}));
  return receipts;
}

Result<std::vector<Receipt>> Writer::join(uint32_t into, uint32_t from, std::string_view actor) {
  const std::lock_guard lock(mutex_);
  names_.forget_people();
  FH_ASSIGN_OR_RETURN(Transaction transaction, begin());
  FH_ASSIGN_OR_RETURN(Writing writing, Writing::start(*database_, names_));
  const model::GrantChange note = {.at = clock_.now(),
                                   .grants = {},
                                   .by = std::string(actor),
                                   .basis = "joined with what the same person told before"};
  contact_keys_->ask_for_sweep();  // for the key that is made here, should anything fail
  FH_RETURN_IF_ERROR(carry_contact(*database_, *contact_keys_, into, from));
  FH_ASSIGN_OR_RETURN(std::vector<Receipt> receipts, writing.join(into, from, note));
  log_holds_erased_ = true;  // who told something for either
  FH_RETURN_IF_ERROR(commit(transaction, writing,
                            {.sequence = 0,
                             .at = {},
                             .actor = std::string(actor),
                             .action = "join",
                             .detail = fmt::format("{} experiences", receipts.size())}));
  return receipts;
}

// Who told it is gone from the rows by then; the log may hold it still.
Result<std::vector<Receipt>> Writer::take_over(std::span<const uint64_t> numbers,
                                               const model::GrantChange& note,
                                               const std::optional<ClaimHash>& code) {
  const std::lock_guard lock(mutex_);
  names_.forget_people();
  FH_ASSIGN_OR_RETURN(Transaction transaction, begin());
  FH_ASSIGN_OR_RETURN(Writing writing, Writing::start(*database_, names_));
  FH_ASSIGN_OR_RETURN(std::vector<Receipt> receipts, writing.take_over(numbers, note));
  if (!writing.has_changes()) return receipts;
  if (code) {
    FH_ASSIGN_OR_RETURN(Use insert,
                        database_->use("INSERT INTO claim (hash, person, made_ms) SELECT ?1, "
                                       "person, ?3 FROM experience WHERE number = ?2"));
    insert->bind_bytes(1, *code).bind(2, receipts.front().number);
    FH_RETURN_IF_ERROR(insert->bind_signed(3, clock_.now().ms).run());
  }
  FH_RETURN_IF_ERROR(note_unpurged(*database_));
  log_holds_erased_ = true;
  FH_RETURN_IF_ERROR(commit(transaction, writing,
                            {.sequence = 0,
                             .at = {},
                             .actor = std::string(kTellerActor),
                             .action = "claim",
                             .detail = ids_for_audit(numbers, kTellerActor)}));
  return receipts;
}

Result<std::vector<Receipt>> Writer::give_back(std::span<const uint64_t> numbers,
                                               const model::GrantChange& note) {
  const std::lock_guard lock(mutex_);
  names_.forget_people();
  FH_ASSIGN_OR_RETURN(Transaction transaction, begin());
  FH_ASSIGN_OR_RETURN(Writing writing, Writing::start(*database_, names_));
  FH_ASSIGN_OR_RETURN(std::vector<Receipt> receipts, writing.give_back(numbers, note));
  if (!writing.has_changes()) return receipts;
  FH_RETURN_IF_ERROR(note_unpurged(*database_));
  log_holds_erased_ = true;
  FH_RETURN_IF_ERROR(commit(transaction, writing,
                            {.sequence = 0,
                             .at = {},
                             .actor = std::string(kTellerActor),
                             .action = "disown",
                             .detail = ids_for_audit(numbers, kTellerActor)}));
  return receipts;
}

// Their places stay, so that no sequence number is missing.
Status Writer::forget_versions(uint64_t number, std::string_view actor) {
  return act_and_forget([&](Database& database) -> Result<Act> {
    FH_ASSIGN_OR_RETURN(Use update,
                        database.use("UPDATE earlier_version SET body = x'' WHERE number = ?1"));
    FH_RETURN_IF_ERROR(update->bind(1, number).run());
    FH_RETURN_IF_ERROR(note_unpurged(database));
    return Act{.actor = std::string(actor),
               .action = "drop_versions",
               .detail = ids_for_audit(std::span(&number, 1), actor)};
  });
}

Status Writer::act_and_forget(const std::function<Result<Act>(Database&)>& body) {
  const Status done = act([&](Database& database) -> Result<Act> {
    Result<Act> act = body(database);
    if (act) log_holds_erased_ = true;
    return act;
  });
  if (!done) return done;
  const std::lock_guard lock(mutex_);
  clear_log_of_erased();
  return {};
}

Status Writer::add_claim(uint32_t person, const ClaimHash& claim) {
  return quietly([&](Database& database) -> Status {
    FH_ASSIGN_OR_RETURN(Use insert, database.use("INSERT INTO claim (hash, person, made_ms) "
                                                 "SELECT ?1, number, ?3 FROM person WHERE "
                                                 "number = ?2"));
    insert->bind_bytes(1, claim).bind(2, person).bind_signed(3, clock_.now().ms);
    const Status added = insert->run();
    if (!added || database.changed_rows() == 1) return added;
    return failure(ErrorCode::kNotFound, "the person is not in the record any more");
  });
}

Status Writer::keep_one_claim(uint32_t person, const ClaimHash& claim, std::string_view actor) {
  return act([&](Database& database) -> Result<Act> {
    FH_ASSIGN_OR_RETURN(Use drop, database.use("DELETE FROM claim WHERE person = ?1 AND hash <> "
                                               "?2 AND EXISTS (SELECT 1 FROM claim WHERE person = "
                                               "?1 AND hash = ?2)"));
    FH_RETURN_IF_ERROR(
        drop->bind(1, person).bind_bytes(2, std::span<const std::byte>(claim)).run());
    return Act{.actor = std::string(actor),
               .action = "revoke_codes",
               .detail = fmt::format("codes={}", database.changed_rows())};
  });
}

Status Writer::keep_erased_keys(std::span<const Digest> keys) {
  if (keys.empty()) return {};
  return quietly([&](Database& database) -> Status {
    for (const Digest& key : keys) {
      FH_ASSIGN_OR_RETURN(Use insert, database.use("INSERT INTO erased_key (hash) VALUES (?1) "
                                                   "ON CONFLICT DO NOTHING"));
      FH_RETURN_IF_ERROR(insert->bind_bytes(1, key).run());
    }
    return {};
  });
}

// Nobody writes, and nobody moves the log: what is in the file is all there is.
Result<bool> Writer::clear_unused() {
  Result<bool> done = false;
  checkpointer_->exclusively([&] {
    done = database_->truncate_log();
    if (done && *done) {
      log_holds_erased_ = false;
      done = database_->clear_unused();
    }
  });
  return done;
}

// Erased rows are overwritten where they lay (secure_delete): what is left is the log, and
// copies in unused parts of pages.
Status Writer::purge() {
  constexpr int kTries = 100;
  constexpr auto kPause = std::chrono::milliseconds(20);
  for (int i = 0; i < kTries; ++i) {
    {
      const std::lock_guard lock(mutex_);
      if (contact_keys_->sweep_needed()) {
        FH_RETURN_IF_ERROR(sweep_contact_keys(*database_, *contact_keys_));
      }
      FH_ASSIGN_OR_RETURN(const bool cleared, clear_unused());
      if (cleared) return {};
    }
    std::this_thread::sleep_for(kPause);
  }
  return failure(ErrorCode::kBusy, "someone still reads the record as it was before", {},
                 "It is erased; its last bytes go as soon as they have read.");
}

Status Writer::note_readings(std::span<const Reading> readings) {
  return quietly([&](Database& database) -> Status {
    for (const Reading& reading : readings) {
      FH_ASSIGN_OR_RETURN(
          Use add,
          database.use("INSERT INTO reading (number, day, actor, purpose, times, last_ms) SELECT "
                       "number, ?2, ?3, ?4, max(?5, 1), ?6 FROM experience WHERE number = ?1 ON "
                       "CONFLICT DO UPDATE SET times = times + ?5, last_ms = ?6"));
      add->bind(1, reading.number).bind_signed(2, reading.day).bind_text(3, reading.actor);
      add->bind(4, std::to_underlying(reading.purpose)).bind(5, reading.times);
      FH_RETURN_IF_ERROR(add->bind_signed(6, reading.last.ms).run());
    }
    return {};
  });
}

// Since when is kept, too: what was told before rests on what was stated then.
Status Writer::set_source_grants(const SourceGrants& grants, std::string_view actor) {
  return act([&](Database& database) -> Result<Act> {
    FH_ASSIGN_OR_RETURN(const uint64_t source, names_.source(grants.source));
    {
      FH_ASSIGN_OR_RETURN(Use set,
                          database.use("INSERT INTO source_grants (source, grants, basis) VALUES "
                                       "(?1, ?2, ?3) ON CONFLICT (source) DO UPDATE SET grants = "
                                       "?2, basis = ?3"));
      set->bind(1, source).bind(2, grants.grants.bits()).bind_text(3, grants.basis);
      FH_RETURN_IF_ERROR(set->run());
    }
    FH_ASSIGN_OR_RETURN(Use keep,
                        database.use("INSERT INTO source_grants_change (source, since_sequence, "
                                     "at_ms, grants, basis) SELECT ?1, last_sequence, ?2, ?3, ?4 "
                                     "FROM state WHERE true ON CONFLICT DO UPDATE SET at_ms = ?2, "
                                     "grants = ?3, basis = ?4"));
    keep->bind(1, source).bind_signed(2, clock_.now().ms);
    keep->bind(3, grants.grants.bits()).bind_text(4, grants.basis);
    FH_RETURN_IF_ERROR(keep->run());
    return Act{
        .actor = std::string(actor),
        .action = "source_grants",
        .detail = fmt::format("source \"{}\": {}{}{}", grants.source, to_string(grants.grants),
                              grants.basis.empty() ? "" : "; basis: ", grants.basis)};
  });
}

Status Writer::set_masking(std::span<const uint64_t> numbers, Masking masking,
                           std::string_view actor) {
  const bool lifted = masking == Masking::kLifted;
  return act([&](Database& database) -> Result<Act> {
    for (const uint64_t number : numbers) {
      FH_ASSIGN_OR_RETURN(
          Use set, database.use(lifted ? "INSERT INTO unmasked (number, since_ms) SELECT number, "
                                         "?2 FROM experience WHERE number = ?1 ON CONFLICT DO "
                                         "NOTHING"
                                       : "DELETE FROM unmasked WHERE number = ?1"));
      set->bind(1, number);
      if (lifted) set->bind_signed(2, clock_.now().ms);
      FH_RETURN_IF_ERROR(set->run());
    }
    return Act{.actor = std::string(actor),
               .action = lifted ? "lift_masking" : "mask_again",
               .detail = ids_for_audit(numbers, actor)};
  });
}

}  // namespace fh::record

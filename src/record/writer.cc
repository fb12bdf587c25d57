#include "record/writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "record/audit.h"
#include "record/receipts.h"
#include "record/schema.h"
#include "record/stored_words.h"

namespace fh::record {
namespace {

// "told=4090 amended=2 already_told=3 refused=1 first=e1 last=e4090"
std::string detail_of(const std::vector<Taken>& group) {
  uint64_t counts[4] = {};
  uint64_t first = UINT64_MAX;
  uint64_t last = 0;
  for (const Taken& taken : group) {
    ++counts[taken.refused ? 3U : static_cast<size_t>(taken.receipt.outcome)];
    if (taken.refused || taken.receipt.outcome == Outcome::kAlreadyTold) continue;
    first = std::min(first, taken.receipt.number);
    last = std::max(last, taken.receipt.number);
  }
  return fmt::format("told={} amended={} already_told={} refused={} first={} last={}", counts[0],
                     counts[2], counts[1], counts[3], model::id_of(first), model::id_of(last));
}

void fill_in(Experience& experience, const Taken& taken, bool behalf) {
  experience.number = taken.receipt.number;
  experience.sequence = taken.receipt.sequence;
  experience.version = taken.version;
  if (taken.told_at) experience.told_at = *taken.told_at;
  experience.grants = taken.grants;
  experience.behalf = behalf;
  experience.person_number = static_cast<uint32_t>(taken.person.number);
  const bool known = taken.person.number != 0 && !behalf;
  experience.person_key = known ? to_string(taken.person.key) : std::string();
}

}  // namespace

Result<std::unique_ptr<Writer>> Writer::open(Files files, const RecordOptions& options) {
  FH_ASSIGN_OR_RETURN(const PersonSecret secret, person_secret(*files.database));
  return std::unique_ptr<Writer>(new Writer(std::move(files), options, secret));
}

Result<Transaction> Writer::begin() {
  return Transaction::begin(*database_, Transaction::Kind::kWrite);
}

Status Writer::commit(Transaction& transaction, Writing& writing, AuditEntry entry) {
  entry.at = clock_.now();
  FH_RETURN_IF_ERROR(writing.finish(entry));
  FH_RETURN_IF_ERROR(transaction.commit());
  checkpointer_->committed(database_->log_pages());
  clear_log_of_erased();
  // However they came to have no experience left. Where it fails it is tried again: by the
  // upkeep, by a purge, which then says that it is not done, and by the next start.
  if (!writing.forgotten().empty()) static_cast<void>(contact_keys_->destroy(writing.forgotten()));
  return {};
}

// Old pages in the log still hold erased words. A reader may be in the way, or the
// disk; the change itself is safe, so this is tried again after the next one, when
// the record is closed, and when it is opened.
void Writer::clear_log_of_erased() {
  if (!log_holds_erased_) return;
  checkpointer_->exclusively([this] {
    const Result<bool> cleared = database_->truncate_log();
    if (cleared && *cleared) log_holds_erased_ = false;
  });
}

Result<std::vector<Result<Receipt>>> Writer::tell(std::span<Telling> group,
                                                  std::string_view actor) {
  for (Telling& telling : group) {
    if (telling.body.empty()) telling.body = pack(telling.experience);
  }
  const std::lock_guard lock(mutex_);
  const Result<std::vector<Taken>> kept = keep(group, actor);
  if (!kept) {
    names_.forget();
    return std::unexpected(kept.error());
  }
  std::vector<Result<Receipt>> answers;
  answers.reserve(group.size());
  for (size_t i = 0; i < group.size(); ++i) {
    const Taken& taken = (*kept)[i];
    if (taken.refused) {
      answers.emplace_back(std::unexpected(*taken.refused));
      continue;
    }
    if (taken.receipt.outcome != Outcome::kAlreadyTold) {
      const bool is_new = taken.receipt.outcome == Outcome::kTold;
      fill_in(group[i].experience, taken, is_new && group[i].behalf.has_value());
    }
    answers.emplace_back(taken.receipt);
  }
  return answers;
}

Result<std::vector<Taken>> Writer::keep(std::span<Telling> group, std::string_view actor) {
  FH_ASSIGN_OR_RETURN(Transaction transaction, begin());
  FH_ASSIGN_OR_RETURN(Writing writing, Writing::start(*database_, names_));
  FH_ASSIGN_OR_RETURN(std::vector<Taken> kept, writing.tell(group));
  if (!writing.has_changes()) {
    // Nothing is committed: the number of a source met here goes back, and the next new source
    // gets it. People are added with a change only.
    names_.forget_sources();
    return kept;
  }
  FH_RETURN_IF_ERROR(commit(transaction, writing,
                            {.sequence = 0,
                             .at = {},
                             .actor = std::string(actor),
                             .action = "tell",
                             .detail = detail_of(kept)}));
  return kept;
}

Result<Receipt> Writer::amend(uint64_t number, const Experience& experience,
                              std::string_view actor) {
  const std::lock_guard lock(mutex_);
  return keep_amended(number, experience, actor);
}

Result<Receipt> Writer::keep_amended(uint64_t number, const Experience& experience,
                                     std::string_view actor) {
  FH_ASSIGN_OR_RETURN(Transaction transaction, begin());
  FH_ASSIGN_OR_RETURN(Writing writing, Writing::start(*database_, names_));
  FH_ASSIGN_OR_RETURN(const Receipt receipt, writing.amend(number, experience));
  if (!writing.has_changes()) return receipt;
  FH_RETURN_IF_ERROR(commit(transaction, writing,
                            {.sequence = 0,
                             .at = {},
                             .actor = std::string(actor),
                             .action = "amend",
                             .detail = ids_for_audit(std::span(&number, 1), actor)}));
  return receipt;
}

Result<Erased> Writer::erase(std::span<const uint64_t> numbers, const Erasure& erasure) {
  const std::lock_guard lock(mutex_);
  Result<Erased> erased = keep_erased(numbers, erasure);
  if (!erased) names_.forget();
  return erased;
}

Result<Erased> Writer::keep_erased(std::span<const uint64_t> numbers, const Erasure& erasure) {
  FH_ASSIGN_OR_RETURN(Transaction transaction, begin());
  FH_ASSIGN_OR_RETURN(Writing writing, Writing::start(*database_, names_));
  Erased erased;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(const uint64_t versions, writing.earlier_versions(number));
    FH_ASSIGN_OR_RETURN(const Receipt receipt, writing.erase(number));
    erased.versions += versions;
    erased.receipts.push_back(receipt);
  }
  if (!writing.has_changes()) return erased;
  erased.people = writing.forgotten_people();
  uint64_t receipt = 0;
  if (erasure.receipt) {
    FH_ASSIGN_OR_RETURN(receipt, keep_receipt(*database_, erasure.receipt(erased)));
  }
  if (!erasure.request.empty()) {
    FH_RETURN_IF_ERROR(complete_request(
        *database_, erasure.request,
        {.at = clock_.now(), .experiences = erased.receipts.size(), .receipt = receipt}));
  }
  log_holds_erased_ = true;
  FH_RETURN_IF_ERROR(commit(transaction, writing,
                            {.sequence = 0,
                             .at = {},
                             .actor = erasure.actor,
                             .action = "erase",
                             .detail = ids_for_audit(numbers, erasure.actor)}));
  return erased;
}

Status Writer::act(const std::function<Result<Act>(Database&)>& body) {
  return quietly([&](Database& database) -> Status {
    FH_ASSIGN_OR_RETURN(Act act, body(database));
    FH_ASSIGN_OR_RETURN(const uint64_t sequence,
                        database.number("SELECT last_sequence FROM state"));
    return append_audit(database, {.sequence = sequence,
                                   .at = clock_.now(),
                                   .actor = std::move(act.actor),
                                   .action = std::move(act.action),
                                   .detail = std::move(act.detail)});
  });
}

Status Writer::quietly(const std::function<Status(Database&)>& body) {
  const std::lock_guard lock(mutex_);
  FH_ASSIGN_OR_RETURN(Transaction transaction, begin());
  Status done = body(*database_);
  if (done) done = transaction.commit();
  if (!done) {
    names_.forget_sources();  // before anybody else writes: one may have got its number here
    return done;
  }
  checkpointer_->committed(database_->log_pages());
  return {};
}

Status Writer::set_note(std::string_view key, std::string_view value) {
  const std::lock_guard lock(mutex_);
  FH_ASSIGN_OR_RETURN(Use set, database_->use("INSERT INTO note (key, value) VALUES (?1, ?2) "
                                              "ON CONFLICT (key) DO UPDATE SET value = ?2"));
  return set->bind_text(1, key).bind_text(2, value).run();
}

Status Writer::decide(std::string_view key, std::string_view value, const Act& done) {
  return act([&](Database& database) -> Result<Act> {
    FH_ASSIGN_OR_RETURN(Use set, database.use("INSERT INTO note (key, value) VALUES (?1, ?2) "
                                              "ON CONFLICT (key) DO UPDATE SET value = ?2"));
    FH_RETURN_IF_ERROR(set->bind_text(1, key).bind_text(2, value).run());
    return done;
  });
}

Status Writer::remove_note(std::string_view key) {
  const std::lock_guard lock(mutex_);
  FH_ASSIGN_OR_RETURN(Use remove, database_->use("DELETE FROM note WHERE key = ?1"));
  return remove->bind_text(1, key).run();
}

}  // namespace fh::record

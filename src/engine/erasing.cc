#include "engine/erasing.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/erasure_log.h"
#include "engine/erasure_receipt.h"

namespace fh::engine {
namespace {

std::string log_of(const EngineOptions& options) {
  return fmt::format("{}/{}", options.directory, kErasureLogName);
}

Status append_to_logs(const EngineOptions& options, record::Record& record,
                      const std::vector<ErasedEntry>& entries) {
  FH_RETURN_IF_ERROR(append_erasures(*options.files, log_of(options), entries));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> backups, record.note(kBackupsNote));
  // A disk of backups that is not there must not keep anyone from erasing: the next backup
  // brings the log beside it up to date.
  if (backups) static_cast<void>(append_erasures(*options.files, *backups, entries));
  return {};
}

// Once the log is written, the erasure happens, now or at the next start.
Result<record::Erased> log_and_erase(const EngineOptions& options, record::Record& record,
                                     const Erasing::Numbers& numbers,
                                     const record::Erasure& erasure) {
  std::vector<ErasedEntry> entries;
  for (const uint64_t number : numbers) {
    const Result<std::optional<model::Experience>> found = record.find(number);
    if (!found && found.error().code == ErrorCode::kCorrupt) {
      // Damaged words go like others. Nothing tells what they were in a backup.
      entries.push_back({.number = number, .check = "unreadable"});
      continue;
    }
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> there, found);
    if (!there) {
      return failure(ErrorCode::kNotFound, model::id_of(number) + " is not in the record any more");
    }
    ErasedEntry& entry = entries.emplace_back(entry_of(*there));
    if (there->source_id.empty()) continue;
    entry.source_key = base32(record.erased_key(there->source, there->source_id));
  }
  FH_RETURN_IF_ERROR(append_to_logs(options, record, entries));
  return record.erase(numbers, erasure);
}

// How the record is to keep it, with whose receipt.
Result<record::Erasure> kept_erasure(const EngineOptions& options, record::Record& record,
                                     const Erasing::How& how) {
  record::Erasure erasure{.actor = how.actor, .receipt = {}, .request = how.request};
  if (how.why.empty()) return erasure;
  FH_ASSIGN_OR_RETURN(const KeyPair pair, signing_key(record, *options.random));
  const Instant now = options.clock->now();
  erasure.receipt = [pair, now, why = how.why](const record::Erased& erased) {
    return kept(make_receipt(erased, Purge::kSoon, now, pair), why, now);
  };
  return erasure;
}

// Requests whose carrying out was cut short.
Status finish_requests(const EngineOptions& options, record::Record& record) {
  constexpr uint32_t kAtOnce = 1000;
  record::RequestBook& book = record.requests();
  FH_ASSIGN_OR_RETURN(const auto due, book.due(Instant{.ms = INT64_MIN}, kAtOnce));
  for (const record::SubjectRequest& request : due) {
    if (request.type != record::RequestType::kErasure) {
      FH_ASSIGN_OR_RETURN(const uint64_t experiences, book.complete(request.id, request.actor));
      static_cast<void>(experiences);
      continue;
    }
    FH_ASSIGN_OR_RETURN(const Erasing::Numbers numbers, book.experiences(request.id));
    const Erasing::How how{
        .actor = request.actor, .why = "request " + request.id, .request = request.id};
    if (numbers.empty()) {
      FH_ASSIGN_OR_RETURN(const KeyPair pair, signing_key(record, *options.random));
      const Instant now = options.clock->now();
      FH_RETURN_IF_ERROR(book.complete_with(
          request.id, kept(make_receipt({}, Purge::kSoon, now, pair), how.why, now), how.actor));
      continue;
    }
    FH_ASSIGN_OR_RETURN(const record::Erasure erasure, kept_erasure(options, record, how));
    const Result<record::Erased> erased = log_and_erase(options, record, numbers, erasure);
    if (!erased) return std::unexpected(erased.error());
  }
  return {};
}

std::optional<Digest> digest_in(std::string_view text) {
  const std::optional<std::string> bytes = from_base32(text);
  Digest digest{};
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::ranges::transform(*bytes, digest.begin(), [](char c) { return static_cast<std::byte>(c); });
  return digest;
}

// Under which nothing is told again.
std::vector<Digest> source_keys_of(const std::vector<ErasedEntry>& entries) {
  std::vector<Digest> keys;
  for (const ErasedEntry& entry : entries) {
    if (entry.what != ErasedEntry::What::kErased) continue;
    if (const std::optional<Digest> key = digest_in(entry.source_key)) keys.push_back(*key);
  }
  return keys;
}

// Whether it is what the entry named: its number may have been given anew after a restore. The
// source's own id tells it for sure; what had none is told by the moment of its telling.
bool is_meant(const record::Record& record, const model::Experience& found,
              const ErasedEntry& entry) {
  if (entry.what == ErasedEntry::What::kTaken || entry.source_key.empty()) {
    return entry_of(found).check == entry.check;
  }
  return !found.source_id.empty() &&
         base32(record.erased_key(found.source, found.source_id)) == entry.source_key;
}

// What the log names and the record still has.
Result<Erasing::Numbers> left_over(record::Record& record,
                                   const std::vector<ErasedEntry>& entries) {
  Erasing::Numbers numbers;
  for (const ErasedEntry& entry : entries) {
    if (entry.what != ErasedEntry::What::kErased) continue;
    const Result<std::optional<model::Experience>> found = record.find(entry.number);
    // What cannot be read must not keep everybody else out; verify names it.
    if (!found && found.error().code == ErrorCode::kCorrupt) continue;
    if (!found) return std::unexpected(found.error());
    if (*found && is_meant(record, **found, entry)) numbers.push_back(entry.number);
  }
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  return numbers;
}

// What was taken by those for whom it was told, and in this record is not yet.
Status take_again(record::Record& record, const std::vector<ErasedEntry>& entries, Instant now) {
  for (const ErasedEntry& entry : entries) {
    if (entry.what != ErasedEntry::What::kTaken) continue;
    const Result<std::optional<model::Experience>> found = record.find(entry.number);
    if (!found && found.error().code == ErrorCode::kCorrupt) continue;
    if (!found) return std::unexpected(found.error());
    if (!*found || !(*found)->behalf || !is_meant(record, **found, entry)) continue;
    const auto taken = record.behalf().take(std::span(&entry.number, 1), note_of_taking(now),
                                            digest_in(entry.source_key));
    if (!taken) return std::unexpected(taken.error());
  }
  return {};
}

}  // namespace

model::GrantChange note_of_taking(Instant at) {
  return {.at = at,
          .grants = {},
          .by = "teller",
          .basis = "taken as their own by whom it was told for"};
}

Status Erasing::log_taken(const Numbers& numbers, const std::optional<Digest>& code) {
  std::vector<ErasedEntry> entries;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> there, parts_.record.find(number));
    if (!there || !there->behalf) continue;
    ErasedEntry& entry = entries.emplace_back(entry_of(*there));
    entry.what = ErasedEntry::What::kTaken;
    if (code) entry.source_key = base32(*code);
  }
  if (entries.empty()) return {};
  FH_RETURN_IF_ERROR(append_to_logs(parts_.options, parts_.record, entries));
  parts_.bytes.purge_soon();
  return {};
}

Result<std::vector<record::Receipt>> Erasing::take(const Numbers& numbers,
                                                   const std::optional<Digest>& code) {
  FH_RETURN_IF_ERROR(log_taken(numbers, code));
  return parts_.record.behalf().take(numbers, note_of_taking(parts_.options.clock->now()), code);
}

record::KeptReceipt kept(const ErasureReceipt& receipt, const std::string& why, Instant at) {
  return {.at = at,
          .why = why,
          .experiences = receipt.erased.size(),
          .statement = receipt.json,
          .signature = receipt.signature,
          .key = receipt.key};
}

// In the writer's turn.
Result<Recorded> Erasing::erase_in(record::Record& record, const Choose& choose, const How& how,
                                   record::Erased& erased) {
  FH_ASSIGN_OR_RETURN(const Numbers numbers, choose(record));
  if (numbers.empty()) return failure(ErrorCode::kNotFound, "there is nothing to erase");
  FH_ASSIGN_OR_RETURN(const record::Erasure erasure, kept_erasure(parts_.options, record, how));
  FH_ASSIGN_OR_RETURN(erased, log_and_erase(parts_.options, record, numbers, erasure));
  Recorded gone;
  for (const record::Receipt& receipt : erased.receipts) {
    gone.receipt = receipt;
    gone.changes.push_back(
        {.sequence = receipt.sequence, .number = receipt.number, .document = {}});
  }
  return gone;
}

// The receipt is theirs whatever becomes of the bytes: it says which it is.
Result<ErasureReceipt> Erasing::erase(const Choose& choose, const How& how) {
  record::Erased erased;
  const auto done = parts_.writer.change(
      [&](record::Record& record) { return erase_in(record, choose, how, erased); });
  if (!done) return std::unexpected(done.error());
  const bool purged = how.purge == Purge::kNow && parts_.bytes.purge_now().has_value();
  if (!purged) parts_.bytes.purge_soon();
  FH_ASSIGN_OR_RETURN(const KeyPair pair, signing_key(parts_.record, *parts_.options.random));
  return make_receipt(erased, purged ? Purge::kNow : Purge::kSoon, parts_.options.clock->now(),
                      pair);
}

Result<ErasureReceipt> Erasing::nothing_there() {
  FH_ASSIGN_OR_RETURN(const KeyPair pair, signing_key(parts_.record, *parts_.options.random));
  return make_receipt({}, Purge::kNow, parts_.options.clock->now(), pair);
}

Status Erasing::catch_up(const EngineOptions& options, record::Record& record) {
  // One that cannot be finished now is tried by the upkeep: it keeps nobody else out.
  static_cast<void>(finish_requests(options, record));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> mark,
                      erasure_mark(*options.files, log_of(options)));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> applied, record.note(kErasuresNote));
  if (!mark || applied == mark) return {};
  // Lines that an earlier start has carried out say nothing of who has their numbers since.
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> entries,
                      read_erasures(*options.files, log_of(options), applied.value_or("")));
  FH_ASSIGN_OR_RETURN(const Numbers numbers, left_over(record, entries));
  if (!numbers.empty()) {
    FH_RETURN_IF_ERROR(record.remove_note(kPurgedNote));  // their bytes are there
    FH_ASSIGN_OR_RETURN(
        const record::Erasure erasure,
        kept_erasure(options, record, {.actor = "erasure log", .why = "erasure log"}));
    const Result<record::Erased> erased = record.erase(numbers, erasure);
    if (!erased) return std::unexpected(erased.error());
  }
  FH_RETURN_IF_ERROR(take_again(record, entries, options.clock->now()));
  FH_RETURN_IF_ERROR(record.keep_erased_keys(source_keys_of(entries)));
  return record.set_note(kErasuresNote, *mark);
}

}  // namespace fh::engine

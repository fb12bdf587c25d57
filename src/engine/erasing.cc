#include "engine/erasing.h"

#include <fmt/format.h>

#include <optional>
#include <unordered_set>

#include "engine/erasure_log.h"
#include "engine/erasure_receipt.h"

namespace fh::engine {
namespace {

Result<std::vector<ErasedEntry>> entries_of(record::Record& record,
                                            const Erasing::Numbers& numbers) {
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
  return entries;
}

// The same number twice would be there once and gone the second time, after the log was written.
void drop_repeated(Erasing::Numbers& numbers) {
  std::unordered_set<uint64_t> seen;
  std::erase_if(numbers, [&](uint64_t number) { return !seen.insert(number).second; });
}

}  // namespace

// How the record is to keep it, with whose receipt.
Result<record::Erasure> Erasing::kept_erasure(const EngineOptions& options, record::Record& record,
                                              const How& how) {
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
Status Erasing::finish_requests(const EngineOptions& options, record::Record& record) {
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
    // Once the log is written, the erasure happens, now or at the next start.
    FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> entries, entries_of(record, numbers));
    FH_RETURN_IF_ERROR(append_erasures(*options.files, erasure_log_in(options.directory), entries));
    const Result<record::Erased> erased = record.erase(numbers, erasure);
    if (!erased) return std::unexpected(erased.error());
  }
  return {};
}

model::GrantChange note_of_taking(Instant at) {
  return {.at = at,
          .grants = {},
          .by = "teller",
          .basis = "taken as their own by whom it was told for"};
}

Status Erasing::log(const std::vector<ErasedEntry>& entries) {
  if (entries.empty()) return {};
  FH_RETURN_IF_ERROR(
      append_erasures(*parts_.options.files, erasure_log_in(parts_.options.directory), entries));
  parts_.beside.add(entries);
  return {};
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
  FH_ASSIGN_OR_RETURN(Numbers numbers, choose(record));
  drop_repeated(numbers);
  if (numbers.empty()) return failure(ErrorCode::kNotFound, "there is nothing to erase");
  FH_ASSIGN_OR_RETURN(const record::Erasure erasure, kept_erasure(parts_.options, record, how));
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> entries, entries_of(record, numbers));
  FH_RETURN_IF_ERROR(log(entries));
  FH_ASSIGN_OR_RETURN(erased, record.erase(numbers, erasure));
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

}  // namespace fh::engine

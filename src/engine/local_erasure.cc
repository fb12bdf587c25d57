// The part of LocalOwnership that erases, and signs that it has.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "base/bytes.h"
#include "base/json.h"
#include "engine/local_ownership.h"
#include "engine/rights.h"

namespace fh::engine {
namespace {

constexpr std::string_view kSigningKeyNote = "signing_key";

// The secret key's text form leads to both keys.
std::optional<KeyPair> key_in(std::string_view text) {
  const std::optional<std::string> bytes = from_base32(text);
  KeyPair pair;
  if (!bytes || bytes->size() != pair.secret.size()) return std::nullopt;
  for (size_t i = 0; i < bytes->size(); ++i) pair.secret[i] = static_cast<std::byte>((*bytes)[i]);
  std::copy(pair.secret.begin() + pair.open.size(), pair.secret.end(), pair.open.begin());
  return pair;
}

template <size_t kSize>
std::optional<std::array<std::byte, kSize>> array_in(std::string_view text) {
  const std::optional<std::string> bytes = from_base32(text);
  std::array<std::byte, kSize> made{};
  if (!bytes || bytes->size() != kSize) return std::nullopt;
  for (size_t i = 0; i < kSize; ++i) made[i] = static_cast<std::byte>((*bytes)[i]);
  return made;
}

}  // namespace

bool is_genuine(std::string_view json, std::string_view signature, std::string_view key) {
  const auto signed_with = array_in<std::tuple_size_v<Signature>>(signature);
  const auto open = array_in<std::tuple_size_v<PublicKey>>(key);
  return signed_with && open && is_signed(json, *signed_with, *open);
}

Result<ErasureReceipt> LocalOwnership::erase(const Caller& caller, std::span<const std::string> ids,
                                             Purge purge) {
  if (caller.kind != CallerKind::kTeller) {
    FH_RETURN_IF_ERROR(require(caller, Right::kErase, "erase what people told"));
  }
  FH_ASSIGN_OR_RETURN(const Experiences theirs, chosen(caller, ids));
  return erase_all(caller, theirs, purge);
}

Result<std::vector<std::string>> LocalOwnership::ids_of(const Caller& caller, const Whose& whose) {
  FH_RETURN_IF_ERROR(require(caller, Right::kErase, "erase what a person told"));
  Experiences meant;
  if (!whose.claim_code.empty()) {
    FH_ASSIGN_OR_RETURN(const Caller teller, teller_of(whose.claim_code));
    FH_ASSIGN_OR_RETURN(meant, all_of(teller.person));
  } else if (!whose.person_key.empty()) {
    FH_ASSIGN_OR_RETURN(const Experiences newest, parts_.record.of_person(whose.person_key, 1, 0));
    if (newest.empty()) return failure(ErrorCode::kNotFound, "nobody goes by this key", "person");
    FH_ASSIGN_OR_RETURN(meant, all_of(newest.front().person_number));
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

// In the writer's turn: whether all of them are there is sure, then the log, then the record.
// Once the log is written, the erasure happens, now or at the next start.
Result<Recorded> LocalOwnership::erase_in(record::Record& record, const std::string& actor,
                                          const Experiences& experiences, record::Erased& erased) {
  std::vector<uint64_t> numbers;
  for (const model::Experience& experience : experiences) {
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> there,
                        record.find(experience.number));
    if (!there) {
      return failure(ErrorCode::kNotFound,
                     model::id_of(experience.number) + " is not in the record any more");
    }
    numbers.push_back(experience.number);
  }
  FH_RETURN_IF_ERROR(log(experiences));
  FH_ASSIGN_OR_RETURN(erased, record.erase(numbers, actor));
  Recorded gone;
  for (const record::Receipt& receipt : erased.receipts) {
    gone.receipt = receipt;
    gone.changes.push_back(
        {.sequence = receipt.sequence, .number = receipt.number, .document = {}});
  }
  return gone;
}

// The receipt is theirs whatever becomes of the bytes: it says which it is.
Result<ErasureReceipt> LocalOwnership::erase_all(const Caller& caller,
                                                 const Experiences& experiences, Purge purge) {
  if (experiences.empty()) {
    return failure(ErrorCode::kNotFound, "there is nothing to erase");
  }
  record::Erased erased;
  const auto done = parts_.writer.change(
      [&](record::Record& record) { return erase_in(record, caller.actor, experiences, erased); });
  if (!done) return std::unexpected(done.error());
  const bool purged = purge == Purge::kNow && parts_.bytes.purge_now().has_value();
  if (!purged) parts_.bytes.purge_soon();
  return sign(erased, purged ? Purge::kNow : Purge::kSoon);
}

Status LocalOwnership::log(const Experiences& experiences) {
  std::vector<ErasedEntry> entries;
  for (const model::Experience& experience : experiences) {
    ErasedEntry& entry = entries.emplace_back(entry_of(experience));
    if (experience.source_id.empty()) continue;
    entry.source_key = base32(parts_.record.erased_key(experience.source, experience.source_id));
  }
  FileSystem& files = *parts_.options.files;
  FH_RETURN_IF_ERROR(append_erasures(
      files, fmt::format("{}/{}", parts_.options.directory, kErasureLogName), entries));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> backups, parts_.record.note(kBackupsNote));
  // A disk of backups that is not there must not keep anyone from erasing: the next backup
  // brings the log beside it up to date.
  if (backups) static_cast<void>(append_erasures(files, *backups, entries));
  return {};
}

Result<KeyPair> LocalOwnership::signing_key() {
  const std::scoped_lock lock(signing_);  // made once
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> kept, parts_.record.note(kSigningKeyNote));
  if (kept) {
    const std::optional<KeyPair> pair = key_in(*kept);
    if (pair) return *pair;
    return failure(ErrorCode::kCorrupt, "the key that signs receipts cannot be read", {},
                   "Restore the record from a backup.");
  }
  const KeyPair pair = make_key_pair(*parts_.options.random);
  FH_RETURN_IF_ERROR(parts_.record.set_note(kSigningKeyNote, base32(pair.secret)));
  return pair;
}

Result<ErasureReceipt> LocalOwnership::sign(const record::Erased& erased, Purge purge) {
  FH_ASSIGN_OR_RETURN(const KeyPair pair, signing_key());
  ErasureReceipt receipt;
  receipt.erased = erased.receipts;
  JsonWriter json(receipt.json);
  json.begin_object().member("statement", "erased");
  json.member("at", format_time(parts_.options.clock->now()));
  json.key("experiences").begin_array();
  for (const record::Receipt& one : erased.receipts) json.value(model::id_of(one.number));
  json.end_array();
  json.member("earlier_versions", erased.versions).member("people", erased.people);
  json.member("sequence", erased.receipts.back().sequence);
  json.key("removed_from").begin_array();
  for (const std::string_view place : {"record", "index", "readings", "grants", "claims"}) {
    json.value(place);
  }
  json.end_array();
  json.member("bytes", purge == Purge::kNow ? "overwritten" : "go with the next upkeep");
  json.member("told_again", "refused where the source named it by an id");
  json.end_object();
  receipt.signature = base32(fh::sign(receipt.json, pair.secret));
  receipt.key = base32(pair.open);
  return receipt;
}

Status LocalOwnership::catch_up(FileSystem& files, const std::string& directory,
                                record::Record& record) {
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> entries,
                      read_erasures(files, fmt::format("{}/{}", directory, kErasureLogName)));
  if (entries.empty()) return {};
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> applied, record.note(kErasuresNote));
  const std::string mark = mark_of(entries);
  if (applied == mark) return {};
  std::vector<uint64_t> numbers;
  std::vector<Digest> keys;
  for (const ErasedEntry& entry : entries) {
    if (const auto key = array_in<std::tuple_size_v<Digest>>(entry.source_key)) {
      keys.push_back(*key);
    }
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found, record.find(entry.number));
    if (found && entry_of(*found).check == entry.check) numbers.push_back(entry.number);
  }
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  if (!numbers.empty()) {
    const Result<record::Erased> erased = record.erase(numbers, "erasure log");
    if (!erased) return std::unexpected(erased.error());
  }
  FH_RETURN_IF_ERROR(record.keep_erased_keys(keys));
  return record.set_note(kErasuresNote, mark);
}

}  // namespace fh::engine

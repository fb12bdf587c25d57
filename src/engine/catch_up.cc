// The part of Erasing that takes from a record what the log names and it still has.

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/erasing.h"

namespace fh::engine {
namespace {

using Entries = std::vector<ErasedEntry>;
using What = ErasedEntry::What;

using record::kErasureLogActor;

std::optional<Digest> digest_in(std::string_view text) {
  const std::optional<std::string> bytes = from_base32(text);
  Digest digest{};
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::ranges::transform(*bytes, digest.begin(), [](char c) { return static_cast<std::byte>(c); });
  return digest;
}

// Under which nothing is told again.
std::vector<Digest> source_keys_of(const Entries& entries) {
  std::vector<Digest> keys;
  for (const ErasedEntry& entry : entries) {
    if (entry.what != What::kErased) continue;
    if (const std::optional<Digest> key = digest_in(entry.source_key)) keys.push_back(*key);
  }
  return keys;
}

// Whether it is what the entry named: its number may have been given anew after a restore. The
// source's own id tells it for sure; what had none is told by the moment of its telling.
bool is_meant(const record::Record& record, const model::Experience& found,
              const ErasedEntry& entry) {
  if (entry.what != What::kErased || entry.source_key.empty()) {
    return entry_of(found).check == entry.check;
  }
  return !found.source_id.empty() &&
         base32(record.erased_key(found.source, found.source_id)) == entry.source_key;
}

// Nothing where it is not there, or is another. What cannot be read must not keep everybody else
// out; verify names it.
Result<std::optional<model::Experience>> meant_by(record::Record& record,
                                                  const ErasedEntry& entry) {
  Result<std::optional<model::Experience>> found = record.find(entry.number);
  if (!found && found.error().code == ErrorCode::kCorrupt) return std::nullopt;
  if (found && *found && !is_meant(record, **found, entry)) return std::nullopt;
  return found;
}

// What the log names and the record still has. Records that were put in each other's place may
// have given the same telling different numbers: by the source's own id it is found under any.
Result<Erasing::Numbers> left_over(record::Record& record, const Entries& entries) {
  Erasing::Numbers numbers;
  std::vector<Digest> elsewhere;
  for (const ErasedEntry& entry : entries) {
    if (entry.what != What::kErased) continue;
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found, meant_by(record, entry));
    if (found) {
      numbers.push_back(entry.number);
    } else if (const std::optional<Digest> key = digest_in(entry.source_key)) {
      elsewhere.push_back(*key);
    }
  }
  FH_ASSIGN_OR_RETURN(const Erasing::Numbers more, record.taken_back().told_under(elsewhere));
  numbers.insert(numbers.end(), more.begin(), more.end());
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  return numbers;
}

// Of each experience the newest of these sorts.
Entries newest_of(const Entries& entries, std::initializer_list<What> sorts) {
  std::map<std::pair<uint64_t, std::string>, ErasedEntry> newest;
  for (const ErasedEntry& entry : entries) {
    if (std::ranges::find(sorts, entry.what) == sorts.end()) continue;
    newest[{entry.number, entry.check}] = entry;
  }
  Entries found;
  for (auto& [name, entry] : newest) found.push_back(std::move(entry));
  return found;
}

// What was taken by those for whom it was told, and in this record is not yet.
Status take_again(record::Record& record, const Entries& entries, Instant now) {
  for (const ErasedEntry& entry : newest_of(entries, {What::kTaken, What::kNotTaken})) {
    if (entry.what == What::kNotTaken) continue;
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found, meant_by(record, entry));
    if (!found || !found->behalf) continue;
    const auto taken = record.behalf().take(std::span(&entry.number, 1), note_of_taking(now),
                                            digest_in(entry.source_key));
    if (!taken) return std::unexpected(taken.error());
  }
  return {};
}

Status end_codes_again(record::Record& record, const Entries& entries) {
  std::vector<record::TakenBackBook::EndedCode> codes;
  for (const ErasedEntry& entry : entries) {
    if (entry.what != What::kCodeEnded) continue;
    if (const std::optional<Digest> code = digest_in(entry.check)) {
      codes.push_back({.code = *code, .kept = digest_in(entry.source_key)});
    }
  }
  return record.taken_back().end_codes(codes);
}

// What may be done with them at most, by bits: one step for each.
using Narrowed = std::map<uint8_t, Erasing::Numbers>;

Status narrow_again(record::Record& record, const Entries& entries, Narrowed& narrowed) {
  for (const ErasedEntry& entry : newest_of(entries, {What::kGranted})) {
    const auto bits = numbers_in_detail(entry.source_key, 1);
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found, meant_by(record, entry));
    if (!found || !bits || bits->front() > UINT8_MAX) continue;
    const auto left = static_cast<uint8_t>(found->grants.bits() & bits->front());
    if (left != found->grants.bits()) narrowed[left].push_back(entry.number);
  }
  return {};
}

// Where this record has no newer words than those that were dropped, nobody but their teller is
// shown them: to erase all of it is for its teller to say.
Status drop_again(record::Record& record, const Entries& entries, Narrowed& narrowed) {
  for (const ErasedEntry& entry : entries) {
    if (entry.what != What::kVersionsDropped) continue;
    const auto below = numbers_in_detail(entry.source_key, 1);
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found, meant_by(record, entry));
    if (!found || !below || below->front() > UINT32_MAX) continue;
    FH_RETURN_IF_ERROR(
        record.taken_back().drop_versions(entry.number, static_cast<uint32_t>(below->front())));
    if (found->version < below->front()) {
      narrowed[model::Grants::none().bits()].push_back(entry.number);
    }
  }
  return {};
}

// asked "=" answered; of older programs asked "," a moment behind the answer.
std::optional<record::TakenBackBook::GivenAnswer> answer_in(const ErasedEntry& entry) {
  std::string detail = entry.source_key;
  const size_t equals = detail.find('=');
  if (equals != std::string::npos) detail[equals] = ',';
  const auto times = numbers_in_detail(detail, 2);
  if (!times || times->front() > INT64_MAX || times->back() > INT64_MAX) return std::nullopt;
  const Instant last{.ms = static_cast<int64_t>(times->back())};
  const bool is_exact = equals != std::string::npos;
  return record::TakenBackBook::GivenAnswer{
      .experience = entry.number,
      .asked_at = Instant{.ms = static_cast<int64_t>(times->front())},
      .from = is_exact ? last : Instant{.ms = INT64_MIN},
      .to = is_exact ? last : Instant{.ms = last.ms - 1}};
}

Status withdraw_answers_again(record::Record& record, const Entries& entries) {
  for (const ErasedEntry& entry : entries) {
    if (entry.what != What::kAnswerGone) continue;
    const auto given = answer_in(entry);
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> found, meant_by(record, entry));
    if (found && given) FH_RETURN_IF_ERROR(record.taken_back().withdraw_answer(*given));
  }
  return {};
}

Status take_back_again(record::Record& record, const Entries& entries, Instant now) {
  FH_RETURN_IF_ERROR(end_codes_again(record, entries));
  FH_RETURN_IF_ERROR(withdraw_answers_again(record, entries));
  Narrowed narrowed;
  FH_RETURN_IF_ERROR(narrow_again(record, entries, narrowed));
  FH_RETURN_IF_ERROR(drop_again(record, entries, narrowed));
  // Most first: what is in several ends with the least.
  for (auto at = narrowed.rbegin(); at != narrowed.rend(); ++at) {
    const auto done = record.set_grants(at->second, {.at = now,
                                                     .grants = model::Grants::of_bits(at->first),
                                                     .by = std::string(kErasureLogActor),
                                                     .basis = "taken back by its teller"});
    if (!done) return std::unexpected(done.error());
  }
  return {};
}

// A backup was being made when the process ended, or this record is what is in it. A copy has its
// name once it is whole. Where there was none before it, nothing is lost by trusting it.
Status settle_backup(const EngineOptions& options, record::Record& record) {
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> path, record.note(kBackupUnderWayNote));
  if (!path) return {};
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> before, record.note(kBackupsNote));
  if (before && !options.files->exists(*path)) return {};
  FH_RETURN_IF_ERROR(record.set_note(kBackupsNote, erasure_log_beside(*path)));
  return record.remove_note(kBackupUnderWayNote);
}

}  // namespace

Status Erasing::erase_left_over(const EngineOptions& options, record::Record& record,
                                const std::vector<ErasedEntry>& entries) {
  FH_ASSIGN_OR_RETURN(const Numbers numbers, left_over(record, entries));
  if (numbers.empty()) return {};
  FH_RETURN_IF_ERROR(record.remove_note(kPurgedNote));  // their bytes are there
  FH_ASSIGN_OR_RETURN(
      const record::Erasure erasure,
      kept_erasure(options, record,
                   {.actor = std::string(kErasureLogActor), .why = std::string(kErasureLogActor)}));
  const Result<record::Erased> erased = record.erase(numbers, erasure);
  return erased ? Status() : std::unexpected(erased.error());
}

Status Erasing::catch_up(const EngineOptions& options, record::Record& record) {
  // One that cannot be finished now is tried by the upkeep: it keeps nobody else out.
  static_cast<void>(finish_requests(options, record));
  FH_RETURN_IF_ERROR(settle_backup(options, record));
  const std::string log = erasure_log_in(options.directory);
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> mark, erasure_mark(*options.files, log));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> applied, record.note(kErasuresNote));
  if (!mark || applied == mark) return {};
  // Lines that an earlier start has carried out say nothing of who has their numbers since.
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> entries,
                      read_erasures(*options.files, log, applied.value_or("")));
  FH_RETURN_IF_ERROR(erase_left_over(options, record, entries));
  const Instant now = options.clock->now();
  FH_RETURN_IF_ERROR(take_again(record, entries, now));
  FH_RETURN_IF_ERROR(take_back_again(record, entries, now));
  FH_RETURN_IF_ERROR(record.keep_erased_keys(source_keys_of(entries)));
  return record.set_note(kErasuresNote, *mark);
}

}  // namespace fh::engine

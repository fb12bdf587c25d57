// The part of Erasing for what people take, or take back, without erasing it.

#include <fmt/format.h>

#include <algorithm>

#include "engine/erasing.h"

namespace fh::engine {
namespace {

using What = ErasedEntry::What;

ErasedEntry entry_for(What what, const model::Experience& experience, std::string detail) {
  ErasedEntry entry = entry_of(experience);
  entry.what = what;
  entry.source_key = std::move(detail);
  return entry;
}

Result<std::vector<ErasedEntry>> takings(record::Record& record, What what,
                                         const Erasing::Numbers& numbers,
                                         const std::optional<Digest>& code) {
  std::vector<ErasedEntry> entries;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> there, record.find(number));
    if (!there || !there->behalf) continue;
    entries.push_back(entry_for(what, *there, code ? base32(*code) : std::string()));
  }
  return entries;
}

}  // namespace

Status Erasing::log_taken(const Numbers& numbers, const std::optional<Digest>& code) {
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> entries,
                      takings(parts_.record, What::kTaken, numbers, code));
  if (entries.empty()) return {};
  FH_RETURN_IF_ERROR(log(entries));
  parts_.bytes.purge_soon();
  return {};
}

// Where this fails as well, the next start takes it: better than that it goes back.
void Erasing::log_not_taken(const Numbers& numbers, const std::optional<Digest>& code) {
  const auto entries = takings(parts_.record, What::kNotTaken, numbers, code);
  if (entries) static_cast<void>(log(*entries));
}

Result<std::vector<record::Receipt>> Erasing::take(const Numbers& numbers,
                                                   const std::optional<Digest>& code) {
  FH_RETURN_IF_ERROR(log_taken(numbers, code));
  Result<std::vector<record::Receipt>> taken =
      parts_.record.behalf().take(numbers, note_of_taking(parts_.options.clock->now()), code);
  if (!taken) log_not_taken(numbers, code);
  return taken;
}

// Wider ones, too: else a start would narrow them again by an older line.
Status Erasing::log_grants(const Numbers& numbers, model::Grants grants) {
  std::vector<ErasedEntry> entries;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> there, parts_.record.find(number));
    if (!there || there->grants == grants) continue;
    entries.push_back(entry_for(What::kGranted, *there, std::to_string(grants.bits())));
  }
  return log(entries);
}

void Erasing::log_grants_as_they_are(const Numbers& numbers) {
  std::vector<ErasedEntry> entries;
  for (const uint64_t number : numbers) {
    const auto there = parts_.record.find(number);
    if (!there || !*there) continue;
    const std::string bits = std::to_string((*there)->grants.bits());
    entries.push_back(entry_for(What::kGranted, **there, bits));
  }
  static_cast<void>(log(entries));
}

Status Erasing::drop_versions(uint64_t number, const std::string& actor) {
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> there, record.find(number));
    if (!there) return Recorded();  // erased a moment ago, with all its versions
    FH_RETURN_IF_ERROR(
        log({entry_for(What::kVersionsDropped, *there, std::to_string(there->version))}));
    FH_RETURN_IF_ERROR(record.forget_versions(number, actor));
    return Recorded();
  });
  if (!done) return std::unexpected(done.error());
  parts_.bytes.purge_soon();
  return {};
}

Status Erasing::log_answer_gone(const record::Question& answered) {
  if (answered.answer.empty() || !answered.ended_at) return {};
  FH_ASSIGN_OR_RETURN(const std::optional<model::Experience> about,
                      parts_.record.find(answered.experience));
  if (!about) return {};
  return log({entry_for(What::kAnswerGone, *about,
                        fmt::format("{}={}", answered.asked_at.ms, answered.ended_at->ms))});
}

Result<record::Question> Erasing::replace_answer(const record::QuestionBook::Whose& whose,
                                                 const ChangeAnswer& change) {
  record::Question changed;
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_ASSIGN_OR_RETURN(const record::Question before, record.questions().theirs(whose));
    FH_ASSIGN_OR_RETURN(changed, change(record.questions()));
    if (!before.answer.empty()) parts_.bytes.purge_soon();
    // Answers are told apart by their moments; no backup has one of the same.
    if (before.ended_at != changed.ended_at) FH_RETURN_IF_ERROR(log_answer_gone(before));
    return Recorded();
  });
  if (!done) return std::unexpected(done.error());
  return changed;
}

Result<record::Question> Erasing::withdraw_answer(const record::QuestionBook::Whose& whose,
                                                  const ChangeAnswer& change) {
  record::Question changed;
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_ASSIGN_OR_RETURN(const record::Question before, record.questions().theirs(whose));
    FH_RETURN_IF_ERROR(log_answer_gone(before));
    FH_ASSIGN_OR_RETURN(changed, change(record.questions()));
    return Recorded();
  });
  if (!done) return std::unexpected(done.error());
  parts_.bytes.purge_soon();
  return changed;
}

Status Erasing::keep_one_code(uint32_t person, const Digest& code, const std::string& actor) {
  const auto done = parts_.writer.change([&](record::Record& record) -> Result<Recorded> {
    FH_ASSIGN_OR_RETURN(const std::vector<Digest> others,
                        record.taken_back().other_codes(person, code));
    std::vector<ErasedEntry> entries;
    entries.reserve(others.size());
    for (const Digest& other : others) {
      entries.push_back(
          {.what = What::kCodeEnded, .check = base32(other), .source_key = base32(code)});
    }
    FH_RETURN_IF_ERROR(log(entries));
    FH_RETURN_IF_ERROR(record.keep_one_claim(person, code, actor));
    return Recorded();
  });
  return done ? Status() : std::unexpected(done.error());
}

}  // namespace fh::engine

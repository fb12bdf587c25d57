#include "engine/prepare.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "base/threads.h"
#include "engine/document.h"
#include "model/validate.h"
#include "record/stored_words.h"
#include "text/language.h"

namespace fh::engine {

namespace {

std::unexpected<Error> no_place_for(const model::ColumnEntry& entry) {
  return failure(ErrorCode::kTooLarge,
                 fmt::format("the landscape has {} columns, which is the limit: \"{}\" would "
                             "be one more",
                             limits::kColumnsMax, entry.label),
                 "signifiers." + entry.label,
                 "Put what varies from telling to telling into values, not into names");
}

std::unexpected<Error> no_public_place_for(const model::ColumnEntry& entry) {
  return failure(ErrorCode::kTooLarge,
                 fmt::format("without an account no more than {} new names can be brought along, "
                             "all tellers together: \"{}\" would be one more",
                             limits::kPublicColumnsMax, entry.label),
                 "signifiers." + entry.label,
                 "Leave it out, use a name that is there, or sign in, or send a key that has the "
                 "right.");
}

}  // namespace

ColumnLimit::ColumnLimit(const std::vector<landscape::ColumnInfo>& known) {
  for (const landscape::ColumnInfo& column : known) known_.insert(column.column);
}

bool ColumnLimit::knows_all(std::span<const model::ColumnEntry> columns) const {
  for (const model::ColumnEntry& entry : columns) {
    if (!known_.contains(entry.column)) return false;
  }
  return true;
}

Status ColumnLimit::admit(std::span<const model::ColumnEntry> columns, ToldBy by) {
  {
    const std::shared_lock lock(mutex_);
    if (knows_all(columns)) return {};
  }
  const std::lock_guard lock(mutex_);
  std::unordered_set<std::string, StringHash, std::equal_to<>> fresh;
  size_t from_public = from_public_;
  for (const model::ColumnEntry& entry : columns) {
    if (known_.contains(entry.column) || !fresh.insert(entry.column).second) continue;
    if (known_.size() + fresh.size() > limits::kColumnsMax) return no_place_for(entry);
    if (by == ToldBy::kOrganisation || model::is_own_column(entry.column)) continue;
    if (++from_public > limits::kPublicColumnsMax) return no_public_place_for(entry);
  }
  known_.merge(fresh);
  from_public_ = from_public;
  return {};
}

model::Draft completed(model::Draft draft, const model::Experience& current) {
  if (draft.source.empty()) draft.source = current.source;
  if (draft.source_id.empty()) draft.source_id = current.source_id;
  if (draft.told_at.empty()) draft.told_at = format_time(current.told_at);
  return draft;
}

Result<Prepared> prepare(model::Draft draft, Instant now, ColumnLimit& columns, ToldBy by) {
  FH_ASSIGN_OR_RETURN(model::Checked checked, model::validate(std::move(draft), now));
  Prepared prepared;
  prepared.telling.experience = std::move(checked.experience);
  prepared.telling.person = std::move(checked.person);
  model::Experience& experience = prepared.telling.experience;
  if (experience.lang.empty()) experience.inferred_lang = text::infer_language(experience.text);
  prepared.document = document_of(experience);
  FH_RETURN_IF_ERROR(columns.admit(prepared.document.columns, by));
  prepared.telling.body = record::pack(experience);
  return prepared;
}

std::vector<Result<Prepared>> prepare_all(std::vector<model::Draft> drafts, Instant now,
                                          ColumnLimit& columns, ToldBy by) {
  constexpr size_t kWorthAThread = 128;  // drafts; fewer are done sooner than a thread starts
  std::vector<Result<Prepared>> prepared(drafts.size());
  const size_t parts = std::clamp<size_t>(drafts.size() / kWorthAThread, 1, core_count());
  run_in_parallel(parts, [&](size_t part) {
    const size_t end = drafts.size() * (part + 1) / parts;
    for (size_t i = drafts.size() * part / parts; i < end; ++i) {
      prepared[i] = prepare(std::move(drafts[i]), now, columns, by);
    }
  });
  return prepared;
}

}  // namespace fh::engine

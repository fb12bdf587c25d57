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

ColumnLimit::ColumnLimit(const std::vector<landscape::ColumnInfo>& known) {
  for (const landscape::ColumnInfo& column : known) known_.insert(column.column);
}

bool ColumnLimit::knows_all(const landscape::Document& document) const {
  for (const model::ColumnEntry& entry : document.columns) {
    if (!known_.contains(entry.column)) return false;
  }
  return true;
}

Status ColumnLimit::admit(const landscape::Document& document) {
  {
    const std::shared_lock lock(mutex_);
    if (knows_all(document)) return {};
  }
  const std::lock_guard lock(mutex_);
  std::unordered_set<std::string, StringHash, std::equal_to<>> fresh;
  for (const model::ColumnEntry& entry : document.columns) {
    if (known_.contains(entry.column)) continue;
    fresh.insert(entry.column);
    if (known_.size() + fresh.size() > limits::kColumnsMax) {
      return failure(ErrorCode::kTooLarge,
                     fmt::format("the landscape has {} columns, which is the limit: \"{}\" would "
                                 "be one more",
                                 limits::kColumnsMax, entry.label),
                     "signifiers." + entry.label,
                     "Put what varies from telling to telling into values, not into names");
    }
  }
  known_.merge(fresh);
  return {};
}

model::Draft completed(model::Draft draft, const model::Experience& current) {
  if (draft.source.empty()) draft.source = current.source;
  if (draft.source_id.empty()) draft.source_id = current.source_id;
  if (draft.told_at.empty()) draft.told_at = format_time(current.told_at);
  return draft;
}

Result<Prepared> prepare(model::Draft draft, Instant now, ColumnLimit& columns) {
  FH_ASSIGN_OR_RETURN(model::Checked checked, model::validate(std::move(draft), now));
  Prepared prepared;
  prepared.telling.experience = std::move(checked.experience);
  prepared.telling.person = std::move(checked.person);
  model::Experience& experience = prepared.telling.experience;
  if (experience.lang.empty()) experience.inferred_lang = text::infer_language(experience.text);
  prepared.document = document_of(experience);
  FH_RETURN_IF_ERROR(columns.admit(prepared.document));
  prepared.telling.body = record::pack(experience);
  return prepared;
}

std::vector<Result<Prepared>> prepare_all(std::vector<model::Draft> drafts, Instant now,
                                          ColumnLimit& columns) {
  constexpr size_t kWorthAThread = 128;  // drafts; fewer are done sooner than a thread starts
  std::vector<Result<Prepared>> prepared(drafts.size());
  const size_t parts = std::clamp<size_t>(drafts.size() / kWorthAThread, 1, core_count());
  run_in_parallel(parts, [&](size_t part) {
    const size_t end = drafts.size() * (part + 1) / parts;
    for (size_t i = drafts.size() * part / parts; i < end; ++i) {
      prepared[i] = prepare(std::move(drafts[i]), now, columns);
    }
  });
  return prepared;
}

}  // namespace fh::engine

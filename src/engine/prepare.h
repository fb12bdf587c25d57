// engine/prepare.h: from a draft to what the record and the landscape take.
//
// Done in the caller's thread, before anything is locked.
#pragma once

#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/time.h"
#include "engine/rights.h"
#include "landscape/landscape.h"
#include "model/columns.h"
#include "record/record.h"

namespace fh::engine {

// Which columns the landscape holds or is about to: an experience that would bring
// it beyond limits::kColumnsMax is refused before it is recorded. All the public together
// brings no more than limits::kPublicColumnsMax; what is firsthand's own is not counted there.
// What the record refuses afterwards has taken its columns all the same. Thread-safe.
class ColumnLimit {
 public:
  explicit ColumnLimit(const std::vector<landscape::ColumnInfo>& known);
  // kTooLarge names the column that has no place any more; none is taken then.
  Status admit(std::span<const model::ColumnEntry> columns, ToldBy by);

 private:
  bool knows_all(std::span<const model::ColumnEntry> columns) const;

  mutable std::shared_mutex mutex_;
  std::unordered_set<std::string, StringHash, std::equal_to<>> known_;
  size_t from_public_ = 0;
};

struct Prepared {
  record::Telling telling;
  landscape::Document document;  // without its person
};

// What an amendment does not say stays as it was: where and when it was told.
model::Draft completed(model::Draft draft, const model::Experience& current);

// Validates, infers the language where none is told, describes the document, and compresses
// what the record keeps.
Result<Prepared> prepare(model::Draft draft, Instant now, ColumnLimit& columns, ToldBy by);
// Each as above, in order; many by several threads.
std::vector<Result<Prepared>> prepare_all(std::vector<model::Draft> drafts, Instant now,
                                          ColumnLimit& columns, ToldBy by);

}  // namespace fh::engine

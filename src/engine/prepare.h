// engine/prepare.h: from a draft to what the record and the landscape take.
//
// Done in the caller's thread, before anything is locked.
#pragma once

#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/time.h"
#include "landscape/landscape.h"
#include "record/record.h"

namespace fh::engine {

// Which columns the landscape holds or is about to: an experience that would bring
// it beyond limits::kColumnsMax is refused before it is recorded. Thread-safe.
class ColumnLimit {
 public:
  explicit ColumnLimit(const std::vector<landscape::ColumnInfo>& known);
  // kTooLarge names the column that has no place any more; none is taken then.
  Status admit(const landscape::Document& document);

 private:
  bool knows_all(const landscape::Document& document) const;

  mutable std::shared_mutex mutex_;
  std::unordered_set<std::string, StringHash, std::equal_to<>> known_;
};

struct Prepared {
  record::Telling telling;
  landscape::Document document;  // without its person
};

// What an amendment does not say stays as it was: where and when it was told.
model::Draft completed(model::Draft draft, const model::Experience& current);

// Validates, infers the language where none is told, describes the document, and compresses
// what the record keeps.
Result<Prepared> prepare(model::Draft draft, Instant now, ColumnLimit& columns);
// Each as above, in order; many by several threads.
std::vector<Result<Prepared>> prepare_all(std::vector<model::Draft> drafts, Instant now,
                                          ColumnLimit& columns);

}  // namespace fh::engine

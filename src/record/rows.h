// record/rows.h: an experience out of its row, the same for whoever reads it.
#pragma once

#include <cstdint>

#include "base/error.h"
#include "model/experience.h"
#include "record/database.h"

// The columns experience_of() expects, with the teller's key as KEY gives it, and where they
// come from; a WHERE follows.
#define FH_EXPERIENCE_ROWS_WITH(KEY)                                                   \
  "SELECT e.number, e.told_sequence, e.changed_sequence, e.version, e.person, " KEY    \
  ", e.body, e.grants, e.granted_sequence, EXISTS (SELECT 1 FROM told_for AS f WHERE " \
  "f.number = e.number) FROM experience AS e "
#define FH_EXPERIENCE_ROWS \
  FH_EXPERIENCE_ROWS_WITH("p.key") "LEFT JOIN person AS p ON p.number = e.person "

namespace fh::record {

// The sequence of the newest change.
uint64_t sequence_of(const Statement& row);

// kCorrupt, with the experience's id, where the body cannot be read.
Result<model::Experience> experience_of(const Statement& row);

}  // namespace fh::record

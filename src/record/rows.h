// record/rows.h: an experience out of its row, the same for whoever reads it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/error.h"
#include "model/experience.h"
#include "record/behalf.h"
#include "record/database.h"

// Whether somebody else told it and it waits for whose it is. Those that wait are of late: what
// was told before the oldest of them, nearly everything, is not looked up.
#define FH_IS_BEHALF                                                                     \
  "CASE WHEN e.number >= (SELECT min(number) FROM told_for) THEN EXISTS (SELECT 1 FROM " \
  "told_for AS f WHERE f.number = e.number) ELSE 0 END"

// The columns experience_of() expects, with the teller's key as KEY gives it, and where they
// come from; a WHERE follows.
#define FH_EXPERIENCE_ROWS_WITH(KEY)                                                \
  "SELECT e.number, e.told_sequence, e.changed_sequence, e.version, e.person, " KEY \
  ", e.body, e.grants, e.granted_sequence, " FH_IS_BEHALF " FROM experience AS e "
#define FH_EXPERIENCE_ROWS \
  FH_EXPERIENCE_ROWS_WITH("p.key") "LEFT JOIN person AS p ON p.number = e.person "

// The columns holdings_in() expects; a WHERE follows.
#define FH_HOLDING_ROWS \
  "SELECT e.number, e.person, e.grants, " FH_IS_BEHALF " FROM experience AS e "

namespace fh::record {

// The sequence of the newest change.
uint64_t sequence_of(const Statement& row);

// kCorrupt, with the experience's id, where the body cannot be read.
Result<model::Experience> experience_of(const Statement& row);

Result<std::vector<Holding>> holdings_in(Use& query);

}  // namespace fh::record

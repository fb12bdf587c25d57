// record/verify.h: whether what is kept is what was written.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "record/database.h"

namespace fh::record {

// At each start, in bounded time: a small record wholly by SQLite's quick check; of
// a larger one the small tables, the counters, and the newest experiences, which
// are the pages a bad end can have touched. kCorrupt with the first finding.
Status check_quickly(Database& database);

// Everything, in one state; see record.h. Holds one bit a change in memory.
Result<std::vector<std::string>> verify(Database& database);

}  // namespace fh::record

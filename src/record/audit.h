// record/audit.h: who did what, in a chain: each entry is hashed together with the hash
// of the one before it, so that one that was changed, dropped or put in between is noticed.
//
// The newest hash is kept beside the entries, so that dropping the last ones is noticed as
// well. Who can rewrite the whole file can rewrite the chain: against that helps only a
// hash noted elsewhere (`firsthand audit` shows it).
//
// Entries from before there was a chain have none; it begins at the first that has.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "record/database.h"
#include "record/reading.h"
#include "record/record.h"

namespace fh::record {

// Adds it behind the last. REQUIRES: an open write transaction.
Status append_audit(Database& database, const AuditEntry& entry);

// Newest first; only what passes the filter.
Result<std::vector<AuditEntry>> audit(Database& database, Page page, const AuditFilter& filter);
Result<AuditChain> audit_chain(Database& database);

// Walks the whole chain; `add` hears one line for each finding. O(entries).
Status examine_audit(Database& database, const std::function<void(std::string)>& add);

}  // namespace fh::record

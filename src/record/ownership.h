// record/ownership.h: whose an experience is, what they let be done with it, and who read it:
// what is read from one connection, as promised in record.h.
#pragma once

#include <cstdint>
#include <vector>

#include "record/database.h"
#include "record/reading.h"
#include "record/record.h"

namespace fh::record {

Result<uint32_t> person_of_claim(Database& database, const ClaimHash& claim);
Result<std::vector<Experience>> of_person_number(Database& database, uint32_t person, Page page);
Result<std::vector<model::GrantChange>> grant_history(Database& database, uint64_t number);
Result<std::vector<Reading>> readings(Database& database, uint64_t number, uint32_t limit);
Result<std::vector<Version>> earlier_versions(Database& database, uint64_t number);
Result<std::vector<SourceGrants>> source_grants(Database& database);

}  // namespace fh::record

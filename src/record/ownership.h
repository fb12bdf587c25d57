// record/ownership.h: whose an experience is, what they let be done with it, and who read it:
// what is read from one connection, as promised in record.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/database.h"
#include "record/reading.h"
#include "record/record.h"

namespace fh::record {

Result<uint32_t> person_of_claim(Database& database, const ClaimHash& claim);
Result<std::vector<Experience>> of_person_number(Database& database, uint32_t person, Page page);
Result<std::vector<Holding>> held_by(Database& database, uint32_t person, uint64_t below,
                                     uint32_t limit);
Result<std::vector<model::GrantChange>> grant_history(Database& database, uint64_t number);
Result<std::vector<Reading>> readings(Database& database, uint64_t number, uint32_t limit);
Result<std::vector<Version>> earlier_versions(Database& database, uint64_t number);
Result<Source> source(Database& database, std::string_view name);
Result<std::vector<Source>> sources(Database& database, Page page);
Result<std::vector<uint64_t>> unmasked_among(Database& database, std::span<const uint64_t> numbers);
// On what basis the source's grants stood when this was told; empty where nothing was stated.
Result<std::string> basis_at_telling(Database& database, uint64_t number);

}  // namespace fh::record

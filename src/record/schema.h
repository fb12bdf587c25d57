// record/schema.h: the tables, as numbered steps from an empty file to today's.
//
// docs/formats/record.md describes what the steps make. A step that has been in a
// release is never changed: another one is added.
#pragma once

#include <cstdint>
#include <span>

#include "base/error.h"
#include "base/random.h"
#include "record/database.h"
#include "record/person_key.h"

namespace fh::record {

// "FhRc", in the file's header: tells our files from other programs'.
inline constexpr uint64_t kApplicationId = 0x46685263;

struct SchemaStep {
  const char* what;  // for error messages: "keep experiences"
  const char* sql;
};

// Step 1 is at 0. The file's user_version is the number of steps it has taken.
std::span<const SchemaStep> schema_steps();

// Reads only. kUnsupported: another program's file, or a newer firsthand's.
Status check_ownership(Database& database, std::span<const SchemaStep> steps = schema_steps());

// Takes the missing steps, each in a transaction of its own.
// REQUIRES: check_ownership() passed.
Status migrate(Database& database, std::span<const SchemaStep> steps = schema_steps());

// Gives a new record its counters and its secret; leaves a known one as it is.
// kCorrupt where there are experiences but no counters.
Status ensure_state(Database& database, Random& random);

// What people are known by. kCorrupt where it is lost.
Result<PersonSecret> person_secret(Database& database);

}  // namespace fh::record

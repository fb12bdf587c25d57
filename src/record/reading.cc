#include "record/reading.h"

#include <algorithm>

#include "record/person_key.h"
#include "record/rows.h"
#include "record/schema.h"

namespace fh::record {
namespace {

constexpr const char* kByNumber = FH_EXPERIENCE_ROWS "WHERE e.number = ?1";

// SQLite counts in signed numbers; beyond them is nothing to find.
constexpr uint64_t kNumberMax = INT64_MAX;

}  // namespace

Result<std::optional<Experience>> find(Database& database, uint64_t number) {
  if (number > kNumberMax) return std::nullopt;
  FH_ASSIGN_OR_RETURN(Use query, database.use(kByNumber));
  query->bind(1, number);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return std::nullopt;
  FH_ASSIGN_OR_RETURN(Experience experience, experience_of(*query));
  return experience;
}

Result<std::optional<Experience>> find_named(Database& database, std::string_view source,
                                             std::string_view source_id) {
  uint64_t number = 0;
  {
    FH_ASSIGN_OR_RETURN(Use query,
                        database.use("SELECT k.number FROM told_key AS k JOIN source AS s ON "
                                     "s.number = k.source WHERE s.name = ?1 AND k.source_id = ?2"));
    query->bind_text(1, source).bind_text(2, source_id);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return std::nullopt;
    number = query->number(0);
  }
  return find(database, number);
}

Result<std::vector<Experience>> find_many(Database& database, std::span<const uint64_t> numbers) {
  // One state for all of them, and one lock instead of one for each.
  FH_ASSIGN_OR_RETURN(const Transaction state,
                      Transaction::begin(database, Transaction::Kind::kRead));
  std::vector<Experience> found;
  found.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(std::optional<Experience> experience, find(database, number));
    if (experience) found.push_back(std::move(*experience));
  }
  return found;
}

Result<std::vector<Experience>> of_person(Database& database, std::string_view key, Page page) {
  const std::optional<PersonKey> person = person_key_of(key);
  if (!person) return std::vector<Experience>();
  FH_ASSIGN_OR_RETURN(const PersonSecret secret, person_secret(database));
  // The key is the same in every row: none is looked up.
  constexpr const char* kNewestFirst = FH_EXPERIENCE_ROWS_WITH("?1")
      "WHERE e.person = (SELECT number FROM person WHERE number = ?4 AND key = ?1) "
      "ORDER BY e.number DESC LIMIT ?2 OFFSET ?3";
  FH_ASSIGN_OR_RETURN(Use query, database.use(kNewestFirst));
  query->bind_bytes(1, *person).bind(2, page.limit).bind(3, std::min(page.offset, kNumberMax));
  query->bind(4, number_in(secret, *person));
  std::vector<Experience> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    FH_ASSIGN_OR_RETURN(Experience experience, experience_of(*query));
    found.push_back(std::move(experience));
  }
}

Status for_each(Database& database, const std::function<Status(const Experience&)>& visit) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(FH_EXPERIENCE_ROWS "ORDER BY e.number"));
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return {};
    FH_ASSIGN_OR_RETURN(const Experience experience, experience_of(*query));
    FH_RETURN_IF_ERROR(visit(experience));
  }
}

// From the counters, not by counting millions of rows; verify() compares the two. Sources are
// numbered without gaps, and none ever goes.
Result<RecordCounts> counts(Database& database) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(R"sql(
    SELECT last_number - erased,
           earlier_versions,
           people,
           (SELECT coalesce(max(number), 0) FROM source) -
             EXISTS (SELECT 1 FROM source WHERE name = ''),
           last_sequence
    FROM state
  )sql"));
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return failure(ErrorCode::kCorrupt, "the record has lost its counters");
  return RecordCounts{.experiences = query->number(0),
                      .versions = query->number(0) + query->number(1),
                      .people = query->number(2),
                      .sources = query->number(3),
                      .last_sequence = query->number(4)};
}

Result<std::optional<std::string>> note(Database& database, std::string_view key) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT value FROM note WHERE key = ?1"));
  query->bind_text(1, key);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return std::nullopt;
  return std::string(query->text(0));
}

}  // namespace fh::record

#include "record/ownership.h"

#include <algorithm>

#include "record/rows.h"
#include "record/stored_words.h"

namespace fh::record {
namespace {

model::Grants grants_at(const Statement& row, int column) {
  return model::Grants::of_bits(static_cast<uint8_t>(row.number(column)));
}

// Of a telling that said nothing of its grants: what its source has.
Result<model::GrantChange> as_told(Database& database, uint64_t number) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(FH_EXPERIENCE_ROWS "WHERE e.number = ?1"));
  query->bind(1, number);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return failure(ErrorCode::kNotFound, model::id_of(number) + " is not in the record");
  FH_ASSIGN_OR_RETURN(const Experience experience, experience_of(*query));
  model::GrantChange first = {
      .at = experience.told_at, .grants = experience.grants, .by = "source", .basis = {}};
  FH_ASSIGN_OR_RETURN(first.basis, basis_at_telling(database, number));
  return first;
}

Source source_in(const Statement& row) {
  Source source{.grants = {.source = std::string(row.text(0)), .basis = {}}, .stated = false};
  if (row.is_null(1)) return source;
  source.grants.grants = grants_at(row, 1);
  source.grants.basis = row.text(2);
  source.stated = true;
  return source;
}

#define FH_SOURCE_ROWS                                                                            \
  "SELECT s.name, g.grants, g.basis FROM source AS s LEFT JOIN source_grants AS g ON g.source = " \
  "s.number "

}  // namespace

Result<uint32_t> person_of_claim(Database& database, const ClaimHash& claim) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT person FROM claim WHERE hash = ?1"));
  query->bind_bytes(1, claim);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  return row ? static_cast<uint32_t>(query->number(0)) : 0;
}

Result<std::vector<Experience>> of_person_number(Database& database, uint32_t person, Page page) {
  constexpr const char* kNewestFirst =
      FH_EXPERIENCE_ROWS_WITH("(SELECT key FROM person WHERE number = ?1)")
      "WHERE e.person = ?1 ORDER BY e.number DESC LIMIT ?2 OFFSET ?3";
  FH_ASSIGN_OR_RETURN(Use query, database.use(kNewestFirst));
  constexpr uint64_t kOffsetMax = INT64_MAX;
  query->bind(1, person).bind(2, page.limit).bind(3, std::min(page.offset, kOffsetMax));
  std::vector<Experience> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    FH_ASSIGN_OR_RETURN(Experience experience, experience_of(*query));
    found.push_back(std::move(experience));
  }
}

Result<std::vector<model::GrantChange>> grant_history(Database& database, uint64_t number) {
  std::vector<model::GrantChange> history;
  {
    FH_ASSIGN_OR_RETURN(Use query,
                        database.use("SELECT at_ms, grants, actor, basis FROM grant_change "
                                     "WHERE number = ?1 ORDER BY sequence"));
    query->bind(1, number);
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) break;
      history.push_back({.at = Instant{.ms = query->signed_number(0)},
                         .grants = grants_at(*query, 1),
                         .by = std::string(query->text(2)),
                         .basis = std::string(query->text(3))});
    }
  }
  if (!history.empty()) return history;
  FH_ASSIGN_OR_RETURN(model::GrantChange first, as_told(database, number));
  history.push_back(std::move(first));
  return history;
}

Result<std::vector<Holding>> held_by(Database& database, uint32_t person, uint64_t below,
                                     uint32_t limit) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use(FH_HOLDING_ROWS "WHERE e.person = ?1 AND e.number < ?2 ORDER BY "
                                                   "e.number DESC LIMIT ?3"));
  query->bind(1, person).bind(2, below).bind(3, limit);
  return holdings_in(query);
}

Result<std::vector<Reading>> readings(Database& database, uint64_t number, uint32_t limit) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use("SELECT day, actor, purpose, times, last_ms FROM reading "
                                   "WHERE number = ?1 ORDER BY last_ms DESC LIMIT ?2"));
  query->bind(1, number).bind(2, limit);
  std::vector<Reading> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    const uint64_t purpose = std::min<uint64_t>(query->number(2), model::kPurposes - 1);
    found.push_back({.number = number,
                     .day = static_cast<int32_t>(query->signed_number(0)),
                     .actor = std::string(query->text(1)),
                     .purpose = model::kAllPurposes[purpose],
                     .times = static_cast<uint32_t>(query->number(3)),
                     .last = Instant{.ms = query->signed_number(4)}});
  }
}

Result<std::vector<Version>> earlier_versions(Database& database, uint64_t number) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT version, body FROM earlier_version WHERE "
                                              "number = ?1 AND (version = 1 OR version + ?2 > "
                                              "(SELECT max(version) FROM earlier_version WHERE "
                                              "number = ?1)) ORDER BY version"));
  query->bind(1, number).bind(2, kEarlierWordsKept);
  std::vector<Version> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) break;
    Version version = {.version = static_cast<uint32_t>(query->number(0)), .experience = {}};
    if (!query->bytes(1).empty()) {
      FH_ASSIGN_OR_RETURN(version.experience, unpack(query->bytes(1)));
    }
    found.push_back(std::move(version));
  }
  return found;
}

Result<std::string> basis_at_telling(Database& database, uint64_t number) {
  FH_ASSIGN_OR_RETURN(
      Use query,
      database.use("SELECT c.basis FROM experience AS e JOIN source_grants_change AS c ON "
                   "c.source = e.source AND c.since_sequence < e.told_sequence "
                   "WHERE e.number = ?1 ORDER BY c.since_sequence DESC LIMIT 1"));
  query->bind(1, number);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  return row ? std::string(query->text(0)) : std::string();
}

Result<Source> source(Database& database, std::string_view name) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(FH_SOURCE_ROWS "WHERE s.name = ?1"));
  query->bind_text(1, name);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (row) return source_in(*query);
  return Source{.grants = {.source = std::string(name), .basis = {}}, .stated = false};
}

Result<std::vector<Source>> sources(Database& database, Page page) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(FH_SOURCE_ROWS "ORDER BY s.name LIMIT ?1 OFFSET ?2"));
  constexpr uint64_t kOffsetMax = INT64_MAX;
  query->bind(1, page.limit).bind(2, std::min(page.offset, kOffsetMax));
  std::vector<Source> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    found.push_back(source_in(*query));
  }
}

Result<std::vector<uint64_t>> unmasked_among(Database& database,
                                             std::span<const uint64_t> numbers) {
  std::vector<uint64_t> found;
  for (const uint64_t number : numbers) {
    FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT 1 FROM unmasked WHERE number = ?1"));
    query->bind(1, number);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (row) found.push_back(number);
  }
  return found;
}

}  // namespace fh::record

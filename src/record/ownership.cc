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
  FH_ASSIGN_OR_RETURN(Use source,
                      database.use("SELECT g.basis FROM source_grants AS g JOIN source AS s ON "
                                   "s.number = g.source WHERE s.name = ?1"));
  source->bind_text(1, experience.source);
  FH_ASSIGN_OR_RETURN(const bool stated, source->step());
  if (stated) first.basis = source->text(0);
  return first;
}

}  // namespace

Result<uint32_t> person_of_claim(Database& database, const ClaimHash& claim) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT person FROM claim WHERE hash = ?1"));
  query->bind_bytes(1, claim);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  return row ? static_cast<uint32_t>(query->number(0)) : 0;
}

Result<std::vector<Experience>> of_person_number(Database& database, uint32_t person, Page page) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use(FH_EXPERIENCE_ROWS "WHERE e.person = ?1 ORDER BY e.number DESC "
                                                      "LIMIT ?2 OFFSET ?3"));
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
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT version, body FROM earlier_version "
                                              "WHERE number = ?1 ORDER BY version"));
  query->bind(1, number);
  std::vector<Version> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    Version version = {.version = static_cast<uint32_t>(query->number(0)), .experience = {}};
    if (!query->bytes(1).empty()) {
      FH_ASSIGN_OR_RETURN(version.experience, unpack(query->bytes(1)));
    }
    found.push_back(std::move(version));
  }
}

Result<std::vector<SourceGrants>> source_grants(Database& database) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use("SELECT s.name, g.grants, g.basis FROM source_grants AS g "
                                   "JOIN source AS s ON s.number = g.source ORDER BY s.name"));
  std::vector<SourceGrants> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    found.push_back({.source = std::string(query->text(0)),
                     .grants = grants_at(*query, 1),
                     .basis = std::string(query->text(2))});
  }
}

}  // namespace fh::record

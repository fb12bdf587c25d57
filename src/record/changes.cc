#include <algorithm>

#include "record/reading.h"
#include "record/rows.h"

namespace fh::record {
namespace {

// One of the streams that are merged, at its next row.
struct Stream {
  Use query;
  enum class Kind : uint8_t { kExperience, kGone } kind;
  uint64_t sequence = UINT64_MAX;  // of the row at hand; UINT64_MAX: at the end

  Status advance() {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    sequence = UINT64_MAX;
    if (row) sequence = kind == Kind::kGone ? query->number(0) : sequence_of(*query);
    return {};
  }

  Result<Change> change() const {
    if (kind == Kind::kGone) {
      return Change{.sequence = sequence, .number = query->number(1), .experience = {}};
    }
    FH_ASSIGN_OR_RETURN(Experience experience, experience_of(*query));
    const uint64_t number = experience.number;
    return Change{.sequence = sequence, .number = number, .experience = std::move(experience)};
  }
};

// Numbers and first sequences rise together, so the place to start at is found by
// halving, without an index by sequence.
Result<uint64_t> first_number_told_after(Database& database, uint64_t after) {
  FH_ASSIGN_OR_RETURN(uint64_t high, database.number("SELECT max(number) + 1 FROM experience"));
  uint64_t low = 0;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    FH_ASSIGN_OR_RETURN(Use probe,
                        database.use("SELECT told_sequence FROM experience WHERE number >= ?1 "
                                     "ORDER BY number LIMIT 1"));
    probe->bind(1, middle);
    FH_ASSIGN_OR_RETURN(const bool row, probe->step());
    if (!row || probe->number(0) > after) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

Status for_each_change_after(Database& database, uint64_t after,
                             const std::function<Status(Change)>& visit) {
  if (after > INT64_MAX) return {};
  FH_ASSIGN_OR_RETURN(const Transaction state,
                      Transaction::begin(database, Transaction::Kind::kRead));
  FH_ASSIGN_OR_RETURN(const uint64_t first, first_number_told_after(database, after));
  FH_ASSIGN_OR_RETURN(
      Use told,
      database.use(FH_EXPERIENCE_ROWS "WHERE e.number >= ?1 AND e.changed_sequence IS NULL AND "
                                      "e.granted_sequence IS NULL ORDER BY e.number"));
  FH_ASSIGN_OR_RETURN(
      Use amended,
      database.use(FH_EXPERIENCE_ROWS "WHERE e.changed_sequence > ?1 AND "
                                      "coalesce(e.granted_sequence, 0) < e.changed_sequence "
                                      "ORDER BY e.changed_sequence"));
  FH_ASSIGN_OR_RETURN(
      Use granted,
      database.use(FH_EXPERIENCE_ROWS "WHERE e.granted_sequence > ?1 AND "
                                      "coalesce(e.changed_sequence, 0) < e.granted_sequence "
                                      "ORDER BY e.granted_sequence"));
  FH_ASSIGN_OR_RETURN(Use gone, database.use("SELECT sequence, number FROM gone "
                                             "WHERE sequence > ?1 ORDER BY sequence"));
  told->bind(1, first);
  amended->bind(1, after);
  granted->bind(1, after);
  gone->bind(1, after);
  Stream streams[] = {{.query = std::move(told), .kind = Stream::Kind::kExperience},
                      {.query = std::move(amended), .kind = Stream::Kind::kExperience},
                      {.query = std::move(granted), .kind = Stream::Kind::kExperience},
                      {.query = std::move(gone), .kind = Stream::Kind::kGone}};
  for (Stream& stream : streams) FH_RETURN_IF_ERROR(stream.advance());
  const auto earlier = [](const Stream& a, const Stream& b) { return a.sequence < b.sequence; };
  for (;;) {
    Stream& next = *std::min_element(std::begin(streams), std::end(streams), earlier);
    if (next.sequence == UINT64_MAX) return {};
    FH_ASSIGN_OR_RETURN(Change change, next.change());
    FH_RETURN_IF_ERROR(visit(std::move(change)));
    FH_RETURN_IF_ERROR(next.advance());
  }
}

}  // namespace fh::record

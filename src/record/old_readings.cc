#include "record/old_readings.h"

#include <chrono>

namespace fh::record {
namespace {

// Rows of one experience lie together, so that the last one is looked at whole.
Result<uint64_t> last_of_pass(Database& database, const ReadingsPass& pass) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use("SELECT coalesce(max(number), 0) FROM (SELECT number FROM "
                                   "reading WHERE number > ?1 ORDER BY number LIMIT ?2)"));
  query->bind(1, pass.after).bind(2, pass.rows);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  return row ? query->number(0) : 0;
}

Status fold(Database& database, const MonthOfReadings& month) {
  {
    FH_ASSIGN_OR_RETURN(Use keep, database.use("UPDATE reading SET times = ?5, last_ms = ?6 WHERE "
                                               "number = ?1 AND day = ?2 AND actor = ?3 AND "
                                               "purpose = ?4"));
    keep->bind(1, month.number).bind_signed(2, month.last_day).bind_text(3, month.actor);
    keep->bind(4, month.purpose).bind(5, month.times).bind_signed(6, month.last.ms);
    FH_RETURN_IF_ERROR(keep->run());
  }
  FH_ASSIGN_OR_RETURN(Use drop,
                      database.use("DELETE FROM reading WHERE number = ?1 AND day >= ?2 AND day < "
                                   "?3 AND actor = ?4 AND purpose = ?5"));
  drop->bind(1, month.number).bind_signed(2, month.first_day).bind_signed(3, month.last_day);
  return drop->bind_text(4, month.actor).bind(5, month.purpose).run();
}

}  // namespace

int32_t readings_by_day_since(Instant now) {
  using std::chrono::days;
  using std::chrono::sys_days;
  constexpr int64_t kDayMs = 86'400'000;
  const sys_days day{days{static_cast<int32_t>(now.ms / kDayMs) - kReadingsByDayDays}};
  const std::chrono::year_month_day date{day};
  const sys_days first{date.year() / date.month() / 1};
  return static_cast<int32_t>(first.time_since_epoch().count());
}

Result<OldReadings> old_readings(Database& database, const ReadingsPass& pass) {
  OldReadings old;
  FH_ASSIGN_OR_RETURN(old.last, last_of_pass(database, pass));
  if (old.last == 0) return old;
  FH_ASSIGN_OR_RETURN(
      Use query,
      database.use("SELECT number, min(day), max(day), actor, purpose, sum(times), max(last_ms) "
                   "FROM reading WHERE number > ?1 AND number <= ?2 AND day < ?3 GROUP BY number, "
                   "actor, purpose, strftime('%Y-%m', day * 86400, 'unixepoch') "
                   "HAVING count(*) > 1"));
  query->bind(1, pass.after).bind(2, old.last).bind_signed(3, pass.day);
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return old;
    old.months.push_back({.number = query->number(0),
                          .first_day = static_cast<int32_t>(query->signed_number(1)),
                          .last_day = static_cast<int32_t>(query->signed_number(2)),
                          .actor = std::string(query->text(3)),
                          .purpose = query->number(4),
                          .times = query->number(5),
                          .last = Instant{.ms = query->signed_number(6)}});
  }
}

Status fold_readings(Database& database, std::span<const MonthOfReadings> months) {
  for (const MonthOfReadings& month : months) FH_RETURN_IF_ERROR(fold(database, month));
  return {};
}

}  // namespace fh::record

#include "record/retention.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "record/readers.h"
#include "record/stored_words.h"
#include "record/writer.h"

namespace fh::record {
namespace {

#define FH_AGED_ROWS                                                                         \
  "SELECT e.number, e.person, e.body, e.person IS NOT NULL AND EXISTS (SELECT 1 FROM claim " \
  "AS c WHERE c.person = e.person) AND NOT EXISTS (SELECT 1 FROM told_for AS f WHERE "       \
  "f.number = e.number) FROM experience AS e "

RetentionRule rule_in(const Statement& row) {
  return {.number = row.number(0),
          .source = std::string(row.text(1)),
          .kind = std::string(row.text(2)),
          .days = static_cast<uint32_t>(row.number(3)),
          .claimed = row.number(4) != 0 ? Claimed::kSpare : Claimed::kErase,
          .set_at = Instant{.ms = row.signed_number(5)},
          .set_by = std::string(row.text(6))};
}

// Nothing of one whose words cannot be read: how old it is cannot be told. `verify` finds it.
std::optional<Aged> aged_in(const Statement& row) {
  Result<Experience> experience = unpack(row.bytes(2));
  if (!experience) return std::nullopt;
  return Aged{.number = row.number(0),
              .person = row.is_null(1) ? 0 : static_cast<uint32_t>(row.number(1)),
              .source = std::move(experience->source),
              .kind = experience->kind,
              .told_at = experience->told_at,
              .claimed = row.number(3) != 0};
}

// The number of the rule for that source and kind, else the next one.
Result<uint64_t> number_for(Database& database, const RetentionRule& rule, uint32_t most) {
  {
    FH_ASSIGN_OR_RETURN(
        Use query,
        database.use("SELECT number FROM retention_rule WHERE source = ?1 AND kind = ?2"));
    query->bind_text(1, rule.source).bind_text(2, rule.kind);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (row) return query->number(0);
  }
  FH_ASSIGN_OR_RETURN(const uint64_t count, database.number("SELECT count(*) FROM retention_rule"));
  if (count >= most) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("there are {} timers, which is the limit", count), {},
                   "Remove one that is not needed any more.");
  }
  // One that was removed leaves its number in the audit.
  FH_RETURN_IF_ERROR(database.run("UPDATE state SET last_timer = last_timer + 1"));
  return database.number("SELECT last_timer FROM state");
}

class SqliteRetentionBook final : public RetentionBook {
 public:
  SqliteRetentionBook(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Result<std::vector<RetentionRule>> rules() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT number, source, kind, days, spares_claimed, set_ms, "
                                      "set_by FROM retention_rule ORDER BY number"));
    std::vector<RetentionRule> rules;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return rules;
      rules.push_back(rule_in(*query));
    }
  }

  Result<RetentionRule> set(const RetentionRule& rule, uint32_t most, const Act& act) override {
    RetentionRule kept = rule;
    kept.set_at = writer_.now();
    kept.set_by = act.actor;
    if (const Status done = writer_.act([&](Database& database) -> Result<Act> {
          FH_ASSIGN_OR_RETURN(kept.number, number_for(database, rule, most));
          FH_RETURN_IF_ERROR(put(database, kept));
          return Act{act.actor, act.action, fmt::format("timer {} {}", kept.number, act.detail)};
        });
        !done) {
      return std::unexpected(done.error());
    }
    return kept;
  }

  Status remove(uint64_t number, const Act& act) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(Use remove, database.use("DELETE FROM retention_rule WHERE number = ?1"));
      FH_RETURN_IF_ERROR(remove->bind(1, number).run());
      if (database.changed_rows() == 1) return act;
      return failure(ErrorCode::kNotFound, "there is no such timer");
    });
  }

  Result<std::vector<Aged>> aged_after(uint64_t after, uint32_t limit) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query, database->use(FH_AGED_ROWS "WHERE e.number > ?1 ORDER BY e.number LIMIT ?2"));
    query->bind(1, after).bind(2, limit);
    std::vector<Aged> found;
    uint64_t last = after;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return found;
      last = query->number(0);
      // One that cannot be read holds its place, or the end would seem to be there.
      found.push_back(aged_in(*query).value_or(unreadable(last)));
    }
  }

  Result<std::vector<Aged>> aged(std::span<const uint64_t> numbers) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    std::vector<Aged> found;
    for (const uint64_t number : numbers) {
      FH_ASSIGN_OR_RETURN(Use query, database->use(FH_AGED_ROWS "WHERE e.number = ?1"));
      query->bind(1, number);
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) continue;
      if (std::optional<Aged> one = aged_in(*query)) found.push_back(std::move(*one));
    }
    return found;
  }

 private:
  // As if it were told at the end of time: never due.
  static Aged unreadable(uint64_t number) {
    return {.number = number, .person = 0, .source = {}, .told_at = Instant{.ms = INT64_MAX}};
  }

  static Status put(Database& database, const RetentionRule& rule) {
    FH_ASSIGN_OR_RETURN(
        Use put, database.use("INSERT INTO retention_rule (number, source, kind, days, "
                              "spares_claimed, set_ms, set_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                              "ON CONFLICT (number) DO UPDATE SET days = ?4, spares_claimed = ?5, "
                              "set_ms = ?6, set_by = ?7"));
    put->bind(1, rule.number).bind_text(2, rule.source).bind_text(3, rule.kind);
    put->bind(4, uint64_t{rule.days}).bind(5, uint64_t{rule.claimed == Claimed::kSpare ? 1U : 0U});
    return put->bind_signed(6, rule.set_at.ms).bind_text(7, rule.set_by).run();
  }

  Writer& writer_;
  Readers& readers_;
};

}  // namespace

std::unique_ptr<RetentionBook> make_retention_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteRetentionBook>(writer, readers);
}

}  // namespace fh::record

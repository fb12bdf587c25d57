#include "record/behalf.h"

#include <algorithm>

#include "record/readers.h"
#include "record/rows.h"
#include "record/writer.h"

namespace fh::record {
namespace {

Result<std::vector<uint64_t>> numbers_in(Use& query) {
  std::vector<uint64_t> numbers;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return numbers;
    numbers.push_back(query->number(0));
  }
}

class SqliteBehalfBook final : public BehalfBook {
 public:
  SqliteBehalfBook(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Result<Claimant> claimant(const Digest& code) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query,
        database->use("SELECT c.person, EXISTS (SELECT 1 FROM handed_code AS h WHERE h.hash = "
                      "c.hash), EXISTS (SELECT 1 FROM claim AS o JOIN handed_code AS h ON h.hash "
                      "= o.hash WHERE o.person = c.person) AND NOT EXISTS (SELECT 1 FROM "
                      "experience AS e JOIN told_for AS f ON f.number = e.number WHERE e.person = "
                      "c.person) FROM claim AS c WHERE c.hash = ?1"));
    query->bind_bytes(1, code);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return Claimant{};
    const bool handed = query->number(1) != 0;
    return Claimant{.person = static_cast<uint32_t>(query->number(0)),
                    .handed = handed,
                    .ends_handed = !handed && query->number(2) != 0};
  }

  Status end_handed_codes(uint32_t person) override {
    return writer_.quietly([&](Database& database) -> Status {
      FH_ASSIGN_OR_RETURN(Use end,
                          database.use("DELETE FROM claim WHERE person = ?1 AND hash IN (SELECT "
                                       "hash FROM handed_code)"));
      return end->bind(1, person).run();
    });
  }

  Result<CodesOf> codes_of(uint32_t person) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT DISTINCT hash IN (SELECT hash FROM handed_code) FROM "
                                      "claim WHERE person = ?1"));
    query->bind(1, person);
    CodesOf codes;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return codes;
      (query->number(0) != 0 ? codes.handed : codes.own) = true;
    }
  }

  Result<std::vector<uint64_t>> waiting_for(uint32_t person) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT e.number FROM experience AS e WHERE e.person = ?1 "
                                      "AND EXISTS (SELECT 1 FROM told_for AS f WHERE f.number = "
                                      "e.number) ORDER BY e.number"));
    query->bind(1, person);
    return numbers_in(query);
  }

  Result<std::vector<Experience>> told_by(uint32_t person, uint32_t limit,
                                          uint64_t offset) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query, database->use(FH_EXPERIENCE_ROWS
                                 "WHERE e.number IN (SELECT number FROM told_for WHERE teller = "
                                 "?1) ORDER BY e.number DESC LIMIT ?2 OFFSET ?3"));
    constexpr uint64_t kOffsetMax = INT64_MAX;
    query->bind(1, person).bind(2, limit).bind(3, std::min(offset, kOffsetMax));
    std::vector<Experience> found;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return found;
      FH_ASSIGN_OR_RETURN(Experience experience, experience_of(*query));
      found.push_back(std::move(experience));
    }
  }

  Result<std::vector<Holding>> told_for_others(uint32_t person, uint64_t below,
                                               uint32_t limit) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query, database->use(FH_HOLDING_ROWS
                                 "WHERE e.number IN (SELECT number FROM told_for WHERE teller = "
                                 "?1) AND e.number < ?2 ORDER BY e.number DESC LIMIT ?3"));
    query->bind(1, person).bind(2, below).bind(3, limit);
    return holdings_in(query);
  }

  Result<std::vector<uint64_t>> waiting_of_nobody(uint32_t person) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT e.number FROM experience AS e JOIN told_for AS f ON "
                                      "f.number = e.number WHERE e.person = ?1 AND f.teller IS "
                                      "NULL ORDER BY e.number"));
    query->bind(1, person);
    return numbers_in(query);
  }

  Result<bool> is_told_by(uint64_t number, uint32_t person) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT 1 FROM told_for WHERE number = ?1 AND teller = ?2"));
    query->bind(1, number).bind(2, person);
    return query->step();
  }

  Result<uint64_t> owned_by(uint32_t person) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT count(*) FROM experience WHERE person = ?1"));
    query->bind(1, person);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    return row ? query->number(0) : 0;
  }

  Result<std::vector<Receipt>> take(std::span<const uint64_t> numbers,
                                    const model::GrantChange& note,
                                    const std::optional<Digest>& code) override {
    return writer_.take_over(numbers, note, code);
  }
  Result<std::vector<Receipt>> give_back(std::span<const uint64_t> numbers,
                                         const model::GrantChange& note) override {
    return writer_.give_back(numbers, note);
  }

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace

std::unique_ptr<BehalfBook> make_behalf_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteBehalfBook>(writer, readers);
}

}  // namespace fh::record

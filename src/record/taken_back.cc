#include "record/taken_back.h"

#include <algorithm>
#include <unordered_set>

#include "record/database.h"
#include "record/readers.h"
#include "record/reading.h"
#include "record/writer.h"

namespace fh::record {
namespace {

// A note, so that it lives as long as what it tells of. Its value only counts.
constexpr std::string_view kUnpurgedNote = "unpurged";

Result<bool> is_kept(Database& database, const Digest& key) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT 1 FROM erased_key WHERE hash = ?1"));
  query->bind_bytes(1, key);
  return query->step();
}

// First the kept one in its place, if nobody has it here; then the ended one, beside another.
Status end_code(Database& database, const TakenBackBook::EndedCode& ended) {
  if (ended.kept) {
    FH_ASSIGN_OR_RETURN(Use replace,
                        database.use("UPDATE claim SET hash = ?2 WHERE hash = ?1 AND NOT EXISTS "
                                     "(SELECT 1 FROM claim WHERE hash = ?2)"));
    replace->bind_bytes(1, std::span<const std::byte>(ended.code));
    FH_RETURN_IF_ERROR(replace->bind_bytes(2, std::span<const std::byte>(*ended.kept)).run());
  }
  FH_ASSIGN_OR_RETURN(Use end,
                      database.use("DELETE FROM claim WHERE hash = ?1 AND EXISTS (SELECT 1 FROM "
                                   "claim AS o WHERE o.person = claim.person AND o.hash <> ?1)"));
  return end->bind_bytes(1, std::span<const std::byte>(ended.code)).run();
}

std::optional<Digest> digest_of_bytes(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() != digest.size()) return std::nullopt;
  std::ranges::transform(bytes, digest.begin(), [](char c) { return static_cast<std::byte>(c); });
  return digest;
}

class SqliteTakenBackBook final : public TakenBackBook {
 public:
  SqliteTakenBackBook(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Result<std::optional<std::string>> unpurged() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return note(*database, kUnpurgedNote);
  }

  Status purged(std::string_view unpurged) override {
    return writer_.quietly([&](Database& database) -> Status {
      FH_ASSIGN_OR_RETURN(Use remove,
                          database.use("DELETE FROM note WHERE key = ?1 AND value = ?2"));
      return remove->bind_text(1, kUnpurgedNote).bind_text(2, unpurged).run();
    });
  }

  Result<std::vector<uint64_t>> told_under(std::span<const Digest> keys) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    std::unordered_set<Digest, DigestHash> wanted;
    for (const Digest& key : keys) {
      FH_ASSIGN_OR_RETURN(const bool kept, is_kept(*database, key));
      if (!kept) wanted.insert(key);
    }
    std::vector<uint64_t> numbers;
    if (wanted.empty()) return numbers;
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT s.name, k.source_id, k.number FROM told_key AS k "
                                      "JOIN source AS s ON s.number = k.source"));
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return numbers;
      const Digest key = writer_.erased_key(query->text(0), query->text(1));
      if (wanted.contains(key)) numbers.push_back(query->number(2));
    }
  }

  Result<std::vector<Digest>> other_codes(uint32_t person, const Digest& kept) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT hash FROM claim WHERE person = ?1 AND hash <> ?2 AND "
                                      "EXISTS (SELECT 1 FROM claim WHERE person = ?1 AND hash = "
                                      "?2)"));
    query->bind(1, person).bind_bytes(2, std::span<const std::byte>(kept));
    std::vector<Digest> codes;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return codes;
      if (const auto code = digest_of_bytes(query->bytes(0))) codes.push_back(*code);
    }
  }

  Status end_codes(std::span<const EndedCode> codes) override {
    if (codes.empty()) return {};
    return writer_.quietly([&](Database& database) -> Status {
      for (const EndedCode& ended : codes) FH_RETURN_IF_ERROR(end_code(database, ended));
      return {};
    });
  }

  Status drop_versions(uint64_t number, uint32_t below) override {
    return writer_.quietly([&](Database& database) -> Status {
      FH_ASSIGN_OR_RETURN(Use drop,
                          database.use("UPDATE earlier_version SET body = x'' WHERE number = ?1 "
                                       "AND version < ?2 AND body <> x''"));
      FH_RETURN_IF_ERROR(drop->bind(1, number).bind(2, below).run());
      return database.changed_rows() == 0 ? Status() : note_unpurged(database);
    });
  }

  Status withdraw_answer(const GivenAnswer& given) override {
    return writer_.quietly([&](Database& database) -> Status {
      FH_ASSIGN_OR_RETURN(
          Use withdraw,
          database.use(
              "UPDATE question SET state = 'withdrawn', answer = NULL WHERE experience = "
              "?1 AND asked_ms = ?2 AND state = 'answered' AND ended_ms BETWEEN ?3 AND ?4"));
      withdraw->bind(1, given.experience).bind_signed(2, given.asked_at.ms);
      withdraw->bind_signed(3, given.from.ms).bind_signed(4, given.to.ms);
      FH_RETURN_IF_ERROR(withdraw->run());
      return database.changed_rows() == 0 ? Status() : note_unpurged(database);
    });
  }

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace

std::unique_ptr<TakenBackBook> make_taken_back_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteTakenBackBook>(writer, readers);
}

Status note_unpurged(Database& database) {
  FH_ASSIGN_OR_RETURN(
      Use count, database.use("INSERT INTO note (key, value) VALUES (?1, '1') ON CONFLICT (key) DO "
                              "UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"));
  return count->bind_text(1, kUnpurgedNote).run();
}

}  // namespace fh::record

#include "record/figures_asked.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "base/secrets.h"
#include "record/readers.h"
#include "record/writer.h"

namespace fh::record {
namespace {

constexpr int64_t kMsADay = 86'400'000;

void add_part(std::string& out, std::string_view part) {
  out += std::to_string(part.size());
  out += ':';
  out += part;
}

// One name for one asker's one question, however long it is.
Digest hash_of(const FiguresNote& note) {
  const FiguresQuestion& question = note.question;
  std::string bytes;
  for (const std::string_view part :
       {std::string_view(note.actor), std::string_view(question.role), std::string_view(question.q),
        std::string_view(question.from), std::string_view(question.to),
        std::string_view(question.scope)}) {
    add_part(bytes, part);
  }
  bytes += question.any_word ? 'y' : 'n';
  bytes += static_cast<char>('0' + std::to_underlying(question.purpose));
  return digest_of(bytes);
}

Status add(Database& database, const FiguresNote& note) {
  FH_ASSIGN_OR_RETURN(
      Use put,
      database.use("INSERT INTO figures_asked (day, hash, actor, role, q, any_word, lived_from, "
                   "lived_to, scope, purpose, times, as_of, last_ms) VALUES (?1, ?2, ?3, ?4, ?5, "
                   "?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO UPDATE SET times = times + "
                   "?11, as_of = ?12, last_ms = ?13"));
  const Digest hash = hash_of(note);
  const FiguresQuestion& question = note.question;
  put->bind_signed(1, note.day).bind_bytes(2, hash).bind_text(3, note.actor);
  put->bind_text(4, question.role).bind_text(5, question.q);
  put->bind(6, uint64_t{question.any_word ? 1U : 0U}).bind_text(7, question.from);
  put->bind_text(8, question.to).bind_text(9, question.scope);
  put->bind(10, uint64_t{std::to_underlying(question.purpose)}).bind(11, uint64_t{note.times});
  return put->bind(12, note.as_of).bind_signed(13, note.last.ms).run();
}

Status let_go(Database& database, Instant now) {
  {
    FH_ASSIGN_OR_RETURN(Use past, database.use("DELETE FROM figures_asked WHERE last_ms < ?1"));
    FH_RETURN_IF_ERROR(past->bind_signed(1, now.ms - kFiguresKeptDays * kMsADay).run());
  }
  FH_ASSIGN_OR_RETURN(Use many,
                      database.use("DELETE FROM figures_asked WHERE last_ms < (SELECT last_ms FROM "
                                   "figures_asked ORDER BY last_ms DESC LIMIT 1 OFFSET ?1)"));
  return many->bind(1, kFiguresKeptMax - 1).run();
}

FiguresQuestion question_in(const Statement& row) {
  const uint64_t purpose = std::min<uint64_t>(row.number(6), model::kPurposes - 1);
  return {.q = std::string(row.text(1)),
          .any_word = row.number(2) != 0,
          .from = std::string(row.text(3)),
          .to = std::string(row.text(4)),
          .scope = std::string(row.text(5)),
          .purpose = model::kAllPurposes[purpose],
          .role = std::string(row.text(0))};
}

class SqliteFiguresBook final : public FiguresBook {
 public:
  SqliteFiguresBook(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Status note(std::span<const FiguresNote> notes, Instant now) override {
    return writer_.quietly([&](Database& database) -> Status {
      for (const FiguresNote& note : notes) FH_RETURN_IF_ERROR(add(database, note));
      return let_go(database, now);
    });
  }

  Result<std::vector<FiguresAsked>> newest(uint32_t questions, Instant since) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query,
        database->use("SELECT role, q, any_word, lived_from, lived_to, scope, purpose, times, "
                      "as_of, last_ms FROM figures_asked WHERE last_ms >= ?1 "
                      "ORDER BY last_ms DESC"));
    query->bind_signed(1, since.ms);
    std::map<FiguresQuestion, size_t> places;
    std::vector<FiguresAsked> newest;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return newest;
      const FiguresQuestion question = question_in(*query);
      auto place = places.find(question);
      if (place == places.end()) {
        if (newest.size() == questions) continue;
        place = places.emplace(question, newest.size()).first;
        newest.push_back({.question = question});
      }
      newest[place->second].asked.push_back({.times = static_cast<uint32_t>(query->number(7)),
                                             .as_of = query->number(8),
                                             .last = Instant{.ms = query->signed_number(9)}});
    }
  }

  // What held at the telling is among the changes once there is one.
  Result<std::vector<Granted>> granted(uint64_t experience) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query,
        database->use("SELECT sequence, grants FROM grant_change WHERE number = ?1 UNION ALL "
                      "SELECT told_sequence, coalesce(grants, ?2) FROM experience WHERE number = "
                      "?1 AND NOT EXISTS (SELECT 1 FROM grant_change WHERE number = ?1) "
                      "ORDER BY sequence"));
    query->bind(1, experience).bind(2, uint64_t{model::kUsualGrants.bits()});
    std::vector<Granted> steps;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return steps;
      steps.push_back({.since = query->number(0),
                       .grants = model::Grants::of_bits(static_cast<uint8_t>(query->number(1)))});
    }
  }

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace

std::unique_ptr<FiguresBook> make_figures_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteFiguresBook>(writer, readers);
}

}  // namespace fh::record

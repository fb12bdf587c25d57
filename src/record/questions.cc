#include "record/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "model/experience.h"
#include "model/grants.h"
#include "record/readers.h"
#include "record/taken_back.h"
#include "record/writer.h"

namespace fh::record {
namespace {

constexpr std::array kStates = {QuestionState::kOpen, QuestionState::kAnswered,
                                QuestionState::kDeclined, QuestionState::kWithdrawn};

#define FH_QUESTION_ROWS                                                                      \
  "SELECT q.number, q.experience, q.asked_ms, q.actor, q.role, q.text, q.state, q.ended_ms, " \
  "q.answer FROM question AS q "

Result<Question> question_in(const Statement& row) {
  const std::optional<QuestionState> state = question_state_named(row.text(6));
  if (!state) return failure(ErrorCode::kCorrupt, "a question in the record cannot be read");
  Question question = {.number = row.number(0),
                       .experience = row.number(1),
                       .asked_at = Instant{.ms = row.signed_number(2)},
                       .actor = std::string(row.text(3)),
                       .role = std::string(row.text(4)),
                       .text = std::string(row.text(5)),
                       .state = *state};
  if (!row.is_null(7)) question.ended_at = Instant{.ms = row.signed_number(7)};
  if (!row.is_null(8)) question.answer = row.text(8);
  return question;
}

Result<std::vector<Question>> questions_in(Use& query) {
  std::vector<Question> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    FH_ASSIGN_OR_RETURN(Question question, question_in(*query));
    found.push_back(std::move(question));
  }
}

Result<Question> find_theirs(Database& database, const QuestionBook::Whose& whose) {
  FH_ASSIGN_OR_RETURN(
      Use query, database.use(FH_QUESTION_ROWS "JOIN experience AS e ON e.number = q.experience "
                                               "WHERE q.number = ?1 AND e.person = ?2"));
  query->bind(1, whose.number).bind(2, whose.person);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (row) return question_in(*query);
  return failure(ErrorCode::kNotFound, "there is no such question to you", "n");
}

// In the writer's turn: a grant taken back a moment ago counts.
Status check_may_be_asked(Database& database, uint64_t experience) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT e.grants, e.person, EXISTS (SELECT 1 FROM "
                                              "question AS q WHERE q.experience = e.number AND "
                                              "q.state = 'open') FROM experience AS e WHERE "
                                              "e.number = ?1"));
  query->bind(1, experience);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return failure(ErrorCode::kNotFound, "it is not in the record any more", "id");
  const model::Grants grants = query->is_null(0)
                                   ? model::kUsualGrants
                                   : model::Grants::of_bits(static_cast<uint8_t>(query->number(0)));
  if (!grants.has(model::Purpose::kContact) || !grants.has(model::Purpose::kRead)) {
    return failure(ErrorCode::kDenied, "its teller does not want to be asked about it", "id",
                   "Only they can allow that.");
  }
  if (query->is_null(1)) {
    return failure(ErrorCode::kConflict, "nobody can come back to this one, so nobody would answer",
                   "id");
  }
  if (query->number(2) == 0) return {};
  return failure(ErrorCode::kConflict, "a question about it is open already", "id",
                 "Wait for the answer: one at a time is asked.");
}

Status check_daily(Database& database, const std::string& actor,
                   const QuestionBook::Limits& limits) {
  FH_ASSIGN_OR_RETURN(
      Use query, database.use("SELECT count(*) FROM question WHERE actor = ?1 AND asked_ms >= ?2"));
  query->bind_text(1, actor).bind_signed(2, limits.day_began.ms);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row || query->number(0) < limits.a_day) return {};
  return failure(ErrorCode::kDenied,
                 fmt::format("you have asked {} questions today, which is the limit", limits.a_day),
                 {}, "Ask tomorrow (UTC).");
}

Result<uint64_t> insert(Database& database, const Question& question) {
  // Of those that were asked: one that has gone leaves its number in the audit.
  FH_RETURN_IF_ERROR(database.run("UPDATE state SET last_question = last_question + 1"));
  FH_ASSIGN_OR_RETURN(const uint64_t number, database.number("SELECT last_question FROM state"));
  FH_ASSIGN_OR_RETURN(Use put,
                      database.use("INSERT INTO question (number, experience, asked_ms, actor, "
                                   "role, text, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open')"));
  put->bind(1, number).bind(2, question.experience).bind_signed(3, question.asked_at.ms);
  put->bind_text(4, question.actor).bind_text(5, question.role).bind_text(6, question.text);
  FH_RETURN_IF_ERROR(put->run());
  return number;
}

// `answer` is null where it is none.
Status put_state(Database& database, const Question& question) {
  FH_ASSIGN_OR_RETURN(Use put, database.use("UPDATE question SET state = ?2, ended_ms = ?3, answer "
                                            "= ?4 WHERE number = ?1"));
  put->bind(1, question.number).bind_text(2, name_of(question.state));
  question.ended_at ? put->bind_signed(3, question.ended_at->ms) : put->bind_null(3);
  question.state == QuestionState::kAnswered ? put->bind_text(4, question.answer)
                                             : put->bind_null(4);
  return put->run();
}

class SqliteQuestionBook final : public QuestionBook {
 public:
  SqliteQuestionBook(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Result<Question> add(const Question& question, const Limits& limits, const Act& act) override {
    Question kept = question;
    const Status done = writer_.act([&](Database& database) -> Result<Act> {
      FH_RETURN_IF_ERROR(check_may_be_asked(database, question.experience));
      FH_RETURN_IF_ERROR(check_daily(database, question.actor, limits));
      FH_ASSIGN_OR_RETURN(kept.number, insert(database, question));
      return numbered(act, kept.number);
    });
    if (!done) return std::unexpected(done.error());
    return kept;
  }

  Result<std::vector<Question>> about(uint64_t experience) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query, database->use(FH_QUESTION_ROWS
                                                 "WHERE q.experience = ?1 ORDER BY q.number DESC"));
    query->bind(1, experience);
    return questions_in(query);
  }

  Result<std::vector<Question>> of_person(uint32_t person, uint32_t limit,
                                          uint64_t offset) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query,
        database->use(FH_QUESTION_ROWS "JOIN experience AS e ON e.number = q.experience WHERE "
                                       "e.person = ?1 ORDER BY q.number DESC LIMIT ?2 OFFSET ?3"));
    constexpr uint64_t kOffsetMax = INT64_MAX;
    query->bind(1, person).bind(2, limit).bind(3, std::min(offset, kOffsetMax));
    return questions_in(query);
  }

  Result<Question> theirs(const Whose& whose) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return find_theirs(*database, whose);
  }

  Result<bool> is_open(const Whose& whose) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    const Result<Question> found = find_theirs(*database, whose);
    if (found) return found->state == QuestionState::kOpen;
    if (found.error().code == ErrorCode::kNotFound) return false;
    return std::unexpected(found.error());
  }

  Result<Question> answer(const Whose& whose, std::string_view words, const Act& act) override {
    return change(whose, act, [&](Question& question) -> Status {
      question.state = QuestionState::kAnswered;
      question.answer = words;
      return {};
    });
  }

  Result<Question> decline(const Whose& whose, const Act& act) override {
    return change(whose, act, [](Question& question) -> Status {
      if (question.state != QuestionState::kOpen) {
        return failure(ErrorCode::kConflict, "this question is not open any more", "n");
      }
      question.state = QuestionState::kDeclined;
      return {};
    });
  }

  Result<Question> withdraw(const Whose& whose, const Act& act) override {
    return change(whose, act, [](Question& question) -> Status {
      if (question.state != QuestionState::kAnswered) {
        return failure(ErrorCode::kConflict, "there is no answer to take back", "n");
      }
      question.state = QuestionState::kWithdrawn;
      question.answer.clear();
      return {};
    });
  }

 private:
  static Act numbered(const Act& act, uint64_t number) {
    const bool by_teller = act.actor == kTellerActor;  // of whom the lists may show no real name
    return {.actor = act.actor,
            .action = act.action,
            .detail = by_teller ? std::string() : fmt::format("question {}", number)};
  }

  // Words that are replaced are erased words: their bytes go from the log as well.
  template <typename Body>
  Result<Question> change(const Whose& whose, const Act& act, const Body& body) {
    Question changed;
    const Status done = writer_.act_and_forget([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(changed, find_theirs(database, whose));
      const bool had_words = !changed.answer.empty();
      FH_RETURN_IF_ERROR(body(changed));
      if (had_words) FH_RETURN_IF_ERROR(note_unpurged(database));
      changed.ended_at = writer_.now();
      FH_RETURN_IF_ERROR(put_state(database, changed));
      return numbered(act, changed.number);
    });
    if (!done) return std::unexpected(done.error());
    return changed;
  }

  Writer& writer_;
  Readers& readers_;
};

}  // namespace

std::string_view name_of(QuestionState state) {
  switch (state) {
    case QuestionState::kOpen:
      return "open";
    case QuestionState::kAnswered:
      return "answered";
    case QuestionState::kDeclined:
      return "declined";
    case QuestionState::kWithdrawn:
      return "withdrawn";
  }
  FH_CHECK(false);
  return {};
}

std::optional<QuestionState> question_state_named(std::string_view name) {
  const auto found =
      std::ranges::find(kStates, name, [](QuestionState state) { return name_of(state); });
  return found == kStates.end() ? std::nullopt : std::optional(*found);
}

std::unique_ptr<QuestionBook> make_question_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteQuestionBook>(writer, readers);
}

}  // namespace fh::record

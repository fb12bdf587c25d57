#include "engine/local_questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/check.h"
#include "base/utf8.h"
#include "engine/claim_codes.h"
#include "engine/document.h"
#include "engine/rights.h"
#include "text/personal_data.h"

namespace fh::engine {
namespace {

using record::QuestionState;

constexpr int64_t kMsADay = 86'400'000;

size_t characters_in(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool holds_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
  });
}

Status check_words(std::string_view field, std::string_view words, size_t characters_max) {
  const auto wrong = [&](std::string_view why) -> Status {
    return failure(ErrorCode::kInvalid, fmt::format("the {} {}", field, why), std::string(field));
  };
  if (find_broken_utf8(words)) return wrong("is no UTF-8");
  if (is_blank(words)) return wrong("has no words");
  if (holds_control(words)) return wrong("holds control characters");
  const size_t characters = characters_in(words);
  if (characters <= characters_max) return {};
  return failure(
      ErrorCode::kTooLarge,
      fmt::format("the {} has {} characters; the limit is {}", field, characters, characters_max),
      std::string(field));
}

Status may_ask(const Caller& caller) {
  FH_RETURN_IF_ERROR(require(caller, Right::kContact, "ask tellers"));
  return require(caller, Right::kRead, "ask of what you may not read");
}

bool has_open(const std::vector<record::Question>& questions) {
  return std::ranges::find(questions, QuestionState::kOpen, &record::Question::state) !=
         questions.end();
}

Asking asking_of(const Caller& caller, const model::Experience& experience,
                 const std::vector<record::Question>& questions) {
  if (!may_ask(caller)) return Asking::kNotYours;
  const model::Grants grants = experience.grants;
  if (!grants.has(model::Purpose::kContact) || !grants.has(model::Purpose::kRead)) {
    return Asking::kNotGranted;
  }
  if (experience.person_number == 0) return Asking::kNobody;
  return has_open(questions) ? Asking::kOpen : Asking::kPossible;
}

record::Act act_of(const Caller& caller, std::string action) {
  return {.actor = caller.actor, .action = std::move(action), .detail = {}};
}

}  // namespace

std::string_view role_shown(const Caller& caller) {
  switch (caller.kind) {
    case CallerKind::kHost:
      return "host";
    case CallerKind::kKey:
      return "key";
    case CallerKind::kMember:
      if (caller.rights.has(Right::kAdminister)) return name_of(Role::kKeeper);
      return name_of(caller.rights.has(Right::kContact) ? Role::kSteward : Role::kListener);
    case CallerKind::kPublic:
    case CallerKind::kTeller:
      return "nobody";
  }
  FH_CHECK(false);
  return {};
}

std::string_view name_of(Asking asking) {
  switch (asking) {
    case Asking::kPossible:
      return "possible";
    case Asking::kNotYours:
      return "not_yours";
    case Asking::kNotGranted:
      return "not_granted";
    case Asking::kNobody:
      return "nobody";
    case Asking::kOpen:
      return "open";
  }
  FH_CHECK(false);
  return {};
}

Result<record::Question> LocalQuestions::ask(const Caller& caller, std::string_view id,
                                             std::string_view question, const Posting* posting) {
  FH_RETURN_IF_ERROR(may_ask(caller));
  FH_RETURN_IF_ERROR(check_words("question", question, kQuestionCharactersMax));
  FH_ASSIGN_OR_RETURN(const Seen seen, parts_.visible(caller, id));
  const Instant now = parts_.options.clock->now();
  const record::Question asked = {.experience = seen.experience.number,
                                  .asked_at = now,
                                  .actor = caller.actor,
                                  .role = std::string(role_shown(caller)),
                                  .text = std::string(question)};
  const Instant day_began = {.ms = now.ms - now.ms % kMsADay};
  FH_ASSIGN_OR_RETURN(record::Question kept,
                      book_.add(asked, {.a_day = kQuestionsADay, .day_began = day_began},
                                act_of(caller, "ask_teller")));
  if (posting != nullptr) {
    parts_.contacts.question_waits({.number = kept.number, .person = seen.experience.person_number},
                                   *posting);
  }
  return kept;
}

Result<QuestionsAbout> LocalQuestions::about(const Caller& caller, std::string_view id) {
  FH_RETURN_IF_ERROR(require(caller, Right::kRead, "read experiences"));
  FH_ASSIGN_OR_RETURN(const Seen seen, parts_.visible(caller, id));
  FH_ASSIGN_OR_RETURN(std::vector<record::Question> questions, book_.about(seen.experience.number));
  FH_RETURN_IF_ERROR(show_answers(caller, seen, questions));
  QuestionsAbout about{.questions = {}, .asking = asking_of(caller, seen.experience, questions)};
  for (record::Question& question : questions) {
    about.questions.push_back({.question = std::move(question), .whole = seen.whole});
  }
  return about;
}

// Answers are words of its teller's: masked as the others are, and noted as read.
Status LocalQuestions::show_answers(const Caller& caller, const Seen& seen,
                                    std::vector<record::Question>& questions) {
  const bool any = std::ranges::any_of(
      questions, [](const record::Question& one) { return !one.answer.empty(); });
  if (!any) return {};
  parts_.readings.add_beside(caller, seen.experience.number, parts_.options.clock->now());
  FH_ASSIGN_OR_RETURN(const bool masked, parts_.is_masked(caller, seen.experience));
  if (!masked) return {};
  const std::string language(language_of(seen.experience));
  for (record::Question& one : questions) {
    one.answer = text::masked(one.answer, text::find_personal_data(one.answer, language));
  }
  return {};
}

Result<std::vector<AskedOfMe>> LocalQuestions::mine(const Caller& teller, uint32_t limit,
                                                    uint64_t offset) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_ASSIGN_OR_RETURN(std::vector<record::Question> questions,
                      book_.of_person(teller.person, limit, offset));
  std::vector<AskedOfMe> mine;
  for (record::Question& question : questions) {
    FH_ASSIGN_OR_RETURN(std::optional<model::Experience> about,
                        parts_.record.find(question.experience));
    if (!about) continue;  // erased a moment ago
    mine.push_back({.question = std::move(question), .about = std::move(*about)});
  }
  return mine;
}

Result<record::Question> LocalQuestions::answer(const Caller& teller, uint64_t number,
                                                std::string_view words) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
  FH_RETURN_IF_ERROR(check_words("answer", words, kAnswerCharactersMax));
  const record::QuestionBook::Whose whose = {.number = number, .person = teller.person};
  return parts_.erasing.replace_answer(whose, [&](record::QuestionBook& book) {
    return book.answer(whose, words, act_of(teller, "answer_question"));
  });
}

Result<record::Question> LocalQuestions::decline(const Caller& teller, uint64_t number,
                                                 Further further) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
  FH_ASSIGN_OR_RETURN(const record::Question declined,
                      book_.decline({.number = number, .person = teller.person},
                                    act_of(teller, "decline_question")));
  if (further == Further::kNever) FH_RETURN_IF_ERROR(never_again(teller));
  return declined;
}

Result<record::Question> LocalQuestions::withdraw(const Caller& teller, uint64_t number) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
  const record::QuestionBook::Whose whose = {.number = number, .person = teller.person};
  return parts_.erasing.withdraw_answer(whose, [&](record::QuestionBook& book) {
    return book.withdraw(whose, act_of(teller, "withdraw_answer"));
  });
}

// Of all that is theirs, whatever else each may be used for.
Status LocalQuestions::never_again(const Caller& teller) {
  std::map<uint8_t, std::vector<std::string>> by_grants;
  constexpr uint32_t kPage = 1000;
  for (uint64_t below = record::kAboveAll;;) {
    FH_ASSIGN_OR_RETURN(const std::vector<record::Holding> page,
                        parts_.record.held_by(teller.person, below, kPage));
    for (const record::Holding& one : page) {
      if (!one.grants.has(model::Purpose::kContact)) continue;
      by_grants[one.grants.without(model::Purpose::kContact).bits()].push_back(
          model::id_of(one.number));
    }
    if (page.size() < kPage) break;
    below = page.back().number;
  }
  for (const auto& [bits, ids] : by_grants) {
    const auto done = parts_.ownership.grant(teller, ids, model::Grants::of_bits(bits));
    if (!done) return std::unexpected(done.error());
  }
  return {};
}

}  // namespace fh::engine

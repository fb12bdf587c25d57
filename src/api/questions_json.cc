#include "api/questions_json.h"

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "model/experience.h"

namespace fh::api {
namespace {

enum class Times : uint8_t { kShown, kLeftOut };

void write_members(JsonWriter& json, const record::Question& question, Times ended) {
  json.member("number", question.number).member("asked_at", format_time(question.asked_at));
  json.member("by", question.role).member("question", question.text);
  json.member("state", name_of(question.state));
  if (question.ended_at && ended == Times::kShown) {
    json.member("ended_at", format_time(*question.ended_at));
  }
  if (question.state == record::QuestionState::kAnswered) json.member("answer", question.answer);
}

}  // namespace

void write_question(JsonWriter& json, const record::Question& question) {
  write_members(json, question, Times::kShown);
}

void write_questions(JsonWriter& json, std::span<const record::Question> questions) {
  json.begin_array();
  for (const record::Question& one : questions) {
    json.begin_object();
    write_question(json, one);
    json.end_object();
  }
  json.end_array();
}

// Of who is not shown whole, the day they answered is not either.
void write_about(JsonWriter& json, const engine::QuestionsAbout& about) {
  json.begin_object().key("questions").begin_array();
  for (const engine::AskedOf& one : about.questions) {
    json.begin_object();
    write_members(json, one.question, one.whole ? Times::kShown : Times::kLeftOut);
    json.end_object();
  }
  json.end_array().member("asking", name_of(about.asking)).end_object();
}

void write_asked_of_me(JsonWriter& json, std::span<const engine::AskedOfMe> mine) {
  json.begin_object().key("questions").begin_array();
  for (const engine::AskedOfMe& one : mine) {
    json.begin_object();
    write_question(json, one.question);
    json.member("experience", model::id_of(one.about.number));
    json.member("told_at", format_time(one.about.told_at)).member("text", one.about.text);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_served(JsonWriter& json, std::span<const engine::ServedFigure> served) {
  json.begin_object().key("figures").begin_array();
  for (const engine::ServedFigure& one : served) {
    const record::FiguresQuestion& question = one.question;
    json.begin_object().member("question", question.q).member("by", question.role);
    if (question.any_word) json.member("match", "any");
    if (!question.from.empty()) json.member("from", question.from);
    if (!question.to.empty()) json.member("to", question.to);
    json.member("purpose", name_of(question.purpose)).member("times", one.times);
    json.member("last", format_date(date_of(one.last)));
    json.member("experiences", one.experiences).end_object();
  }
  json.end_array().member("days", record::kFiguresKeptDays);
  json.member("questions_at_most", uint64_t{engine::kServedQuestionsMax}).end_object();
}

}  // namespace fh::api

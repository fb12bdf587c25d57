// api/questions_json.h: questions to tellers and their answers, and figures they counted in, as
// the interface writes them.
#pragma once

#include <span>

#include "base/json.h"
#include "engine/engine.h"

namespace fh::api {

// The members of one question, as its teller has it.
void write_question(JsonWriter& json, const record::Question& question);
// A list of whole objects, as tellers have them.
void write_questions(JsonWriter& json, std::span<const record::Question> questions);

// Each writes one whole object.
void write_about(JsonWriter& json, const engine::QuestionsAbout& about);
void write_asked_of_me(JsonWriter& json, std::span<const engine::AskedOfMe> mine);
void write_served(JsonWriter& json, std::span<const engine::ServedFigure> served);

}  // namespace fh::api

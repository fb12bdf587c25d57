// What the organisation asks tellers, what they answer, and in which figures they counted.
#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/fields.h"
#include "api/json_answer.h"
#include "api/page_parameters.h"
#include "api/posting.h"
#include "api/questions_json.h"
#include "api/service.h"
#include "base/json.h"

namespace fh::api {
namespace {

using engine::Right;

constexpr std::array kIdParameters = {
    Parameter{.name = "id",
              .in = In::kPath,
              .help = "The experience's id, \"e17\".",
              .presence = Presence::kRequired},
};
constexpr std::array kNumberParameters = {kNumberInPath};
constexpr std::array kPageParameters = {
    page_limit("How many questions.", "100", 1000),
    page_offset("How many questions to pass over."),
};

constexpr std::string_view kQuestionExample =
    R"({"number":1,"asked_at":"2026-05-03T08:30:00Z","by":"steward",)"
    R"("question":"Did anybody call you afterwards?","state":"open"})";
constexpr std::string_view kAnsweredExample =
    R"({"number":1,"asked_at":"2026-05-03T08:30:00Z","by":"steward",)"
    R"("question":"Did anybody call you afterwards?","state":"answered",)"
    R"("ended_at":"2026-05-04T19:00:00Z","answer":"Nobody did."})";
constexpr std::string_view kAboutExample =
    R"({"questions":[{"number":1,"asked_at":"2026-05-03T08:30:00Z","by":"steward",)"
    R"("question":"Did anybody call you afterwards?","state":"open"}],"asking":"open"})";
constexpr std::string_view kMineExample =
    R"({"questions":[{"number":1,"asked_at":"2026-05-03T08:30:00Z","by":"steward",)"
    R"("question":"Did anybody call you afterwards?","state":"open","experience":"e1",)"
    R"("told_at":"2026-05-02T08:30:00Z","text":"The driver waited for me."}]})";
constexpr std::string_view kServedExample =
    R"({"figures":[{"question":"late delivery","by":"listener","purpose":"count","times":3,)"
    R"("last":"2026-05-04","experiences":1}],"days":90,"questions_at_most":200})";

engine::Questions& questions(const Call& call) {
  return call.service.engine.questions();
}

// An answer whose body `write` makes.
Response one_question(const record::Question& question, Code code = Code::kOk) {
  return json_answer(
      [&](JsonWriter& json) {
        json.begin_object();
        write_question(json, question);
        json.end_object();
      },
      code);
}

uint64_t number_in(const Call& call) {
  return static_cast<uint64_t>(call.arguments.integer("n"));
}

Result<Response> ask(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"question"}));
  FH_ASSIGN_OR_RETURN(const std::string text, fields.needed_text("question"));
  const std::optional<engine::Posting> posting = posting_of(call);
  FH_ASSIGN_OR_RETURN(const record::Question asked,
                      questions(call).ask(call.caller, call.arguments.text("id"), text,
                                          posting ? &*posting : nullptr));
  return one_question(asked, Code::kCreated);
}

Result<Response> about(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::QuestionsAbout all,
                      questions(call).about(call.caller, call.arguments.text("id")));
  return json_answer([&](JsonWriter& json) { write_about(json, all); });
}

Result<Response> mine(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  FH_ASSIGN_OR_RETURN(const std::vector<engine::AskedOfMe> all,
                      questions(call).mine(call.caller, limit, offset));
  return json_answer([&](JsonWriter& json) { write_asked_of_me(json, all); });
}

Result<Response> answer(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"answer"}));
  FH_ASSIGN_OR_RETURN(const std::string words, fields.needed_text("answer"));
  FH_ASSIGN_OR_RETURN(const record::Question answered,
                      questions(call).answer(call.caller, number_in(call), words));
  return one_question(answered);
}

Result<Response> decline(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"never_again"}));
  FH_ASSIGN_OR_RETURN(const std::optional<bool> never, fields.yes("never_again"));
  const auto further = never.value_or(false) ? engine::Further::kNever : engine::Further::kMayAsk;
  FH_ASSIGN_OR_RETURN(const record::Question declined,
                      questions(call).decline(call.caller, number_in(call), further));
  return one_question(declined);
}

Result<Response> withdraw(const Call& call) {
  FH_ASSIGN_OR_RETURN(const record::Question withdrawn,
                      questions(call).withdraw(call.caller, number_in(call)));
  return one_question(withdrawn);
}

Result<Response> served(const Call& call) {
  FH_ASSIGN_OR_RETURN(const std::vector<engine::ServedFigure> figures,
                      call.service.engine.served(call.caller));
  return json_answer([&](JsonWriter& json) { write_served(json, figures); });
}

constexpr Endpoint kAsk{
    .method = Method::kPost,
    .path = "/v1/experiences/{id}/questions",
    .name = "askTeller",
    .summary = "Ask its teller",
    .description =
        "Where they let it be read and want to be asked (`contact`), and the caller may read it. "
        "One question about an experience is open at a time; 50 a day of an asker; 1,000 "
        "characters. Its teller finds it when they come back, with the asker's role; who has left "
        "a mail address is told by a letter that a question waits, once a day at most.",
    .needs = Needs::right(Right::kContact),
    .parameters = kIdParameters,
    .takes = "QuestionAsk",
    .takes_example = R"({"question":"Did anybody call you afterwards?"})",
    .gives = "Question",
    .gives_example = kQuestionExample,
    .success = Code::kCreated,
    .runs = Runs::kTelling,
    .handler = ask};

constexpr Endpoint kAbout{
    .path = "/v1/experiences/{id}/questions",
    .name = "questionsAbout",
    .summary = "What its teller was asked and answered",
    .description =
        "Newest first. Answers are words of theirs: masked where the experience's are, "
        "and noted for them as read.",
    .needs = Needs::right(Right::kRead),
    .parameters = kIdParameters,
    .gives = "QuestionsAbout",
    .gives_example = kAboutExample,
    .handler = about};

constexpr Endpoint kMine{.path = "/v1/mine/questions",
                         .name = "questionsToMe",
                         .summary = "What I am asked",
                         .description = "By the organisation, about what I told; newest first.",
                         .needs = Needs::teller(),
                         .parameters = kPageParameters,
                         .gives = "QuestionsToMe",
                         .gives_example = kMineExample,
                         .handler = mine};

constexpr Endpoint kAnswer{
    .method = Method::kPost,
    .path = "/v1/mine/questions/{n}/answer",
    .name = "answerQuestion",
    .summary = "Answer",
    .description =
        "Or say it anew: the words before are nobody's any more. Shown to whoever may "
        "read the experience. 10,000 characters.",
    .needs = Needs::teller(),
    .parameters = kNumberParameters,
    .takes = "AnswerAsk",
    .takes_example = R"({"answer":"Nobody did."})",
    .gives = "Question",
    .gives_example = kAnsweredExample,
    .runs = Runs::kTelling,
    .handler = answer};

constexpr Endpoint kWithdraw{.method = Method::kDelete,
                             .path = "/v1/mine/questions/{n}/answer",
                             .name = "withdrawAnswer",
                             .summary = "Take my answer back",
                             .description = "Its words are gone.",
                             .needs = Needs::teller(),
                             .parameters = kNumberParameters,
                             .gives = "Question",
                             .gives_example = kQuestionExample,
                             .runs = Runs::kTelling,
                             .handler = withdraw};

constexpr Endpoint kDecline{
    .method = Method::kPost,
    .path = "/v1/mine/questions/{n}/decline",
    .name = "declineQuestion",
    .summary = "Do not answer",
    .description =
        "With `never_again` nothing of mine may be asked about from now on: the grant "
        "`contact` is taken back from all of it.",
    .needs = Needs::teller(),
    .parameters = kNumberParameters,
    .takes = "DeclineAsk",
    .takes_example = R"({"never_again":false})",
    .gives = "Question",
    .gives_example = kQuestionExample,
    .runs = Runs::kTelling,
    .handler = decline};

constexpr Endpoint kServed{
    .path = "/v1/mine/figures",
    .name = "servedMine",
    .summary = "In which figures mine counted",
    .description =
        "Of the 200 newest different questions that figures were made for in the last 90 days "
        "those in whose answers something of mine counted: evaluated of mine alone, as its words "
        "are now, as it was granted when they were asked.",
    .needs = Needs::teller(),
    .gives = "ServedFigures",
    .gives_example = kServedExample,
    .handler = served};

}  // namespace

std::span<const Endpoint> question_endpoints() {
  static const std::array kEndpoints = {kAsk, kAbout, kMine, kAnswer, kWithdraw, kDecline, kServed};
  return kEndpoints;
}

}  // namespace fh::api

// What tellers are asked and answer, and in which figures they counted.
#include <array>

#include "api/shape_groups.h"

namespace fh::api {
namespace {

constexpr std::string_view kRoleType = R"("listener" | "steward" | "keeper" | "key" | "host")";
constexpr std::array kQuestion = {
    Field{"number", "integer", "Its number."},
    Field{"asked_at", "string", "When, RFC 3339."},
    Field{"by", kRoleType, "As what somebody asked; who they are is not told."},
    Field{"question", "string", "As it was asked."},
    Field{"state", R"("open" | "answered" | "declined" | "withdrawn")",
          "Withdrawn: answered once, and taken back."},
    Field{"ended_at", "string",
          "When it was last answered, declined or taken back; not of guarded tellers.", kMaybe},
    Field{"answer", "string", "The teller's words, where it is answered.", kMaybe},
};
constexpr std::array kQuestionAsk = {Field{"question", "string", "At most 1,000 characters."}};
constexpr std::array kAnswerAsk = {Field{"answer", "string", "At most 10,000 characters."}};
constexpr std::array kDeclineAsk = {
    Field{"never_again", "boolean", "Take back `contact` from all that is theirs.", kMaybe}};
constexpr std::array kQuestionsAbout = {
    Field{"questions", "Question[]", "Newest first."},
    Field{"asking", R"("possible" | "not_yours" | "not_granted" | "nobody" | "open")",
          "Whether the caller could ask now: they have no right to; its teller does not want to "
          "be asked; nobody can come back to it; a question waits for its answer."},
};
constexpr std::array kQuestionToMe = {
    Field{"experience", "string", "Of which of mine."},
    Field{"told_at", "string", "When I told that, RFC 3339."},
    Field{"text", "string", "What I told."},
};
constexpr std::array kQuestionsToMe = {Field{"questions", "QuestionToMe[]", "Newest first."}};
constexpr std::array kServedFigure = {
    Field{"question", "string", "As it was asked; empty: of everything."},
    Field{"by", kRoleType, "As what somebody asked."},
    Field{"match", R"("any")", "One of the words was enough.", kMaybe},
    Field{"from", "string", "Lived since then.", kMaybe},
    Field{"to", "string", "Lived until then.", kMaybe},
    Field{"purpose", R"("read" | "count" | "contact" | "share")",
          "Of which grant the figures were: `share` where they were for the public."},
    Field{"times", "integer", "How often, on days on which mine counted."},
    Field{"last", "string", "The last day, UTC."},
    Field{"experiences", "integer", "How many of mine counted."},
};
constexpr std::array kServedFigures = {
    Field{"figures", "ServedFigure[]", "The newest first."},
    Field{"days", "integer", "For how many days questions are kept."},
    Field{"questions_at_most", "integer", "How many different ones are looked at."},
};

constexpr std::array kShapes = {
    Shape{"Question", "What the organisation asked a teller.", kQuestion},
    Shape{"QuestionAsk", "A question to a teller.", kQuestionAsk},
    Shape{"AnswerAsk", "A teller's answer.", kAnswerAsk},
    Shape{"DeclineAsk", "How a question is declined.", kDeclineAsk},
    Shape{"QuestionsAbout", "What a teller was asked about an experience.", kQuestionsAbout},
    Shape{.name = "QuestionToMe",
          .help = "What I am asked, and about what.",
          .fields = kQuestionToMe,
          .extends = "Question"},
    Shape{"QuestionsToMe", "A page of what I am asked.", kQuestionsToMe},
    Shape{"ServedFigure", "That mine counted in the answers to a question.", kServedFigure},
    Shape{"ServedFigures", "In which figures mine counted.", kServedFigures},
};

}  // namespace

std::span<const Shape> question_shapes() {
  return kShapes;
}

}  // namespace fh::api

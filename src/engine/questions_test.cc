#include "engine/questions.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "engine/engine_fixture.h"

namespace fh::engine {
namespace {

using model::Grants;
using model::Purpose;
using record::QuestionState;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

bool stands_in_files(const std::string& directory, std::string_view bytes) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

class QuestionsTest : public EngineFixture {
 protected:
  struct Arrived {
    std::string id;
    std::string code;
    Caller caller = {};
  };
  Arrived tell_own(Draft draft, Grants grants = Grants::all()) {
    const auto told = engine_->ownership().tell(Caller::nobody(), std::move(draft),
                                                {.claim = true, .grants = grants});
    EXPECT_TRUE(told) << (told ? "" : to_string(told.error()));
    Arrived arrived{.id = model::id_of(told->receipt.number), .code = told->claim_code};
    arrived.caller = *engine_->ownership().teller_of(arrived.code);
    return arrived;
  }
  Questions& questions() { return engine_->questions(); }
  static Caller member(uint64_t number, Role role, std::string scope = {}) {
    return {.kind = CallerKind::kMember,
            .actor = fmt::format("member {}", number),
            .rights = rights_of(role),
            .scope = std::move(scope)};
  }
  record::Question ask(const std::string& id, std::string_view text = "How long was it?") {
    const auto asked = questions().ask(steward_, id, text, nullptr);
    EXPECT_TRUE(asked) << (asked ? "" : to_string(asked.error()));
    return asked ? *asked : record::Question{};
  }
  ErrorCode refusal(const Caller& caller, const std::string& id, std::string_view text = "Why?") {
    const auto asked = questions().ask(caller, id, text, nullptr);
    EXPECT_FALSE(asked);
    return asked ? ErrorCode::kIo : asked.error().code;
  }
  QuestionsAbout about(const std::string& id, const Caller& caller) {
    const auto all = questions().about(caller, id);
    EXPECT_TRUE(all) << (all ? "" : to_string(all.error()));
    return all ? *all : QuestionsAbout{};
  }
  void grant(const Arrived& whose, Grants grants) {
    const std::vector<std::string> ids = {whose.id};
    FH_ASSERT_OK(engine_->ownership().grant(whose.caller, ids, grants));
  }
  uint32_t readings_of(const Arrived& whose) {
    const auto mine = engine_->ownership().mine(whose.caller, 10, 0);
    uint32_t times = 0;
    for (const record::Reading& reading : mine->front().readings) times += reading.times;
    return times;
  }

  const Caller steward_ = member(2, Role::kSteward);
  const Caller listener_ = member(3, Role::kListener);
};

TEST_F(QuestionsTest, IsAskedAnsweredAndSeenByWhoMayReadIt) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  const record::Question asked = ask(ann.id);
  EXPECT_EQ(asked.role, "steward");
  EXPECT_EQ(about(ann.id, listener_).questions.front().question.state, QuestionState::kOpen);
  EXPECT_EQ(readings_of(ann), 0U) << "a question holds none of their words";
  const auto mine = questions().mine(ann.caller, 10, 0);
  FH_ASSERT_OK(mine);
  ASSERT_THAT(*mine, SizeIs(1));
  EXPECT_EQ(mine->front().question.text, "How long was it?");
  EXPECT_EQ(mine->front().about.text, "the lift stood still");
  FH_ASSERT_OK(questions().answer(ann.caller, asked.number, "  Two hours.\n"));
  EXPECT_EQ(about(ann.id, listener_).questions.front().question.answer, "  Two hours.\n")
      << "kept as it was written";
  EXPECT_EQ(readings_of(ann), 1U);
  FH_ASSERT_OK(engine_->experience(listener_, ann.id));
  EXPECT_EQ(readings_of(ann), 2U);
  about(ann.id, listener_);
  EXPECT_EQ(readings_of(ann), 2U) << "one reading shows both";
  EXPECT_THAT(engine_->ownership().mine(ann.caller, 10, 0)->front().questions, SizeIs(1));
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(QuestionsTest, OnlyWhoMayContactAndReadAndOnlyWhereTheTellerLetsThem) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  EXPECT_EQ(refusal(listener_, ann.id), ErrorCode::kDenied);
  EXPECT_EQ(refusal(Caller::nobody(), ann.id), ErrorCode::kDenied);
  EXPECT_EQ(refusal(ann.caller, ann.id), ErrorCode::kDenied);
  const Caller blind = {
      .kind = CallerKind::kKey, .actor = "key 1", .rights = {Right::kContact, Right::kCount}};
  EXPECT_EQ(refusal(blind, ann.id), ErrorCode::kDenied);
  EXPECT_EQ(refusal(member(4, Role::kSteward, "unit:north"), ann.id), ErrorCode::kNotFound)
      << "it is not there for them";
  EXPECT_EQ(refusal(steward_, "e99"), ErrorCode::kNotFound);
  grant(ann, Grants::all().without(Purpose::kContact));
  EXPECT_EQ(refusal(steward_, ann.id), ErrorCode::kDenied);
  EXPECT_EQ(about(ann.id, steward_).asking, Asking::kNotGranted);
  grant(ann, Grants::all().without(Purpose::kRead));
  EXPECT_EQ(refusal(steward_, ann.id), ErrorCode::kNotFound);
  grant(ann, Grants::all());
  EXPECT_EQ(about(ann.id, steward_).asking, Asking::kPossible);
  EXPECT_EQ(about(ann.id, listener_).asking, Asking::kNotYours);
  ask(ann.id);
  EXPECT_EQ(refusal(steward_, ann.id), ErrorCode::kConflict) << "one at a time";
  EXPECT_EQ(about(ann.id, steward_).asking, Asking::kOpen);
  const std::string nobodys = tell(draft("nobody known"));
  EXPECT_EQ(refusal(steward_, nobodys), ErrorCode::kDenied) << "the usual grants";
}

TEST_F(QuestionsTest, WordsAreChecked) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  EXPECT_EQ(refusal(steward_, ann.id, " \n"), ErrorCode::kInvalid);
  EXPECT_EQ(refusal(steward_, ann.id, "\xFF"), ErrorCode::kInvalid);
  EXPECT_EQ(refusal(steward_, ann.id, "bell\a"), ErrorCode::kInvalid);
  std::string umlauts;
  for (size_t i = 0; i < kQuestionCharactersMax; ++i) umlauts += "ü";
  EXPECT_EQ(refusal(steward_, ann.id, umlauts + "x"), ErrorCode::kTooLarge);
  const record::Question asked = ask(ann.id, umlauts);
  const std::string long_answer(kAnswerCharactersMax, 'a');
  EXPECT_EQ(questions().answer(ann.caller, asked.number, long_answer + "a").error().field,
            "answer");
  FH_EXPECT_OK(questions().answer(ann.caller, asked.number, long_answer));
}

TEST_F(QuestionsTest, SoManyADay) {
  std::vector<Arrived> tellers;
  for (uint64_t i = 0; i <= kQuestionsADay; ++i) {
    tellers.push_back(tell_own(draft(fmt::format("story {}", i))));
  }
  for (uint64_t i = 0; i < kQuestionsADay; ++i) ask(tellers[i].id);
  EXPECT_EQ(refusal(steward_, tellers.back().id), ErrorCode::kDenied);
  FH_EXPECT_OK(questions().ask(member(9, Role::kSteward), tellers.back().id, "Why?", nullptr));
}

TEST_F(QuestionsTest, NobodyElseAnswersDeclinesOrTakesBack) {
  const Arrived ann = tell_own(draft("hers"));
  const Arrived ben = tell_own(draft("his"));
  const uint64_t number = ask(ann.id).number;
  for (const Caller& other : {ben.caller, steward_, Caller::host(), Caller::nobody()}) {
    const ErrorCode code =
        other.kind == CallerKind::kTeller ? ErrorCode::kNotFound : ErrorCode::kDenied;
    EXPECT_EQ(questions().answer(other, number, "mine").error().code, code);
    EXPECT_EQ(questions().decline(other, number, Further::kNever).error().code, code);
    EXPECT_EQ(questions().withdraw(other, number).error().code, code);
  }
  EXPECT_THAT(*questions().mine(ben.caller, 10, 0), IsEmpty());
  EXPECT_EQ(questions().mine(steward_, 10, 0).error().code, ErrorCode::kDenied);
  EXPECT_EQ(about(ann.id, steward_).questions.front().question.state, QuestionState::kOpen);
}

TEST_F(QuestionsTest, AnAnswerIsSaidAnewAndTakenBack) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  const uint64_t number = ask(ann.id).number;
  EXPECT_EQ(questions().withdraw(ann.caller, number).error().code, ErrorCode::kConflict);
  FH_ASSERT_OK(questions().answer(ann.caller, number, "the yttrialite one"));
  FH_ASSERT_OK(questions().answer(ann.caller, number, "the quokkaberry one"));
  EXPECT_EQ(about(ann.id, steward_).questions.front().question.answer, "the quokkaberry one");
  EXPECT_EQ(questions().decline(ann.caller, number, Further::kMayAsk).error().code,
            ErrorCode::kConflict);
  FH_ASSERT_OK(questions().withdraw(ann.caller, number));
  EXPECT_EQ(about(ann.id, steward_).questions.front().question.state, QuestionState::kWithdrawn);
  EXPECT_EQ(about(ann.id, steward_).questions.front().question.answer, "");
  EXPECT_FALSE(stands_in_files(directory_, "yttrialite"));
  EXPECT_FALSE(stands_in_files(directory_, "quokkaberry"));
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(QuestionsTest, WhoWantsNoMoreIsAskedNoMoreOfAnything) {
  const Arrived ann = tell_own(draft("the first"));
  const auto second = engine_->ownership().tell(ann.caller, draft("the second"),
                                                {.grants = Grants::all().without(Purpose::kShare)});
  FH_ASSERT_OK(second);
  const uint64_t number = ask(ann.id).number;
  ask(model::id_of(second->receipt.number));
  FH_ASSERT_OK(questions().decline(ann.caller, number, Further::kNever));
  const auto mine = engine_->ownership().mine(ann.caller, 10, 0);
  EXPECT_EQ((*mine)[0].experience.grants, model::kUsualGrants) << "the others stay as they were";
  EXPECT_EQ((*mine)[1].experience.grants, Grants::all().without(Purpose::kContact));
  const auto left = questions().mine(ann.caller, 10, 0);
  ASSERT_THAT(*left, SizeIs(1)) << "the other was not answered yet, and is not asked any more";
  EXPECT_EQ(left->front().question.state, QuestionState::kDeclined);
  EXPECT_EQ(refusal(steward_, ann.id), ErrorCode::kDenied);
}

TEST_F(QuestionsTest, WhatIsTakenBackIsHiddenOrEnds) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  FH_ASSERT_OK(questions().answer(ann.caller, ask(ann.id).number, "two hours"));
  ask(ann.id, "And then?");
  grant(ann, Grants::all().without(Purpose::kContact));
  ASSERT_THAT(about(ann.id, steward_).questions, SizeIs(1)) << "the open one has ended";
  EXPECT_EQ(about(ann.id, steward_).questions.front().question.answer, "two hours");
  for (const Grants grants : {Grants::all().without(Purpose::kRead), Grants::none()}) {
    grant(ann, grants);
    EXPECT_EQ(questions().about(steward_, ann.id).error().code, ErrorCode::kNotFound);
    EXPECT_THAT(*questions().mine(ann.caller, 10, 0), SizeIs(1)) << "it is still theirs";
  }
  grant(ann, Grants::all());
  EXPECT_THAT(about(ann.id, steward_).questions, SizeIs(1));
}

TEST_F(QuestionsTest, AnswersAreMaskedAsTheOtherWordsAre) {
  Draft told = draft("told in the shop");
  told.lang = "en";
  told.party = "customer";
  const Arrived ann = tell_own(std::move(told));
  FH_ASSERT_OK(questions().answer(ann.caller, ask(ann.id).number, "write to lou@example.org"));
  GroupSettings settings;
  settings.masked.parties = {"customer"};
  FH_ASSERT_OK(engine_->set_group_settings(Caller::host(), settings));
  const auto seen_by = [&](const Caller& caller) {
    return about(ann.id, caller).questions.front().question.answer;
  };
  EXPECT_EQ(seen_by(steward_), "write to [mail]");
  EXPECT_EQ(seen_by(Caller::host()), "write to lou@example.org") << "who runs the program";
  EXPECT_EQ(questions().mine(ann.caller, 1, 0)->front().question.answer,
            "write to lou@example.org");
  FH_ASSERT_OK(engine_->ownership().set_masking(ann.caller, {}, record::Masking::kLifted));
  EXPECT_EQ(seen_by(steward_), "write to lou@example.org");
}

// Goal: of who is one of few, a question leads to nobody's number, and no time to anybody.
TEST_F(QuestionsTest, GuardedTellersAreAskedByTheNameAListGaveThem) {
  std::vector<Arrived> tellers;
  for (int i = 0; i < 5; ++i) {
    Draft own = draft(fmt::format("the dispatch screen froze, case {}", i));
    own.party = "employee";
    own.lang = "en";
    tellers.push_back(tell_own(std::move(own)));
  }
  EXPECT_EQ(refusal(steward_, tellers.front().id), ErrorCode::kNotFound)
      << "there is no going by numbers";
  SearchOptions options;
  options.q = "dispatch";
  options.caller = steward_;
  const auto found = engine_->search(options);
  FH_ASSERT_OK(found);
  ASSERT_THAT(found->hits, SizeIs(5));
  const std::string name = model::id_of(found->hits.front().experience.number);
  const uint64_t number = ask(name).number;
  int asked = 0;
  for (const Arrived& teller : tellers) {
    if (questions().mine(teller.caller, 10, 0)->empty()) continue;
    ++asked;
    FH_ASSERT_OK(questions().answer(teller.caller, number, "ask kim@example.org"));
  }
  EXPECT_EQ(asked, 1);
  const AskedOf seen = about(name, steward_).questions.front();
  EXPECT_FALSE(seen.whole);
  EXPECT_EQ(seen.question.answer, "ask [mail]");
}

TEST_F(QuestionsTest, AnswersGoWithTheExperienceAndTheirBytes) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  tell(draft("another stays"));
  FH_ASSERT_OK(questions().answer(ann.caller, ask(ann.id).number, "the yttrialite one"));
  const std::string backup = temporary_ / "backup.db";
  FH_ASSERT_OK(engine_->back_up_to(backup));
  ASSERT_TRUE(stands_in_files(directory_, "yttrialite"));
  FH_ASSERT_OK(engine_->ownership().erase(ann.caller, {}, Purge::kNow));
  EXPECT_FALSE(stands_in_files(directory_, "yttrialite"));
  EXPECT_FALSE(stands_in_files(directory_, "How long was it?"));
  EXPECT_EQ(questions().about(steward_, ann.id).error().code, ErrorCode::kNotFound);
  engine_.reset();
  const std::string restored = temporary_ / "restored";
  FH_ASSERT_OK(restore(system_files(), backup, restored));
  EngineOptions there = options();
  there.directory = restored;
  engine_ = std::move(*Engine::open(there));
  EXPECT_EQ(questions().about(steward_, ann.id).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
  engine_.reset();
  EXPECT_FALSE(stands_in_files(restored, "yttrialite")) << "nor from an older backup";
}

TEST_F(QuestionsTest, AJoinedTellerHasTheQuestionsToo) {
  const Arrived ann = tell_own(draft("one"));
  const Arrived also = tell_own(draft("two"));
  const uint64_t number = ask(also.id).number;
  FH_ASSERT_OK(engine_->ownership().join(ann.caller, also.code));
  EXPECT_THAT(*questions().mine(ann.caller, 10, 0), SizeIs(1));
  FH_EXPECT_OK(questions().answer(ann.caller, number, "an hour"));
}

TEST_F(QuestionsTest, TheAuditHoldsNoWords) {
  const Arrived ann = tell_own(draft("the lift stood still"));
  FH_ASSERT_OK(questions().answer(ann.caller, ask(ann.id).number, "the yttrialite one"));
  const auto audit = engine_->access().audit(Caller::host(), {});
  FH_ASSERT_OK(audit);
  std::string all;
  for (const record::AuditEntry& entry : audit->entries) {
    all += fmt::format("{} {} {}\n", entry.actor, entry.action, entry.detail);
  }
  EXPECT_THAT(all, HasSubstr("member 2 ask_teller question 1\n"));
  EXPECT_THAT(all, HasSubstr("teller answer_question \n"));
  EXPECT_THAT(all, Not(HasSubstr("yttrialite")));
  EXPECT_THAT(all, Not(HasSubstr("How long")));
}

TEST_F(QuestionsTest, WhatAPersonAsksForHoldsThem) {
  Draft own = draft("the lift stood still", "k1");
  own.person = "ann";
  const auto told = engine_->ownership().tell(Caller::host(), std::move(own),
                                              {.claim = true, .grants = Grants::all()});
  FH_ASSERT_OK(told);
  const Caller ann = *engine_->ownership().teller_of(told->claim_code);
  FH_ASSERT_OK(
      questions().answer(ann, ask(model::id_of(told->receipt.number)).number, "two hours"));
  for (const auto type : {record::RequestType::kAccess, record::RequestType::kPortability}) {
    const auto seen = engine_->requests().hand_in(
        Caller::host(),
        {.type = type,
         .identities = {{.type = IdentityType::kSourcePerson, .source = "test", .value = "ann"}}});
    FH_ASSERT_OK(seen);
    const auto data = engine_->requests().result(Caller::host(), seen->request.id, 10, 0);
    FH_ASSERT_OK(data);
    ASSERT_THAT(data->page.front().questions, SizeIs(1));
    EXPECT_EQ(data->page.front().questions.front().answer, "two hours");
  }
}

}  // namespace
}  // namespace fh::engine

#include "engine/engine.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <thread>

#include "base/limits.h"
#include "engine/engine_fixture.h"

namespace fh::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(EngineFixture, FindsWhatWasToldAtOnce) {
  const std::string id = tell(draft("The parcel came two days late"));
  EXPECT_EQ(id, "e1");
  EXPECT_THAT(texts("late parcel"), ElementsAre("The parcel came two days late"));
  EXPECT_EQ(engine_->as_of(), 1U);
  const Result<Experience> kept = engine_->experience(Caller::host(), id);
  FH_ASSERT_OK(kept);
  EXPECT_EQ(kept->text, "The parcel came two days late");
  EXPECT_EQ(kept->source, "test");
}

TEST_F(EngineFixture, InfersALanguageWhereNoneIsTold) {
  const std::string id =
      tell(draft("Die Lieferung kam leider viel zu spät und niemand konnte mir sagen, warum."));
  EXPECT_EQ(engine_->experience(Caller::host(), id)->inferred_lang, "de");
  EXPECT_EQ(total("lang:de"), 1U);
  Draft told = draft("Der Fahrer hat freundlich auf mich gewartet und mir geholfen.");
  told.lang = "nl";
  EXPECT_EQ(engine_->experience(Caller::host(), tell(told))->inferred_lang, "");
}

TEST_F(EngineFixture, AnswersEachOfManyAndKeepsTheGoodOnes) {
  std::vector<Draft> drafts = {draft("one", "1"), draft("bad"), draft("two", "2"),
                               draft("one", "1"), draft("other", "2")};
  drafts[1].kind = "rumour";
  const auto answers = engine_->tell_many(std::move(drafts), host());
  FH_ASSERT_OK(answers);
  ASSERT_THAT(*answers, SizeIs(5));
  EXPECT_EQ((*answers)[0]->number, 1U);
  EXPECT_EQ((*answers)[1].error().field, "kind");
  EXPECT_EQ((*answers)[2]->number, 2U);
  EXPECT_EQ((*answers)[3]->outcome, Outcome::kAlreadyTold);
  EXPECT_EQ((*answers)[4].error().code, ErrorCode::kConflict);
  EXPECT_EQ(total(""), 2U);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(EngineFixture, TellsNothingOfNothing) {
  const auto answers = engine_->tell_many({}, host());
  FH_ASSERT_OK(answers);
  EXPECT_THAT(*answers, IsEmpty());
}

TEST_F(EngineFixture, AmendsBySourceIdWhereTheDoorSaysSo) {
  tell(draft("the old words", "1"));
  const Result<Receipt> receipt = engine_->tell(
      draft("the new words", "1"), {.caller = Caller::host(), .same_key = SameKey::kAmend});
  FH_ASSERT_OK(receipt);
  EXPECT_EQ(receipt->outcome, Outcome::kAmended);
  EXPECT_EQ(total("old"), 0U);
  EXPECT_THAT(texts("new"), ElementsAre("the new words"));
}

TEST_F(EngineFixture, TakesOldWordsOutOfSearchAtOnceWhenAmended) {
  const std::string id = tell(draft("the queue was long", "1"));
  tell(draft("something else"));
  FH_ASSERT_OK(engine_->amend(id, draft("the line was short"), host()));
  EXPECT_EQ(total("queue"), 0U);
  EXPECT_EQ(total("short"), 1U);
  EXPECT_EQ(total(""), 2U);
  const Result<Experience> amended = engine_->experience(Caller::host(), id);
  EXPECT_EQ(amended->version, 2U);
  EXPECT_EQ(amended->source_id, "1");
  const auto again = engine_->amend(id, draft("the line was short"), host());
  FH_ASSERT_OK(again);
  EXPECT_EQ(again->outcome, Outcome::kAlreadyTold);
  EXPECT_EQ(engine_->amend("e99", draft("nobody"), host()).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(EngineFixture, TakesWhatIsErasedOutOfSearchAtOnce) {
  const std::string id = tell(draft("please forget this"));
  FH_ASSERT_OK(engine_->erase(id, host()));
  EXPECT_EQ(total("forget"), 0U);
  EXPECT_EQ(total(""), 0U);
  EXPECT_EQ(engine_->experience(Caller::host(), id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(engine_->erase(id, host()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(engine_->experience(Caller::host(), "17").error().code, ErrorCode::kNotFound);
}

TEST_F(EngineFixture, NarrowsToAPeriodWithItsLastMonthWhole) {
  for (const char* day : {"2026-01-31", "2026-02-01", "2026-03-31T23:59:59.999Z", "2026-04-01"}) {
    Draft one = draft(fmt::format("lived {}", day));
    one.lived_at = day;
    one.told_at = "2026-05-01";
    tell(one);
  }
  SearchOptions options;
  options.from = "2026-02";
  options.to = "2026-03";
  EXPECT_EQ(search(options).answer.total, 2U);
  options.from.reset();
  EXPECT_EQ(search(options).answer.total, 3U);
  options.q = "lived -01";
  EXPECT_EQ(search(options).answer.total, 1U);
  options.to = "tomorrow";
  const auto wrong = engine_->search(options);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().field, "to");
}

TEST_F(EngineFixture, SaysWhereAQueryIsWrong) {
  SearchOptions options;
  options.q = "(late";
  const auto wrong = engine_->search(options);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(wrong.error().field, "q");
}

TEST_F(EngineFixture, MarksWhatTheQueryFoundAndOnlyThat) {
  tell(draft("Deliveries were late; the delivery man said: late again."));
  SearchOptions options;
  options.q = "delivery \"late again\" -refund";
  options.highlight = true;
  const Found found = search(options);
  ASSERT_THAT(found.hits, SizeIs(1));
  std::vector<std::string> marked;
  for (const Span& span : found.hits[0].highlights) {
    marked.push_back(found.hits[0].experience.text.substr(span.begin, span.end - span.begin));
  }
  EXPECT_THAT(marked, ElementsAre("Deliveries", "delivery", "late", "again"));
}

TEST_F(EngineFixture, WakesWhoWaitsForAChange) {
  EXPECT_EQ(engine_->wait_for_change(0, 1), 0U);
  std::thread teller([this] { tell(draft("news")); });
  EXPECT_EQ(engine_->wait_for_change(0, 30'000), 1U);
  teller.join();
}

TEST_F(EngineFixture, RefusesOneColumnTooManyBeforeItIsKept) {
  const size_t own = engine_->columns().size();
  EXPECT_EQ(own, 0U);
  for (size_t at = 0; at < limits::kColumnsMax + 300; at += 200) {
    Draft many = draft("many signifiers");
    for (size_t i = at; i < at + 200; ++i) {
      many.signifiers.push_back({fmt::format("signifier {}", i), 1.0});
    }
    const Result<Receipt> receipt = engine_->tell(many, host());
    if (receipt) continue;
    EXPECT_EQ(receipt.error().code, ErrorCode::kTooLarge);
    EXPECT_THAT(receipt.error().message, HasSubstr("4096"));
    EXPECT_LE(engine_->columns().size(), limits::kColumnsMax);
    tell(draft("others are still welcome"));
    return;
  }
  FAIL() << "never refused";
}

// Goal: nobody without an account uses the names up that the organisation needs.
TEST_F(EngineFixture, StrangersBringFewNewNamesAlongAndUseAllThatAreThere) {
  const auto tell_as = [&](const Caller& caller, Draft one) {
    return engine_->tell(std::move(one), {.caller = caller});
  };
  const auto named = [](const std::string& name) {
    Draft one = draft("with a name of its own");
    one.signifiers.push_back({name, 1.0});
    return one;
  };
  static_assert(limits::kPublicColumnsMax <= limits::kSignifiersMax);
  Draft many = draft("many signifiers");
  many.touchpoint = "counter";
  for (size_t i = 1; i < limits::kPublicColumnsMax; ++i) {
    many.signifiers.push_back({fmt::format("signifier {}", i), 1.0});
  }
  FH_ASSERT_OK(tell_as(Caller::nobody(), many));
  Draft two_more = named("first more");
  two_more.signifiers.push_back({"second more", 1.0});
  EXPECT_FALSE(tell_as(Caller::nobody(), two_more)) << "takes neither of the two";
  FH_EXPECT_OK(tell_as(Caller::nobody(), named("the last one")));

  const auto refused = tell_as(Caller::nobody(), named("one too many"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(refused.error().field, "signifiers.one too many");
  EXPECT_THAT(refused.error().message, HasSubstr("256"));
  EXPECT_NE(refused.error().advice, "");
  EXPECT_FALSE(tell_as(Caller::teller(1), named("one too many")));

  FH_EXPECT_OK(tell_as(Caller::nobody(), named("signifier 7")));
  Draft own = draft("what is firsthand's own is always there");
  own.channel = "phone";
  own.unit = "Line 4";
  FH_EXPECT_OK(tell_as(Caller::nobody(), own));
  FH_EXPECT_OK(tell_as(Caller::host(), named("one too many")));
  FH_EXPECT_OK(tell_as(Caller::nobody(), named("one too many")));
}

TEST_F(EngineFixture, KeepsNotes) {
  EXPECT_EQ(*engine_->note("checkpoint"), std::nullopt);
  FH_ASSERT_OK(engine_->set_note("checkpoint", "17"));
  open();
  EXPECT_EQ(*engine_->note("checkpoint"), "17");
  FH_ASSERT_OK(engine_->remove_note("checkpoint"));
  EXPECT_EQ(*engine_->note("checkpoint"), std::nullopt);
}

TEST_F(EngineFixture, CountsPeopleAndGivesThemTheirOwn) {
  Draft first = draft("first");
  first.person = "ann@example.org";
  Draft second = draft("second");
  second.person = "ann@example.org";
  const std::string id = tell(first);
  tell(second);
  tell(draft("nobody's"));
  const std::string key = engine_->experience(Caller::host(), id)->person_key;
  const auto own = engine_->of_person(Caller::host(), key, 10, 0);
  FH_ASSERT_OK(own);
  ASSERT_THAT(*own, SizeIs(2));
  EXPECT_EQ((*own)[0].text, "second");
  const auto counts = engine_->counts();
  FH_ASSERT_OK(counts);
  EXPECT_EQ(counts->record.people, 1U);
  EXPECT_EQ(counts->landscape.experiences, 3U);
}

// Eight tellers and two searchers at once: every receipt is found when it comes, and
// nothing is lost or twice.
TEST_F(EngineFixture, KeepsItsWordUnderConcurrency) {
  constexpr int kTellers = 8;
  constexpr int kEach = 40;
  std::atomic<bool> telling = true;
  std::vector<std::thread> searchers;
  for (int i = 0; i < 2; ++i) {
    searchers.emplace_back([&] {
      uint64_t before = 0;
      while (telling) {
        const uint64_t now = total("round");
        EXPECT_GE(now, before);
        before = now;
      }
    });
  }
  std::vector<std::thread> tellers;
  for (int t = 0; t < kTellers; ++t) {
    tellers.emplace_back([this, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string word = fmt::format("mark{}x{}", t, i);
        tell(draft("round " + word, word));
        EXPECT_EQ(total(word), 1U) << word;
      }
    });
  }
  for (std::thread& thread : tellers) thread.join();
  telling = false;
  for (std::thread& thread : searchers) thread.join();
  EXPECT_EQ(total("round"), static_cast<uint64_t>(kTellers * kEach));
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

}  // namespace
}  // namespace fh::engine

#include "engine/small_groups.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "engine/small_groups_fixture.h"

namespace fh::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<Told> employees(size_t count, const Told& like) {
  std::vector<Told> told;
  for (size_t i = 0; i < count; ++i) {
    told.push_back(like);
    told.back().party = "employee";
    told.back().person = fmt::format("{}{}", like.unit, i);
  }
  return told;
}

std::vector<Told> operator+(std::vector<Told> a, const std::vector<Told>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const Told kCustomer = {
    .person = "c", .party = "customer", .unit = "u", .touchpoint = "till", .word = "slow"};

TEST_F(SmallGroupsFixture, TotalsAreExactForOthersAndInStepsForTheGuarded) {
  Told desk = kCustomer;
  desk.touchpoint = "desk";
  tell_all(employees(7, desk) + std::vector<Told>(3, kCustomer));
  const Found all = ask("");
  EXPECT_EQ(all.answer.total, 5U + 3U);
  EXPECT_EQ(all.answer.landscape, 5U + 3U);
  ASSERT_TRUE(all.guarded.has_value());
  EXPECT_EQ(all.guarded->threshold, 5U);
  EXPECT_EQ(ask("touchpoint:till").answer.total, 3U);
  EXPECT_EQ(total("touchpoint:desk"), 7U);  // who runs the program
}

TEST_F(SmallGroupsFixture, ToldTwiceIsOnePersonAndNobodyKnownIsOneTogether) {
  std::vector<Told> told = employees(4, kCustomer);
  told = told + told;
  tell_all(told + std::vector<Told>(3, kCustomer));
  EXPECT_EQ(ask("").answer.total, 3U);  // four people: as if there were none
  EXPECT_FALSE(ask("").guarded.has_value());
  told_.clear();
  Draft unknown = draft_of(employees(1, kCustomer).front(), 100);
  unknown.person.clear();
  tell(unknown);
  unknown.source_id = "s101";
  unknown.text += " again";
  tell(unknown);
  EXPECT_EQ(ask("").answer.total, 3U + 5U);
}

TEST_F(SmallGroupsFixture, SaysTheSameOfAFewAsOfNone) {
  Told rare = kCustomer;
  rare.touchpoint = "vault";
  tell_all(employees(9, kCustomer) + employees(4, rare) + std::vector<Told>(2, kCustomer));
  landscape::Request request;
  request.ratings = request.people = true;
  request.histogram = landscape::HistogramStep::kDay;
  request.telling_words = 5;
  request.facets = {{.column = "touchpoint", .limit = 10, .detailed = true}};
  const Found few = ask("touchpoint:vault", request);
  const Found none = ask("touchpoint:nowhere", request);
  EXPECT_EQ(few.answer.total, 0U);
  EXPECT_EQ(few.answer.readable, 0U);
  EXPECT_THAT(few.hits, IsEmpty());
  EXPECT_EQ(few.answer.facets, none.answer.facets);
  EXPECT_EQ(few.answer.ratings, none.answer.ratings);
  EXPECT_EQ(few.answer.histogram, none.answer.histogram);
  EXPECT_EQ(few.answer.people, none.answer.people);
  EXPECT_EQ(few.answer.without_person, none.answer.without_person);
  EXPECT_EQ(few.answer.telling_words, none.answer.telling_words);
  EXPECT_EQ(few.answer.telling_sample, none.answer.telling_sample);
  EXPECT_EQ(few.answer.apart, none.answer.apart);
  const Found all = ask("", request);
  ASSERT_THAT(all.answer.facets[0].values, SizeIs(1));  // the vault is not named
  EXPECT_EQ(all.answer.facets[0].values[0].value, "till");
  EXPECT_EQ(all.answer.facets[0].values[0].experiences, 5U + 2U);
  EXPECT_EQ(all.answer.facets[0].distinct, 1U);
}

TEST_F(SmallGroupsFixture, RatingsComeFromStepsAtWholePoints) {
  Told bad = kCustomer;
  bad.felt = 2;
  Told good = kCustomer;
  good.felt = 8;
  std::vector<Told> told = employees(11, bad);
  good.unit = "v";
  tell_all(told + employees(3, good));
  landscape::Request request;
  request.ratings = true;
  const Found found = ask("", request);
  EXPECT_EQ(found.answer.ratings->felt.count, 10U);  // nobody felt 8, as far as is told
  EXPECT_EQ(found.answer.ratings->felt.sum, 10 * 200);
  EXPECT_EQ(found.answer.ratings->felt.bins[8], 0U);
  EXPECT_EQ(found.answer.ratings->felt.apart_bins[2], 10U);
}

TEST_F(SmallGroupsFixture, WordsAreListedOnlyForBroadQuestionsOfEnoughPeople) {
  tell_all(employees(8, kCustomer) + std::vector<Told>(1, kCustomer));
  EXPECT_THAT(ask("slow").hits, SizeIs(9));
  EXPECT_TRUE(ask("slow").guarded->words);
  for (const char* narrow :
       {"unit:u", "source:staff", "lived_at:2025-01-03", "slow or function:support",
        "-unit:elsewhere", "since:2025-01-02", "told_at:2025-07-01", "anything:at_all"}) {
    const Found found = ask(narrow);
    EXPECT_FALSE(found.guarded->words) << narrow;
    EXPECT_LE(found.hits.size(), 1U) << narrow;
  }
  EXPECT_THAT(ask("lived_at:2025-01").hits, SizeIs(9));
  EXPECT_THAT(ask("slow felt:0 touchpoint:till kind:story").hits, SizeIs(9));
}

TEST_F(SmallGroupsFixture, AShownGuardedExperienceSinglesNobodyOut) {
  tell_all(employees(6, kCustomer));
  const Found found = ask("slow");
  ASSERT_THAT(found.hits, SizeIs(6));
  for (const FoundHit& hit : found.hits) {
    EXPECT_TRUE(SmallGroups::is_name(hit.experience.number));
    EXPECT_EQ(hit.score, 0);
    EXPECT_EQ(hit.experience.sequence, 0U);
    EXPECT_EQ(hit.experience.person_key + hit.experience.unit + hit.experience.source +
                  hit.experience.source_id,
              "");
    EXPECT_EQ(format_date(date_of(*hit.experience.lived_at)), "2025-01-01");
    EXPECT_EQ(hit.experience.touchpoint, "till");
    const auto opened = engine_->experience(member(), model::id_of(hit.experience.number));
    FH_ASSERT_OK(opened);
    EXPECT_EQ(*opened, hit.experience);
  }
  EXPECT_EQ(engine_->experience(member(), "e1").error().code, ErrorCode::kNotFound);
  FH_EXPECT_OK(engine_->experience(Caller::host(), "e1"));
}

TEST_F(SmallGroupsFixture, TheOwnerSeesTheirsWhole) {
  tell_all(employees(6, kCustomer));
  const auto whole = engine_->experience(Caller::host(), "e2");
  FH_ASSERT_OK(whole);
  Caller owner = member();
  owner.kind = CallerKind::kTeller;
  owner.person = whole->person_number;
  FH_EXPECT_OK(engine_->experience(owner, "e2"));
  EXPECT_FALSE(engine_->experience(owner, "e3"));
  EXPECT_THAT(*engine_->of_person(owner, whole->person_key, 10, 0), SizeIs(1));
  EXPECT_THAT(*engine_->of_person(member(), whole->person_key, 10, 0), IsEmpty());
}

TEST_F(SmallGroupsFixture, ExportsReduceTheGuardedAndKeepThemOutOfOrder) {
  tell_all(employees(6, kCustomer) + std::vector<Told>(2, kCustomer));
  std::vector<Experience> taken;
  FH_ASSERT_OK(engine_->for_each(member(), [&](const Experience& experience) -> Status {
    taken.push_back(experience);
    return {};
  }));
  ASSERT_THAT(taken, SizeIs(8));
  EXPECT_EQ(taken[0].number, 7U);  // the others first
  EXPECT_TRUE(std::ranges::is_sorted(taken, {}, &Experience::number));
  EXPECT_TRUE(taken[7].unit.empty());
}

TEST_F(SmallGroupsFixture, TimeSortsTakeGuardedExperiencesByMonth) {
  tell_all(employees(20, kCustomer));
  landscape::Request request;
  request.limit = 50;
  request.sort = landscape::Sort::kOldest;
  std::vector<std::string> order;
  for (const FoundHit& hit : ask("", request).hits) order.push_back(hit.experience.text);
  ASSERT_THAT(order, SizeIs(20));
  std::vector<std::string> by_time;
  for (size_t i = 0; i < 20; ++i) by_time.push_back(draft_of(told_[i], i).text);
  EXPECT_NE(order, by_time);
  std::ranges::reverse(by_time);
  EXPECT_NE(order, by_time);
}

TEST_F(SmallGroupsFixture, TellingWordsOfOthersKnowNothingOfTheGuarded) {
  std::vector<Told> told;
  for (int i = 0; i < 40; ++i) {
    told.push_back(kCustomer);
    told.back().word = i < 20 ? "queue" : "sunny";
    told.back().touchpoint = i < 20 ? "till" : "park";
  }
  landscape::Request request;
  request.telling_words = 10;
  tell_all(told);
  const Found before = ask("touchpoint:till", request);
  ASSERT_THAT(before.answer.telling_words, testing::Not(IsEmpty()));
  Told like = kCustomer;
  like.word = "queue";
  std::vector<Draft> more;
  std::vector<Told> staff = employees(12, like);
  for (size_t i = 0; i < staff.size(); ++i) more.push_back(draft_of(staff[i], 500 + i));
  FH_ASSERT_OK(engine_->tell_many(std::move(more), host()));
  const Found after = ask("touchpoint:till", request);
  EXPECT_EQ(after.answer.telling_words, before.answer.telling_words);
  EXPECT_EQ(after.answer.telling_sample, before.answer.telling_sample);
}

TEST_F(SmallGroupsFixture, TellingWordsOfTheGuardedAreTheirsInSteps) {
  std::vector<Told> told;
  for (int i = 0; i < 60; ++i) told.push_back(kCustomer);
  Told staff = kCustomer;
  staff.word = "roster";
  Told lone = kCustomer;
  lone.word = "secretword";
  lone.unit = "v";
  tell_all(told + employees(13, staff) + employees(4, lone));
  landscape::Request request;
  request.telling_words = 20;
  std::map<std::string, uint64_t> words;
  for (const auto& word : ask("by:employee", request).answer.telling_words) {
    words[word.word] = word.experiences;
  }
  EXPECT_EQ(words["roster"], 10U);
  EXPECT_FALSE(words.contains("secretword"));
}

TEST_F(SmallGroupsFixture, AColumnMayHaveAGreaterThreshold) {
  Told desk = kCustomer;
  desk.touchpoint = "desk";
  desk.unit = "v";
  tell_all(employees(9, kCustomer) + employees(3, desk));
  GroupSettings settings;
  settings.columns = {{"touchpoint", 7}};
  FH_ASSERT_OK(engine_->set_group_settings(member(), settings));
  EXPECT_EQ(ask("slow").answer.total, 10U);
  EXPECT_EQ(ask("touchpoint:till").answer.total, 0U);  // 7 is taken as 10
  EXPECT_EQ(ask("touchpoint:till").guarded->threshold, 10U);
  landscape::Request request;
  request.facets = {{.column = "touchpoint", .limit = 3}};
  EXPECT_THAT(ask("slow", request).answer.facets[0].values, IsEmpty());
  open();
  EXPECT_EQ(*engine_->group_settings(member()), settings);
  EXPECT_EQ(engine_->set_group_settings(Caller::nobody(), {}).error().code, ErrorCode::kDenied);
  settings = {.parties = {{"employee", 3}}};
  FH_ASSERT_OK(engine_->set_group_settings(member(), settings));
  EXPECT_EQ(ask("touchpoint:till").answer.total, 9U);
  settings.parties = {{"employee", 0}};  // they are always guarded
  EXPECT_EQ(engine_->set_group_settings(member(), settings).error().field, "parties.employee");
}

TEST_F(SmallGroupsFixture, OnlyKeepersOfAWholeViewSeeAndChangeTheSettings) {
  Caller narrowed = member();
  narrowed.scope = "unit:north";
  Caller listener = member();
  listener.rights = rights_of(Role::kListener);
  for (const Caller& caller : {narrowed, listener, Caller::nobody(), Caller::teller(1)}) {
    EXPECT_EQ(engine_->group_settings(caller).error().code, ErrorCode::kDenied);
    EXPECT_EQ(engine_->set_group_settings(caller, {}).error().code, ErrorCode::kDenied);
  }
  const GroupSettings settings = {
      .parties = {{"employee", 7}}, .noise = true, .masked = {.parties = {}, .sources = {"shop"}}};
  FH_ASSERT_OK(engine_->set_group_settings(member(), settings));
  FH_ASSERT_OK(engine_->set_group_settings(member(), settings));  // nothing new: no entry
  const auto page = engine_->access().audit(
      member(), {.limit = 10, .offset = 0, .filter = {.actor = {}, .action = "settings"}});
  FH_ASSERT_OK(page);
  ASSERT_THAT(page->entries, SizeIs(1));
  EXPECT_EQ(page->entries[0].actor, "member 1");
  EXPECT_EQ(page->entries[0].detail, "party employee: 5 to 7; noise on; source shop masked");
}

// Noise lowers a figure or leaves it; it never shows what would be withheld without it.
TEST_F(SmallGroupsFixture, NoiseNeverShowsMoreThanIsShownWithoutIt) {
  tell_random(5, 300);
  Rng rng(6);
  std::vector<Asked> questions;
  std::vector<uint64_t> plain;
  for (int i = 0; i < 100; ++i) {
    questions.push_back(random_question(rng));
    plain.push_back(ask(questions.back().q).answer.apart->total);
  }
  FH_ASSERT_OK(engine_->set_group_settings(member(), {.noise = true}));
  size_t lower = 0;
  for (size_t i = 0; i < questions.size(); ++i) {
    const uint64_t noisy = ask(questions[i].q).answer.apart->total;
    EXPECT_LE(noisy, plain[i]) << questions[i].q;
    lower += noisy < plain[i] ? 1 : 0;
  }
  EXPECT_GT(lower, 0U);
  const uint64_t before = ask(questions[0].q).answer.apart->total;
  open();  // the same secret, so the same figures
  EXPECT_EQ(ask(questions[0].q).answer.apart->total, before);
}

TEST_F(SmallGroupsFixture, CountsAndColumnsAreToldInSteps) {
  tell_all(employees(7, kCustomer) + std::vector<Told>(2, kCustomer));
  Draft odd = draft_of(employees(1, kCustomer).front(), 50);
  odd.signifiers.push_back({"shoe size", 43.0});
  tell(odd);
  const auto counts = engine_->counts_for(member());
  FH_ASSERT_OK(counts);
  EXPECT_EQ(counts->record.experiences, 7U);
  EXPECT_EQ(counts->record.people, 6U);
  const auto columns = engine_->columns_for(member());
  FH_ASSERT_OK(columns);
  for (const landscape::ColumnInfo& column : *columns) {
    EXPECT_NE(column.column, "shoe_size");
    EXPECT_EQ(column.keywords % 5, column.keywords > 0 ? 2U : 0U) << column.column;
  }
}

TEST_F(SmallGroupsFixture, NoiseIsTheSameForTheSamePeopleAndNeverShowsTooFew) {
  tell_random(3, 300);
  GroupSettings settings;
  settings.noise = true;
  FH_ASSERT_OK(engine_->set_group_settings(member(), settings));
  Rng rng(4);
  for (int i = 0; i < 200; ++i) {
    const Asked asked = random_question(rng);
    const Found found = ask(asked.q);
    const size_t people = guarded_people(asked.holds).size();
    const uint64_t told = found.answer.apart->total;
    EXPECT_EQ(told % kThreshold, 0U);
    EXPECT_LE(told, people);
    EXPECT_LT(people, told + 2 * kThreshold);
    EXPECT_EQ(ask(both(asked, asked).q).answer.total, found.answer.total) << asked.q;
  }
}

TEST(GroupSettings, AreReadAsTheyAreWrittenOrRefused) {
  const GroupSettings settings = {.parties = {{"employee", 7}, {"partner", 3}},
                                  .columns = {{"unit", 10}},
                                  .noise = true,
                                  .masked = {.parties = {"customer"}, .sources = {"", "shop"}}};
  EXPECT_EQ(*read_group_settings(to_json(settings)), settings);
  EXPECT_EQ(*read_group_settings("{}"), GroupSettings{});
  for (const char* wrong :
       {"[]", "{\"parties\":5}", "{\"parties\":{\"boss\":5}}", "{\"columns\":{\"unit\":-1}}",
        "{\"columns\":{\"unit\":1001}}", "{\"noise\":1}", "{\"other\":{}}", "{",
        "{\"parties\":{\"employee\":0}}", "{\"parties\":{\"employee\":1}}",
        "{\"parties\":{\"customer\":1}}", "{\"columns\":{\"\":5}}", "{\"columns\":{\"**\":5}}",
        "{\"masked\":[]}", "{\"masked\":{\"parties\":[\"boss\"]}}",
        "{\"masked\":{\"sources\":[5]}}", "{\"masked\":{\"sources\":\"shop\"}}",
        "{\"masked\":{\"words\":[]}}"}) {
    EXPECT_FALSE(read_group_settings(wrong)) << wrong;
  }
  EXPECT_EQ(read_group_settings("{\"parties\":{\"partner\":3}}")->parties.at("employee"), 5U);
  EXPECT_EQ(read_group_settings("{\"columns\":{\"unit\":0}}")->columns.size(), 0U);
}

}  // namespace
}  // namespace fh::engine

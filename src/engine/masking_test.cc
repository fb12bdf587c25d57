// Personal data in words: masked where a keeper says so, shown again where the teller does.
#include <gmock/gmock.h>

#include "engine/engine_fixture.h"

namespace fh::engine {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr const char* kTold = "They wrote to kim@example.org about the parcel";
constexpr const char* kMaskedWords = "They wrote to [mail] about the parcel";

class Masking : public EngineFixture {
 protected:
  struct Own {
    std::string id;
    Caller caller;
  };
  Own tell_own(const std::string& source, const std::string& party = {}) {
    Draft told = draft(kTold);
    told.source = source;
    told.party = party;
    const Result<OwnReceipt> receipt =
        engine_->ownership().tell(Caller::host(), std::move(told), {.claim = true});
    EXPECT_TRUE(receipt) << (receipt ? "" : to_string(receipt.error()));
    return {.id = model::id_of(receipt->receipt.number),
            .caller = *engine_->ownership().teller_of(receipt->claim_code)};
  }
  static Caller keeper() {
    return {.kind = CallerKind::kMember,
            .actor = "member 1",
            .rights = Rights::all(),
            .scope = {},
            .person = 0};
  }
  void mask(const MaskedWords& masked) {
    FH_ASSERT_OK(engine_->set_group_settings(keeper(), {.masked = masked}));
  }
  std::vector<std::string> found(const Caller& caller) {
    SearchOptions options;
    options.q = "parcel";
    options.highlight = true;
    options.caller = caller;
    std::vector<std::string> texts;
    for (const FoundHit& hit : engine_->search(options)->hits) {
      texts.push_back(hit.experience.text);
      EXPECT_THAT(hit.highlights, SizeIs(1));
      const Span& span = hit.highlights.front();
      EXPECT_EQ(hit.experience.text.substr(span.begin, span.end - span.begin), "parcel");
    }
    return texts;
  }
  std::string seen(const Caller& caller, const std::string& id) {
    const Result<Experience> one = engine_->experience(caller, id);
    EXPECT_TRUE(one) << (one ? "" : to_string(one.error()));
    return one ? one->text : "";
  }
};

TEST_F(Masking, HoldsForTheSourcesAndPartiesAKeeperNamesFromTheNextQuestionOn) {
  const Own own = tell_own("shop", "customer");
  EXPECT_THAT(found(keeper()), ElementsAre(kTold));
  mask({.parties = {}, .sources = {"shop"}});
  EXPECT_THAT(found(keeper()), ElementsAre(kMaskedWords));
  EXPECT_THAT(found(Caller::host()), ElementsAre(kTold));
  mask({.parties = {"partner"}, .sources = {"till"}});
  EXPECT_EQ(seen(keeper(), own.id), kTold);
  mask({.parties = {"customer"}, .sources = {}});
  EXPECT_EQ(seen(keeper(), own.id), kMaskedWords);
  open();
  EXPECT_EQ(seen(keeper(), own.id), kMaskedWords);
}

// Every way by which words come out.
TEST_F(Masking, HoldsByIdByPersonAndInExportsAndLeavesTheRecordAsItIs) {
  const Own own = tell_own("shop");
  mask({.parties = {}, .sources = {"shop"}});
  EXPECT_EQ(seen(keeper(), own.id), kMaskedWords);
  const std::string person = engine_->experience(keeper(), own.id)->person_key;
  EXPECT_EQ(engine_->of_person(keeper(), person, 10, 0)->front().text, kMaskedWords);
  std::vector<std::string> taken;
  FH_ASSERT_OK(engine_->for_each(keeper(), [&](const Experience& one) -> Status {
    taken.push_back(one.text);
    return {};
  }));
  EXPECT_THAT(taken, ElementsAre(kMaskedWords));
  EXPECT_EQ(seen(Caller::host(), own.id), kTold);
  EXPECT_EQ(engine_->ownership().mine(own.caller, 10, 0)->front().experience.text, kTold);
}

TEST_F(Masking, IsLiftedByTheTellerAloneAndForWhatIsTheirs) {
  const Own own = tell_own("shop");
  const Own other = tell_own("shop");
  mask({.parties = {}, .sources = {"shop"}});
  Ownership& ownership = engine_->ownership();
  EXPECT_EQ(ownership.mine(own.caller, 1, 0)->front().seen, SeenWords::kMasked);
  const auto lift = [&](const Caller& who, const std::string& id) {
    return ownership.set_masking(who, std::span(&id, 1), record::Masking::kLifted);
  };
  EXPECT_EQ(lift(keeper(), own.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(lift(other.caller, own.id).error().code, ErrorCode::kNotFound);
  FH_ASSERT_OK(lift(own.caller, own.id));
  EXPECT_EQ(ownership.mine(own.caller, 1, 0)->front().seen, SeenWords::kMaskLifted);
  EXPECT_EQ(seen(keeper(), own.id), kTold);
  EXPECT_EQ(seen(keeper(), other.id), kMaskedWords);
  EXPECT_THAT(found(keeper()), testing::UnorderedElementsAre(kTold, kMaskedWords));
  FH_ASSERT_OK(ownership.set_masking(own.caller, {}, record::Masking::kApplies));
  EXPECT_EQ(seen(keeper(), own.id), kMaskedWords);
  const auto audit = engine_->access().audit(keeper(), {.limit = 1});
  EXPECT_EQ(audit->entries.front().action, "mask_again");
  EXPECT_EQ(audit->entries.front().detail, "experiences=1");
}

// Lifting shows the words whole; who told them is kept back as before.
TEST_F(Masking, OfGuardedWordsIsLiftedTooAndNothingElseOfThemIs) {
  std::vector<Own> all;
  for (int i = 0; i < 5; ++i) all.push_back(tell_own("staff", "employee"));
  EXPECT_THAT(found(keeper()), testing::Each(kMaskedWords));
  FH_ASSERT_OK(engine_->ownership().set_masking(all[2].caller, {}, record::Masking::kLifted));
  SearchOptions options;
  options.q = "parcel";
  options.caller = keeper();
  size_t whole = 0;
  const Result<Found> answer = engine_->search(options);
  ASSERT_THAT(answer->hits, SizeIs(5));
  for (const FoundHit& hit : answer->hits) {
    whole += hit.experience.text == kTold ? 1 : 0;
    EXPECT_EQ(hit.experience.source, "");
    EXPECT_EQ(hit.experience.person_key, "");
    EXPECT_TRUE(SmallGroups::is_name(hit.experience.number));
    EXPECT_EQ(seen(keeper(), model::id_of(hit.experience.number)), hit.experience.text);
  }
  EXPECT_EQ(whole, 1U);
}

TEST_F(Masking, SourcesAndTheirGrantsAreForKeepers) {
  tell_own("shop");
  Caller listener = keeper();
  listener.rights = rights_of(Role::kListener);
  Caller narrowed = keeper();
  narrowed.scope = "unit:north";
  Ownership& ownership = engine_->ownership();
  for (const Caller& caller : {listener, narrowed, Caller::nobody()}) {
    EXPECT_EQ(ownership.sources(caller, 10, 0).error().code, ErrorCode::kDenied);
    EXPECT_EQ(ownership.set_source_grants(caller, {.source = "shop", .basis = {}}).error().code,
              ErrorCode::kDenied);
  }
  const record::SourceGrants law = {
      .source = "shop", .grants = model::Grants::none(), .basis = "a notice"};
  FH_ASSERT_OK(ownership.set_source_grants(keeper(), law));
  EXPECT_EQ(ownership.sources(keeper(), 10, 0)->front().grants.basis, "a notice");
  const Own own = tell_own("shop");
  EXPECT_EQ(ownership.mine(own.caller, 1, 0)->front().source.grants.basis, "a notice");
  EXPECT_EQ(ownership.mine(own.caller, 1, 0)->front().experience.grants, model::Grants::none());
  for (const auto& [field, wrong] :
       {std::pair("source", record::SourceGrants{.source = std::string(200, 'a'), .basis = {}}),
        std::pair("basis", record::SourceGrants{.source = "shop", .basis = "two\nlines"}),
        std::pair("basis", record::SourceGrants{.source = "shop", .basis = "\xFF"})}) {
    EXPECT_EQ(ownership.set_source_grants(keeper(), wrong).error().field, field);
  }
}

}  // namespace
}  // namespace fh::engine

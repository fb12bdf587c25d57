#include "engine/contacts.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/secrets.h"
#include "engine/engine_fixture.h"
#include "testing/fake_clock.h"
#include "testing/fake_post_box.h"

namespace fh::engine {
namespace {

using ::testing::ElementsAre;
using testing::FakePostBox;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::links_in;
using ::testing::Not;
using ::testing::SizeIs;

std::string bytes_in(const std::string& directory) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return all;
}

class ContactsTest : public ::testing::Test {
 protected:
  void SetUp() override { open(directory_); }

  void open(const std::string& directory) {
    engine_.reset();
    auto opened = Engine::open({.directory = directory, .clock = &clock_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }

  Contacts& contacts() { return engine_->contacts(); }
  Posting posting(const std::string& from = "192.0.2.1") {
    return {.box = box_, .pages = "https://pages.example", .from = from};
  }

  struct Told {
    std::string id;
    std::string code;
    Caller caller = {};
  };
  Told tell(const std::string& words, model::Grants grants = model::kUsualGrants) {
    Draft draft;
    draft.text = words;
    const auto told =
        engine_->ownership().tell(Caller::nobody(), draft, {.claim = true, .grants = grants});
    EXPECT_TRUE(told);
    return {.id = model::id_of(told->receipt.number),
            .code = told->claim_code,
            .caller = *engine_->ownership().teller_of(told->claim_code)};
  }
  // Of what one told for another: the code that both have seen.
  std::string tell_for_another() {
    Draft draft;
    draft.text = "They waited for an hour";
    const auto told =
        engine_->ownership().tell(Caller::nobody(), draft, {.claim = true, .behalf = true});
    EXPECT_TRUE(told);
    return told->behalf_code;
  }
  // Asks, opens the letter, and says yes.
  void leave(const Caller& teller, const std::string& address) {
    clock_.advance_ms(3'600'000);  // as many letters as there may be
    FH_ASSERT_OK(contacts().leave(teller, address, posting()));
    const std::vector<Letter> letters = box_.deliver();
    ASSERT_THAT(letters, SizeIs(1));
    FH_ASSERT_OK(contacts().verify(links_in(letters[0]).at(0)));
  }
  std::string address_of(const Caller& teller) {
    const auto own = contacts().of(teller);
    EXPECT_TRUE(own);
    return own && own->contact ? own->contact->address : "";
  }
  std::vector<Letter> letters_for_lost(const std::string& address) {
    clock_.advance_ms(3'600'000);
    EXPECT_TRUE(contacts().lost(address, posting()));
    return box_.deliver();
  }
  std::vector<std::string> actions() {
    std::vector<std::string> actions;
    for (const auto& entry : engine_->access().audit(Caller::host(), {.limit = 20})->entries) {
      EXPECT_THAT(entry.detail, Not(HasSubstr("@")));
      actions.push_back(entry.action);
    }
    return actions;
  }

  TemporaryDirectory temporary_;
  const std::string directory_ = temporary_ / "data";
  FakeClock clock_;
  FakePostBox box_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(ContactsTest, AnAddressCountsOnceItsLinkIsOpened) {
  const Told ann = tell("the lift was broken");
  const auto until = contacts().leave(ann.caller, " Ann@Example.org ", posting());
  FH_ASSERT_OK(until);
  EXPECT_EQ(until->ms, clock_.now().ms + Contacts::kVerifyMs);
  EXPECT_EQ(address_of(ann.caller), "");
  const std::vector<Letter> letters = box_.deliver();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(*contacts().of(ann.caller)->waiting_until, *until);
  EXPECT_EQ(letters[0].to, "Ann@example.org");
  EXPECT_THAT(letters[0].text, HasSubstr("https://pages.example/mine#contact=fhm_"));
  EXPECT_THAT(letters[0].text, Not(HasSubstr("lift")));
  const std::string link = links_in(letters[0]).at(0);
  EXPECT_EQ(contacts().come_back(link).error().code, ErrorCode::kNotFound);
  FH_ASSERT_OK(contacts().verify(link));
  EXPECT_EQ(address_of(ann.caller), "Ann@Example.org");
  EXPECT_EQ(contacts().of(ann.caller)->waiting_until, std::nullopt);
  EXPECT_EQ(contacts().verify(link).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(actions(), ElementsAre("leave_contact", "tell"));
}

TEST_F(ContactsTest, NoByteOfTheAddressIsInTheDataDirectoryAtAnyTime) {
  const Told ann = tell("the lift was broken");
  FH_ASSERT_OK(contacts().leave(ann.caller, "ann.secret@example.org", posting()));
  EXPECT_THAT(bytes_in(directory_), Not(HasSubstr("ann.secret")));
  FH_ASSERT_OK(contacts().verify(links_in(box_.deliver().at(0)).at(0)));
  EXPECT_THAT(bytes_in(directory_), Not(HasSubstr("ann.secret")));
  FH_ASSERT_OK(contacts().lost("ann.secret@example.org", posting()));
  EXPECT_THAT(box_.deliver(), SizeIs(1));
  EXPECT_THAT(bytes_in(directory_), Not(HasSubstr("ann.secret")));
}

TEST_F(ContactsTest, ALinkIsGoodForADayAndUntilTheNext) {
  const Told ann = tell("the lift was broken");
  FH_ASSERT_OK(contacts().leave(ann.caller, "ann@example.org", posting()));
  const std::string first = links_in(box_.deliver().at(0)).at(0);
  FH_ASSERT_OK(contacts().leave(ann.caller, "anne@example.org", posting()));
  const std::string second = links_in(box_.deliver().at(0)).at(0);
  EXPECT_FALSE(contacts().verify(first));
  clock_.advance_ms(Contacts::kVerifyMs);
  EXPECT_FALSE(contacts().verify(second));
  EXPECT_EQ(address_of(ann.caller), "");
}

TEST_F(ContactsTest, TheOldOneHoldsUntilTheNewOneIsVerified) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@old.example");
  FH_ASSERT_OK(contacts().leave(ann.caller, "ann@new.example", posting()));
  EXPECT_EQ(address_of(ann.caller), "ann@old.example");
  FH_ASSERT_OK(contacts().verify(links_in(box_.deliver().at(0)).at(0)));
  EXPECT_EQ(address_of(ann.caller), "ann@new.example");
  EXPECT_THAT(letters_for_lost("ann@old.example"), IsEmpty());
}

TEST_F(ContactsTest, WhoLostTheCodeComesBackByTheLetter) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  const std::vector<Letter> letters = letters_for_lost("ANN@example.ORG");
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(letters[0].to, "ann@example.org");
  EXPECT_THAT(letters[0].text, HasSubstr("https://pages.example/mine#back=fhm_"));
  const std::string link = links_in(letters[0]).at(0);
  EXPECT_FALSE(contacts().verify(link));
  const auto code = contacts().come_back(link);
  FH_ASSERT_OK(code);
  EXPECT_EQ(engine_->ownership().teller_of(*code)->person, ann.caller.person);
  EXPECT_EQ(engine_->ownership().teller_of(ann.code)->person, ann.caller.person) << "good still";
  EXPECT_EQ(contacts().come_back(link).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(contacts().of(ann.caller)->contact->returned, clock_.now());
  EXPECT_THAT(actions(), ElementsAre("code_anew", "leave_contact", "tell"));
  FH_ASSERT_OK(contacts().keep_one_code(ann.caller, *code));
  EXPECT_FALSE(engine_->ownership().teller_of(ann.code));
  EXPECT_TRUE(engine_->ownership().teller_of(*code));
}

TEST_F(ContactsTest, AWayBackIsGoodForAnHour) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  const std::string link = links_in(letters_for_lost("ann@example.org").at(0)).at(0);
  clock_.advance_ms(Contacts::kComeBackMs);
  EXPECT_EQ(contacts().come_back(link).error().code, ErrorCode::kNotFound);
}

TEST_F(ContactsTest, WhoToldUnderSeveralCodesGetsALinkForEach) {
  const Told one = tell("the lift was broken");
  const Told other = tell("and the stairs were wet");
  leave(one.caller, "ann@example.org");
  leave(other.caller, "ann@example.org");
  const std::vector<Letter> letters = letters_for_lost("ann@example.org");
  ASSERT_THAT(letters, SizeIs(1));
  std::vector<uint32_t> people;
  for (const std::string& link : links_in(letters[0])) {
    people.push_back(engine_->ownership().teller_of(*contacts().come_back(link))->person);
  }
  EXPECT_THAT(people, ::testing::UnorderedElementsAre(one.caller.person, other.caller.person));
}

TEST_F(ContactsTest, AnUnknownAddressIsAnsweredAlikeAndGetsNothing) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  EXPECT_TRUE(contacts().lost("bob@example.org", posting()));
  EXPECT_EQ(box_.waiting(), 1U) << "as much is to be done as for a known one";
  EXPECT_THAT(box_.deliver(), IsEmpty());
  box_.full = true;
  const Status known = contacts().lost("ann@example.org", posting());
  const Status unknown = contacts().lost("cor@example.org", posting());
  EXPECT_EQ(to_string(known.error()), to_string(unknown.error()));
}

// An address that waits for its letter to be opened is nobody's yet.
TEST_F(ContactsTest, AnAddressThatIsNotVerifiedLeadsNobodyBack) {
  const Told ann = tell("the lift was broken");
  FH_ASSERT_OK(contacts().leave(ann.caller, "ann@example.org", posting()));
  static_cast<void>(box_.deliver());
  EXPECT_THAT(letters_for_lost("ann@example.org"), IsEmpty());
}

TEST_F(ContactsTest, OneAddressGetsSoManyLettersWhoeverAsks) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  clock_.advance_ms(3'600'000);
  for (int i = 0; i < 6; ++i) {
    EXPECT_TRUE(contacts().lost("ann@example.org", posting("192.0.2." + std::to_string(i))));
  }
  EXPECT_THAT(box_.deliver(), SizeIs(3));
  EXPECT_EQ(contacts().leave(ann.caller, "ann@example.org", posting("192.0.2.9")).error().code,
            ErrorCode::kBusy);
}

TEST_F(ContactsTest, OneAskerGetsSoManyLettersForWhomever) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(contacts().wait_ms("192.0.2.1"), 0);
    FH_ASSERT_OK(contacts().lost("person" + std::to_string(i) + "@example.org", posting()));
  }
  EXPECT_EQ(contacts().lost("one.more@example.org", posting()).error().code, ErrorCode::kBusy);
  EXPECT_EQ(contacts().wait_ms("192.0.2.1"), 3'600'000);
  EXPECT_TRUE(contacts().lost("one.more@example.org", posting("192.0.2.2")));
}

TEST_F(ContactsTest, OnlyTellersLeaveSeeAndRemove) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  for (const Caller& other : {Caller::host(), Caller::nobody()}) {
    EXPECT_EQ(contacts().of(other).error().code, ErrorCode::kDenied);
    EXPECT_EQ(contacts().leave(other, "x@example.org", posting()).error().code, ErrorCode::kDenied);
    EXPECT_EQ(contacts().remove(other).error().code, ErrorCode::kDenied);
    EXPECT_EQ(contacts().keep_one_code(other, ann.code).error().code, ErrorCode::kDenied);
  }
  const Told bob = tell("and the stairs were wet");
  EXPECT_EQ(address_of(bob.caller), "");
  EXPECT_EQ(contacts().remove(bob.caller).error().code, ErrorCode::kNotFound);
  FH_ASSERT_OK(contacts().keep_one_code(bob.caller, ann.code));
  EXPECT_TRUE(engine_->ownership().teller_of(bob.code)) << "another's code takes nothing away";
}

TEST_F(ContactsTest, RemovingTakesItBackWithEveryLink) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  const std::string link = links_in(letters_for_lost("ann@example.org").at(0)).at(0);
  FH_ASSERT_OK(contacts().remove(ann.caller));
  EXPECT_EQ(address_of(ann.caller), "");
  EXPECT_FALSE(contacts().come_back(link));
  EXPECT_THAT(letters_for_lost("ann@example.org"), IsEmpty());
  EXPECT_THAT(actions(), ElementsAre("remove_contact", "leave_contact", "tell"));
}

TEST_F(ContactsTest, ErasingWhatWasToldTakesTheContactAlong) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  const std::string link = links_in(letters_for_lost("ann@example.org").at(0)).at(0);
  EXPECT_EQ(engine_->counts()->contacts, 1U);
  FH_ASSERT_OK(engine_->ownership().erase(ann.caller, {}, Purge::kNow));
  EXPECT_EQ(engine_->counts()->contacts, 0U);
  EXPECT_FALSE(contacts().come_back(link));
  EXPECT_THAT(letters_for_lost("ann@example.org"), IsEmpty());
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

// Old record, keys as they are: the erased one's address cannot be opened, the other's can.
TEST_F(ContactsTest, ARestoredBackupHasTheContactsThatWereNotErasedSince) {
  const Told ann = tell("the lift was broken");
  const Told bob = tell("and the stairs were wet");
  leave(ann.caller, "ann@example.org");
  leave(bob.caller, "bob@example.org");
  const std::string backup = temporary_ / "backup.db";
  FH_ASSERT_OK(engine_->back_up_to(backup));
  EXPECT_THAT(bytes_in(temporary_ / "data"), Not(HasSubstr("ann@example.org")));
  FH_ASSERT_OK(engine_->ownership().erase(ann.caller, {}, Purge::kNow));
  engine_.reset();
  std::filesystem::create_directory(temporary_ / "restored");
  std::filesystem::copy_file(directory_ + "/contacts.keys", temporary_ / "restored/contacts.keys");
  FH_ASSERT_OK(restore(system_files(), backup, temporary_ / "restored"));
  open(temporary_ / "restored");
  EXPECT_FALSE(engine_->ownership().teller_of(ann.code));
  EXPECT_EQ(address_of(*engine_->ownership().teller_of(bob.code)), "bob@example.org");
  EXPECT_EQ(engine_->counts()->contacts, 1U);
  EXPECT_THAT(*engine_->verify(), IsEmpty());
}

TEST_F(ContactsTest, ABackupAloneHoldsNoContactThatCanBeRead) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  const std::string backup = temporary_ / "backup.db";
  FH_ASSERT_OK(engine_->back_up_to(backup));
  engine_.reset();
  FH_ASSERT_OK(restore(system_files(), backup, temporary_ / "restored"));
  open(temporary_ / "restored");
  const Caller again = *engine_->ownership().teller_of(ann.code);
  EXPECT_EQ(address_of(again), "");
  EXPECT_THAT(*engine_->verify(), IsEmpty());
  leave(again, "ann@example.org");
  EXPECT_EQ(address_of(again), "ann@example.org");
}

TEST_F(ContactsTest, ARestoreThatWasCutShortLosesNoKey) {
  const Told ann = tell("the lift was broken");
  leave(ann.caller, "ann@example.org");
  const std::string backup = temporary_ / "backup.db";
  FH_ASSERT_OK(engine_->back_up_to(backup));
  engine_.reset();
  // As after the old directory was emptied, before the new one took its place.
  const std::string target = temporary_ / "restored";
  std::filesystem::create_directory(target);
  std::filesystem::create_directory(target + ".restoring");
  std::filesystem::copy_file(directory_ + "/contacts.keys", target + ".restoring/contacts.keys");
  FH_ASSERT_OK(restore(system_files(), backup, target));
  open(target);
  EXPECT_EQ(address_of(*engine_->ownership().teller_of(ann.code)), "ann@example.org");
}

TEST_F(ContactsTest, TakenBackItCountsNoMoreWhileItsLetterStillWaits) {
  const Told ann = tell("the lift was broken");
  FH_ASSERT_OK(contacts().leave(ann.caller, "mistyped@example.org", posting()));
  FH_ASSERT_OK(contacts().remove(ann.caller));
  const std::vector<Letter> letters = box_.deliver();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(contacts().verify(links_in(letters[0]).at(0)).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(address_of(ann.caller), "");
}

TEST_F(ContactsTest, ALetterThatCannotGoTakesNoEarlierOnesPlace) {
  const Told ann = tell("the lift was broken");
  FH_ASSERT_OK(contacts().leave(ann.caller, "ann@example.org", posting()));
  FakePostBox full;
  full.full = true;
  EXPECT_FALSE(
      contacts().leave(ann.caller, "new@example.org",
                       {.box = full, .pages = "https://pages.example", .from = "192.0.2.1"}));
  const std::vector<Letter> letters = box_.deliver();
  ASSERT_THAT(letters, SizeIs(1));
  FH_EXPECT_OK(contacts().verify(links_in(letters[0]).at(0)));
  EXPECT_EQ(address_of(ann.caller), "ann@example.org");
}

TEST_F(ContactsTest, ALetterADaySaysThatAQuestionWaits) {
  const Caller steward = {
      .kind = CallerKind::kMember, .actor = "member 1", .rights = rights_of(Role::kSteward)};
  const auto ask = [&](const Told& whose) {
    const Posting way = posting();
    const auto asked =
        engine_->questions().ask(steward, whose.id, "How many quokkas were there?", &way);
    EXPECT_TRUE(asked) << (asked ? "" : to_string(asked.error()));
    return asked ? asked->number : 0;
  };
  const Told ann = tell("the lift was broken", model::Grants::all());
  const Told nobody = tell("and the stairs were wet", model::Grants::all());
  leave(ann.caller, "Ann@example.org");
  ask(nobody);
  EXPECT_THAT(box_.deliver(), IsEmpty());
  const uint64_t first = ask(ann);
  std::vector<Letter> letters = box_.deliver();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(letters[0].to, "Ann@example.org");
  EXPECT_THAT(letters[0].text, HasSubstr("https://pages.example/mine\n"));
  EXPECT_THAT(letters[0].text, Not(HasSubstr("quokka")));
  EXPECT_THAT(letters[0].text, Not(HasSubstr("lift")));
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, first, "Two."));
  const uint64_t second = ask(ann);
  EXPECT_THAT(box_.deliver(), IsEmpty()) << "one a day";
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, second, "Still two."));
  clock_.advance_ms(24 * 3'600'000);
  const uint64_t third = ask(ann);
  FH_ASSERT_OK(engine_->questions().answer(ann.caller, third, "Two!"));
  EXPECT_THAT(box_.deliver(), IsEmpty()) << "it waits no more when the letter's turn comes";
  ask(ann);
  EXPECT_THAT(box_.deliver(), SizeIs(1)) << "which took none of the day's";
}

TEST_F(ContactsTest, AQuestionIsAskedWhetherLettersCanBeSentOrNot) {
  const Told ann = tell("the lift was broken", model::Grants::all());
  leave(ann.caller, "ann@example.org");
  FakePostBox full;
  full.full = true;
  const Posting way = {.box = full, .pages = "https://pages.example", .from = "192.0.2.1"};
  FH_EXPECT_OK(engine_->questions().ask(Caller::host(), ann.id, "How long?", &way));
  EXPECT_THAT(*engine_->questions().mine(ann.caller, 10, 0), SizeIs(1));
}

TEST_F(ContactsTest, HowManyThereAreIsForWhoRunsIt) {
  const Told ann = tell("the lift was broken");
  const Told bob = tell("and the stairs were wet");
  leave(ann.caller, "ann@example.org");
  leave(bob.caller, "bob@example.org");
  const Caller steward = {
      .kind = CallerKind::kMember, .actor = "member 1", .rights = rights_of(Role::kSteward)};
  EXPECT_EQ(engine_->counts_for(steward)->contacts, std::nullopt);
  EXPECT_EQ(engine_->counts_for(Caller::host())->contacts, 2U);
}

TEST_F(ContactsTest, ADomainInAnyScriptIsWrittenToAsMachinesKnowIt) {
  const Told ann = tell("the lift was broken");
  FH_ASSERT_OK(contacts().leave(ann.caller,
                                "ann@b\xC3\xBC"
                                "cher.example",
                                posting()));
  const std::vector<Letter> letters = box_.deliver();
  EXPECT_EQ(letters.at(0).to, "ann@xn--bcher-kva.example");
  FH_ASSERT_OK(contacts().verify(links_in(letters[0]).at(0)));
  EXPECT_EQ(address_of(ann.caller),
            "ann@b\xC3\xBC"
            "cher.example");
  EXPECT_EQ(contacts().leave(ann.caller, "ann@xn--a.example", posting()).error().code,
            ErrorCode::kInvalid);
}

TEST_F(ContactsTest, TakesAnyTextForALinkWithoutHarm) {
  for (const std::string& link :
       {std::string(), std::string("fhm_"), std::string(56, 'a'), std::string(100'000, 'x'),
        make_token(TokenKind::kLetter, system_random()),
        make_token(TokenKind::kClaim, system_random())}) {
    EXPECT_EQ(contacts().verify(link).error().code, ErrorCode::kNotFound);
    EXPECT_EQ(contacts().come_back(link).error().code, ErrorCode::kNotFound);
  }
}

// Goal: whoever told it leaves no way back for themselves in what is another's.
TEST_F(ContactsTest, AreNotLeftWithACodeThatAnotherHasSeen) {
  const std::string handed = tell_for_another();
  const Caller before = *engine_->ownership().teller_of(handed);
  EXPECT_EQ(contacts().leave(before, "a@example.org", posting()).error().code, ErrorCode::kDenied);

  const auto taken = engine_->ownership().take(before);
  FH_ASSERT_OK(taken);
  const Caller still = *engine_->ownership().teller_of(handed);
  EXPECT_EQ(contacts().leave(still, "a@example.org", posting()).error().code, ErrorCode::kDenied);
  EXPECT_EQ(engine_->ownership().another_code(still).error().code, ErrorCode::kDenied);
  EXPECT_EQ(contacts().keep_one_code(still, handed).error().code, ErrorCode::kDenied);
  const Told theirs = tell("what whoever told it told besides");
  EXPECT_EQ(engine_->ownership().join(theirs.caller, handed).error().code, ErrorCode::kDenied);
  EXPECT_EQ(engine_->ownership().join(still, theirs.code).error().code, ErrorCode::kDenied);
  EXPECT_THAT(box_.deliver(), IsEmpty());

  const Caller owner = *engine_->ownership().teller_of(taken->claim_code);
  leave(owner, "owner@example.org");
  EXPECT_EQ(address_of(owner), "owner@example.org");
  EXPECT_FALSE(engine_->ownership().teller_of(handed));
}

TEST_F(ContactsTest, OfWhomSomethingWasToldForAreTheirsAloneOnceCodesAreJoined) {
  const Told own = tell("I waited, too");
  const std::string handed = tell_for_another();
  FH_ASSERT_OK(engine_->ownership().join(own.caller, handed));
  EXPECT_FALSE(engine_->ownership().teller_of(handed));
  leave(*engine_->ownership().teller_of(own.code), "owner@example.org");
}

}  // namespace
}  // namespace fh::engine

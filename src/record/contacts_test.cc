#include "record/contacts.h"

#include <gmock/gmock.h>

#include <fstream>

#include "record/contact_keys.h"
#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string bytes_in(const std::string& directory) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return all;
}

class Contacts : public RecordFixture {
 protected:
  ContactBook& book() { return record_->contacts(); }
  std::string keys_file() { return options().directory + "/" + std::string(kContactKeysName); }

  // The number of somebody who told this.
  uint32_t person(const std::string& source_id) {
    tell(telling(source_id, "words of " + source_id, "person " + source_id));
    return last_told_.person_number;
  }
  LetterLink link_for(uint32_t person, LinkPurpose purpose, int64_t in_ms = 1000) {
    LetterLink link{.person = person, .purpose = purpose, .sealed = "sealed"};
    random_.fill(link.hash);
    link.expires = Instant{.ms = clock_.now().ms + in_ms};
    return link;
  }
  Status leave(uint32_t person, const std::string& address) {
    const LetterLink link = link_for(person, LinkPurpose::kVerify);
    FH_RETURN_IF_ERROR(book().add_link(link));
    return book().leave(link, *model::parse_mail_address(address),
                        {.actor = "teller", .action = "leave_contact", .detail = {}});
  }
  Status remove(uint32_t person) {
    return book().remove(person, {.actor = "teller", .action = "remove_contact", .detail = {}});
  }
  std::string address_of(uint32_t person) {
    const auto contact = book().find(person);
    EXPECT_TRUE(contact);
    return contact && *contact ? (*contact)->address : "";
  }
  std::vector<uint32_t> reached_by(const std::string& known_by) {
    std::vector<uint32_t> people;
    for (const Addressed& one : *book().reached_by(known_by, 10)) people.push_back(one.person);
    return people;
  }
  // All keys there are, as their bytes.
  std::vector<std::string> keys() {
    record_.reset();
    std::vector<std::string> keys;
    {
      const auto database = Database::open(keys_file(), Access::kWrite);
      EXPECT_TRUE(database);
      auto query = (*database)->use("SELECT key FROM contact_key");
      EXPECT_TRUE(query);
      while (*(*query)->step()) keys.emplace_back((*query)->bytes(0));
    }
    reopen();
    return keys;
  }
  std::string copy_of(const std::string& path) {
    const std::string copy = directory_.path() + "/copy" + std::to_string(++copies_);
    std::filesystem::copy_file(path, copy);
    return copy;
  }
  // As if the one file had not been written when the power went.
  void put_back(const std::string& copy, const std::string& path) {
    record_.reset();
    std::filesystem::copy_file(copy, path, std::filesystem::copy_options::overwrite_existing);
    reopen();
  }
  int copies_ = 0;
};

TEST_F(Contacts, ThereIsNoFileOfKeysBeforeThereIsAContact) {
  const uint32_t ann = person("1");
  EXPECT_EQ(address_of(ann), "");
  EXPECT_THAT(reached_by("ann@example.org"), IsEmpty());
  EXPECT_EQ(*book().count(), 0U);
  FH_EXPECT_OK(book().upkeep());
  EXPECT_FALSE(std::filesystem::exists(keys_file()));
}

TEST_F(Contacts, OneThatIsLeftIsThereAndFoundAndKeptByAStart) {
  const uint32_t ann = person("1");
  const uint32_t bob = person("2");
  FH_EXPECT_OK(leave(ann, "Ann@Example.org"));
  FH_EXPECT_OK(leave(bob, "bob@example.org"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(address_of(ann), "Ann@Example.org");
    EXPECT_EQ(address_of(bob), "bob@example.org");
    EXPECT_THAT(reached_by("ann@example.org"), ElementsAre(ann));
    EXPECT_THAT(reached_by("cor@example.org"), IsEmpty());
    EXPECT_EQ(*book().count(), 2U);
    expect_sound();
    reopen();
  }
}

TEST_F(Contacts, TheAddressStandsInNoFileAndNoAuditEntry) {
  const uint32_t ann = person("1");
  FH_EXPECT_OK(leave(ann, "ann.secret@example.org"));
  EXPECT_THAT(bytes_in(options().directory), Not(HasSubstr("ann.secret")));
  FH_EXPECT_OK(remove(ann));
  EXPECT_THAT(bytes_in(options().directory), Not(HasSubstr("ann.secret")));
  std::vector<std::string> actions;
  for (const AuditEntry& entry : *record_->audit(10, 0)) {
    actions.push_back(entry.action);
    EXPECT_THAT(entry.detail, Not(HasSubstr("@")));
  }
  EXPECT_THAT(actions, ElementsAre("remove_contact", "leave_contact", "tell"));
}

TEST_F(Contacts, TheSameAddressMayBeSeveralPeoples) {
  const uint32_t ann = person("1");
  const uint32_t again = person("2");
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  FH_EXPECT_OK(leave(again, "ANN@example.org"));
  EXPECT_THAT(reached_by("ann@example.org"), ElementsAre(again, ann));
  EXPECT_THAT(*book().reached_by("ann@example.org", 1), SizeIs(1));
}

TEST_F(Contacts, ANewOneTakesThePlaceOfTheOldWhoseKeyIsNowhere) {
  const uint32_t ann = person("1");
  FH_EXPECT_OK(leave(ann, "ann@old.example"));
  const std::vector<std::string> before = keys();
  ASSERT_THAT(before, SizeIs(1));
  FH_EXPECT_OK(leave(ann, "ann@new.example"));
  EXPECT_EQ(address_of(ann), "ann@new.example");
  EXPECT_THAT(reached_by("ann@old.example"), IsEmpty());
  EXPECT_THAT(bytes_in(options().directory), Not(HasSubstr(before[0])));
  EXPECT_THAT(keys(), SizeIs(1));
}

TEST_F(Contacts, RemovingLeavesNoByteOfTheKey) {
  const uint32_t ann = person("1");
  const uint32_t bob = person("2");
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  const std::vector<std::string> of_ann = keys();
  FH_EXPECT_OK(leave(bob, "bob@example.org"));
  EXPECT_THAT(bytes_in(options().directory), HasSubstr(of_ann[0]));
  FH_EXPECT_OK(remove(ann));
  EXPECT_THAT(bytes_in(options().directory), Not(HasSubstr(of_ann[0])));
  EXPECT_EQ(address_of(ann), "");
  EXPECT_EQ(address_of(bob), "bob@example.org");
  EXPECT_EQ(remove(ann).error().code, ErrorCode::kNotFound);
}

// Rows move between pages as their number grows; copies they leave there must go as well.
TEST_F(Contacts, OfHundredsNoByteOfThoseRemovedIsLeft) {
  std::vector<uint32_t> people;
  for (int i = 0; i < 150; ++i) {
    people.push_back(person(std::to_string(i)));
    FH_EXPECT_OK(leave(people.back(), "person" + std::to_string(i) + "@example.org"));
  }
  std::vector<std::string> before = keys();
  ASSERT_THAT(before, SizeIs(150));
  Rng rng(3);
  for (const uint32_t one : people) {
    if (rng.chance(0.5)) FH_EXPECT_OK(remove(one));
  }
  const std::vector<std::string> left = keys();
  const std::string bytes = bytes_in(options().directory);
  for (const std::string& key : before) {
    const bool kept = std::ranges::find(left, key) != left.end();
    EXPECT_EQ(bytes.find(key) != std::string::npos, kept);
  }
}

TEST_F(Contacts, ErasingAPersonsLastExperienceDestroysTheKey) {
  const uint32_t ann = person("1");
  tell(telling("2", "more", "person 1"));
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  const std::vector<std::string> before = keys();
  FH_EXPECT_OK(record_->erase(1, "test"));
  EXPECT_EQ(address_of(ann), "ann@example.org");
  FH_EXPECT_OK(record_->erase(2, "test"));
  EXPECT_EQ(*book().count(), 0U);
  EXPECT_THAT(bytes_in(options().directory), Not(HasSubstr(before[0])));
  expect_sound();
}

TEST_F(Contacts, AnOldBackupsAddressCannotBeOpenedAnyMore) {
  const uint32_t ann = person("1");
  const uint32_t bob = person("2");
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  FH_EXPECT_OK(leave(bob, "bob@example.org"));
  const std::string backup = directory_.path() + "/backup.db";
  FH_EXPECT_OK(record_->back_up_to(backup));
  FH_EXPECT_OK(record_->erase(1, "test"));
  record_.reset();
  std::filesystem::remove(file());
  std::filesystem::copy_file(backup, file());
  reopen();
  EXPECT_TRUE(*record_->find(1));  // the words are the erasure log's
  EXPECT_EQ(address_of(ann), "");
  EXPECT_THAT(reached_by("ann@example.org"), IsEmpty());
  EXPECT_EQ(address_of(bob), "bob@example.org");
  expect_sound();
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  EXPECT_EQ(address_of(ann), "ann@example.org");
}

TEST_F(Contacts, WithoutItsKeysTheRecordIsSoundAndContactsAreLeftAnew) {
  const uint32_t ann = person("1");
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  record_.reset();
  std::filesystem::remove(keys_file());
  reopen();
  EXPECT_EQ(address_of(ann), "");
  EXPECT_EQ(*book().count(), 0U);
  expect_sound();
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  EXPECT_EQ(address_of(ann), "ann@example.org");
}

// What a power cut between the two files can leave: each as before or as after.
TEST_F(Contacts, AnErasureThatIsCutShortEndsWithoutAKey) {
  const uint32_t ann = person("1");
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  const std::vector<std::string> before = keys();
  record_.reset();
  const std::string old_keys = copy_of(keys_file());
  const std::string old_record = copy_of(file());
  reopen();
  FH_EXPECT_OK(record_->erase(1, "test"));
  record_.reset();
  const std::string new_keys = copy_of(keys_file());
  put_back(old_keys, keys_file());  // the record is as after, the keys as before
  EXPECT_EQ(*book().count(), 0U);
  EXPECT_THAT(bytes_in(options().directory), Not(HasSubstr(before[0])));
  expect_sound();
  put_back(new_keys, keys_file());
  put_back(old_record, file());  // the keys are as after, the record as before
  EXPECT_EQ(address_of(ann), "");
  expect_sound();
  FH_EXPECT_OK(record_->erase(1, "test"));
}

TEST_F(Contacts, AReplacementThatIsCutShortKeepsOneOfTheTwo) {
  const uint32_t ann = person("1");
  FH_EXPECT_OK(leave(ann, "ann@old.example"));
  record_.reset();
  const std::string old_keys = copy_of(keys_file());
  const std::string old_record = copy_of(file());
  reopen();
  FH_EXPECT_OK(leave(ann, "ann@new.example"));
  record_.reset();
  // Both keys, as between the steps.
  {
    const auto both = Database::open(keys_file(), Access::kWrite);
    const auto attach = "ATTACH '" + old_keys +
                        "' AS old; INSERT INTO contact_key SELECT * FROM "
                        "old.contact_key";
    FH_EXPECT_OK((*both)->run(attach.c_str()));
  }
  const std::string both_keys = copy_of(keys_file());
  reopen();
  EXPECT_EQ(address_of(ann), "ann@new.example");
  EXPECT_EQ(*book().count(), 1U);
  put_back(both_keys, keys_file());
  record_.reset();
  std::filesystem::copy_file(both_keys, keys_file(),
                             std::filesystem::copy_options::overwrite_existing);
  put_back(old_record, file());
  EXPECT_EQ(address_of(ann), "ann@old.example");
  EXPECT_EQ(*book().count(), 1U);
}

TEST_F(Contacts, AKeyThatCannotBeDestroyedNowIsDestroyedByThePurge) {
  const uint32_t ann = person("1");
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  const std::vector<std::string> before = keys();
  {
    const auto reader = Database::open(keys_file(), Access::kRead);
    ASSERT_TRUE(reader);
    const auto reading = Transaction::begin(**reader, Transaction::Kind::kRead);
    ASSERT_TRUE(reading);
    EXPECT_EQ(*(*reader)->number("SELECT count(*) FROM contact_key"), 1U);
    FH_EXPECT_OK(record_->erase(1, "test"));  // its log cannot be cut while somebody reads
    EXPECT_FALSE(record_->purge());
  }
  FH_EXPECT_OK(record_->purge());
  EXPECT_THAT(bytes_in(options().directory), Not(HasSubstr(before[0])));
}

TEST_F(Contacts, JoiningKeepsTheContactOfWhoStays) {
  const uint32_t ann = person("1");
  const uint32_t bob = person("2");
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  FH_EXPECT_OK(leave(bob, "bob@example.org"));
  FH_EXPECT_OK(record_->join(ann, bob, "teller"));
  EXPECT_EQ(address_of(ann), "ann@example.org");
  EXPECT_THAT(reached_by("bob@example.org"), IsEmpty());
  EXPECT_THAT(keys(), SizeIs(1));
  expect_sound();
}

TEST_F(Contacts, JoiningBringsTheContactAlongWhereThereIsNoOther) {
  const uint32_t ann = person("1");
  const uint32_t bob = person("2");
  FH_EXPECT_OK(leave(bob, "bob@example.org"));
  FH_EXPECT_OK(record_->join(ann, bob, "teller"));
  FH_EXPECT_OK(book().upkeep());
  EXPECT_EQ(address_of(ann), "bob@example.org");
  EXPECT_THAT(reached_by("bob@example.org"), ElementsAre(ann));
  EXPECT_THAT(keys(), SizeIs(1));
  EXPECT_EQ(address_of(ann), "bob@example.org");
}

TEST_F(Contacts, ALinkIsGoodOnceAndUntilItsTime) {
  const uint32_t ann = person("1");
  const LetterLink link = link_for(ann, LinkPurpose::kVerify);
  FH_EXPECT_OK(book().add_link(link));
  ASSERT_TRUE(*book().link(link.hash));
  EXPECT_EQ((*book().link(link.hash))->sealed, "sealed");
  EXPECT_EQ(*book().waiting(ann), link.expires);
  const LetterLink later = link_for(ann, LinkPurpose::kVerify);
  FH_EXPECT_OK(book().add_link(later));
  EXPECT_FALSE(*book().link(link.hash)) << "a later one takes its place";
  const auto address = *model::parse_mail_address("ann@example.org");
  FH_EXPECT_OK(book().leave(later, address, {.actor = "teller", .action = "a", .detail = {}}));
  EXPECT_FALSE(*book().link(later.hash));
  EXPECT_EQ(book().leave(later, address, {}).error().code, ErrorCode::kNotFound);
  FH_EXPECT_OK(book().upkeep());
  EXPECT_THAT(keys(), SizeIs(1));
  const LetterLink past = link_for(ann, LinkPurpose::kComeBack, 0);
  FH_EXPECT_OK(book().add_link(past));
  EXPECT_FALSE(*book().link(past.hash));
  FH_EXPECT_OK(book().upkeep());
  EXPECT_EQ(book().add_link(link_for(99, LinkPurpose::kVerify)).error().code, ErrorCode::kNotFound);
}

TEST_F(Contacts, ComingBackUsesAllLinksUpAndAddsAClaim) {
  const uint32_t ann = person("1");
  FH_EXPECT_OK(leave(ann, "ann@example.org"));
  const LetterLink one = link_for(ann, LinkPurpose::kComeBack);
  const LetterLink other = link_for(ann, LinkPurpose::kComeBack);
  FH_EXPECT_OK(book().add_link(one));
  FH_EXPECT_OK(book().add_link(other));
  const ClaimHash claim = digest_of("a code");
  FH_EXPECT_OK(book().come_back(one, claim, {.actor = "teller", .action = "b", .detail = {}}));
  EXPECT_EQ(*record_->person_of_claim(claim), ann);
  EXPECT_FALSE(*book().link(other.hash));
  EXPECT_EQ((*book().find(ann))->returned, clock_.now());
  EXPECT_EQ(book().come_back(one, digest_of("x"), {}).error().code, ErrorCode::kNotFound);
}

TEST_F(Contacts, AnotherAddressMakesLinksSentToTheOldOneUseless) {
  const uint32_t ann = person("1");
  FH_EXPECT_OK(leave(ann, "ann@old.example"));
  const LetterLink sent = link_for(ann, LinkPurpose::kComeBack);
  FH_EXPECT_OK(book().add_link(sent));
  FH_EXPECT_OK(leave(ann, "ann@new.example"));
  EXPECT_FALSE(*book().link(sent.hash));
}

TEST_F(Contacts, OneClaimIsKeptAndTheOthersAreGone) {
  const uint32_t ann = person("1");
  for (const char* code : {"a", "b", "c"}) FH_EXPECT_OK(record_->add_claim(ann, digest_of(code)));
  FH_EXPECT_OK(record_->keep_one_claim(ann, digest_of("not theirs"), "teller"));
  EXPECT_EQ(*record_->person_of_claim(digest_of("a")), ann);
  FH_EXPECT_OK(record_->keep_one_claim(ann, digest_of("b"), "teller"));
  EXPECT_EQ(*record_->person_of_claim(digest_of("a")), 0U);
  EXPECT_EQ(*record_->person_of_claim(digest_of("b")), ann);
  EXPECT_EQ(*record_->person_of_claim(digest_of("c")), 0U);
}

TEST_F(Contacts, ADamagedFileOfKeysIsNamedAtTheStart) {
  record_.reset();
  std::ofstream(keys_file()) << std::string(20'000, 'x');
  const Result<std::unique_ptr<Record>> opened = Record::open(options());
  ASSERT_FALSE(opened);
  EXPECT_THAT(to_string(opened.error()), HasSubstr(std::string(kContactKeysName)));
}

}  // namespace
}  // namespace fh::record

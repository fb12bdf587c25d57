#include "record/record.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "record/record_fixture.h"
#include "record/stored_words.h"

namespace fh::record {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST_F(RecordFixture, GivesBackWhatWasToldByteForByte) {
  Telling one = telling("a-1", std::string("na\0ive \xF0\x9F\x98\x80\n", 13), "ann@example.org");
  one.experience.felt = model::Rating{.hundredths = 250, .original = 2.5};
  one.experience.signifiers = {{"keywords", std::vector<std::string>{"late", "box"}}};
  one.experience.lived_at = Instant{.ms = -5};
  const Receipt receipt = tell(one);
  EXPECT_EQ(receipt.number, 1U);
  EXPECT_EQ(receipt.sequence, 1U);
  EXPECT_EQ(receipt.outcome, Outcome::kTold);

  reopen();
  const Result<std::optional<Experience>> found = record_->find(1);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ(**found, last_told_);
  EXPECT_EQ((*found)->version, 1U);
  EXPECT_EQ((*found)->person_number, 1U);
  EXPECT_THAT((*found)->person_key, SizeIs(26));
}

TEST_F(RecordFixture, NumbersAndSequencesGoOnAfterAReopen) {
  tell(telling("1", "one"));
  tell(telling("2", "two"));
  reopen();
  const Receipt third = tell(telling("3", "three"));
  EXPECT_EQ(third.number, 3U);
  EXPECT_EQ(third.sequence, 3U);
}

TEST_F(RecordFixture, TheSameContentAgainGivesTheFirstReceiptAndKeepsNothing) {
  tell(telling("1", "one", "ann"));
  tell(telling("2", "two"));
  Telling again = telling("1", "one", "ann");
  again.experience.told_at = Instant{.ms = 1'699'999'999'999};  // a source that says none gets now
  again.experience.inferred_lang = "en";
  const Receipt receipt = tell(again);
  EXPECT_EQ(receipt.outcome, Outcome::kAlreadyTold);
  EXPECT_EQ(receipt.number, 1U);
  EXPECT_EQ(receipt.sequence, 1U);
  EXPECT_EQ(record_->counts()->last_sequence, 2U);
  EXPECT_THAT(*record_->audit(10, 0), SizeIs(2));
}

TEST_F(RecordFixture, OtherContentUnderTheSameSourceIdIsAConflictThatNamesTheFirst) {
  tell(telling("1", "one"));
  const Error error = refuse(telling("1", "secret words"));
  EXPECT_EQ(error.code, ErrorCode::kConflict);
  EXPECT_EQ(error.field, "source_id");
  EXPECT_THAT(error.message, HasSubstr("e1"));
  EXPECT_THAT(to_string(error), testing::Not(HasSubstr("secret")));
  Telling lived_elsewhen = telling("1", "one");
  lived_elsewhen.experience.lived_at = Instant{.ms = 1};
  EXPECT_EQ(refuse(lived_elsewhen).code, ErrorCode::kConflict);
}

TEST_F(RecordFixture, TheSameWordsOfAnotherPersonAreOtherContent) {
  tell(telling("1", "one", "ann"));
  EXPECT_EQ(refuse(telling("1", "one", "bob")).code, ErrorCode::kConflict);
  EXPECT_EQ(record_->counts()->people, 1U) << "a refused telling makes nobody known";
  EXPECT_EQ(tell(telling("1", "one")).outcome, Outcome::kAlreadyTold)
      << "naming nobody is no dispute";
}

TEST_F(RecordFixture, ATellingWithoutASourceIdIsAlwaysNew) {
  EXPECT_EQ(tell(telling("", "same")).number, 1U);
  EXPECT_EQ(tell(telling("", "same")).number, 2U);
}

TEST_F(RecordFixture, TheSameIdAtTwoSourcesIsTwoExperiences) {
  tell(telling("1", "one"));
  Telling other = telling("1", "other");
  other.experience.source = "survey";
  EXPECT_EQ(tell(other).number, 2U);
  EXPECT_EQ(record_->counts()->sources, 2U);
}

// Its number goes back with the transaction that kept nothing: the next new source gets it.
TEST_F(RecordFixture, ASourceWhoseFirstTellingIsRefusedTakesNoNumberWithIt) {
  const auto of = [](const char* source, const char* source_id) {
    Telling one = telling(source_id, "words");
    one.experience.source = source;
    return one;
  };
  Telling uninvited = of("first", "1");
  uninvited.invitation = Invitation{.hash = Digest{}, .now = clock_.now()};  // leads to nothing
  EXPECT_EQ(refuse(uninvited).code, ErrorCode::kDenied);
  tell(of("second", "1"));
  tell(of("first", "1"));
  expect_sound();
  const Digest erased = record_->erased_key("third", "1");
  FH_EXPECT_OK(record_->keep_erased_keys(std::span(&erased, 1)));
  EXPECT_EQ(refuse(of("third", "1")).code, ErrorCode::kDenied);
  tell(of("fourth", "1"));
  tell(of("third", "2"));
  expect_sound();
  for (const char* source : {"first", "second", "fourth"}) {
    const Result<std::optional<Experience>> found = record_->find_named(source, "1");
    ASSERT_TRUE(found && *found) << source;
    EXPECT_EQ((*found)->source, source);
  }
}

TEST_F(RecordFixture, ASourceThatMayAmendMakesANewVersionUnderTheSameNumber) {
  tell(telling("1", "one", "ann"));
  tell(telling("2", "two"));
  const Receipt receipt = tell(telling("1", "one, mended", "", SameKey::kAmend));
  EXPECT_EQ(receipt.outcome, Outcome::kAmended);
  EXPECT_EQ(receipt.number, 1U);
  EXPECT_EQ(receipt.sequence, 3U);
  const Experience found = **record_->find(1);
  EXPECT_EQ(found, last_told_);
  EXPECT_EQ(found.text, "one, mended");
  EXPECT_EQ(found.version, 2U);
  EXPECT_EQ(found.sequence, 3U);
  EXPECT_EQ(found.person_number, 1U) << "naming nobody leaves it with its owner";
  EXPECT_EQ(tell(telling("1", "one, mended", "", SameKey::kAmend)).outcome, Outcome::kAlreadyTold);
  EXPECT_EQ(record_->counts()->versions, 3U);
  expect_sound();
}

TEST_F(RecordFixture, ARepeatOfWordsAmendedSinceIsARepeatUnlessTheSourceMayAmend) {
  const Receipt first = tell(telling("1", "one"));
  ASSERT_TRUE(record_->amend(1, telling("", "mended").experience, "test"));
  const Receipt again = tell(telling("1", "one"));
  EXPECT_EQ(again.outcome, Outcome::kAlreadyTold);
  EXPECT_EQ(again.sequence, first.sequence);
  EXPECT_EQ((**record_->find(1)).text, "mended");
  EXPECT_EQ(tell(telling("1", "one", "", SameKey::kAmend)).outcome, Outcome::kAmended);
  EXPECT_EQ((**record_->find(1)).version, 3U);
}

TEST_F(RecordFixture, ASourceThatCorrectsThePersonMovesTheExperience) {
  tell(telling("1", "one", "ann"));
  const std::string ann = last_told_.person_key;
  tell(telling("1", "one", "bob", SameKey::kAmend));
  EXPECT_NE(last_told_.person_key, ann);
  EXPECT_THAT(*record_->of_person(ann, 10, 0), SizeIs(0));
  EXPECT_THAT(*record_->of_person(last_told_.person_key, 10, 0), SizeIs(1));
  EXPECT_EQ(record_->counts()->people, 1U);
  expect_sound();
}

TEST_F(RecordFixture, AGroupAnswersEachInOrderAndKnowsItsOwnRepeats) {
  std::vector<Telling> group = {telling("1", "one", "ann"), telling("1", "one", "ann"),
                                telling("1", "other"), telling("2", "two", "ann"),
                                telling("1", "other", "", SameKey::kAmend)};
  const Result<std::vector<Result<Receipt>>> answers = record_->tell(group, "import");
  ASSERT_TRUE(answers);
  ASSERT_THAT(*answers, SizeIs(5));
  EXPECT_EQ((*answers)[0]->outcome, Outcome::kTold);
  EXPECT_EQ((*answers)[1]->outcome, Outcome::kAlreadyTold);
  EXPECT_EQ((*answers)[1]->number, 1U);
  ASSERT_FALSE((*answers)[2]);
  EXPECT_EQ((*answers)[2].error().code, ErrorCode::kConflict);
  EXPECT_EQ((*answers)[3]->number, 2U);
  EXPECT_EQ((*answers)[3]->sequence, 2U);
  EXPECT_EQ((*answers)[4]->outcome, Outcome::kAmended);
  EXPECT_EQ((*answers)[4]->sequence, 3U);
  EXPECT_EQ(group[3].experience.person_number, 1U);

  const std::vector<AuditEntry> audit = *record_->audit(10, 0);
  ASSERT_THAT(audit, SizeIs(1));
  EXPECT_EQ(audit[0].sequence, 3U);
  EXPECT_EQ(audit[0].actor, "import");
  EXPECT_EQ(audit[0].action, "tell");
  EXPECT_EQ(audit[0].detail, "told=2 amended=1 already_told=1 refused=1 first=e1 last=e2");
  EXPECT_EQ(audit[0].at, clock_.now());
}

// Goal: timers count from the first telling, whatever a source says anew without a time.
TEST_F(RecordFixture, WhenItWasToldStaysWhenItIsToldAnew) {
  tell(telling("1", "one"));
  const Instant first = (*record_->find(1))->told_at;
  Telling again = telling("1", "one, mended", "", SameKey::kAmend);
  again.experience.told_at = Instant{.ms = first.ms + 86'400'000};
  again.body = pack(again.experience);
  EXPECT_EQ(tell(again).outcome, Outcome::kAmended);
  EXPECT_EQ((*record_->find(1))->told_at, first);
  Experience next = **record_->find(1);
  next.text = "one, mended twice";
  next.told_at = Instant{.ms = first.ms + 1};
  FH_EXPECT_OK(record_->amend(1, next, "test"));
  EXPECT_EQ((*record_->find(1))->told_at, first);
  EXPECT_EQ((*record_->find(1))->text, "one, mended twice");
  expect_sound();
}

TEST_F(RecordFixture, AmendingKeepsWhereItCameFromAndWhoseItIs) {
  tell(telling("1", "one", "ann"));
  Experience next = telling("", "mended").experience;
  next.source.clear();
  const Result<Receipt> receipt = record_->amend(1, next, "test");
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->outcome, Outcome::kAmended);
  const Experience found = **record_->find(1);
  EXPECT_EQ(found.source, "shop");
  EXPECT_EQ(found.source_id, "1");
  EXPECT_EQ(found.person_number, 1U);
  EXPECT_EQ(record_->amend(1, next, "test")->outcome, Outcome::kAlreadyTold);
  EXPECT_EQ(record_->amend(9, next, "test").error().code, ErrorCode::kNotFound);
  next.source_id = "2";
  EXPECT_EQ(record_->amend(1, next, "test").error().field, "source_id");
  next.source = "survey";
  EXPECT_EQ(record_->amend(1, next, "test").error().field, "source");
}

TEST_F(RecordFixture, ErasingRemovesAllVersionsAndKeepsTheSourceIdFromComingBack) {
  tell(telling("1", "one", "ann"));
  const std::string ann = last_told_.person_key;
  ASSERT_TRUE(record_->amend(1, telling("", "mended").experience, "test"));
  const Result<Receipt> receipt = record_->erase(1, "test");
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->sequence, 3U);
  EXPECT_FALSE(*record_->find(1));
  EXPECT_EQ(record_->erase(1, "test").error().code, ErrorCode::kNotFound);
  EXPECT_THAT(*record_->of_person(ann, 10, 0), SizeIs(0));
  const RecordCounts counts = *record_->counts();
  EXPECT_EQ(counts.experiences, 0U);
  EXPECT_EQ(counts.versions, 0U);
  EXPECT_EQ(counts.people, 0U);
  EXPECT_EQ(refuse(telling("1", "one", "ann")).code, ErrorCode::kDenied);
  EXPECT_EQ(refuse(telling("1", "other", "ann", SameKey::kAmend)).code, ErrorCode::kDenied);
  const Receipt again = tell(telling("2", "other", "ann"));
  EXPECT_EQ(again.number, 2U) << "a number is never used again";
  EXPECT_EQ(again.sequence, 4U);
  EXPECT_EQ(last_told_.person_number, 2U);
  expect_sound();
}

bool stands_in(const std::string& directory, std::string_view bytes) {
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

// Goal: after an erasure no file of the record holds the words, plain or compressed.
TEST_F(RecordFixture, ErasedWordsAreInNoFileOfTheRecord) {
  std::vector<Telling> group;
  for (int i = 0; i < 200; ++i) {
    group.push_back(telling(std::to_string(i), "plain words " + std::to_string(i), "ann"));
  }
  group[100].experience.text = "unmistakable-words-" + std::string(20'000, 'x');
  ASSERT_TRUE(record_->tell(group, "test"));
  Telling next = telling("100", "unmistakable-words again; the staff were friendly and helpful");
  ASSERT_TRUE(record_->amend(101, next.experience, "test"));
  const std::string first = pack(group[100].experience);
  const std::string second = pack(next.experience);
  ASSERT_TRUE(stands_in(options().directory, first));
  ASSERT_TRUE(stands_in(options().directory, second));
  FH_EXPECT_OK(record_->erase(101, "test"));
  for (const std::string& stored : {first, second}) {
    for (size_t at = 12; at + 12 <= stored.size(); at += 12) {
      EXPECT_FALSE(stands_in(options().directory, stored.substr(at, 12))) << at;
    }
  }
  EXPECT_FALSE(stands_in(options().directory, "unmistakable-words"));
}

TEST_F(RecordFixture, FindsManyInTheOrderAskedAndLeavesMissesOut) {
  for (const char* id : {"1", "2", "3"}) tell(telling(id, id));
  const uint64_t wanted[] = {3, 9, 1, 3, 0, UINT64_MAX};
  std::vector<uint64_t> numbers;
  const std::vector<Experience> all = *record_->find_many(wanted);
  for (const Experience& found : all) numbers.push_back(found.number);
  EXPECT_THAT(numbers, testing::ElementsAre(3, 1, 3));
  EXPECT_FALSE(*record_->find(0));
}

TEST_F(RecordFixture, APersonsExperiencesComeNewestFirstInPages) {
  for (int i = 1; i <= 5; ++i) tell(telling(std::to_string(i), "x", i == 3 ? "bob" : "ann"));
  const std::string ann = last_told_.person_key;
  const auto numbers = [&](uint32_t limit, uint64_t offset) {
    std::vector<uint64_t> found;
    const std::vector<Experience> page = *record_->of_person(ann, limit, offset);
    for (const Experience& one : page) {
      EXPECT_EQ(one.person_key, ann);
      found.push_back(one.number);
    }
    return found;
  };
  EXPECT_THAT(numbers(10, 0), testing::ElementsAre(5, 4, 2, 1));
  EXPECT_THAT(numbers(2, 1), testing::ElementsAre(4, 2));
  EXPECT_THAT(numbers(2, UINT64_MAX), SizeIs(0));
  EXPECT_THAT(*record_->of_person("nobody", 10, 0), SizeIs(0));
  EXPECT_THAT(*record_->of_person(std::string(26, 'a'), 10, 0), SizeIs(0));
}

// Known from memory, from the file, or new: the same people in groups of any size.
TEST_F(RecordFixture, PeopleAreTheSameHoweverTheirTellingsAreGrouped) {
  Rng rng(11);
  std::map<std::string, uint32_t> number_of;
  std::map<uint32_t, std::string> name_of;
  for (int round = 0; round < 60; ++round) {
    std::vector<Telling> group;
    for (uint64_t i = 0, size = 1 + rng.below(80); i < size; ++i) {
      group.push_back(telling("", "words", fmt::format("person {}", rng.below(700))));
    }
    ASSERT_TRUE(record_->tell(group, "test"));
    for (const Telling& told : group) {
      const uint32_t number = told.experience.person_number;
      EXPECT_EQ(number_of.emplace(told.person, number).first->second, number);
      EXPECT_EQ(name_of.emplace(number, told.person).first->second, told.person);
    }
    if (round % 7 == 3) reopen();
    if (round % 7 != 5) continue;
    const Experience& last = group.back().experience;
    ASSERT_TRUE(record_->erase(last.number, "test"));
    if (!record_->of_person(last.person_key, 1, 0)->empty()) continue;
    name_of.erase(last.person_number);
    number_of.erase(group.back().person);
  }
  EXPECT_EQ(record_->counts()->people, number_of.size());
  expect_sound();
}

TEST_F(RecordFixture, TheSourcesKeyForAPersonIsNotInTheFile) {
  tell(telling("1", "one", "ann@example.org"));
  record_.reset();
  std::ifstream in(file(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_GT(bytes.size(), 1000U);
  EXPECT_EQ(bytes.find("ann@"), std::string::npos);
}

TEST_F(RecordFixture, ChangesComeOnceInTheOrderOfTheNewestAndTellWhatIsGone) {
  for (const char* id : {"1", "2", "3", "4"}) tell(telling(id, id));         // 1 to 4
  ASSERT_TRUE(record_->amend(2, telling("", "mended").experience, "test"));  // 5
  ASSERT_TRUE(record_->erase(1, "test"));                                    // 6
  tell(telling("5", "five"));                                                // 7
  ASSERT_TRUE(record_->amend(3, telling("", "mended").experience, "test"));  // 8
  const auto seen = [&](uint64_t after) {
    std::vector<std::pair<uint64_t, uint64_t>> pairs;
    for (const Change& change : changes_after(after)) {
      EXPECT_EQ(change.experience.has_value(), change.number != 1);
      if (change.experience) {
        EXPECT_EQ(*change.experience, **record_->find(change.number));
      }
      pairs.emplace_back(change.sequence, change.number);
    }
    return pairs;
  };
  using Pairs = std::vector<std::pair<uint64_t, uint64_t>>;
  EXPECT_EQ(seen(0), (Pairs{{4, 4}, {5, 2}, {6, 1}, {7, 5}, {8, 3}}));
  EXPECT_EQ(seen(4), (Pairs{{5, 2}, {6, 1}, {7, 5}, {8, 3}}));
  EXPECT_EQ(seen(7), (Pairs{{8, 3}}));
  EXPECT_EQ(seen(8), Pairs());
  EXPECT_EQ(seen(UINT64_MAX), Pairs());
}

TEST_F(RecordFixture, AVisitStopsAtItsOwnErrorAndMayRead) {
  for (const char* id : {"1", "2", "3"}) tell(telling(id, id));
  int visits = 0;
  const Status stopped = record_->for_each([&](const Experience& one) -> Status {
    ++visits;
    EXPECT_TRUE(*record_->find(one.number));
    if (visits == 2) return failure(ErrorCode::kCancelled, "enough");
    return {};
  });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(visits, 2);
}

TEST_F(RecordFixture, NotesAreKeptReplacedAndRemoved) {
  EXPECT_FALSE(*record_->note("import"));
  FH_EXPECT_OK(record_->set_note("import", "1"));
  FH_EXPECT_OK(record_->set_note("import", ""));
  reopen();
  EXPECT_EQ(**record_->note("import"), "");
  FH_EXPECT_OK(record_->remove_note("import"));
  FH_EXPECT_OK(record_->remove_note("import"));
  EXPECT_FALSE(*record_->note("import"));
}

TEST_F(RecordFixture, ABackupTakenWhileOthersWriteIsOneSoundState) {
  std::atomic<bool> stop = false;
  std::atomic<int> told = 0;
  std::thread writing([&] {
    for (int i = 0; !stop; ++i) {
      std::vector<Telling> group;
      for (int j = 0; j < 20; ++j) {
        group.push_back(telling(std::to_string(i) + "-" + std::to_string(j), "words", "ann"));
      }
      EXPECT_TRUE(record_->tell(group, "test"));
      told += 20;
    }
  });
  while (told < 200) std::this_thread::yield();
  const std::string target = directory_.path() + "/copy/record.db";
  std::filesystem::create_directories(directory_.path() + "/copy");
  const Status copied = record_->back_up_to(target);
  stop = true;
  writing.join();
  ASSERT_TRUE(copied) << to_string(copied.error());
  EXPECT_EQ(record_->back_up_to(target).error().code, ErrorCode::kConflict);
  EXPECT_FALSE(std::filesystem::exists(target + ".partial"));

  const Result<std::unique_ptr<Record>> copy =
      Record::open({.directory = directory_.path() + "/copy"});
  ASSERT_TRUE(copy) << to_string(copy.error());
  EXPECT_EQ(*(*copy)->verify(), std::vector<std::string>());
  const RecordCounts counts = *(*copy)->counts();
  EXPECT_GE(counts.experiences, 200U);
  EXPECT_EQ(counts.experiences % 20, 0U) << "groups are kept whole";
}

TEST_F(RecordFixture, ReadersSeeWholeGroupsWhileTheWriterWrites) {
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const Result<RecordCounts> counts = record_->counts();
        ASSERT_TRUE(counts) << to_string(counts.error());
        EXPECT_EQ(counts->experiences % 10, 0U);
        EXPECT_EQ(counts->experiences, counts->last_sequence);
      }
    });
  }
  for (int i = 0; i < 40; ++i) {
    std::vector<Telling> group;
    for (int j = 0; j < 10; ++j) group.push_back(telling(std::to_string(i * 10 + j), "words"));
    EXPECT_TRUE(record_->tell(group, "test"));
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(record_->counts()->experiences, 400U);
}

// Goal: where the file may not grow, the group fails as a whole, and nothing of it
// shows, neither at once nor when there is room again.
TEST_F(RecordFixture, AGroupThatDoesNotFitOnTheDiskIsNotKeptAtAll) {
  tell(telling("0", "words", "ann"));
  std::vector<Telling> group;
  for (int i = 1; i <= 400; ++i) {
    group.push_back(telling(std::to_string(i), std::string(5000, 'w'), std::to_string(i)));
  }
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 256 * 1024;
  setrlimit(RLIMIT_FSIZE, &small);
  const Result<std::vector<Result<Receipt>>> answers = record_->tell(group, "test");
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);

  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().code, ErrorCode::kIo);
  EXPECT_EQ(group[0].experience.number, 0U) << "nothing is filled in";
  EXPECT_EQ(record_->counts()->experiences, 1U);
  EXPECT_EQ(record_->counts()->people, 1U);
  const Result<std::vector<Result<Receipt>>> retried = record_->tell(group, "test");
  ASSERT_TRUE(retried) << to_string(retried.error());
  EXPECT_EQ(retried->front()->sequence, 2U);
  EXPECT_EQ(record_->counts()->people, 401U);
  reopen();
  expect_sound();
}

TEST(Record, NamesItsOutcomes) {
  EXPECT_EQ(name_of(Outcome::kTold), "told");
  EXPECT_EQ(name_of(Outcome::kAlreadyTold), "already_told");
  EXPECT_EQ(name_of(Outcome::kAmended), "amended");
}

}  // namespace
}  // namespace fh::record

#include "record/schema.h"

#include <gmock/gmock.h>

#include <array>

#include "model/codec.h"
#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::HasSubstr;

// What the steps after the fourth made.
constexpr const char* kBeforeTheFifth = R"sql(
  ALTER TABLE state DROP COLUMN erased;
  ALTER TABLE state DROP COLUMN earlier_versions;
  ALTER TABLE state DROP COLUMN last_question;
  ALTER TABLE state DROP COLUMN last_timer;
  DROP TABLE letter_link;
  DROP TABLE contact;
  DROP TABLE invitation;
  DROP TABLE invitation_batch;
  DROP TABLE handed_code;
  DROP TABLE told_for;
  DROP TABLE figures_asked;
  DROP TABLE question;
  DROP TABLE source_grants_change;
  DROP TABLE unmasked;
  DROP TABLE subject_identity;
  DROP TABLE subject_request;
  DROP TABLE erasure_receipt;
  DROP TABLE retention_rule;
  DROP INDEX member_by_sign_in;
  ALTER TABLE member DROP COLUMN sign_in;
)sql";

// What the third and fourth step made, once that of the later ones is gone.
constexpr const char* kBeforeTheThird = R"sql(
  DROP TABLE grant_change;
  DROP TABLE source_grants;
  DROP TABLE claim;
  DROP TABLE reading;
  DROP TABLE erased_key;
  DROP INDEX experience_by_grant;
  ALTER TABLE experience DROP COLUMN grants;
  ALTER TABLE experience DROP COLUMN granted_sequence;
  DROP TABLE sign_in_link;
  DROP TABLE session;
  DROP TABLE member;
  DROP TABLE access_key;
  DROP TABLE audit_head;
  ALTER TABLE audit DROP COLUMN chain;
)sql";

class SchemaFixture : public RecordFixture {
 protected:
  std::unique_ptr<Database> raw() {
    record_.reset();
    Result<std::unique_ptr<Database>> opened = Database::open(file(), Access::kWrite);
    EXPECT_TRUE(opened) << to_string(opened.error());
    return opened ? std::move(*opened) : nullptr;
  }
};

TEST_F(SchemaFixture, TheFileSaysWhoseItIsAndWhichStepItHasTaken) {
  const std::unique_ptr<Database> database = raw();
  EXPECT_EQ(*database->number("PRAGMA application_id"), kApplicationId);
  EXPECT_EQ(*database->number("PRAGMA user_version"), schema_steps().size());
  EXPECT_EQ(*database->number("PRAGMA page_size"), 8192U);
}

TEST_F(SchemaFixture, ARecordOfANewerProgramIsRefused) {
  FH_EXPECT_OK(raw()->run("PRAGMA user_version = 99"));
  const Result<std::unique_ptr<Record>> opened = Record::open(options());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(opened.error().message, HasSubstr("newer"));
  EXPECT_THAT(opened.error().message, HasSubstr("99"));
}

// What a program before the second step kept: bodies as they are.
TEST_F(SchemaFixture, ARecordFromBeforeWordsWereCompressedIsReadAsItIs) {
  tell(telling("1", "The staff were very friendly and helpful, and we did not have to wait."));
  const std::string body = model::encode(last_told_);
  {
    const std::unique_ptr<Database> database = raw();
    Result<Use> plain = database->use("UPDATE experience SET body = ?1");
    ASSERT_TRUE(plain);
    FH_EXPECT_OK((*plain)->bind_bytes(1, body).run());
    FH_EXPECT_OK(database->run(kBeforeTheFifth));
    FH_EXPECT_OK(database->run(kBeforeTheThird));
    FH_EXPECT_OK(database->run("PRAGMA user_version = 1"));
  }
  reopen();
  const Result<std::optional<Experience>> found = record_->find(1);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->text, last_told_.text);
  expect_sound();
  EXPECT_EQ(*raw()->number("PRAGMA user_version"), schema_steps().size());
}

// Entries from before there was a chain are as they were; it begins behind them.
TEST_F(SchemaFixture, TheAuditsChainBeginsBehindWhatIsOlder) {
  tell(telling("1", "one"));
  tell(telling("2", "two"));
  {
    const std::unique_ptr<Database> database = raw();
    FH_EXPECT_OK(database->run(kBeforeTheFifth));
    FH_EXPECT_OK(database->run(kBeforeTheThird));
    FH_EXPECT_OK(database->run("PRAGMA user_version = 2"));
  }
  reopen();
  expect_sound();
  EXPECT_EQ(record_->audit_chain()->first, 0U);
  tell(telling("3", "three"));
  tell(telling("4", "four"));
  expect_sound();
  EXPECT_EQ(record_->audit_chain()->first, 3U);
  EXPECT_EQ(record_->audit_chain()->last, 4U);
  EXPECT_EQ(record_->audit(10, 0)->size(), 4U);
}

// What a source stated before the fifth step holds for all it told.
TEST_F(SchemaFixture, ASourcesGrantsFromBeforeTheirHistoryHoldFromTheBeginning) {
  FH_EXPECT_OK(record_->set_source_grants(
      {.source = "shop", .grants = model::kUsualGrants, .basis = "an old notice"}, "test"));
  tell(telling("1", "one"));
  {
    const std::unique_ptr<Database> database = raw();
    FH_EXPECT_OK(database->run(kBeforeTheFifth));
    FH_EXPECT_OK(database->run("PRAGMA user_version = 4"));
  }
  reopen();
  tell(telling("2", "two"));
  EXPECT_EQ(record_->grant_history(1)->front().basis, "an old notice");
  EXPECT_EQ(record_->grant_history(2)->front().basis, "an old notice");
  expect_sound();
}

// A record that counted by walking its tables, and gave a question's number anew.
TEST_F(SchemaFixture, WhatIsCountedAlongBeginsWithWhatIsThere) {
  Telling one = telling("1", "one", "ann");
  one.grants = model::Grants::all();
  tell(one);
  for (const char* words : {"two", "three"}) {
    ASSERT_TRUE(record_->amend(1, telling("1", words).experience, "test"));
  }
  tell(telling("2", "two"));
  ASSERT_TRUE(record_->erase(2, "test"));
  const auto ask = [&] {
    return record_->questions().add(
        {.experience = 1, .asked_at = clock_.now(), .actor = "member 2", .text = "How late?"},
        {.a_day = 10, .day_began = {}}, {.actor = "member 2", .action = "ask_teller"});
  };
  EXPECT_EQ(ask()->number, 1U);
  const uint64_t number = 1;
  for (const model::Grants grants : {model::Grants::none(), model::Grants::all()}) {
    FH_EXPECT_OK(record_->set_grants(
        std::span(&number, 1),
        {.at = clock_.now(), .grants = grants, .by = "teller", .basis = {}}));  // ends what is open
  }
  const RecordCounts before = *record_->counts();
  {
    const std::unique_ptr<Database> database = raw();
    FH_EXPECT_OK(database->run(kBeforeTheFifth));
    FH_EXPECT_OK(database->run("PRAGMA user_version = 4"));
  }
  reopen();
  expect_sound();
  EXPECT_EQ(record_->counts()->experiences, 1U);
  EXPECT_EQ(record_->counts()->versions, 3U);
  EXPECT_EQ(record_->counts()->sources, before.sources);
  EXPECT_EQ(ask()->number, 2U) << "the audit knows another question by the first";
}

// A record that kept the words of all versions: those between the first and the newest fifty go,
// their bytes too.
TEST_F(SchemaFixture, OfManyVersionsWordsGoAndAPurgeIsDue) {
  tell(telling("1", "one"));
  constexpr uint32_t kAmendments = kEarlierWordsKept + 5;
  for (uint32_t i = 0; i < kAmendments; ++i) {
    ASSERT_TRUE(record_->amend(1, telling("1", "words " + std::to_string(i)).experience, "test"));
  }
  EXPECT_EQ(*record_->taken_back().unpurged(), std::nullopt);
  {
    const std::unique_ptr<Database> database = raw();
    FH_EXPECT_OK(database->run(
        "UPDATE earlier_version SET body = (SELECT body FROM experience WHERE number = 1);"
        "ALTER TABLE state DROP COLUMN erased; ALTER TABLE state DROP COLUMN earlier_versions;"
        "ALTER TABLE state DROP COLUMN last_question; ALTER TABLE state DROP COLUMN last_timer;"
        "PRAGMA user_version = 10"));
  }
  reopen();
  EXPECT_TRUE(*record_->taken_back().unpurged());
  const std::vector<Version> earlier = *record_->earlier_versions(1);
  ASSERT_EQ(earlier.size(), kEarlierWordsKept + 1);
  for (const Version& version : earlier) EXPECT_TRUE(version.experience) << version.version;
  expect_sound();
  const std::unique_ptr<Database> database = raw();
  EXPECT_EQ(*database->number("SELECT count(*) FROM earlier_version WHERE body = x''"), 4U);
}

TEST_F(SchemaFixture, AnotherProgramsDatabaseIsRefusedAndLeftAsItIs) {
  record_.reset();
  std::filesystem::remove(file());
  FH_EXPECT_OK(raw()->run("CREATE TABLE theirs (a)"));
  const Result<std::unique_ptr<Record>> opened = Record::open(options());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(*raw()->number("SELECT count(*) FROM sqlite_schema"), 1U);
}

TEST_F(SchemaFixture, AStepIsTakenOnceAndKeepsWhatIsThere) {
  tell(telling("1", "one"));
  std::vector<SchemaStep> steps(schema_steps().begin(), schema_steps().end());
  steps.push_back({.what = "keep more", .sql = "CREATE TABLE more (a)"});
  const std::unique_ptr<Database> database = raw();
  FH_EXPECT_OK(migrate(*database, steps));
  FH_EXPECT_OK(migrate(*database, steps));
  EXPECT_EQ(*database->number("PRAGMA user_version"), steps.size());
  EXPECT_EQ(*database->number("SELECT count(*) FROM experience"), 1U);
}

TEST_F(SchemaFixture, AStepThatFailsLeavesTheRecordAtTheOneBefore) {
  std::vector<SchemaStep> steps(schema_steps().begin(), schema_steps().end());
  steps.push_back({.what = "keep more", .sql = "CREATE TABLE more (a); CREATE TABLE more (a)"});
  const std::unique_ptr<Database> database = raw();
  const Status status = migrate(*database, steps);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("keep more"));
  EXPECT_EQ(*database->number("PRAGMA user_version"), schema_steps().size());
  EXPECT_EQ(*database->number("SELECT count(*) FROM sqlite_schema WHERE name = 'more'"), 0U);
}

TEST_F(SchemaFixture, ExperiencesWithoutCountersAreCorrupt) {
  tell(telling("1", "one"));
  FH_EXPECT_OK(raw()->run("DELETE FROM state"));
  const Result<std::unique_ptr<Record>> opened = Record::open(options());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace fh::record

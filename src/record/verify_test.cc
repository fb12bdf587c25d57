#include "record/verify.h"

#include <gmock/gmock.h>

#include <fstream>

#include "record/database.h"
#include "record/record_fixture.h"

namespace fh::record {
namespace {

using testing::Contains;
using testing::HasSubstr;

class VerifyFixture : public RecordFixture {
 protected:
  void SetUp() override {
    RecordFixture::SetUp();
    for (int i = 1; i <= 6; ++i) tell(telling(std::to_string(i), "words", std::to_string(i)));
    ASSERT_TRUE(record_->amend(2, telling("", "mended").experience, "test"));
    ASSERT_TRUE(record_->erase(3, "test"));
    expect_sound();
  }

  // What verify() finds after `damage`, done past the record's own checks.
  std::vector<std::string> findings_after(const char* damage) {
    record_.reset();
    const Result<std::unique_ptr<Database>> database = Database::open(file(), Access::kWrite);
    EXPECT_TRUE(database);
    FH_EXPECT_OK((*database)->run(damage));
    return *verify(**database);
  }
};

TEST_F(VerifyFixture, FindsABodyThatCannotBeRead) {
  EXPECT_THAT(findings_after("UPDATE experience SET body = x'ff00' WHERE number = 4"),
              Contains(HasSubstr("e4 cannot be read")));
}

TEST_F(VerifyFixture, FindsAnAuditEntryThatWasChanged) {
  for (const char* change : {"UPDATE audit SET actor = 'nobody' WHERE entry = 4",
                             "UPDATE audit SET at_ms = at_ms + 1 "
                             "WHERE entry = 4",
                             "UPDATE audit SET detail = 'e9' WHERE entry = 4",
                             "UPDATE audit SET chain = NULL WHERE entry = 4"}) {
    EXPECT_THAT(findings_after(change), Contains(HasSubstr("entry 4 of the audit"))) << change;
    std::filesystem::remove_all(options().directory);
    SetUp();
  }
}

TEST_F(VerifyFixture, FindsAnAuditEntryThatWasDropped) {
  EXPECT_THAT(findings_after("DELETE FROM audit WHERE entry = 3"),
              Contains(HasSubstr("from entry 2 to entry 4")));
}

TEST_F(VerifyFixture, FindsThatTheFirstAuditEntriesWereDropped) {
  EXPECT_THAT(findings_after("DELETE FROM audit WHERE entry < 3"),
              Contains(HasSubstr("from entry 0 to entry 3")));
}

TEST_F(VerifyFixture, FindsThatTheLastAuditEntriesWereDropped) {
  EXPECT_THAT(findings_after("DELETE FROM audit WHERE entry > 6"),
              Contains(HasSubstr("ends at entry 6, not with entry 8")));
}

TEST_F(VerifyFixture, FindsAnAuditEntryThatWasPutInBetween) {
  EXPECT_THAT(findings_after("UPDATE audit SET entry = entry + 100 WHERE entry > 3;"
                             "UPDATE audit SET entry = entry - 99 WHERE entry > 100;"
                             "INSERT INTO audit SELECT 4, sequence, at_ms, actor, action, detail, "
                             "chain FROM audit WHERE entry = 3"),
              Contains(HasSubstr("of the audit")));
}

TEST_F(VerifyFixture, FindsAnEarlierVersionThatCannotBeRead) {
  EXPECT_THAT(findings_after("UPDATE earlier_version SET body = x'ff00'"),
              Contains(HasSubstr("version 1 of e2")));
}

// Long enough to be compressed.
class VerifyWords : public VerifyFixture {
 protected:
  void SetUp() override {
    VerifyFixture::SetUp();
    const std::string words = "The staff were very friendly, but we had to wait for an hour.";
    tell(telling("7", words));
    ASSERT_TRUE(record_->amend(7, telling("", words + " Nobody told us why.").experience, "test"));
    expect_sound();
  }
};

TEST_F(VerifyWords, FindsWordsThatCannotBeDecompressed) {
  EXPECT_THAT(findings_after("UPDATE experience SET body = substr(body, 1, length(body) - 1) "
                             "WHERE number = 7"),
              Contains(HasSubstr("e7 cannot be read: its words cannot be decompressed")));
}

TEST_F(VerifyWords, FindsEarlierWordsThatCannotBeDecompressed) {
  EXPECT_THAT(findings_after("UPDATE earlier_version SET body = substr(body, 1, length(body) - 1) "
                             "WHERE number = 7"),
              Contains(HasSubstr("version 1 of e7 cannot be read")));
}

TEST_F(VerifyWords, FindsWordsThatNeedAnotherDictionary) {
  EXPECT_THAT(findings_after("UPDATE experience SET body = x'FE0000' WHERE number = 7"),
              Contains(HasSubstr("e7 cannot be read: its words need dictionary 126")));
}

TEST_F(VerifyFixture, FindsAMissingEarlierVersion) {
  EXPECT_THAT(findings_after("DELETE FROM earlier_version"),
              Contains(HasSubstr("earlier versions are not all here")));
}

// What is counted along is compared with what is there.
TEST_F(VerifyFixture, FindsCountersThatWereNotCountedAlong) {
  EXPECT_THAT(findings_after("UPDATE state SET erased = erased + 1"),
              Contains(HasSubstr("erasures too many or too few")));
  EXPECT_THAT(findings_after("UPDATE state SET erased = erased - 1, earlier_versions = 7"),
              Contains(HasSubstr("earlier versions too many or too few")));
}

TEST_F(VerifyFixture, FindsAGapInTheSequences) {
  EXPECT_THAT(findings_after("DELETE FROM experience WHERE number = 5"),
              Contains(HasSubstr("sequence numbers are missing")));
}

TEST_F(VerifyFixture, FindsASequenceUsedTwice) {
  EXPECT_THAT(findings_after("UPDATE experience SET told_sequence = 4 WHERE number = 5"),
              Contains(HasSubstr("another change has too")));
}

TEST_F(VerifyFixture, FindsASourceIdThatLeadsElsewhere) {
  const std::vector<std::string> findings =
      findings_after("UPDATE told_key SET number = 6 WHERE number = 5");
  EXPECT_THAT(findings, Contains(HasSubstr("e5 cannot be found by its source id")));
}

TEST_F(VerifyFixture, FindsAPersonWhoIsNotThere) {
  const std::vector<std::string> findings = findings_after("DELETE FROM person WHERE number = 5");
  EXPECT_THAT(findings, Contains(HasSubstr("experiences of a person who is not here: 1")));
}

TEST_F(VerifyFixture, NobodyIsMissedWhereNobodyWasNamed) {
  for (const uint64_t number : {1U, 2U, 4U, 5U, 6U}) ASSERT_TRUE(record_->erase(number, "test"));
  tell(telling("7", "words of nobody known"));
  expect_sound();
}

TEST_F(VerifyFixture, FindsASourceThatIsNotThere) {
  EXPECT_THAT(findings_after("DELETE FROM source"),
              Contains(HasSubstr("experiences of a source that is not here")));
}

TEST_F(VerifyFixture, FindsAPersonKeyThatIsNotTheirs) {
  EXPECT_THAT(findings_after("UPDATE person SET key = zeroblob(16) WHERE number = 5"),
              Contains(HasSubstr("person 5 cannot be found")));
}

TEST_F(VerifyFixture, FindsCountersThatFellBack) {
  const std::vector<std::string> findings =
      findings_after("UPDATE state SET last_number = 2, last_sequence = 3");
  EXPECT_THAT(findings, Contains(HasSubstr("number is beyond the counter")));
  EXPECT_THAT(findings, Contains(HasSubstr("beyond the last change")));
  const Result<std::unique_ptr<Record>> opened = Record::open(options());
  ASSERT_FALSE(opened) << "such a record would give a number twice";
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
}

TEST_F(VerifyFixture, FindsACounterThatCannotBe) {
  EXPECT_THAT(findings_after("UPDATE state SET last_sequence = 9000000000000000000"),
              Contains(HasSubstr("the last sequence cannot be")));
}

TEST_F(VerifyFixture, OpeningRefusesANewestExperienceThatCannotBeRead) {
  findings_after("UPDATE experience SET body = x'ff00' WHERE number = 1");
  const Result<std::unique_ptr<Record>> opened = Record::open(options());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(opened.error().message, HasSubstr("e1"));
}

// Goal: a record with any bytes overwritten is refused, or opens and says what is
// wrong, or is not hurt where it counts; it never ends the program.
TEST_F(VerifyFixture, OverwrittenBytesNeverEndTheProgram) {
  record_.reset();
  std::ifstream in(file(), std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  int refused = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    std::string bytes = whole;
    const size_t at = 100 + rng.below(bytes.size() - 164);
    for (size_t i = at; i < at + 64; ++i) bytes[i] = static_cast<char>(rng.below(256));
    std::ofstream(file(), std::ios::binary) << bytes;
    const Result<std::unique_ptr<Record>> opened = Record::open(options());
    if (!opened) {
      ++refused;
      continue;
    }
    static_cast<void>((*opened)->find(1));
    static_cast<void>((*opened)->for_each([](const Experience&) -> Status { return {}; }));
    static_cast<void>((*opened)->verify());
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace fh::record

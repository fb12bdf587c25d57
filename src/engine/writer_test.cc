#include "engine/writer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "base/limits.h"
#include "engine/document.h"
#include "engine/engine_fixture.h"

namespace fh::engine {
namespace {

using testing::HasSubstr;

// A record that waits before each group, until it may go on; else the real one.
class GatedRecord final : public record::Record {
 public:
  explicit GatedRecord(std::unique_ptr<record::Record> real) : real_(std::move(real)) {}

  void close_gate() {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  void open_gate() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    moved_.notify_all();
  }
  // Until the writer stands before the gate.
  void wait_for_writer() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] { return at_gate_; });
  }

  Result<std::vector<Result<record::Receipt>>> tell(std::span<record::Telling> group,
                                                    std::string_view actor) override {
    {
      std::unique_lock lock(mutex_);
      at_gate_ = true;
      moved_.notify_all();
      moved_.wait(lock, [this] { return open_; });
      at_gate_ = false;
    }
    group_sizes.push_back(group.size());
    if (disk_full.exchange(false)) return failure(ErrorCode::kIo, "the disk is full");
    return real_->tell(group, actor);
  }
  Result<record::Receipt> amend(uint64_t number, const model::Experience& experience,
                                std::string_view actor) override {
    return real_->amend(number, experience, actor);
  }
  Result<record::Erased> erase(std::span<const uint64_t> numbers,
                               const record::Erasure& erasure) override {
    return real_->erase(numbers, erasure);
  }
  Result<std::vector<record::Receipt>> set_grants(std::span<const uint64_t> numbers,
                                                  const model::GrantChange& change) override {
    return real_->set_grants(numbers, change);
  }
  Result<std::vector<record::Receipt>> join(uint32_t into, uint32_t from,
                                            std::string_view actor) override {
    return real_->join(into, from, actor);
  }
  Status forget_versions(uint64_t number, std::string_view actor) override {
    return real_->forget_versions(number, actor);
  }
  Status add_claim(uint32_t person, const record::ClaimHash& claim) override {
    return real_->add_claim(person, claim);
  }
  Status keep_one_claim(uint32_t person, const record::ClaimHash& claim,
                        std::string_view actor) override {
    return real_->keep_one_claim(person, claim, actor);
  }
  record::ContactBook& contacts() override { return real_->contacts(); }
  record::BehalfBook& behalf() override { return real_->behalf(); }
  record::TakenBackBook& taken_back() override { return real_->taken_back(); }
  Result<std::vector<record::Holding>> held_by(uint32_t person, uint64_t below,
                                               uint32_t limit) override {
    return real_->held_by(person, below, limit);
  }
  record::InvitationBook& invitations() override { return real_->invitations(); }
  Status note_readings(std::span<const record::Reading> readings) override {
    return real_->note_readings(readings);
  }
  Result<uint64_t> fold_readings(const record::ReadingsPass& pass) override {
    return real_->fold_readings(pass);
  }
  Status set_source_grants(const record::SourceGrants& grants, std::string_view actor) override {
    return real_->set_source_grants(grants, actor);
  }
  Digest erased_key(std::string_view source, std::string_view source_id) const override {
    return real_->erased_key(source, source_id);
  }
  Status keep_erased_keys(std::span<const Digest> keys) override {
    return real_->keep_erased_keys(keys);
  }
  Status set_masking(std::span<const uint64_t> numbers, record::Masking masking,
                     std::string_view actor) override {
    return real_->set_masking(numbers, masking, actor);
  }
  Status purge() override { return real_->purge(); }
  Result<std::optional<Experience>> find_named(std::string_view source,
                                               std::string_view source_id) override {
    return real_->find_named(source, source_id);
  }
  Result<uint32_t> person_of_claim(const record::ClaimHash& claim) override {
    return real_->person_of_claim(claim);
  }
  Result<std::vector<Experience>> of_person_number(uint32_t person, uint32_t limit,
                                                   uint64_t offset) override {
    return real_->of_person_number(person, limit, offset);
  }
  Result<std::vector<model::GrantChange>> grant_history(uint64_t number) override {
    return real_->grant_history(number);
  }
  Result<std::vector<record::Reading>> readings(uint64_t number, uint32_t limit) override {
    return real_->readings(number, limit);
  }
  Result<std::vector<record::Version>> earlier_versions(uint64_t number) override {
    return real_->earlier_versions(number);
  }
  Result<record::Source> source(std::string_view name) override { return real_->source(name); }
  Result<std::vector<record::Source>> sources(uint32_t limit, uint64_t offset) override {
    return real_->sources(limit, offset);
  }
  Result<std::vector<uint64_t>> unmasked_among(std::span<const uint64_t> numbers) override {
    return real_->unmasked_among(numbers);
  }
  Result<std::optional<model::Experience>> find(uint64_t number) override {
    return real_->find(number);
  }
  Result<std::vector<model::Experience>> find_many(std::span<const uint64_t> numbers) override {
    return real_->find_many(numbers);
  }
  Result<std::vector<model::Experience>> of_person(std::string_view key, uint32_t limit,
                                                   uint64_t offset) override {
    return real_->of_person(key, limit, offset);
  }
  Status for_each_change_after(uint64_t after,
                               const std::function<Status(record::Change)>& visit) override {
    return real_->for_each_change_after(after, visit);
  }
  Status for_each(const std::function<Status(const model::Experience&)>& visit) override {
    return real_->for_each(visit);
  }
  Result<record::RecordCounts> counts() override { return real_->counts(); }
  Result<std::vector<record::AuditEntry>> audit(uint32_t limit, uint64_t offset,
                                                const record::AuditFilter& filter) override {
    return real_->audit(limit, offset, filter);
  }
  Result<std::vector<std::string>> verify_audit() override { return real_->verify_audit(); }
  Result<record::AuditChain> audit_chain() override { return real_->audit_chain(); }
  record::AccessBook& access() override { return real_->access(); }
  record::RetentionBook& retention() override { return real_->retention(); }
  record::RequestBook& requests() override { return real_->requests(); }
  record::QuestionBook& questions() override { return real_->questions(); }
  record::FiguresBook& figures_asked() override { return real_->figures_asked(); }
  Result<std::vector<record::KeptReceipt>> receipts(uint32_t limit, uint64_t offset) override {
    return real_->receipts(limit, offset);
  }
  Result<std::optional<std::string>> note(std::string_view key) override {
    return real_->note(key);
  }
  Status set_note(std::string_view key, std::string_view value) override {
    return real_->set_note(key, value);
  }
  Status remove_note(std::string_view key) override { return real_->remove_note(key); }
  Status decide(std::string_view key, std::string_view value, const record::Act& act) override {
    return real_->decide(key, value, act);
  }
  Result<std::vector<std::string>> verify() override { return real_->verify(); }
  void tidy() override { real_->tidy(); }
  Status back_up_to(const std::string& path) override { return real_->back_up_to(path); }

  std::vector<size_t> group_sizes;      // read when nobody writes
  std::atomic<bool> disk_full = false;  // of the next group alone

 private:
  std::unique_ptr<record::Record> real_;
  std::mutex mutex_;
  std::condition_variable moved_;
  bool open_ = true;
  bool at_gate_ = false;
};

class WriterTest : public testing::Test {
 protected:
  WriterTest() {
    auto real = record::Record::open({.directory = temporary_ / "data"});
    EXPECT_TRUE(real);
    record_ = std::make_unique<GatedRecord>(std::move(*real));
    auto index = Index::open({.directory = temporary_ / "index"}, *record_, {});
    EXPECT_TRUE(index);
    index_ = std::move(*index);
  }

  static TellJob job_of(const std::string& text, size_t count = 1, const char* actor = "test") {
    TellJob job{.tellings = {}, .documents = {}, .actor = actor};
    for (size_t i = 0; i < count; ++i) {
      record::Telling telling;
      telling.experience.source = "test";
      telling.experience.text = text;
      telling.experience.told_at = Instant{.ms = 1'770'000'000'000};
      job.documents.push_back(document_of(telling.experience));
      job.tellings.push_back(std::move(telling));
    }
    return job;
  }

  uint64_t found(const std::string& word) {
    landscape::Request request;
    request.query = *landscape::parse_query(word, landscape::Match::kAll);
    return (*index_->landscape())->search(request)->total;
  }

  TemporaryDirectory temporary_;
  std::unique_ptr<GatedRecord> record_;
  std::unique_ptr<Index> index_;
};

TEST_F(WriterTest, RefusesWhatWouldOverfillTheQueueAndLosesNothing) {
  Writer writer(*record_, *index_, {.group_drafts_max = 4, .waiting_drafts_max = 10});
  record_->close_gate();
  std::vector<std::thread> tellers;
  std::atomic<int> kept = 0;
  const auto tell = [&](size_t count) {
    tellers.emplace_back([&writer, &kept, count] {
      const auto answers = writer.tell(job_of("waiting", count));
      ASSERT_TRUE(answers) << to_string(answers.error());
      kept += static_cast<int>(answers->size());
    });
  };
  tell(1);
  record_->wait_for_writer();
  tell(25);  // more than the bound, but nothing else waits: taken
  while (writer.waiting() != 25) std::this_thread::yield();
  const auto refused = writer.tell(job_of("too much", 5));
  record_->open_gate();
  for (std::thread& teller : tellers) teller.join();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kBusy);
  EXPECT_FALSE(refused.error().advice.empty());
  EXPECT_EQ(kept, 26);
  EXPECT_EQ(found("waiting"), 26U);
  EXPECT_EQ(found("much"), 0U);
}

TEST_F(WriterTest, RecordsAllThatWaitTogether) {
  Writer writer(*record_, *index_, {});
  record_->close_gate();
  std::vector<std::thread> tellers;
  tellers.emplace_back([&] { ASSERT_TRUE(writer.tell(job_of("first"))); });
  record_->wait_for_writer();
  for (int i = 0; i < 5; ++i) {
    tellers.emplace_back([&] { ASSERT_TRUE(writer.tell(job_of("more", 3))); });
  }
  while (writer.waiting() != 15) std::this_thread::yield();
  record_->open_gate();
  for (std::thread& teller : tellers) teller.join();
  size_t told = 0;
  for (const size_t size : record_->group_sizes) told += size;
  EXPECT_EQ(told, 16U);
  EXPECT_THAT(record_->group_sizes, testing::ElementsAre(1, 15));
  EXPECT_EQ(found("more"), 15U);
}

TEST_F(WriterTest, AnswersInOrderWhatIsHandedInWithoutWaiting) {
  Writer writer(*record_, *index_, {});
  record_->close_gate();
  std::vector<std::future<Answers>> later;
  for (size_t i = 1; i <= 5; ++i) later.push_back(writer.tell_later(job_of("later", i)));
  EXPECT_EQ(later[0].wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  record_->open_gate();
  uint64_t number = 0;
  for (std::future<Answers>& future : later) {
    const Answers answers = future.get();
    ASSERT_TRUE(answers) << to_string(answers.error());
    for (const Result<record::Receipt>& receipt : *answers) {
      EXPECT_EQ(receipt->number, ++number);
      EXPECT_EQ(receipt->sequence, number);
    }
    EXPECT_GE(found("later"), number) << "answered before it could be found";
  }
  EXPECT_EQ(number, 15U);
}

TEST_F(WriterTest, KeepsNothingBehindAJobThatFailedInItsSuccession) {
  Writer writer(*record_, *index_, {.group_drafts_max = 2});
  const auto succession = std::make_shared<Succession>();
  const auto follow = [&](const std::string& text) {
    TellJob job = job_of(text, 2);
    job.succession = succession;
    return writer.tell_later(std::move(job));
  };
  ASSERT_TRUE(follow("first").get());
  record_->close_gate();
  std::future<Answers> second = follow("second");
  record_->wait_for_writer();
  record_->disk_full = true;
  std::future<Answers> third = follow("third");
  std::future<Answers> stranger = writer.tell_later(job_of("stranger", 2));
  record_->open_gate();
  for (std::future<Answers>* failed : {&second, &third}) {
    const Answers answers = failed->get();
    ASSERT_FALSE(answers);
    EXPECT_EQ(answers.error().message, "the disk is full");
  }
  ASSERT_TRUE(stranger.get()) << "only what follows the failed job fails with it";
  EXPECT_EQ(found("first"), 2U);
  EXPECT_EQ(found("third"), 0U);
  EXPECT_EQ(found("stranger"), 2U);
}

TEST_F(WriterTest, KeepsTheTruthWhenTheIndexCannotTakeIt) {
  Writer writer(*record_, *index_, {});
  ASSERT_TRUE(writer.tell(job_of("before")));
  TellJob poison = job_of("poison");
  for (size_t i = 0; i <= limits::kColumnsMax; ++i) {
    poison.documents[0].columns.push_back(
        {.column = fmt::format("c{}", i), .label = fmt::format("c{}", i), .value = 1.0});
  }
  const auto kept = writer.tell(std::move(poison));
  ASSERT_TRUE(kept) << "the record kept it: " << to_string(kept.error());
  EXPECT_EQ((*kept)[0]->number, 2U);

  const auto answers = index_->landscape();
  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(answers.error().advice, HasSubstr("rebuild"));
  const auto refused = writer.tell(job_of("after"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kCorrupt);
  const auto erased = writer.change([](record::Record& record) -> Result<Recorded> {
    Recorded done;
    FH_ASSIGN_OR_RETURN(done.receipt, record.erase(1, "test"));
    done.changes.push_back({.sequence = done.receipt.sequence, .number = 1, .document = {}});
    return done;
  });
  EXPECT_TRUE(erased) << "erasing is a right, whatever the index";

  ASSERT_TRUE(writer.exclusively([&] { return index_->rebuild(*record_, {}); }));
  EXPECT_EQ(found("before"), 0U);
  EXPECT_EQ(found("poison"), 1U);
  ASSERT_TRUE(writer.tell(job_of("after")));
  EXPECT_EQ(found("after"), 1U);
}

TEST_F(WriterTest, RunsAloneWhatAsksForIt) {
  Writer writer(*record_, *index_, {});
  std::atomic<bool> alone = false;
  std::thread teller([&] {
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(writer.tell(job_of("word")));
  });
  for (int i = 0; i < 20; ++i) {
    const Status status = writer.exclusively([&]() -> Status {
      EXPECT_FALSE(alone.exchange(true));
      const uint64_t before = record_->counts()->experiences;
      EXPECT_EQ(found("word"), before);
      EXPECT_EQ(record_->counts()->experiences, before);
      alone = false;
      return {};
    });
    EXPECT_TRUE(status);
  }
  teller.join();
  EXPECT_EQ(found("word"), 50U);
}

}  // namespace
}  // namespace fh::engine

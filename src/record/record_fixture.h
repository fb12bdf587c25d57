// record/record_fixture.h: for the tests of this room: a directory of one's own, a
// record in it, and short ways to tell.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "record/record.h"

namespace fh::record {

// Fails the test, with the error's own words, where there is one.
#define FH_EXPECT_OK(...)                                                \
  do {                                                                   \
    const auto& fh_seen = (__VA_ARGS__);                                 \
    EXPECT_TRUE(fh_seen) << (fh_seen ? "" : to_string(fh_seen.error())); \
  } while (false)

class FixedClock final : public Clock {
 public:
  Instant now() const override { return Instant{.ms = 1'700'000'000'000}; }
  int64_t steady_us() const override { return 0; }
};

class CountingRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override {
    for (std::byte& byte : out) byte = static_cast<std::byte>(rng_.next() & 0xFFU);
  }

 private:
  Rng rng_{7};
};

// Gone, with all in it, at the end of the test.
class OwnDirectory {
 public:
  OwnDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "firsthand-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~OwnDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  OwnDirectory(const OwnDirectory&) = delete;
  OwnDirectory& operator=(const OwnDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline Telling telling(std::string source_id, std::string text, std::string person = {},
                       SameKey same_key = SameKey::kRefuse) {
  Telling telling;
  telling.experience.source = "shop";
  telling.experience.source_id = std::move(source_id);
  telling.experience.text = std::move(text);
  telling.experience.told_at = Instant{.ms = 1'650'000'000'000};
  telling.person = std::move(person);
  telling.same_key = same_key;
  return telling;
}

class RecordFixture : public testing::Test {
 protected:
  void SetUp() override { reopen(); }

  void reopen() {
    record_.reset();
    Result<std::unique_ptr<Record>> opened = Record::open(options());
    ASSERT_TRUE(opened) << to_string(opened.error());
    record_ = std::move(*opened);
  }

  RecordOptions options() {
    return {.directory = directory_.path() + "/data", .clock = &clock_, .random = &random_};
  }
  std::string file() { return options().directory + "/" + std::string(kRecordFileName); }

  // One telling, which must be taken.
  Receipt tell(Telling one) {
    Result<std::vector<Result<Receipt>>> answers = record_->tell({&one, 1}, "test");
    EXPECT_TRUE(answers && answers->size() == 1 && answers->front());
    last_told_ = one.experience;
    return answers && answers->front() ? *answers->front() : Receipt{};
  }
  // One telling, which must be refused.
  Error refuse(Telling one) {
    Result<std::vector<Result<Receipt>>> answers = record_->tell({&one, 1}, "test");
    EXPECT_TRUE(answers && answers->size() == 1 && !answers->front());
    return answers && !answers->front() ? answers->front().error() : Error{};
  }
  void expect_sound() {
    const Result<std::vector<std::string>> findings = record_->verify();
    ASSERT_TRUE(findings) << to_string(findings.error());
    EXPECT_EQ(*findings, std::vector<std::string>());
  }
  std::vector<Change> changes_after(uint64_t after) {
    std::vector<Change> changes;
    FH_EXPECT_OK(record_->for_each_change_after(after, [&](Change change) -> Status {
      changes.push_back(std::move(change));
      return {};
    }));
    return changes;
  }

  OwnDirectory directory_;
  FixedClock clock_;
  CountingRandom random_;
  std::unique_ptr<Record> record_;
  Experience last_told_;
};

}  // namespace fh::record

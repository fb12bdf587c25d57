// engine/engine_fixture.h: for the tests of this room: a data directory of one's own,
// an engine on it, and short ways to tell and to search.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"

namespace fh::engine {

// Fails the test, with the error's own words, where there is one.
#define FH_ASSERT_OK(...)                                                \
  do {                                                                   \
    const auto& fh_seen = (__VA_ARGS__);                                 \
    ASSERT_TRUE(fh_seen) << (fh_seen ? "" : to_string(fh_seen.error())); \
  } while (false)
#define FH_EXPECT_OK(...)                                                \
  do {                                                                   \
    const auto& fh_seen = (__VA_ARGS__);                                 \
    EXPECT_TRUE(fh_seen) << (fh_seen ? "" : to_string(fh_seen.error())); \
  } while (false)

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string path = (std::filesystem::temp_directory_path() / "firsthand-test-XXXXXX").string();
    EXPECT_NE(::mkdtemp(path.data()), nullptr);
    path_ = path;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Each look at it is a millisecond later.
class TickingClock final : public Clock {
 public:
  Instant now() const override { return Instant{.ms = ms_++}; }
  int64_t steady_us() const override { return 1000 * ms_++; }

 private:
  mutable std::atomic<int64_t> ms_ = 1'781'000'000'000;
};

class EngineFixture : public testing::Test {
 protected:
  EngineFixture() { open(); }

  void open(const std::string& address = {}) {
    engine_.reset();
    Result<std::unique_ptr<Engine>> opened = Engine::open(options(address));
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }

  EngineOptions options(const std::string& address = {}) {
    EngineOptions options;
    options.directory = directory_;
    options.address = address;
    options.clock = &clock_;
    return options;
  }

  static Draft draft(std::string text, std::string source_id = {}) {
    Draft draft;
    draft.source = "test";
    draft.source_id = std::move(source_id);
    draft.text = std::move(text);
    return draft;
  }

  static TellOptions host() { return {.caller = Caller::host()}; }

  // The id of the new experience.
  std::string tell(Draft draft) {
    const Result<Receipt> receipt = engine_->tell(std::move(draft), host());
    EXPECT_TRUE(receipt) << (receipt ? "" : to_string(receipt.error()));
    return receipt ? model::id_of(receipt->number) : "";
  }

  Found search(SearchOptions& options) {
    options.caller = Caller::host();
    Result<Found> found = engine_->search(options);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : Found{};
  }

  uint64_t total(const std::string& q) {
    SearchOptions options;
    options.q = q;
    return search(options).answer.total;
  }

  // The texts found, best first.
  std::vector<std::string> texts(const std::string& q) {
    SearchOptions options;
    options.q = q;
    std::vector<std::string> texts;
    for (const FoundHit& hit : search(options).hits) {
      texts.push_back(hit.experience.text);
    }
    return texts;
  }

  TemporaryDirectory temporary_;
  const std::string directory_ = temporary_ / "data";
  TickingClock clock_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace fh::engine

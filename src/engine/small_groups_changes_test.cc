// What is kept of segments from question to question (landscape/kept_by_segment.h), while these
// change: every answer is that of an index made anew from the record.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "engine/small_groups_fixture.h"

namespace fh::engine {
namespace {

class ChangingGroups : public SmallGroupsFixture {
 protected:
  // Many small segments, in memory and in files, merged often.
  void start() {
    engine_.reset();
    EngineOptions restless = options();
    restless.landscape.head_documents_max = 30;
    restless.landscape.merge_fan_in = 3;
    auto opened = Engine::open(std::move(restless));
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
  }

  void tell_some(Rng& rng) {
    for (uint64_t left = 1 + rng.below(12); left > 0; --left) {
      const std::string id = tell(draft_of(random_told(rng), told_numbers_++));
      ids_.push_back(id);
    }
  }
  // What may not be read since an earlier change is not there for the host either.
  static void expect_done(const Result<Receipt>& done) {
    if (!done) EXPECT_EQ(done.error().code, ErrorCode::kNotFound) << to_string(done.error());
  }
  void erase_one(Rng& rng) {
    const size_t at = rng.below(ids_.size());
    expect_done(engine_->erase(ids_[at], host()));
    ids_.erase(ids_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  void amend_one(Rng& rng) {
    Draft draft = draft_of(random_told(rng), told_numbers_++);
    draft.source_id.clear();
    draft.person.clear();
    expect_done(engine_->amend(ids_[rng.below(ids_.size())], std::move(draft), host()));
  }
  void grant_one(Rng& rng) {
    const auto one = engine_->experience(Caller::host(), ids_[rng.below(ids_.size())]);
    // Not to be read any more since an earlier change, or nobody's.
    if (!one || one->person_number == 0) return;
    const Caller teller = {.kind = CallerKind::kTeller,
                           .actor = "teller",
                           .rights = {},
                           .scope = {},
                           .person = one->person_number};
    const std::string id = model::id_of(one->number);
    FH_ASSERT_OK(engine_->ownership().grant(
        teller, std::span(&id, 1), model::Grants::of_bits(static_cast<uint8_t>(rng.below(16)))));
  }
  void change(Rng& rng) {
    switch (rng.below(6)) {
      case 0:
        return erase_one(rng);
      case 1:
        return amend_one(rng);
      case 2:
      case 3:
        return grant_one(rng);
      case 4:
        if (rng.chance(0.3)) FH_ASSERT_OK(engine_->flush());
        return;
      default:
        return tell_some(rng);
    }
  }

  // Everything that hangs on what all guarded people come to.
  std::string answers() {
    std::string all;
    for (const char* q : {"", "by:employee", "word1 or word2", "unit:unit0", "-by:employee"}) {
      landscape::Request request;
      request.limit = 20;
      request.people = request.ratings = true;
      request.telling_words = 20;
      request.facets = {{.column = "unit", .limit = 100}};
      const landscape::Answer answer = ask(q, request).answer;
      all += fmt::format("{}: {} of {}, {} people, sample {};", q, answer.total, answer.landscape,
                         answer.people.value_or(0), answer.telling_sample);
      for (const auto& value : answer.facets[0].values) {
        all += fmt::format(" {}={}", value.value, value.experiences);
      }
      for (const auto& word : answer.telling_words) {
        all += fmt::format(" {}:{}/{}/{:.9f}", word.word, word.experiences, word.of_all, word.z);
      }
      all += '\n';
    }
    return all;
  }

  size_t told_numbers_ = 0;
  std::vector<std::string> ids_;
};

TEST_F(ChangingGroups, AreCountedAsIfAllWereCountedAnew) {
  for (const uint64_t seed : {1U, 2U, 3U}) {
    std::filesystem::remove_all(directory_);
    ids_.clear();
    start();
    Rng rng(seed);
    for (int i = 0; i < 8; ++i) tell_some(rng);
    for (int i = 1; i <= 240 && !HasFailure(); ++i) {
      change(rng);
      const std::string kept = answers();  // keeps what it has found for the next
      if (i % 12 != 0) continue;
      FH_ASSERT_OK(engine_->rebuild({}));
      EXPECT_EQ(kept, answers()) << "seed " << seed << ", change " << i;
    }
  }
}

}  // namespace
}  // namespace fh::engine

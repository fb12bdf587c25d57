#include "engine/erased_bytes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "base/limits.h"
#include "base/random.h"
#include "engine/engine_fixture.h"
#include "record/unused_bytes.h"

namespace fh::engine {
namespace {

std::string bytes_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// In parts of pages that no row uses.
bool holds_unused_bytes(std::string all) {
  constexpr size_t kRecordPage = 8192;
  const std::span<std::byte> bytes = std::as_writable_bytes(std::span(all));
  for (size_t at = 0; at + kRecordPage <= bytes.size(); at += kRecordPage) {
    const auto unused =
        record::unused_in(bytes.subspan(at, kRecordPage),
                          at == 0 ? record::PageAt::kBeginOfFile : record::PageAt::kElsewhere);
    if (std::ranges::any_of(unused, [](std::byte b) { return b != std::byte{0}; })) return true;
  }
  return false;
}

// Goal: an index that cannot answer keeps no erased byte in the record.
TEST(ErasedBytes, OfTheRecordGoWhereTheIndexCannotAnswer) {
  TemporaryDirectory temporary;
  TickingClock clock;
  const std::string directory = temporary / "data";
  const auto record = std::move(*record::Record::open({.directory = directory, .clock = &clock}));
  landscape::LandscapeOptions of_index;
  of_index.directory = directory + "/index";
  const auto index = std::move(*Index::open(of_index, *record, {}));
  Writer writer(*record, *index, {});
  ErasedBytes bytes({.files = system_files(),
                     .log = directory + "/erasures",
                     .record = *record,
                     .index = *index,
                     .writer = writer,
                     .clock = clock,
                     .after = std::chrono::minutes(10)});
  for (const char* id : {"xylozephyr", "other"}) {
    record::Telling telling;
    telling.experience.source = "test";
    telling.experience.source_id = id;
    telling.experience.text = "told";
    FH_ASSERT_OK(record->tell(std::span(&telling, 1), "test"));
  }
  // Somebody reads the log as it was before.
  FH_ASSERT_OK(record->for_each([&](const Experience& one) -> Status {
    if (one.number != 1) return {};
    FH_RETURN_IF_ERROR(record->erase(1, "test"));
    return {};
  }));
  const std::string log = directory + "/record.db-wal";
  ASSERT_NE(bytes_of_file(log).find("xylozephyr"), std::string::npos);
  landscape::Change poison{.sequence = 2, .number = 2, .document = landscape::Document()};
  for (size_t i = 0; i <= limits::kColumnsMax; ++i) {
    const std::string name = fmt::format("c{}", i);
    poison.document->columns.push_back({.column = name, .label = name, .value = 1.0});
  }
  ASSERT_FALSE(index->apply(std::span(&poison, 1)));
  const Status purged = bytes.purge_now();
  ASSERT_FALSE(purged);
  EXPECT_EQ(purged.error().code, ErrorCode::kCorrupt) << "that the index is to be made anew";
  EXPECT_EQ(bytes_of_file(log).find("xylozephyr"), std::string::npos);
  EXPECT_EQ(bytes_of_file(directory + "/record.db").find("xylozephyr"), std::string::npos);
}

// Goal: a backup that is made before the purge holds none of the bytes for as long as it lies
// there. Erasing many, one by one, moves the rows of those who are left again and again.
TEST_F(EngineFixture, WhatIsGrantedLeavesNoBytesToBePurged) {
  const auto told = engine_->ownership().tell(Caller::nobody(), draft("one"), {.claim = true});
  const std::string other = tell(draft("another"));
  FH_ASSERT_OK(engine_->ownership().erase(Caller::host(), std::span(&other, 1), Purge::kNow));
  const std::optional<std::string> purged = *engine_->note(kPurgedNote);
  ASSERT_TRUE(purged);
  const Caller teller = *engine_->ownership().teller_of(told->claim_code);
  FH_ASSERT_OK(engine_->ownership().grant(teller, {}, model::Grants::none()));
  open();
  FH_ASSERT_OK(engine_->upkeep());
  EXPECT_EQ(*engine_->note(kPurgedNote), purged);
}

TEST_F(EngineFixture, ABackupIsMadeWithoutTheBytesOfTheErased) {
  constexpr int kTold = 1400;
  Rng rng(3);
  std::vector<Draft> drafts;
  for (int i = 0; i < kTold; ++i) {
    std::string words = "what happened";
    for (uint64_t left = 3 + rng.below(60); left > 0; --left) {
      words += " " + std::to_string(rng.next());
    }
    drafts.push_back(draft(words, std::to_string(i)));
  }
  FH_ASSERT_OK(engine_->tell_many(std::move(drafts), host()));
  for (uint64_t begin = 1; begin <= 80; ++begin) {
    std::vector<std::string> ids;
    for (uint64_t number = begin; number <= kTold; number += 120)
      ids.push_back(model::id_of(number));
    FH_ASSERT_OK(engine_->ownership().erase(Caller::host(), ids, Purge::kSoon));
  }
  ASSERT_TRUE(holds_unused_bytes(bytes_of_file(directory_ + "/record.db")));
  FH_ASSERT_OK(engine_->back_up_to(temporary_ / "backup.db"));
  EXPECT_FALSE(holds_unused_bytes(bytes_of_file(temporary_ / "backup.db")));
}

}  // namespace
}  // namespace fh::engine

// What the index promises beyond answering right (differential_test.cc): surviving damage,
// power cuts and full disks without losing what the record can give again.

#include "landscape/index.h"

#include <gtest/gtest.h>

#include <map>

#include "landscape/segment_file.h"
#include "testing/faulty_file_system.h"
#include "testing/random_documents.h"

namespace fh::landscape {
namespace {

Request everything() {
  Request request;
  request.query = Node{AllNode{}};
  request.limit = 1000;
  request.people = true;
  return request;
}

std::unique_ptr<Landscape> open_in(FileSystem& files, Background background = Background::kOff) {
  auto opened = Landscape::open({.directory = "/index",
                                 .files = &files,
                                 .head_documents_max = 50,
                                 .merge_fan_in = 3,
                                 .background = background});
  EXPECT_TRUE(opened.has_value()) << to_string(opened.error());
  return std::move(*opened);
}

// Random changes, as a record would keep them: the newest state of each.
struct Changes {
  std::vector<Change> all;
  // Those after `sequence`, as a replay gives them.
  std::vector<Change> after(uint64_t sequence) const {
    std::map<uint64_t, Change> newest;
    for (const Change& change : all) {
      Change& held = newest[change.number];
      if (!change.only_grants()) {
        held = change;
      } else if (held.document) {
        held.document->grants = *change.grants;
      }
      held.sequence = change.sequence;
    }
    std::map<uint64_t, Change> replay;
    for (const auto& [number, change] : newest) {
      if (change.sequence > sequence) replay.emplace(change.sequence, change);
    }
    std::vector<Change> ordered;
    for (auto& [key, change] : replay) ordered.push_back(std::move(change));
    return ordered;
  }
};

// Stops the power at every operation of a flush and a merge: what then opens, with the
// replay of what it does not cover, answers as if nothing had happened.
TEST(IndexPowerCut, AtAnyOperationLosesNothingThatAReplayDoesNotBringBack) {
  uint64_t operations_max = 1;
  for (uint64_t stop = 0; stop < operations_max; ++stop) {
    SCOPED_TRACE(stop);
    FaultyFileSystem files;
    Changes changes;
    RandomChanges random(77);
    {
      const auto index = open_in(files);
      const auto apply = [&](size_t count) {
        const std::vector<Change> batch = random.next(count);
        ASSERT_TRUE(index->apply(batch).has_value());
        changes.all.insert(changes.all.end(), batch.begin(), batch.end());
      };
      apply(40);
      ASSERT_TRUE(index->flush().has_value());
      apply(40);
      const uint64_t before = files.operations();
      files.stop_after(stop);
      static_cast<void>(index->flush());
      static_cast<void>(index->merge_all());
      operations_max = std::max(operations_max, files.operations() - before);
      files.power_cut();
    }
    const auto index = open_in(files);
    ASSERT_TRUE(index->apply(changes.after(index->covered())).has_value());
    FaultyFileSystem untouched;
    const auto plain = open_in(untouched);
    ASSERT_TRUE(plain->apply(changes.all).has_value());
    const Result<Answer> found = index->search(everything());
    const Result<Answer> expected = plain->search(everything());
    ASSERT_TRUE(found.has_value() && expected.has_value());
    EXPECT_EQ(found->hits, expected->hits);
    EXPECT_EQ(found->people, expected->people);
  }
}

// A damaged manifest or segment is set aside, and the index starts from nothing.
TEST(Index, DamageIsNoticedAndSetAside) {
  for (const bool manifest : {true, false}) {
    SCOPED_TRACE(manifest);
    FaultyFileSystem files;
    {
      const auto index = open_in(files);
      ASSERT_TRUE(index->apply(RandomChanges(5).next(30)).has_value());
      ASSERT_TRUE(index->flush().has_value());
    }
    const std::string path = manifest ? "/index/manifest" : "/index/00000001.segment";
    Result<std::string> bytes = files.read(path);
    ASSERT_TRUE(bytes.has_value());
    bytes->resize(bytes->size() - 1);
    files.put(path, *bytes);
    const auto index = open_in(files);
    EXPECT_EQ(index->covered(), 0U);
    EXPECT_EQ(index->counts().experiences, 0U);
    EXPECT_TRUE(files.exists("/index/manifest.damaged"));
  }
}

// A file as an earlier version of the program wrote it: the record has everything, so the
// index is made anew.
TEST(Index, AnEarlierFormatIsSetAsideAndMadeAnew) {
  FaultyFileSystem files;
  const std::vector<Change> changes = RandomChanges(5).next(30);
  uint64_t experiences = 0;
  {
    const auto index = open_in(files);
    ASSERT_TRUE(index->apply(changes).has_value());
    ASSERT_TRUE(index->flush().has_value());
    experiences = index->counts().experiences;
  }
  constexpr size_t kFormatAt = 8;
  Result<std::string> bytes = files.read("/index/00000001.segment");
  ASSERT_TRUE(bytes.has_value());
  ASSERT_EQ(bytes->at(kFormatAt), static_cast<char>(kSegmentFormat));
  bytes->at(kFormatAt) = static_cast<char>(kSegmentFormat - 1);
  files.put("/index/00000001.segment", *bytes);
  const auto index = open_in(files);
  EXPECT_EQ(index->covered(), 0U);
  EXPECT_EQ(index->counts().experiences, 0U);
  EXPECT_TRUE(files.exists("/index/manifest.damaged"));
  EXPECT_FALSE(files.exists("/index/00000001.segment"));
  ASSERT_TRUE(index->apply(changes).has_value());
  ASSERT_TRUE(index->flush().has_value());
  EXPECT_EQ(open_in(files)->counts().experiences, experiences);
}

TEST(Index, VerifyNamesTheDamagedFile) {
  FaultyFileSystem files;
  {
    const auto index = open_in(files);
    ASSERT_TRUE(index->apply(RandomChanges(5).next(30)).has_value());
    ASSERT_TRUE(index->flush().has_value());
    EXPECT_TRUE(index->verify()->empty());
  }
  Result<std::string> bytes = files.read("/index/00000001.segment");
  ASSERT_TRUE(bytes.has_value());
  (*bytes)[bytes->size() / 2] = static_cast<char>((*bytes)[bytes->size() / 2] ^ 1);
  files.put("/index/00000001.segment", *bytes);
  const auto index = open_in(files);
  const auto findings = index->verify();
  ASSERT_EQ(findings->size(), 1U);
  EXPECT_NE(findings->front().find("00000001.segment"), std::string::npos);
}

// A disk that is full for a while costs time, not experiences.
TEST(Index, AFailedFreezeIsDoneLater) {
  FaultyFileSystem files;
  const auto index = open_in(files);
  ASSERT_TRUE(index->apply(RandomChanges(5).next(30)).has_value());
  const uint64_t experiences = index->counts().experiences;
  files.fail(FileOperation::kWrite, 1);
  EXPECT_FALSE(index->flush().has_value());
  EXPECT_EQ(index->counts().experiences, experiences);
  EXPECT_EQ(index->covered(), 0U);
  ASSERT_TRUE(index->flush().has_value());
  EXPECT_EQ(index->covered(), index->as_of());
  EXPECT_EQ(open_in(files)->counts().experiences, experiences);
}

}  // namespace
}  // namespace fh::landscape

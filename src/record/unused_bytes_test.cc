#include "record/unused_bytes.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "record/record_fixture.h"
#include "record/stored_words.h"

namespace fh::record {
namespace {

constexpr size_t kPage = 512;

std::vector<std::byte> page_of(int sort, int cells, int content) {
  std::vector<std::byte> page(kPage);
  const auto put = [&](size_t at, int value) {
    page[at] = static_cast<std::byte>(value >> 8);
    page[at + 1] = static_cast<std::byte>(value & 0xFF);
  };
  page[0] = static_cast<std::byte>(sort);
  put(3, cells);
  put(5, content);
  return page;
}

TEST(UnusedBytes, LieBetweenThePlacesAndTheFirstCell) {
  for (const int sort : {10, 13}) {
    std::vector<std::byte> leaf = page_of(sort, 3, 400);
    const auto unused = unused_in(leaf, PageAt::kElsewhere);
    EXPECT_EQ(unused.data() - leaf.data(), 8 + 2 * 3);
    EXPECT_EQ(unused.size(), 400U - 14U);
  }
  std::vector<std::byte> inner = page_of(5, 3, 400);
  EXPECT_EQ(unused_in(inner, PageAt::kElsewhere).data() - inner.data(), 12 + 2 * 3);
  std::vector<std::byte> full = page_of(13, 100, 208);
  EXPECT_TRUE(unused_in(full, PageAt::kElsewhere).empty());
}

TEST(UnusedBytes, AreNoneWhereThePageSaysWhatCannotBe) {
  std::vector<std::byte> overflow = page_of(0, 3, 400);
  EXPECT_TRUE(unused_in(overflow, PageAt::kElsewhere).empty());
  std::vector<std::byte> beyond = page_of(13, 3, kPage + 1);
  EXPECT_TRUE(unused_in(beyond, PageAt::kElsewhere).empty());
  std::vector<std::byte> crossed = page_of(13, 250, 100);
  EXPECT_TRUE(unused_in(crossed, PageAt::kElsewhere).empty());
}

TEST(UnusedBytes, OfAnyBytesLieInThePageBehindItsHeader) {
  Rng rng(9);
  std::vector<std::byte> page(kPage);
  for (int i = 0; i < 20'000; ++i) {
    for (std::byte& byte : page) byte = static_cast<std::byte>(rng.below(256));
    page[0] = static_cast<std::byte>(i % 14);
    const auto unused = unused_in(page, i % 2 ? PageAt::kBeginOfFile : PageAt::kElsewhere);
    if (unused.empty()) continue;
    ASSERT_GE(unused.data(), page.data() + 8);
    ASSERT_LE(unused.data() + unused.size(), page.data() + page.size());
  }
}

// Goal: what balancing has copied of somebody's words goes with them. Erasing many people, one
// by one, moves the rows of those who are left again and again.
class Purged : public RecordFixture {
 protected:
  std::string bytes_of_file() {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  static void expect_unused_is_clear(std::string all) {
    constexpr size_t kRecordPage = 8192;
    ASSERT_EQ(all.size() % kRecordPage, 0U);
    const std::span<std::byte> bytes = std::as_writable_bytes(std::span(all));
    for (size_t at = 0; at < bytes.size(); at += kRecordPage) {
      const auto unused = unused_in(bytes.subspan(at, kRecordPage),
                                    at == 0 ? PageAt::kBeginOfFile : PageAt::kElsewhere);
      EXPECT_TRUE(std::ranges::all_of(unused, [](std::byte b) { return b == std::byte{0}; }))
          << "page " << 1 + at / kRecordPage;
    }
  }
};

TEST_F(Purged, NothingOfTheErasedIsLeftInAnyPage) {
  constexpr uint64_t kPeople = 120;
  constexpr uint64_t kEach = 12;
  constexpr uint64_t kErased = 80;
  constexpr size_t kStretch = 24;
  Rng rng(3);
  std::vector<std::vector<std::string>> bodies(kPeople);
  for (uint64_t i = 0; i < kPeople * kEach; ++i) {
    const uint64_t person = i % kPeople;
    std::string words = "what happened";
    for (uint64_t left = 3 + rng.below(60); left > 0; --left)
      words += " " + std::to_string(rng.next());
    Telling one = telling(std::to_string(i), words, "p" + std::to_string(person));
    one.body = pack(one.experience);
    bodies[person].push_back(one.body);
    tell(one);
  }
  for (uint64_t person = 0; person < kErased; ++person) {
    std::vector<uint64_t> numbers;
    for (uint64_t i = 0; i < kEach; ++i) numbers.push_back(1 + person + i * kPeople);
    FH_EXPECT_OK(record_->erase(numbers, {.actor = "test"}));
    FH_EXPECT_OK(record_->purge());
    const std::string all = bytes_of_file();
    for (const std::string& body : bodies[person]) {
      ASSERT_GT(body.size(), 2 * kStretch);
      // Its middle: both ends are like those of others.
      const std::string middle = body.substr(body.size() / 2, kStretch);
      ASSERT_EQ(all.find(middle), std::string::npos) << "of person " << person;
    }
  }
  expect_unused_is_clear(bytes_of_file());
  expect_sound();
  EXPECT_EQ(record_->counts()->experiences, (kPeople - kErased) * kEach);
}

}  // namespace
}  // namespace fh::record

#include "record/stored_words.h"

#include <gmock/gmock.h>
#include <zstd.h>

#include <thread>

#include "base/hash.h"
#include "base/limits.h"
#include "base/random.h"
#include "model/codec.h"
#include "record/words_dictionary.h"

namespace fh::record {
namespace {

using testing::HasSubstr;

const std::string kStory =
    "\1The staff were very friendly and helpful, but we had to wait for more than an hour and "
    "nobody told us anything. I would like to know why, and I am still waiting for an answer.";

std::string random_bytes(Rng& rng, size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(rng.below(256));
  if (!bytes.empty()) bytes.front() = static_cast<char>(bytes.front() & 0x7F);
  return bytes;
}

// Like people's: words out of a few, some letters of two and three bytes, repeats.
std::string random_words(Rng& rng, size_t size) {
  static constexpr std::string_view kWords[] = {"the ",  "train ", "très ", "für ",    "late, ",
                                                "ward ", "привет", "お茶 ", "aaaaaaa", "x"};
  std::string text = "\1";
  while (text.size() < size) text += kWords[rng.below(std::size(kWords))];
  text.resize(size);
  return text;
}

void expect_same_again(const std::string& body) {
  const std::string stored = pack_bytes(body);
  EXPECT_LE(stored.size(), body.size());
  const Result<std::string> again = unpack_bytes(stored);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(*again, body);
}

TEST(StoredWords, AnyBytesComeBackAsTheyWere) {
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Rng rng(seed);
    const size_t size = rng.below(seed % 50 == 0 ? 70'000 : 900);
    expect_same_again(seed % 3 == 0 ? random_bytes(rng, size) : random_words(rng, size));
  }
}

TEST(StoredWords, TheShortestAndTheLongestComeBackAsTheyWere) {
  Rng rng(1);
  for (const size_t size : {size_t{0}, size_t{1}, size_t{15}, size_t{16}, size_t{17},
                            limits::kTextBytesMax, kPackedBodyBytesMax, kPackedBodyBytesMax + 1}) {
    SCOPED_TRACE(testing::Message() << "size=" << size);
    expect_same_again(random_bytes(rng, size));
    expect_same_again(size == 0 ? std::string() : random_words(rng, size));
    expect_same_again(std::string(size, 'a'));
  }
}

TEST(StoredWords, AnExperienceComesBackAsItWas) {
  model::Experience experience;
  experience.source = "shop";
  experience.source_id = "17";
  experience.text = kStory.substr(1);
  experience.signifiers.push_back({.name = "line", .value = std::string("S1")});
  const std::string stored = pack(experience);
  EXPECT_LT(stored.size(), experience.text.size() * 2 / 3);
  const Result<model::Experience> again = unpack(stored);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(model::encode(*again), model::encode(experience));
}

TEST(StoredWords, WhatDoesNotGetShorterStaysPlain) {
  Rng rng(7);
  for (const std::string& body : {std::string("\1ok"), random_bytes(rng, 200)}) {
    EXPECT_EQ(pack_bytes(body), body);
  }
}

TEST(StoredWords, ABodyBeyondTheLimitStaysPlain) {
  const std::string body(kPackedBodyBytesMax + 1, 'a');
  EXPECT_EQ(pack_bytes(body), body);
  EXPECT_LT(pack_bytes(body.substr(1)).size(), 100U);
}

// The dictionary is part of the format: with another one these bytes mean nothing.
TEST(StoredWords, ADictionaryNeverChanges) {
  EXPECT_EQ(checksum(std::as_bytes(words_dictionary_1())), 9'556'953'420'487'100'805ULL);
}

TEST(StoredWords, AnUnknownDictionaryIsNamed) {
  std::string stored = pack_bytes(kStory);
  ASSERT_EQ(static_cast<uint8_t>(stored[0]), 0x81);
  for (const int number : {0, 2, 127}) {
    stored[0] = static_cast<char>(0x80 + number);
    const Result<std::string> body = unpack_bytes(stored);
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().code, ErrorCode::kCorrupt);
    EXPECT_THAT(body.error().message, HasSubstr("dictionary " + std::to_string(number)));
  }
}

TEST(StoredWords, AFrameCutOffOrFollowedByMoreIsRefused) {
  const std::string stored = pack_bytes(kStory);
  for (size_t size = 1; size < stored.size(); ++size) {
    const Result<std::string> body = unpack_bytes(stored.substr(0, size));
    ASSERT_FALSE(body) << size;
    EXPECT_EQ(body.error().code, ErrorCode::kCorrupt);
  }
  EXPECT_FALSE(unpack_bytes(stored + '\0'));
  EXPECT_FALSE(unpack_bytes(stored + "\x28\xB5\x2F\xFD" + stored.substr(1)));
}

TEST(StoredWords, DamagedFramesAreRefusedOrReadWithinBounds) {
  const std::string stored = pack_bytes(kStory);
  size_t refused = 0;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    Rng rng(seed);
    std::string bytes = stored;
    for (uint64_t i = 0; i <= rng.below(4); ++i) {
      bytes[1 + rng.below(bytes.size() - 1)] = static_cast<char>(rng.below(256));
    }
    const Result<std::string> body = unpack_bytes(bytes);
    if (!body) {
      ++refused;
      EXPECT_EQ(body.error().code, ErrorCode::kCorrupt);
    } else {
      EXPECT_LE(body->size(), kPackedBodyBytesMax);
    }
    static_cast<void>(unpack(bytes));
  }
  EXPECT_GT(refused, 1000U);
  EXPECT_EQ(*unpack_bytes(stored), kStory) << "the thread's context must not remember the others";
}

TEST(StoredWords, AFrameThatClaimsMoreThanTheLimitIsRefusedBeforeMemoryIsTaken) {
  // A header with a content size of eight bytes, and nothing in the frame.
  std::string stored = "\x81\xE0";
  stored += std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 8) + std::string("\x01\x00\x00", 3);
  const Result<std::string> body = unpack_bytes(stored);
  ASSERT_FALSE(body);
  EXPECT_THAT(body.error().message, HasSubstr("is the most"));
}

TEST(StoredWords, AFrameThatDoesNotSayItsLengthIsRefused) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  std::string frame(ZSTD_compressBound(kStory.size()), '\0');
  const size_t size =
      ZSTD_compress2(context, frame.data(), frame.size(), kStory.data(), kStory.size());
  ZSTD_freeCCtx(context);
  ASSERT_EQ(ZSTD_isError(size), 0U);
  const Result<std::string> body = unpack_bytes("\x81" + frame.substr(4, size - 4));
  ASSERT_FALSE(body);
  EXPECT_THAT(body.error().message, HasSubstr("no length"));
}

TEST(StoredWords, ManyThreadsPackAndUnpackAtOnce) {
  std::vector<std::thread> threads;
  for (uint64_t thread = 0; thread < 8; ++thread) {
    threads.emplace_back([thread] {
      Rng rng(thread);
      for (int i = 0; i < 300; ++i) expect_same_again(random_words(rng, rng.below(900)));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace fh::record

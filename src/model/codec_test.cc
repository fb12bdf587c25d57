#include "model/codec.h"

#include <gtest/gtest.h>

#include "model/validate.h"
#include "testing/fake_clock.h"
#include "testing/random_draft.h"

namespace fh::model {
namespace {

Experience random_experience(uint64_t seed) {
  Result<Checked> checked = validate(RandomDraft(seed).make(), FakeClock::kStart);
  return checked ? checked->experience : Experience{};
}

TEST(Codec, KeepsEverythingButWhatTheRecordGives) {
  Experience experience;
  experience.text = "late";
  const std::string bytes = encode(experience);
  experience.number = 7;
  experience.sequence = 8;
  experience.version = 9;
  experience.person_number = 10;
  experience.person_key = "k";
  EXPECT_EQ(encode(experience), bytes);
}

TEST(Codec, ReadsBackWhatItWrites) {
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    Experience experience = random_experience(seed);
    experience.inferred_lang = seed % 2 == 0 ? "nl" : "";
    const Result<Experience> decoded = decode(encode(experience));
    ASSERT_TRUE(decoded.has_value()) << to_string(decoded.error());
    ASSERT_EQ(*decoded, experience);
  }
}

// The bytes of docs/formats/experience.md, written out by hand: records that exist
// must stay readable.
TEST(Codec, WritesFormatOneAsItIsDocumented) {
  Experience experience;
  experience.kind = Kind::kWish;
  experience.party = Party::kEmployee;
  experience.function = Function::kSupport;
  experience.told_at = {1};
  experience.lived_at = Instant{-1};
  experience.felt = Rating{.hundredths = 750, .original = 4};
  experience.scale = {1, 5};
  experience.source = "s";
  experience.text = "hi";
  experience.lang = "en";
  experience.subjects = {{SubjectLevel::kProduct, "p"}};
  experience.signifiers = {{"a", true}, {"b", 2.0}, {"c", std::vector<std::string>{"x", "y"}}};
  const std::string expected(
      "\x01\x0D\x03\x02\x04\x02\x01"  // format, flags, kind, party, function, told, lived
      "\xDC\x0B\xC0\x20"              // felt: 1500 zigzag, 4.0 (0x1040)
      "\xBF\xE0\x03\xC0\x28"          // scale: 1.0 (0xF03F), 5.0 (0x1440)
      "\x01s\x00\x02hi\x00\x00\x00\x00\x02"
      "en\x00"
      "\x01\x02\x01p"
      "\x03\x01"
      "a\x03\x01"
      "\x01"
      "b\x02\x40"
      "\x01"
      "c\x01\x02\x01x\x01y",
      51);
  EXPECT_EQ(testing::PrintToString(encode(experience)), testing::PrintToString(expected));
}

TEST(Codec, RefusesEveryCutAndEveryLongerForm) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const std::string bytes = encode(random_experience(seed));
    for (size_t size = 0; size < bytes.size(); ++size) {
      const Result<Experience> decoded = decode(std::string_view(bytes).substr(0, size));
      ASSERT_FALSE(decoded.has_value()) << "seed=" << seed << " size=" << size;
      ASSERT_EQ(decoded.error().code, ErrorCode::kCorrupt);
    }
    ASSERT_FALSE(decode(bytes + '\0').has_value());
  }
}

TEST(Codec, NamesAFormatItDoesNotKnow) {
  const Result<Experience> decoded = decode("\x02rest");
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(decoded.error().message.find("format 2"), std::string::npos);
}

// Goal: any bytes are refused or have exactly one meaning. Bytes are flipped in
// valid ones, since plain noise is refused at once.
TEST(Codec, TakesAnyBytes) {
  size_t understood = 0;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    Rng rng(seed);
    std::string bytes = encode(random_experience(seed % 100));
    for (uint64_t i = 1 + rng.below(4); i > 0; --i) {
      bytes.at(rng.below(bytes.size())) = static_cast<char>(rng.below(256));
    }
    const Result<Experience> decoded = decode(bytes);
    if (!decoded) continue;
    ++understood;
    ASSERT_EQ(encode(*decoded), bytes) << "seed=" << seed;
  }
  EXPECT_GT(understood, 0U);
}

TEST(Codec, TakesNoMemoryForThingsThatAreNotThere) {
  // A text of 2^60 bytes, and 2^60 subjects.
  const std::string head("\x01\x00\x00\x00\x00\x00", 6);
  EXPECT_FALSE(decode(head + "\x80\x80\x80\x80\x80\x80\x80\x80\x10").has_value());
  EXPECT_FALSE(
      decode(head + std::string(9, '\0') + "\x80\x80\x80\x80\x80\x80\x80\x80\x10").has_value());
}

}  // namespace
}  // namespace fh::model

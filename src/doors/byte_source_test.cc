#include "doors/byte_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "base/random.h"

namespace fh::doors {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string gzip(std::string_view text) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

struct Unpacked {
  std::string text;
  std::string damage;
};

Unpacked unpack(std::string_view bytes) {
  auto source = ByteSource::over(bytes);
  Unpacked unpacked;
  char buffer[1000];
  while (true) {
    const auto count = (*source)->read(buffer);
    if (!count || *count == 0) break;
    unpacked.text.append(buffer, *count);
  }
  unpacked.damage = (*source)->damage();
  return unpacked;
}

std::string long_text() {
  Rng rng(7);
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += static_cast<char>('a' + rng.below(26));
  return text;
}

TEST(ByteSource, GivesPlainBytesAsTheyAre) {
  EXPECT_EQ(unpack("a,b\n1,2\n").text, "a,b\n1,2\n");
  EXPECT_EQ(unpack("").text, "");
  EXPECT_EQ(unpack("\x1F").text, "\x1F");
}

TEST(ByteSource, UnpacksGzipOfSeveralMembers) {
  const std::string text = long_text();
  const Unpacked unpacked = unpack(gzip(text) + gzip("and more"));
  EXPECT_EQ(unpacked.text, text + "and more");
  EXPECT_THAT(unpacked.damage, IsEmpty());
}

TEST(ByteSource, UnpacksZstdOfSeveralFrames) {
  const std::string text = long_text();
  const Unpacked unpacked = unpack(zstd(text) + zstd("and more"));
  EXPECT_EQ(unpacked.text, text + "and more");
  EXPECT_THAT(unpacked.damage, IsEmpty());
}

TEST(ByteSource, NamesACutOffArchiveAndGivesWhatCameBefore) {
  const std::string text = long_text();
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    const Unpacked unpacked = unpack(std::string_view(packed).substr(0, packed.size() / 2));
    EXPECT_THAT(unpacked.damage, HasSubstr("cut off"));
    EXPECT_TRUE(text.starts_with(unpacked.text));
  }
  const std::string packed = gzip(text);
  EXPECT_GT(unpack(std::string_view(packed).substr(0, packed.size() / 2)).text.size(), 10'000U);
}

TEST(ByteSource, NamesABrokenArchive) {
  std::string packed = gzip(long_text());
  for (size_t i = packed.size() / 2; i < packed.size() / 2 + 200; ++i) packed[i] = '\x55';
  EXPECT_THAT(unpack(packed).damage, HasSubstr("damaged"));
}

TEST(ByteSource, TakesPaddingBehindAnArchiveForNothing) {
  EXPECT_THAT(unpack(gzip("x") + std::string(512, '\0')).damage, IsEmpty());
  const Unpacked garbage = unpack(gzip("x") + "garbage");
  EXPECT_EQ(garbage.text, "x");
  EXPECT_THAT(garbage.damage, HasSubstr("no archive"));
}

TEST(ByteSource, SaysWhichFileIsMissing) {
  const auto source = ByteSource::open(system_files(), "/nowhere/at/all.csv");
  ASSERT_FALSE(source.has_value());
  EXPECT_THAT(source.error().message, HasSubstr("/nowhere/at/all.csv"));
}

}  // namespace
}  // namespace fh::doors

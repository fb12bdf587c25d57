#include "api/request_parser.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace fh::api {
namespace {

struct Parsed {
  ParseFault fault = ParseFault::kNone;
  bool complete = false;
  RequestHead head;
  std::string body;
  std::string rest;
};

// Feeds the text as a connection would: `step` bytes more at a time.
Parsed parse(std::string_view text, size_t step = 1'000'000, size_t header_bytes_max = 1024) {
  RequestParser parser(header_bytes_max);
  Parsed out;
  std::string in;
  while (!parser.complete() && parser.fault() == ParseFault::kNone) {
    const size_t used = parser.feed(in, out.body);
    in.erase(0, used);
    if (used > 0) continue;
    if (text.empty()) break;
    in += text.substr(0, step);
    text.remove_prefix(std::min(step, text.size()));
  }
  out.fault = parser.fault();
  out.complete = parser.complete();
  if (parser.header_complete()) out.head = parser.head();
  out.rest = in + std::string(text);
  return out;
}

TEST(RequestParser, ReadsARequestCutAnywhereTheSame) {
  const std::string text =
      "POST /v1/experiences?x=1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Transfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Late: 1\r\n\r\n"
      "GET / HTTP/1.1\r\n";
  for (size_t step = 1; step < 40; ++step) {
    const Parsed parsed = parse(text, step);
    EXPECT_TRUE(parsed.complete) << step;
    EXPECT_EQ(parsed.body, "hello world");
    EXPECT_EQ(parsed.head.target, "/v1/experiences?x=1");
    EXPECT_TRUE(parsed.head.chunked);
    EXPECT_EQ(parsed.head.headers.size(), 3U) << "a trailer must not pass for a header";
    EXPECT_EQ(parsed.rest, "GET / HTTP/1.1\r\n");
  }
}

// "0" and a line end is all of a first and last chunk; more may come a byte at a time.
TEST(RequestParser, ReadsAnEmptyChunkedBodyCutAnywhere) {
  const std::string text =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: 1\r\n\r\nrest";
  for (size_t step = 1; step < 20; ++step) {
    const Parsed parsed = parse(text, step);
    EXPECT_TRUE(parsed.complete) << step;
    EXPECT_EQ(parsed.body, "");
    EXPECT_TRUE(std::string_view("rest").starts_with(parsed.rest.substr(0, 4)));
  }
}

TEST(RequestParser, RefusesAmbiguousFraming) {
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
  for (const char* framing :
       {"Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: -1\r\n",
        "Content-Length: 3x\r\n", "Content-Length: 99999999999999999999999\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "Bad Name: x\r\n", ": x\r\n",
        "no colon\r\n"}) {
    EXPECT_EQ(parse(start + framing + "\r\nabcdef").fault, ParseFault::kMalformed) << framing;
  }
}

TEST(RequestParser, RefusesBrokenChunks) {
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const char* chunks :
       {"xyz\r\n", "5\r\nhelloworld\r\n", "ffffffffffffffffff\r\nabc", "-1\r\n"}) {
    EXPECT_EQ(parse(start + chunks).fault, ParseFault::kMalformed) << chunks;
  }
  EXPECT_EQ(parse(start + "5;" + std::string(40'000, 'x')).fault, ParseFault::kMalformed);
}

TEST(RequestParser, BoundsTheHeader) {
  const std::string line = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  EXPECT_EQ(parse(line + std::string(900, 'x') + "\r\n\r\n").fault, ParseFault::kNone);
  EXPECT_EQ(parse(line + std::string(1100, 'x') + "\r\n\r\n").fault, ParseFault::kHeaderTooLarge);
  EXPECT_EQ(parse(line + std::string(5000, 'x'), 100).fault, ParseFault::kHeaderTooLarge);
}

TEST(RequestParser, SpeaksNoOtherVersion) {
  EXPECT_EQ(parse("GET / HTTP/2.0\r\n\r\n").fault, ParseFault::kVersion);
  EXPECT_EQ(parse("GET /\r\n\r\n").fault, ParseFault::kMalformed);
  EXPECT_EQ(parse("\x16\x03\x01 nonsense \r\n\r\n").fault, ParseFault::kMalformed);
}

TEST(RequestParser, NeverTakesMoreThanItWasGivenWhateverTheBytes) {
  const std::string seed_text =
      "POST /a HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    Rng rng(seed);
    std::string text = seed_text;
    for (uint64_t i = 1 + rng.below(4); i > 0; --i) {
      text[rng.below(text.size())] = static_cast<char>(rng.below(256));
    }
    const Parsed parsed = parse(text, 1 + rng.below(60));
    EXPECT_LE(parsed.body.size() + parsed.rest.size(), text.size()) << seed;
  }
}

}  // namespace
}  // namespace fh::api

// Many experiences in one request, a line each.
#include <thread>

#include "api/client.h"
#include "api/gzip.h"
#include "api/test_server.h"
#include "base/json.h"

namespace fh::api {
namespace {

constexpr std::string_view kLines = "application/x-ndjson";
constexpr std::string_view kStreamHead =
    "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

std::string chunk(std::string_view text) {
  return fmt::format("{:x}\r\n{}\r\n", text.size(), text);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

TEST_F(ServerTest, RepliesToEachLineInOrderAndPassesOverBadOnes) {
  start();
  const RawReply reply = ask(post("/v1/experiences", kLines,
                                  "{\"text\":\"a\"}\r\n\n{\"txt\":1}\nnot json\n{\"text\":\"b\"}"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.at("content-type"), kLines);
  const auto lines = lines_of(reply.body);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], R"({"line":1,"id":"e1","sequence":1,"status":"told"})");
  EXPECT_TRUE(lines[1].starts_with(R"({"line":3,"error":{"type":"/problems/invalid")")) << lines[1];
  EXPECT_NE(lines[1].find(R"("field":"txt")"), std::string::npos);
  EXPECT_TRUE(lines[2].starts_with(R"({"line":4,"error":)"));
  EXPECT_EQ(lines[3], R"({"line":5,"id":"e2","sequence":2,"status":"told"})");
}

TEST_F(ServerTest, RefusesATooLongLineByItself) {
  start({.body_bytes_max = 200});
  const std::string good = R"({"text":"a"})";
  const RawReply reply =
      ask(post("/v1/experiences", kLines,
               good + "\n{\"text\":\"" + std::string(5000, 'x') + "\"}\n" + good));
  const auto lines = lines_of(reply.body);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NE(lines[1].find("/problems/too-large"), std::string::npos) << lines[1];
  EXPECT_NE(lines[2].find("\"told\""), std::string::npos);
}

TEST_F(ServerTest, RepliesBeforeTheStreamEnds) {
  start();
  RawHttp http(server_->port());
  http.send(kStreamHead);
  std::string text;
  ASSERT_TRUE(http.until("\r\n\r\n", text));
  for (int i = 1; i <= 3; ++i) {
    http.send(chunk("{\"text\":\"a\"}\n"));
    ASSERT_TRUE(http.until(fmt::format("{{\"line\":{},\"id\":\"e{}\"", i, i), text)) << text;
  }
  http.send("0\r\n\r\n");
  EXPECT_TRUE(http.until("0\r\n\r\n", text));
  EXPECT_EQ(http.ask(get("/healthz")).status, 200) << "the connection goes on";
}

TEST_F(ServerTest, TakesAStreamOfAnySizeInGroups) {
  start();
  std::string body;
  constexpr size_t kCount = 30'000;
  for (size_t i = 0; i < kCount; ++i) body += fmt::format("{{\"text\":\"number {}\"}}\n", i);
  const RawReply reply = ask(post("/v1/experiences", kLines, body));
  const auto lines = lines_of(reply.body);
  ASSERT_EQ(lines.size(), kCount);
  for (size_t i = 0; i < kCount; ++i) {
    ASSERT_EQ(lines[i],
              fmt::format(R"({{"line":{0},"id":"e{0}","sequence":{0},"status":"told"}})", i + 1));
  }
  for (const size_t size : engine_.group_sizes) EXPECT_LE(size, 2000U);
}

TEST_F(ServerTest, TakesACompressedStream) {
  start();
  std::string body;
  for (size_t i = 0; i < 5'000; ++i) body += "{\"text\":\"the same words again\"}\n";
  const RawReply reply =
      ask(post("/v1/experiences", kLines, gzip(body), "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(lines_of(reply.body).size(), 5'000U);
  const std::string cut = gzip(body).substr(0, 60);
  const RawReply broken = ask(post("/v1/experiences", kLines, cut, "Content-Encoding: gzip\r\n"));
  EXPECT_NE(broken.body.find("ends too early"), std::string::npos) << broken.body;
}

TEST_F(ServerTest, StreamsNothingOverHttp10) {
  start();
  EXPECT_EQ(ask("GET /v1/live HTTP/1.0\r\n\r\n").status, 505);
  EXPECT_EQ(ask("POST /v1/experiences HTTP/1.0\r\nContent-Type: application/x-ndjson\r\n"
                "Content-Length: 3\r\n\r\n{}\n")
                .status,
            505);
  EXPECT_EQ(ask("GET /healthz HTTP/1.0\r\n\r\n").status, 200);
}

TEST_F(ServerTest, BoundsTheWholeStream) {
  start({.stream_bytes_max = 10'000});
  RawHttp http(server_->port());
  http.send(kStreamHead);
  std::string body;
  for (size_t i = 0; i < 1'000; ++i) body += "{\"text\":\"a\"}\n";
  http.send(chunk(body) + "0\r\n\r\n");
  const RawReply reply = http.reply();
  EXPECT_NE(reply.body.find("the stream has more than 10000 bytes"), std::string::npos);
}

TEST_F(ServerTest, KeepsWhatCameBeforeAStreamBroke) {
  start({.body_timeout_ms = 300});
  {
    RawHttp http(server_->port());
    http.send(std::string(kStreamHead) + chunk("{\"text\":\"a\"}\n") + "zzz\r\n");
    const RawReply reply = http.reply();
    EXPECT_NE(reply.body.find("\"line\":1,\"id\":\"e1\""), std::string::npos) << reply.body;
    EXPECT_NE(reply.body.find("framing"), std::string::npos);
  }
  RawHttp silent(server_->port());
  silent.send(std::string(kStreamHead) + chunk("{\"text\":\"b\"}\n"));
  const RawReply reply = silent.reply();
  EXPECT_NE(reply.body.find("did not come in time"), std::string::npos) << reply.body;
  EXPECT_TRUE(silent.closes_within(4000));
}

// Goal: a client that sends everything before it reads anything is served, as long
// as its replies fit the allowance.
TEST_F(ServerTest, DoesNotDeadlockWithAClientThatReadsLast) {
  start();
  std::string body;
  constexpr size_t kCount = 60'000;
  for (size_t i = 0; i < kCount; ++i) body += "{\"bad\":1}\n";
  RawHttp http(server_->port());
  ASSERT_TRUE(http.send(post("/v1/experiences", kLines, body.substr(0, 10 * kCount / 4))));
  EXPECT_EQ(lines_of(http.reply().body).size(), kCount / 4);
}

TEST_F(ServerTest, SaysWhyAWholeGroupWasNotKept) {
  start();
  engine_.failing = Error{.code = ErrorCode::kIo, .message = "the disk is full"};
  const RawReply reply =
      ask(post("/v1/experiences", kLines, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"));
  const auto lines = lines_of(reply.body);
  ASSERT_EQ(lines.size(), 2U);
  for (const std::string& line : lines) {
    EXPECT_NE(line.find("the disk is full"), std::string::npos) << line;
  }
}

TEST_F(ServerTest, AmendsWhereAskedTo) {
  start();
  const auto tell = [&](std::string_view query, std::string_view text) {
    return ask(post_json(fmt::format("/v1/experiences{}", query),
                         fmt::format(R"({{"source":"s","source_id":"1","text":"{}"}})", text)));
  };
  EXPECT_EQ(tell("", "first").status, 201);
  EXPECT_EQ(tell("", "first").status, 200);
  EXPECT_EQ(tell("", "second").status, 409);
  const RawReply amended = tell("?on_conflict=amend", "second");
  EXPECT_EQ(amended.status, 200);
  EXPECT_NE(amended.body.find("\"amended\""), std::string::npos);
  EXPECT_EQ(tell("?on_conflict=overwrite", "x").status, 400);
}

TEST_F(ServerTest, IsReachedByTheClientAgainAndAgain) {
  start({.idle_timeout_ms = 300});
  auto client = Client::connect(fmt::format("127.0.0.1:{}", server_->port()));
  ASSERT_TRUE(client) << to_string(client.error());
  const auto reply = (*client)->post("/v1/experiences", kLines, "{\"text\":\"a\"}\n");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(lines_of(reply->body).size(), 1U);
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  const auto after_idling = (*client)->get("/v1/status");
  ASSERT_TRUE(after_idling) << to_string(after_idling.error());
  EXPECT_EQ(after_idling->status, 200);
  EXPECT_FALSE(Client::connect("127.0.0.1:1"));
  EXPECT_FALSE(Client::connect("nowhere"));
}

TEST_F(ServerTest, IsWaitedForByTheClientWhileItIsBusy) {
  start({.asking_threads = 1, .waiting_max = 1});
  engine_.delay_ms = 400;
  std::vector<std::unique_ptr<RawHttp>> crowd;
  for (int i = 0; i < 3; ++i) {
    crowd.push_back(std::make_unique<RawHttp>(server_->port()));
    crowd.back()->send(get("/v1/search?q=a"));
  }
  auto client = Client::connect(fmt::format("127.0.0.1:{}", server_->port()));
  ASSERT_TRUE(client);
  const auto reply = (*client)->get("/v1/search?q=a");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
}

}  // namespace
}  // namespace fh::api

#include "api/server.h"

#include <thread>

#include "api/gzip.h"
#include "api/test_server.h"
#include "base/clock.h"

namespace fh::api {
namespace {

constexpr std::string_view kTell = "/v1/experiences";

TEST_F(ServerTest, TellsAndFinds) {
  start();
  RawHttp http(server_->port());
  const RawReply told = http.ask(post_json(kTell, R"({"text":"the driver waited","felt":9})"));
  EXPECT_EQ(told.status, 201);
  EXPECT_EQ(told.body, R"({"id":"e1","sequence":1,"status":"told"})");
  const RawReply found = http.ask(get("/v1/search?q=driver&highlight=true"));
  EXPECT_EQ(found.status, 200);
  EXPECT_NE(found.body.find(R"("highlights":[[4,10]])"), std::string::npos) << found.body;
  EXPECT_EQ(http.ask(get("/v1/experiences/e1")).status, 200);
  EXPECT_EQ(http.ask(get("/v1/experiences/e2")).status, 404);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  RawHttp http(server_->port());
  std::string text;
  for (int i = 0; i < 50; ++i) {
    text += post_json(kTell, fmt::format(R"({{"text":"number {}"}})", i));
    text += get("/healthz");
  }
  ASSERT_TRUE(http.send(text));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(http.reply().body,
              fmt::format(R"({{"id":"e{}","sequence":{},"status":"told"}})", i + 1, i + 1));
    EXPECT_EQ(http.reply().body, R"({"status":"ok"})");
  }
}

TEST_F(ServerTest, TakesChunkedAndCompressedBodies) {
  start();
  RawHttp http(server_->port());
  const std::string head =
      "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
      "application/json; charset=utf-8\r\n";
  EXPECT_EQ(http.ask(head + "Transfer-Encoding: chunked\r\n\r\n6\r\n{\"text\r\n6\r\n\":\"a\"}\r\n"
                            "0\r\n\r\n")
                .status,
            201);
  const std::string packed = gzip(R"({"text":"packed"})");
  EXPECT_EQ(http.ask(post(kTell, "application/json", packed, "Content-Encoding: gzip\r\n")).status,
            201);
  EXPECT_EQ(http.ask(get("/v1/search?q=packed")).body.find(R"({"total":1)"), 0U);
}

TEST_F(ServerTest, RefusesABombWithoutUnpackingItAll) {
  start();
  const std::string bomb = gzip(std::string(500'000'000, ' '));
  ASSERT_LT(bomb.size(), 1024U * 1024U * 4);
  RawHttp http(server_->port());
  std::string small = bomb.substr(0, 900'000);
  const RawReply reply =
      http.ask(post(kTell, "application/json", small, "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
}

TEST_F(ServerTest, RefusesABodyBeyondTheLimitBeforeItIsSent) {
  start({.body_bytes_max = 1000});
  RawHttp http(server_->port());
  const RawReply reply = http.ask(
      "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.headers.at("connection"), "close");
  EXPECT_TRUE(http.closes_within(3000));
}

TEST_F(ServerTest, CountsAChunkedBodyAsItComes) {
  start({.body_bytes_max = 1000});
  RawHttp http(server_->port());
  http.send(
      "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Transfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 11; ++i) http.send("64\r\n" + std::string(100, ' ') + "\r\n");
  EXPECT_EQ(http.reply().status, 413);
}

TEST_F(ServerTest, TakesAStatedBodyJustAtTheLimit) {
  start({.body_bytes_max = 1000});
  std::string body = R"({"text":"a"})";
  body.resize(1000, ' ');
  EXPECT_EQ(ask(post_json(kTell, body)).status, 201);
  EXPECT_EQ(ask(post_json(kTell, body + " ")).status, 413);
}

TEST_F(ServerTest, AsksForTheBodyItWants) {
  start();
  RawHttp http(server_->port());
  http.send(
      "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Length: 12\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(http.reply().status, 100);
  EXPECT_EQ(http.ask(R"({"text":"a"})").status, 201);
}

TEST_F(ServerTest, RefusesAHeaderFlood) {
  start();
  RawHttp http(server_->port());
  http.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
  for (int i = 0; i < 1000; ++i) {
    if (!http.send(fmt::format("X-{}: {}\r\n", i, std::string(50, 'x')))) break;
  }
  EXPECT_EQ(http.reply().status, 431);
}

TEST_F(ServerTest, RefusesWhatIsNotHttp) {
  start();
  for (const char* text :
       {"\x16\x03\x01\x02 hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nbroken\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"}) {
    EXPECT_EQ(ask(text).status, 400) << text;
  }
  EXPECT_EQ(ask("GET / HTTP/2.0\r\n\r\n").status, 505);
}

TEST_F(ServerTest, SendsSlowClientsAwayWhileOthersAreServed) {
  start({.header_timeout_ms = 1000, .idle_timeout_ms = 1000, .body_timeout_ms = 1000});
  RawHttp silent(server_->port());
  RawHttp half_header(server_->port());
  half_header.send("GET /healthz HTTP/1.1\r\nHo");
  RawHttp half_body(server_->port());
  half_body.send(
      "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
  RawHttp dripping(server_->port());
  std::vector<std::unique_ptr<RawHttp>> crowd;
  for (int i = 0; i < 100; ++i) {
    crowd.push_back(std::make_unique<RawHttp>(server_->port()));
    crowd.back()->send("GET /v1/search?q=");
  }
  const int64_t started = system_clock().steady_us();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ask(get("/v1/search?q=a")).status, 200);
  EXPECT_LT(system_clock().steady_us() - started, 1'000'000);
  for (int i = 0; i < 26; ++i) {
    dripping.send("G");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(half_header.reply().status, 408);
  EXPECT_EQ(half_body.reply().status, 408);
  EXPECT_TRUE(silent.closes_within(2000));
  EXPECT_TRUE(dripping.closes_within(2000));
}

TEST_F(ServerTest, SaysBusyWhenTooManyWaitForTheEngine) {
  start({.asking_threads = 1, .waiting_max = 2});
  engine_.delay_ms = 300;
  std::vector<std::unique_ptr<RawHttp>> crowd;
  for (int i = 0; i < 12; ++i) {
    crowd.push_back(std::make_unique<RawHttp>(server_->port()));
    crowd.back()->send(get("/v1/search?q=a"));
  }
  EXPECT_EQ(ask(get("/healthz")).status, 200) << "needs no worker";
  int busy = 0;
  int answered = 0;
  for (const auto& http : crowd) {
    const RawReply reply = http->reply();
    if (reply.status == 503) {
      ++busy;
      EXPECT_EQ(reply.headers.at("retry-after"), "1");
      EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
    }
    answered += reply.status == 200 ? 1 : 0;
  }
  EXPECT_GE(busy, 8);
  EXPECT_GE(answered, 2);
  EXPECT_EQ(busy + answered, 12);
}

TEST_F(ServerTest, SendsAwayWhoWaitsTooLongWhileOthersAreStillAnswered) {
  start({.asking_threads = 1, .ask_wait_ms_max = 100});
  engine_.delay_ms = 4000;
  RawHttp first(server_->port());
  first.send(get("/v1/search?q=a"));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const int64_t started = system_clock().steady_us();
  std::vector<std::unique_ptr<RawHttp>> crowd;
  for (int i = 0; i < 40; ++i) {
    crowd.push_back(std::make_unique<RawHttp>(server_->port()));
    crowd.back()->send(get("/v1/search?q=a"));
  }
  for (const auto& http : crowd) {
    const RawReply reply = http->reply();
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.headers.at("retry-after"), "1");
  }
  EXPECT_LT(system_clock().steady_us() - started, 3'000'000);
  EXPECT_EQ(first.reply().status, 200);
}

TEST_F(ServerTest, BoundsWhatSlowClientsHoldTogether) {
  start({.held_bytes_max = 100'000});
  const std::string words(60'000, 'a');
  const std::string tell = post_json(kTell, fmt::format(R"({{"text":"{}"}})", words));
  RawHttp slow(server_->port());
  ASSERT_TRUE(slow.send(tell.substr(0, tell.size() - 10)));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const RawReply refused = ask(tell);
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  ASSERT_TRUE(slow.send(tell.substr(tell.size() - 10)));
  EXPECT_EQ(slow.reply().status, 201);
  EXPECT_EQ(ask(tell).status, 201) << "what was sent and answered is held no more";
  // Two of them fit into the record, but not into an answer.
  EXPECT_EQ(ask(get("/v1/search?q=a")).status, 503);
  EXPECT_EQ(ask(get("/v1/search?q=a&limit=1")).status, 200);
}

TEST_F(ServerTest, NeverWithholdsAReceiptOfWhatIsKept) {
  const std::string words = R"({"text":"a"})";
  start({.held_bytes_max = words.size()});
  const RawReply reply = ask(post_json(kTell, words));
  EXPECT_EQ(reply.status, 201);
  EXPECT_GT(reply.body.size(), words.size());
}

TEST_F(ServerTest, TakesNoMoreStreamsThanItCanHold) {
  start({.held_bytes_max = 5'000'000});
  const std::string begin =
      "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
  RawHttp first(server_->port());
  first.send(begin);
  std::string text;
  ASSERT_TRUE(first.until("\r\n\r\n", text));
  RawHttp second(server_->port());
  EXPECT_EQ(second.ask(begin).status, 503);
}

TEST_F(ServerTest, LetsNobodyWhoAsksWaitBehindThoseWhoTell) {
  start({.asking_threads = 1, .telling_threads = 1});
  engine_.delay_ms = 3000;
  RawHttp teller(server_->port());
  teller.send(post_json(kTell, R"({"text":"a"})"));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  engine_.delay_ms = 0;
  const int64_t started = system_clock().steady_us();
  EXPECT_EQ(ask(get("/v1/columns")).status, 200);
  EXPECT_LT(system_clock().steady_us() - started, 2'000'000);
  EXPECT_EQ(teller.reply().status, 201);
}

TEST_F(ServerTest, ClosesConnectionsBeyondTheLimitWithAReason) {
  start({.connections_max = 2});
  RawHttp first(server_->port());
  RawHttp second(server_->port());
  EXPECT_EQ(first.ask(get("/healthz")).status, 200);
  EXPECT_EQ(second.ask(get("/healthz")).status, 200);
  EXPECT_EQ(RawHttp(server_->port()).reply().status, 503);
}

TEST_F(ServerTest, LetsARunningRequestEndWhenItStops) {
  start();
  engine_.delay_ms = 300;
  RawHttp running(server_->port());
  RawHttp idle(server_->port());
  engine_.delay_ms = 300;
  running.send(post_json(kTell, R"({"text":"a"})"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const int64_t started = system_clock().steady_us();
  server_->stop(5000);
  EXPECT_LT(system_clock().steady_us() - started, 2'000'000);
  EXPECT_EQ(running.reply().status, 201);
  EXPECT_TRUE(idle.closes_within(1000));
  EXPECT_FALSE(RawHttp(server_->port()).open());
  server_->stop(0);
}

TEST_F(ServerTest, CutsOffWhatOutlivesTheGrace) {
  start();
  RawHttp endless(server_->port());
  endless.send(
      "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
  std::string text;
  ASSERT_TRUE(endless.until("\r\n\r\n", text));
  const int64_t started = system_clock().steady_us();
  server_->stop(200);
  EXPECT_LT(system_clock().steady_us() - started, 2'000'000);
  EXPECT_TRUE(endless.closes_within(1000));
}

TEST_F(ServerTest, RefusesAPortThatIsTaken) {
  start();
  ServerOptions options;
  options.port = server_->port();
  const auto second = Server::start(engine_, options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kIo);
  EXPECT_FALSE(Server::start(engine_, {.host = "no address"}));
}

TEST_F(ServerTest, LogsRoutesAndNeverQueries) {
  std::mutex mutex;
  std::vector<std::string> lines;
  ServerOptions options;
  options.access_log = [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    lines.emplace_back(line);
  };
  start(std::move(options));
  ask(get("/v1/search?q=secret"));
  ask(get("/secret"));
  server_->stop(1000);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_TRUE(lines[0].starts_with("GET /v1/search 200 ")) << lines[0];
  for (const std::string& line : lines) EXPECT_EQ(line.find("secret"), std::string::npos);
}

TEST_F(ServerTest, TellsListenersOfChanges) {
  start();
  RawHttp live(server_->port());
  live.send(get("/v1/live"));
  std::string text;
  ASSERT_TRUE(live.until("\"total\":0}\n\n", text)) << text;
  EXPECT_NE(text.find("text/event-stream"), std::string::npos);
  EXPECT_NE(text.find("event: change\n"), std::string::npos);
  ask(post_json(kTell, R"({"text":"a"})"));
  ASSERT_TRUE(live.until("data: {\"as_of\":1,\"total\":1}\n\n", text));
}

TEST_F(ServerTest, HoldsNoWorkerForThoseWhoListen) {
  start({.asking_threads = 1});
  std::vector<std::unique_ptr<RawHttp>> listeners;
  for (int i = 0; i < 50; ++i) {
    listeners.push_back(std::make_unique<RawHttp>(server_->port()));
    listeners.back()->send(get("/v1/live"));
  }
  EXPECT_EQ(ask(post_json(kTell, R"({"text":"a"})")).status, 201);
  std::string text;
  for (const auto& http : listeners) EXPECT_TRUE(http->until("\"total\":1}", text));
  const int64_t started = system_clock().steady_us();
  server_->stop(5000);
  EXPECT_LT(system_clock().steady_us() - started, 2'000'000);
}

}  // namespace
}  // namespace fh::api

// What every answer has in common: methods, types, headers, pages.
#include <array>

#include "api/gzip.h"
#include "api/test_server.h"

namespace fh::api {
namespace {

TEST_F(ServerTest, SaysWhichMethodsAPathTakes) {
  start();
  const RawReply reply =
      ask("DELETE /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.headers.at("allow"), "GET, HEAD, POST, OPTIONS");
  const RawReply options = ask("OPTIONS /v1/columns HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.headers.at("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(ask("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 204);
}

TEST_F(ServerTest, AnswersHeadAsGetWithoutTheBody) {
  start();
  RawHttp http(server_->port());
  http.send("HEAD /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const RawReply head = http.reply(true);
  EXPECT_EQ(head.status, 200);
  const RawReply whole = http.ask(get("/v1/status"));
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), std::to_string(whole.body.size()));
}

TEST_F(ServerTest, NamesTheTypesItTakes) {
  start();
  const RawReply reply = ask(post("/v1/experiences", "text/plain", "hello"));
  EXPECT_EQ(reply.status, 415);
  EXPECT_EQ(reply.headers.at("accept-post"), "application/json, application/x-ndjson");
  const RawReply encoded =
      ask(post("/v1/experiences", "application/json", "x", "Content-Encoding: br\r\n"));
  EXPECT_EQ(encoded.status, 415);
  EXPECT_EQ(encoded.headers.at("accept-encoding"), "gzip, deflate");
  EXPECT_EQ(ask(get("/v1/status", "Accept: text/html\r\n")).status, 406);
  EXPECT_EQ(ask(get("/v1/status", "Accept: text/html, */*;q=0.1\r\n")).status, 200);
  EXPECT_EQ(ask("POST /v1/search HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 411);
  EXPECT_EQ(ask(get("/healthz", "Expect: miracles\r\n")).status, 417);
}

TEST_F(ServerTest, NamesTheUnknownFieldOfADraft) {
  start();
  const RawReply reply = ask(post_json("/v1/experiences", R"({"text":"a","flet":3})"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_NE(reply.body.find(R"("type":"/problems/invalid")"), std::string::npos) << reply.body;
  EXPECT_NE(reply.body.find(R"("field":"flet")"), std::string::npos) << reply.body;
}

TEST_F(ServerTest, NamesTheUnknownParameter) {
  start();
  const RawReply reply = ask(get("/v1/search?querry=late"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_NE(reply.body.find(R"("field":"querry")"), std::string::npos);
  EXPECT_EQ(ask(get("/healthz?verbose=1")).status, 400);
}

TEST_F(ServerTest, CompressesWhatIsWorthItForThoseWhoTakeIt) {
  start();
  const RawReply plain = ask(get("/openapi.json"));
  const RawReply packed = ask(get("/openapi.json", "Accept-Encoding: br, gzip\r\n"));
  EXPECT_EQ(packed.headers.at("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size() / 3);
  EXPECT_EQ(gunzip(packed.body, 10'000'000).value(), plain.body);
  EXPECT_FALSE(ask(get("/openapi.json", "Accept-Encoding: gzip;q=0\r\n"))
                   .headers.contains("content-encoding"));
  EXPECT_FALSE(
      ask(get("/healthz", "Accept-Encoding: gzip\r\n")).headers.contains("content-encoding"));
}

TEST_F(ServerTest, PutsSecurityHeadersOnEveryAnswer) {
  start();
  for (const std::string& request : {get("/healthz"), get("/nothing.txt"), get("/v1/search?x=1"),
                                     std::string("nonsense\r\n\r\n")}) {
    const RawReply reply = ask(request);
    ASSERT_TRUE(reply.headers.contains("content-security-policy")) << request;
    EXPECT_EQ(reply.headers.at("content-security-policy").find("unsafe"), std::string::npos);
    EXPECT_EQ(reply.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.headers.at("cache-control"), "no-store");
  }
}

TEST_F(ServerTest, GoesByLocalNamesOnlyWhileItListensOnLoopback) {
  start();
  for (const char* host :
       {"localhost", "localhost:8480", "127.0.0.1:1", "[::1]:8480", "LocalHost"}) {
    EXPECT_EQ(ask(fmt::format("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", host)).status, 200)
        << host;
  }
  for (const char* host :
       {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""}) {
    EXPECT_EQ(ask(fmt::format("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", host)).status, 421)
        << host;
  }
}

TEST_F(ServerTest, LetsNoOtherSiteTell) {
  start();
  const auto tell = [&](std::string_view more) {
    return ask(post("/v1/experiences", "application/json", R"({"text":"a"})", more)).status;
  };
  EXPECT_EQ(tell("Origin: http://localhost\r\n"), 201);
  EXPECT_EQ(tell("Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost:5173\r\n"), 201);
  EXPECT_EQ(tell("Sec-Fetch-Site: none\r\n"), 201);
  EXPECT_EQ(tell("Origin: http://evil.example\r\n"), 403);
  EXPECT_EQ(tell("Origin: null\r\n"), 403);
  EXPECT_EQ(tell("Sec-Fetch-Site: cross-site\r\n"), 403);
  EXPECT_EQ(tell("Sec-Fetch-Site: same-site\r\nOrigin: http://localhost\r\n"), 403);
}

class PageTest : public ServerTest {
 protected:
  void SetUp() override {
    pages_ = {Page{"/", "text/html; charset=utf-8", index_, "\"i1\"", false},
              Page{"/assets/app.1a2b.js", "text/javascript", script_, "\"s1\"", true}};
    ServerOptions options;
    options.pages = pages_;
    start(options);
  }
  const std::string index_ = gzip("<!doctype html><title>firsthand</title>");
  const std::string script_ = gzip("export {}");
  std::array<Page, 2> pages_;
};

TEST_F(PageTest, ServesPagesPackedOrNot) {
  const RawReply packed = ask(get("/", "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(packed.body, index_);
  EXPECT_EQ(packed.headers.at("content-encoding"), "gzip");
  const RawReply plain = ask(get("/"));
  EXPECT_EQ(plain.body, "<!doctype html><title>firsthand</title>");
  EXPECT_FALSE(plain.headers.contains("content-encoding"));
  EXPECT_EQ(plain.headers.at("cache-control"), "no-cache");
  EXPECT_EQ(ask(get("/assets/app.1a2b.js")).headers.at("cache-control"),
            "public, max-age=31536000, immutable");
}

TEST_F(PageTest, SaysWhenTheClientHasThePageAlready) {
  EXPECT_EQ(ask(get("/", "If-None-Match: \"x\", \"i1\"\r\n")).status, 304);
  EXPECT_EQ(ask(get("/", "If-None-Match: \"i2\"\r\n")).status, 200);
}

TEST_F(PageTest, GivesTheFirstPageForPageRoutesOnly) {
  for (const char* path : {"/tell", "/e/e17", "/about/", "/problems/invalid"}) {
    EXPECT_EQ(ask(get(path)).status, 200) << path;
  }
  for (const char* path : {"/assets/none.js", "/v1/nothing", "/v1", "/favicon.ico"}) {
    EXPECT_EQ(ask(get(path)).status, 404) << path;
  }
  for (const char* path : {"/../src/main.cc", "/assets/%2e%2e/x", "/%00"}) {
    EXPECT_EQ(ask(get(path)).status, 400) << path;
  }
  EXPECT_EQ(ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n").status, 405);
}

TEST_F(ServerTest, WritesMetricsWithoutWords) {
  start();
  ask(get("/v1/search?q=secret"));
  ask(get("/v1/experiences/secret"));
  ask(get("/secret.txt"));
  const RawReply reply = ask(get("/metrics"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body.find("secret"), std::string::npos);
  EXPECT_NE(reply.body.find(
                R"(firsthand_http_requests_total{method="GET",route="/v1/search",status="200"} 1)"),
            std::string::npos)
      << reply.body;
  EXPECT_NE(reply.body.find(R"(route="/v1/experiences/{id}",status="404"} 1)"), std::string::npos);
}

// The Prometheus project's own checker, where it is installed.
TEST_F(ServerTest, WritesMetricsAsPrometheusWantsThem) {
  if (std::system("command -v promtool >/dev/null 2>&1") != 0) GTEST_SKIP() << "no promtool";
  start();
  ask(get("/v1/search?q=a"));
  const std::string command = fmt::format(
      "curl -sf http://127.0.0.1:{}/metrics | promtool check metrics >/dev/null", server_->port());
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace fh::api

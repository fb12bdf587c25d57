// Signing in at a provider, through the server, as a browser does it.
#include <gmock/gmock.h>
#include <poll.h>

#include <atomic>
#include <thread>

#include "api/oidc.h"
#include "api/test_provider.h"
#include "api/test_server.h"
#include "testing/fake_clock.h"

namespace fh::api {
namespace {

using engine::Caller;
using engine::Role;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// The provider of test_provider.h, reached over a socket.
class LoopbackProvider {
 public:
  LoopbackProvider() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(socket_, 16);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    provider.issuer = fmt::format("http://127.0.0.1:{}", ntohs(address.sin_port));
    thread_ = std::jthread([this] { serve(); });
  }
  ~LoopbackProvider() {
    stopping_ = true;
    thread_.join();
    ::close(socket_);
  }

  TestProvider provider;

 private:
  void serve() {
    while (!stopping_) {
      pollfd poller = {.fd = socket_, .events = POLLIN, .revents = 0};
      if (::poll(&poller, 1, 50) <= 0) continue;
      const int client = ::accept(socket_, nullptr, nullptr);
      answer(client);
      ::close(client);
    }
  }

  void answer(int client) {
    std::string text;
    size_t whole = std::string::npos;
    while (text.size() < whole) {
      char piece[4096];
      const ssize_t bytes = ::recv(client, piece, sizeof piece, 0);
      if (bytes <= 0) return;
      text.append(piece, static_cast<size_t>(bytes));
      const size_t end = text.find("\r\n\r\n");
      const size_t length = text.find("Content-Length: ");
      if (end == std::string::npos) continue;
      whole = end + 4 + (length < end ? std::stoul(text.substr(length + 16)) : 0);
    }
    OutgoingRequest request;
    const size_t begin = text.find(' ') + 1;
    request.to.target = text.substr(begin, text.find(' ', begin) - begin);
    request.form = text.substr(text.find("\r\n\r\n") + 4);
    const auto reply = provider.answer(request);
    const std::string out =
        fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\n\r\n{}", reply ? reply->status : 500,
                    reply ? reply->body.size() : 0, reply ? reply->body : "");
    ::send(client, out.data(), out.size(), MSG_NOSIGNAL);
  }

  int socket_;
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;
};

class OidcServer : public ServerTest {
 protected:
  OidcServer() {
    engine_.access_clock = &clock_;
    there_.provider.now = clock_.now();
  }
  void start_with_provider() {
    start({.oidc = OidcOptions{.issuer = there_.provider.issuer,
                               .client_id = "firsthand",
                               .name = "Our company"},
           .trouble_log = [this](std::string_view line) {
             const std::lock_guard lock(mutex_);
             trouble_ += fmt::format("{}\n", line);
           }});
  }
  void member(const std::string& sign_in) {
    const auto made = engine_.access().add_member(
        Caller::host(), {.name = "Ann", .role = Role::kListener, .sign_in = sign_in});
    ASSERT_TRUE(made) << to_string(made.error());
  }
  static std::string cookie_in(const RawReply& reply) {
    const auto set = reply.headers.find("set-cookie");
    return set == reply.headers.end() ? "" : set->second.substr(0, set->second.find(';'));
  }
  RawReply begin() { return ask(get("/v1/session/oidc")); }
  // Back from the provider, with what it was left with.
  RawReply come_back(const RawReply& begun, const std::string& more = {}) {
    const auto came = there_.provider.visit(begun.headers.at("location"));
    last_target_ =
        fmt::format("/v1/session/oidc/callback?code={}&state={}{}", came.code, came.state, more);
    last_cookie_ = "Cookie: a=b; " + cookie_in(begun) + "\r\n";
    return ask(get(last_target_, last_cookie_));
  }
  std::string outcome() {
    const RawReply reply = come_back(begin());
    EXPECT_EQ(reply.status, 303);
    return reply.headers.at("location");
  }

  FakeClock clock_;
  LoopbackProvider there_;
  std::mutex mutex_;
  std::string trouble_;
  std::string last_target_;
  std::string last_cookie_;
};

TEST_F(OidcServer, AMemberWhomAKeeperWroteDownIsIn) {
  member("Ann@Example.org");
  start_with_provider();
  const RawReply begun = begin();
  ASSERT_EQ(begun.status, 303) << begun.body;
  EXPECT_THAT(begun.headers.at("location"), StartsWith(there_.provider.issuer + "/auth?"));
  const std::string kept = begun.headers.at("set-cookie");
  for (const char* part : {"fh_sign_in=", "; Path=/v1/session/oidc", "; HttpOnly", "; SameSite=Lax",
                           "; Max-Age=600"}) {
    EXPECT_THAT(kept, HasSubstr(part));
  }
  const RawReply back = come_back(begun, "&session_state=x&scope=openid");
  EXPECT_EQ(back.status, 303);
  EXPECT_EQ(back.headers.at("location"), "/sign-in?oidc=done");
  EXPECT_EQ(back.headers.at("cache-control"), "no-store");
}

TEST_F(OidcServer, TheSessionIsOneAsAnyOther) {
  member("sub:s-1");
  start_with_provider();
  const RawReply begun = begin();
  const auto came = there_.provider.visit(begun.headers.at("location"));
  RawHttp http(server_->port());
  ASSERT_TRUE(http.send(
      get(fmt::format("/v1/session/oidc/callback?code={}&state={}", came.code, came.state),
          "Cookie: " + cookie_in(begun) + "\r\n")));
  std::string head;
  ASSERT_TRUE(http.until("\r\n\r\n", head));
  const size_t at = head.find("fh_session=");
  ASSERT_NE(at, std::string::npos) << head;
  const std::string session = head.substr(at, head.find(';', at) - at);
  EXPECT_THAT(head, HasSubstr("fh_sign_in=; Max-Age=0"));
  const RawReply who = ask(get("/v1/session", "Cookie: " + session + "\r\n"));
  EXPECT_THAT(who.body, HasSubstr(R"("who":"member","name":"Ann")"));
  EXPECT_THAT(who.body, HasSubstr(R"("sign_in_with":"Our company")"));
  const auto audit = engine_.access().audit(Caller::host(), {.limit = 1});
  EXPECT_EQ(audit->entries[0].action, "sign_in");
  EXPECT_EQ(audit->entries[0].actor, "member 1");
  EXPECT_THAT(audit->entries[0].detail, Not(HasSubstr("s-1")));
}

TEST_F(OidcServer, AReplayedCallbackIsRefused) {
  member("ann@example.org");
  start_with_provider();
  ASSERT_EQ(come_back(begin()).headers.at("location"), "/sign-in?oidc=done");
  const RawReply again = ask(get(last_target_, last_cookie_));
  EXPECT_EQ(again.headers.at("location"), "/sign-in?oidc=again");
  EXPECT_THAT(again.headers.at("set-cookie"), Not(HasSubstr("fh_session")));
  EXPECT_EQ(ask(get(last_target_)).headers.at("location"), "/sign-in?oidc=again");
}

TEST_F(OidcServer, WhoIsUnknownIsToldSoAndNobodyIsMade) {
  member("bea@example.org");
  start_with_provider();
  EXPECT_EQ(outcome(), "/sign-in?oidc=unknown");
  EXPECT_EQ(engine_.access().members(Caller::host())->size(), 1U);
}

TEST_F(OidcServer, AnAddressThatIsNotVerifiedIsNobodys) {
  member("ann@example.org");
  there_.provider.mail_verified = "false";
  start_with_provider();
  EXPECT_EQ(outcome(), "/sign-in?oidc=unknown");
}

TEST_F(OidcServer, WhoIsDisabledStaysOut) {
  member("ann@example.org");
  ASSERT_TRUE(engine_.access().change_member(Caller::host(), 1, {.disabled = true}));
  start_with_provider();
  EXPECT_EQ(outcome(), "/sign-in?oidc=unknown");
}

TEST_F(OidcServer, TryingOutIsSlowedDown) {
  member("ann@example.org");
  start_with_provider();
  for (uint32_t i = 0; i <= engine::Attempts::kFree; ++i) {
    const RawReply begun = begin();
    const auto came = there_.provider.visit(begun.headers.at("location"));
    const RawReply back =
        ask(get(fmt::format("/v1/session/oidc/callback?code=made-up&state={}", came.state),
                "Cookie: " + cookie_in(begun) + "\r\n"));
    EXPECT_EQ(back.headers.at("location"), "/sign-in?oidc=provider");
  }
  EXPECT_EQ(ask(get("/v1/session/oidc/callback?code=a&state=b")).headers.at("location"),
            "/sign-in?oidc=wait");
  EXPECT_EQ(begin().headers.at("location"), "/sign-in?oidc=wait");
  clock_.advance_ms(engine::Attempts::kFirstDelayMs);
  there_.provider.now = clock_.now();
  EXPECT_EQ(outcome(), "/sign-in?oidc=done");
}

// Any page can make a browser ask for that, as for a picture.
TEST_F(OidcServer, WhatWasNotBegunSlowsDownNobody) {
  member("ann@example.org");
  start_with_provider();
  for (uint32_t i = 0; i < 2 * engine::Attempts::kFree; ++i) {
    EXPECT_EQ(ask(get("/v1/session/oidc/callback?code=a&state=b")).headers.at("location"),
              "/sign-in?oidc=again");
  }
  EXPECT_EQ(outcome(), "/sign-in?oidc=done");
}

TEST_F(OidcServer, TheHostHearsOfAProviderThatDoesNotWork) {
  member("ann@example.org");
  there_.provider.make_token = [](const std::string&) { return "rubbish"; };
  start_with_provider();
  EXPECT_EQ(outcome(), "/sign-in?oidc=provider");
  EXPECT_THAT(trouble_, HasSubstr("no signed token"));
  there_.provider.make_token = {};
  clock_.advance_ms(OidcProvider::kKeepMs);
  there_.provider.down = true;
  EXPECT_EQ(begin().headers.at("location"), "/sign-in?oidc=unreachable");
  EXPECT_THAT(trouble_, HasSubstr("answered 500"));
  const std::string once = trouble_;
  EXPECT_EQ(begin().headers.at("location"), "/sign-in?oidc=unreachable");
  EXPECT_EQ(trouble_, once) << "the provider was not asked again";
}

TEST_F(OidcServer, ByHttpsTheCookieIsThisHostsAlone) {
  member("ann@example.org");
  start({.https = Https::kByProxy,
         .oidc = OidcOptions{.issuer = there_.provider.issuer, .client_id = "firsthand"}});
  const RawReply begun = begin();
  const std::string kept = begun.headers.at("set-cookie");
  EXPECT_THAT(kept, StartsWith("__Host-fh_sign_in="));
  for (const char* part : {"; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Lax"}) {
    EXPECT_THAT(kept, HasSubstr(part));
  }
  EXPECT_EQ(come_back(begun).headers.at("location"), "/sign-in?oidc=done");
}

TEST_F(OidcServer, WithoutAProviderThereIsNothing) {
  start();
  EXPECT_EQ(begin().status, 404);
  EXPECT_EQ(ask(get("/v1/session/oidc/callback?code=a&state=b")).status, 404);
  EXPECT_THAT(ask(get("/v1/session")).body, Not(HasSubstr("sign_in_with")));
}

TEST_F(OidcServer, AnIssuerThatIsNoneStopsTheStart) {
  const auto server = Server::start(
      engine_,
      {.port = 0, .oidc = OidcOptions{.issuer = "http://id.example.org", .client_id = "c"}});
  ASSERT_FALSE(server);
  EXPECT_THAT(to_string(server.error()), HasSubstr("oidc-issuer"));
}

}  // namespace
}  // namespace fh::api

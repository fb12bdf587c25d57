// Every endpoint with every kind of caller, from the endpoint table: a new endpoint falls
// into it by itself, with what it says it needs.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "api/endpoint.h"
#include "api/needs.h"
#include "api/server.h"
#include "api/visitor.h"
#include "base/secrets.h"
#include "testing/counted_random.h"
#include "testing/fake_clock.h"
#include "testing/raw_http.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

using engine::Caller;
using engine::Right;
using engine::Rights;
using engine::Role;
using testing::RawHttp;
using testing::RawReply;

// What a request shows, and who should be seen in it.
struct Shown {
  std::string name;
  std::string headers = {};
  Caller is = Caller::nobody();
  bool wrong = false;  // a token that opens nothing
  uint64_t member = 0;
};

class Matrix : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = engine::Engine::open(
        {.directory = directory_.file("data"), .clock = &clock_, .random = &random_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
    start();
  }

  void start() {
    auto server = Server::start(*engine_, {.port = 0, .threads = 1, .telling_threads = 2});
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
  }

  engine::Access& access() { return engine_->access(); }

  Shown member(const std::string& name, Role role, const std::string& scope = {}) {
    const auto made = access().add_member(kHost, {.name = name, .role = role, .scope = scope});
    EXPECT_TRUE(made);
    Shown shown{.name = name, .headers = signed_in(made->number), .member = made->number};
    shown.is.kind = engine::CallerKind::kMember;
    shown.is.rights = rights_of(role);
    return shown;
  }

  std::string signed_in(uint64_t member) {
    const auto link = access().make_link(kHost, member);
    EXPECT_TRUE(link);
    const auto session = access().sign_in(link->token, "setup");
    EXPECT_TRUE(session);
    return cookie(session->token);
  }

  static std::string cookie(const std::string& token) {
    return fmt::format("Cookie: other=1; fh_session={}\r\nX-Firsthand-CSRF: {}\r\n", token,
                       csrf_of(token));
  }

  Shown key(const std::string& name, Rights rights, std::optional<Instant> expires = {}) {
    const auto made =
        access().add_key(kHost, {.name = name, .rights = rights, .scope = {}, .expires = expires});
    EXPECT_TRUE(made);
    Shown shown{.name = name, .headers = bearer(made->token)};
    shown.is.kind = engine::CallerKind::kKey;
    shown.is.rights = rights;
    return shown;
  }

  // Who told something and comes back to it.
  Shown teller(const std::string& name) {
    model::Draft draft;
    draft.text = "The bus came.";
    const auto told = engine_->ownership().tell(Caller::nobody(), draft, {.claim = true});
    EXPECT_TRUE(told);
    return {.name = name, .headers = bearer(told->claim_code), .is = Caller::teller(1)};
  }

  static std::string bearer(const std::string& token) {
    return fmt::format("Authorization: Bearer {}\r\n", token);
  }

  // A request that is whole, and would do nothing: its numbers and ids are of nothing.
  static std::string request(const Endpoint& endpoint, const std::string& headers) {
    std::string target;
    bool in_name = false;
    for (const char c : endpoint.path) {
      if (c == '{') {
        in_name = true;
        target += "999999";
      } else if (c == '}') {
        in_name = false;
      } else if (!in_name) {
        target += c;
      }
    }
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}",
                                   name_of(endpoint.method), target, headers);
    // No draft, member or key: refused by whoever reads it, not before.
    if (!endpoint.takes.empty()) {
      text += "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n[]";
      return text;
    }
    return text + "\r\n";
  }

  int status_of(const Endpoint& endpoint, const Shown& shown) {
    RawHttp http(server_->port());
    // Signing out ends what it shows: a session of its own.
    const bool ends = endpoint.name == "signOut" && shown.member != 0 && !shown.wrong;
    const std::string headers = ends ? signed_in(shown.member) : shown.headers;
    if (!http.send(request(endpoint, headers))) return 0;
    if (endpoint.runs == Runs::kLive) {  // a stream does not end by itself
      std::string line;
      return http.until("\r\n", line) ? std::stoi(line.substr(9, 3)) : 0;
    }
    return http.reply().status;
  }

  // 0: whatever the endpoint itself says, but neither 401, 403 nor 429.
  static int expected(const Endpoint& endpoint, const Shown& shown) {
    if (endpoint.needs.kind() == Needs::Kind::kNothing) return 0;
    if (shown.wrong) return 401;
    if (endpoint.needs.met_by(shown.is)) return 0;
    return shown.is.kind == engine::CallerKind::kPublic ? 401 : 403;
  }

  // The whole table, printed; each cell checked. Returns how many cells there were.
  size_t check(const std::vector<Shown>& all) {
    std::string table = fmt::format("{:<44}", "");
    for (const Shown& shown : all) table += fmt::format(" {:>9}", shown.name.substr(0, 9));
    size_t cells = 0;
    for (const Endpoint& endpoint : endpoints()) {
      table +=
          fmt::format("\n{:<44}", fmt::format("{} {}", name_of(endpoint.method), endpoint.path));
      for (const Shown& shown : all) {
        const int status = status_of(endpoint, shown);
        const int wanted = expected(endpoint, shown);
        table += fmt::format(" {:>9}", status);
        ++cells;
        if (wanted != 0) {
          EXPECT_EQ(status, wanted) << endpoint.name << " for " << shown.name;
        } else {
          EXPECT_TRUE(status != 0 && status != 401 && status != 403 && status != 429)
              << endpoint.name << " for " << shown.name << ": " << status;
        }
      }
    }
    std::printf("%s\n", table.c_str());
    return cells;
  }

  inline static const Caller kHost = Caller::host();
  const TempDirectory directory_;
  FakeClock clock_;
  CountedRandom random_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Server> server_;
};

TEST_F(Matrix, OfEveryEndpointAndEveryCaller) {
  std::vector<Shown> all = {{.name = "nobody"}};
  all.push_back(member("listener", Role::kListener));
  all.push_back(member("steward", Role::kSteward));
  all.push_back(member("keeper", Role::kKeeper));
  all.push_back(member("scoped", Role::kListener, "unit:north"));
  all.push_back(key("tell key", {Right::kTell}));
  all.push_back(key("whole key", Rights::all()));
  all.push_back(teller("teller"));
  const size_t cells = check(all);
  EXPECT_EQ(cells, endpoints().size() * all.size());
}

TEST_F(Matrix, OfEveryEndpointAndEveryTokenThatOpensNothing) {
  const Shown expired = key("expired", Rights::all(), Instant{.ms = clock_.now().ms + 1000});
  const Shown revoked = key("revoked", Rights::all());
  member("another", Role::kKeeper);
  const Shown disabled = member("disabled", Role::kKeeper);
  ASSERT_TRUE(access().revoke_key(kHost, 2));
  ASSERT_TRUE(access().change_member(kHost, 2, {.disabled = true}));
  clock_.advance_ms(2000);
  std::vector<Shown> all = {
      {.name = "unknown key", .headers = bearer(make_token(TokenKind::kKey, random_))},
      {.name = "no token", .headers = bearer("rubbish")},
      {.name = "a link", .headers = bearer(make_token(TokenKind::kSignIn, random_))},
      expired,
      revoked};
  for (Shown& shown : all) shown.wrong = true;
  // A cookie that is over says nothing: who shows it is nobody known.
  all.push_back({.name = "disabled", .headers = disabled.headers});
  all.push_back({.name = "key in cookie", .headers = cookie(make_token(TokenKind::kKey, random_))});
  for (const Endpoint& endpoint : endpoints()) {
    for (const Shown& shown : all) {
      clock_.advance_ms(engine::Attempts::kForgiveMs + 1);  // not to be taken for trying out
      const int status = status_of(endpoint, shown);
      const int wanted = expected(endpoint, shown);
      if (wanted != 0) {
        EXPECT_EQ(status, wanted) << endpoint.name << " for " << shown.name;
      } else {
        EXPECT_TRUE(status != 0 && status != 401 && status != 403 && status != 429)
            << endpoint.name << " for " << shown.name << ": " << status;
      }
    }
  }
}

TEST_F(Matrix, OfAnOpenInstallation) {
  const std::vector<Shown> all = {{.name = "host", .is = Caller::host()},
                                  {.name = "cookie of another",
                                   .headers = cookie(make_token(TokenKind::kSession, random_)),
                                   .is = Caller::host()}};
  ASSERT_TRUE(access().is_open());
  for (const Shown& shown : all) {
    // What would close it comes last in no table: bodies are none of a member or key.
    EXPECT_GE(check({shown}), 20U);
  }
  EXPECT_TRUE(access().is_open());
}

}  // namespace
}  // namespace fh::api

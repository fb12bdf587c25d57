#include "cli/people.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "api/server.h"
#include "cli/cli_fixture.h"
#include "engine/engine.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class People : public CliFixture {
 protected:
  // The first word that begins so.
  static std::string word_in(const std::string& text, const std::string& begin) {
    const size_t at = text.find(begin);
    if (at == std::string::npos) return {};
    return text.substr(at, text.find_first_of(" \n", at) - at);
  }
};

TEST_F(People, AreAddedListedLetInAndKeptOut) {
  const Ran added = run("member", {"add", "Ann", "--role", "keeper"});
  EXPECT_EQ(added.code, kExitDone) << added.err;
  EXPECT_THAT(added.out, HasSubstr("Ann is a keeper now"));
  EXPECT_THAT(added.out, HasSubstr("/sign-in#fhl_"));
  EXPECT_EQ(run("member", {"add", "Bea", "--scope", "unit:(\"Depot North\")"}).code, kExitDone);
  EXPECT_THAT(run("member", {"list"}).out, HasSubstr("listener  within unit:(\"Depot North\")"));
  EXPECT_THAT(run("member", {"link", "Bea"}).out, HasSubstr("/sign-in#fhl_"));
  EXPECT_EQ(run("member", {"disable", "Bea"}).code, kExitDone);
  EXPECT_THAT(run("member", {"list"}).out, HasSubstr("disabled 20"));
  EXPECT_EQ(run("member", {"link", "Bea"}).code, kExitUsage);
  EXPECT_EQ(run("member", {"enable", "Bea"}).code, kExitDone);
  const Ran audit = run("audit", {"--limit", "3"});
  EXPECT_THAT(audit.out, HasSubstr("change_member  member 2 role=listener"));
  EXPECT_THAT(audit.out, HasSubstr("chained from entry 1 to"));
  EXPECT_THAT(run("audit", {"--json"}).out, StartsWith("{\"entries\":["));
  EXPECT_THAT(run("audit", {"--action", "add_member"}).out, Not(HasSubstr("change_member")));
  EXPECT_THAT(run("audit", {"--actor", "member 9"}).out, StartsWith("chained from"));
  EXPECT_THAT(run("verify").out, HasSubstr("all is well"));
}

TEST_F(People, KeysAreMadeListedAndRevoked) {
  const Ran made =
      run("key", {"add", "till", "--rights", "tell, count", "--expires", "90d", "--scope", "a"});
  EXPECT_EQ(made.code, kExitDone) << made.err;
  EXPECT_THAT(made.out, StartsWith("fhk_"));
  const Ran list = run("key", {"list"});
  EXPECT_THAT(list.out, HasSubstr("tell,count within a until 20"));
  EXPECT_THAT(list.out, Not(HasSubstr("fhk_")));
  EXPECT_EQ(run("key", {"add", "till", "--rights", "tell"}).code, kExitUsage);
  EXPECT_EQ(run("key", {"revoke", "till"}).code, kExitDone);
  EXPECT_THAT(run("key", {"list"}).out, HasSubstr(" revoked "));
  EXPECT_EQ(run("key", {"revoke", "till"}).code, kExitUsage);
  EXPECT_EQ(run("key", {"add", "till", "--rights", "tell"}).code, kExitDone);
}

TEST_F(People, WhatIsWrongIsSaid) {
  run("tell", {"something"});
  for (const auto& [words, hint] :
       {std::pair(std::vector<std::string>{"grow"}, "add, list, link, change, disable, enable"),
        std::pair(std::vector<std::string>{"add"}, "a NAME"),
        std::pair(std::vector<std::string>{"list", "Ann"}, "nothing after it"),
        std::pair(std::vector<std::string>{"add", "Ann", "--role", "king"}, "steward"),
        std::pair(std::vector<std::string>{"add", "Ann", "--scope", "(a"}, "scope"),
        std::pair(std::vector<std::string>{"disable", "Nobody"}, "Nobody")}) {
    const Ran ran = run("member", words);
    EXPECT_EQ(ran.code, kExitUsage);
    EXPECT_THAT(ran.err, HasSubstr(hint));
  }
  EXPECT_THAT(run("key", {"add", "k"}).err, HasSubstr("right"));
  EXPECT_THAT(run("key", {"add", "k", "--rights", "fly"}).err, HasSubstr("administer"));
  for (const char* when : {"soon", "0d", "-1d", "99999999999999999999d", "5w"}) {
    EXPECT_THAT(run("key", {"add", "k", "--rights", "tell", "--expires", when}).err,
                HasSubstr("90d"))
        << when;
  }
}

TEST_F(People, ARunningServerIsShownAToken) {
  const std::string boss =
      word_in(run("key", {"add", "boss", "--rights", "administer"}).out, "fhk_");
  const std::string reads = word_in(run("key", {"add", "reads", "--rights", "read"}).out, "fhk_");
  const auto engine = engine::Engine::open({.directory = data_, .address = "127.0.0.1:0"});
  ASSERT_TRUE(engine) << to_string(engine.error());
  const auto server = api::Server::start(**engine, {.port = 0, .threads = 1});
  ASSERT_TRUE(server) << to_string(server.error());
  ASSERT_TRUE((*engine)->announce(fmt::format("127.0.0.1:{}", (*server)->port())));

  const Ran nobody = run("member", {"list"});
  EXPECT_EQ(nobody.code, kExitUsage);
  EXPECT_THAT(nobody.err, HasSubstr("FIRSTHAND_TOKEN"));
  EXPECT_EQ(run("search", {"x"}).code, kExitUsage);
  EXPECT_EQ(run("search", {"x", "--token", reads}).code, kExitDone);
  EXPECT_EQ(run("tell", {"x"}).code, kExitDone);  // anybody may
  EXPECT_THAT(run("member", {"list", "--token", reads}).err, HasSubstr("administer"));
  EXPECT_EQ(run("search", {"x", "--token", "nonsense"}).code, kExitUsage);
  ASSERT_EQ(::setenv("FIRSTHAND_TOKEN", boss.c_str(), 1), 0);
  EXPECT_EQ(run("member", {"add", "Ann", "--role", "keeper", "--scope", "a"}).code, kExitDone);
  EXPECT_THAT(run("member", {"list"}).out, HasSubstr("Ann"));
  EXPECT_EQ(run("member", {"disable", "Ann"}).code, kExitDone);
  EXPECT_THAT(run("key", {"add", "k", "--rights", "tell", "--expires", "12h"}).out,
              StartsWith("fhk_"));
  EXPECT_THAT(run("key", {"list"}).out, HasSubstr("until"));
  EXPECT_EQ(run("key", {"revoke", "k"}).code, kExitDone);
  EXPECT_EQ(run("audit").code, kExitUsage);  // another right
  ::unsetenv("FIRSTHAND_TOKEN");
  (*server)->stop(1000);
}

TEST_F(People, ServingOthersNeedsAKeeper) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--behind-proxy"},
        std::vector<std::string>{"--listen", "0.0.0.0:0", "--behind-proxy"}}) {
    const Ran ran = run("serve", words);
    EXPECT_EQ(ran.code, kExitUsage);
    EXPECT_THAT(ran.err, HasSubstr("firsthand member add NAME --role keeper"));
  }
}

TEST_F(People, AreWrittenDownAsTheProviderKnowsThem) {
  EXPECT_EQ(run("member", {"add", "Ann", "--sign-in", "Ann@example.org"}).code, kExitDone);
  EXPECT_THAT(run("member", {"list"}).out, HasSubstr("signs in as ann@example.org"));
  EXPECT_THAT(run("member", {"add", "Bea", "--sign-in", "ann@example.org"}).err,
              HasSubstr("another member"));
  EXPECT_THAT(run("member", {"add", "Bea", "--sign-in", "bea"}).err, HasSubstr("e-mail address"));
  EXPECT_EQ(run("member", {"change", "Ann", "--sign-in", "sub:7", "--scope", "a"}).code, kExitDone);
  EXPECT_THAT(run("member", {"list"}).out, HasSubstr("listener  within a signs in as sub:7"));
  EXPECT_EQ(run("member", {"change", "Ann", "--role", "steward", "--sign-in", ""}).code, kExitDone);
  EXPECT_THAT(run("member", {"list"}).out, HasSubstr("steward   within a\n"));
  EXPECT_THAT(run("member", {"change", "Ann"}).err, HasSubstr("--sign-in"));
  EXPECT_THAT(run("audit", {"--limit", "20"}).out, Not(HasSubstr("example.org")));
}

TEST_F(People, ServingByTlsOrAProviderIsAskedForWhole) {
  const std::string file = temporary_ + "/file";
  std::ofstream(file) << "a\nb\n";
  for (const auto& [words, hint] :
       {std::pair(std::vector<std::string>{"--listen", "0.0.0.0:0"}, "--tls-cert"),
        std::pair(std::vector<std::string>{"--tls-cert", file}, "--tls-key"),
        std::pair(std::vector<std::string>{"--tls-key", file}, "--tls-cert"),
        std::pair(std::vector<std::string>{"--tls-key", file, "--tls-cert", file, "--behind-proxy"},
                  "either"),
        std::pair(std::vector<std::string>{"--tls-key", file, "--tls-cert", file},
                  "no certificate"),
        std::pair(std::vector<std::string>{"--tls-key", file, "--tls-cert", temporary_ + "/none"},
                  "none"),
        std::pair(std::vector<std::string>{"--listen", "0.0.0.0:0", "--tls-key", file, "--tls-cert",
                                           file},
                  "member add NAME --role keeper"),
        std::pair(std::vector<std::string>{"--oidc-issuer", "https://a"}, "--oidc-client"),
        std::pair(std::vector<std::string>{"--oidc-client", "a"}, "--oidc-issuer"),
        std::pair(std::vector<std::string>{"--oidc-name", "a"}, "--oidc-issuer"),
        std::pair(std::vector<std::string>{"--oidc-issuer", "https://a", "--oidc-client", "a",
                                           "--oidc-secret-file", file},
                  "one line"),
        std::pair(std::vector<std::string>{"--oidc-issuer", "http://a.example", "--oidc-client",
                                           "a", "--listen", "127.0.0.1:0"},
                  "for this machine alone")}) {
    const Ran ran = run("serve", words);
    EXPECT_NE(ran.code, kExitDone);
    EXPECT_THAT(ran.err, HasSubstr(hint));
  }
}

}  // namespace
}  // namespace fh::cli

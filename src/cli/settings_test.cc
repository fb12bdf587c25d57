#include "cli/settings.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/server.h"
#include "cli/cli_fixture.h"
#include "engine/engine.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Settings : public CliFixture {
 protected:
  Settings() { run("tell", {"They wrote to kim@example.org", "--source", "shop"}); }
};

TEST_F(Settings, AreShownAndSetAndKept) {
  EXPECT_THAT(run("settings", {"show"}).out, HasSubstr("party employee     from 5 people on"));
  EXPECT_THAT(run("settings", {"show"}).out, HasSubstr("noise              off"));
  EXPECT_THAT(run("settings", {"show"}).out,
              HasSubstr("source \"shop\" grants read, count (as usual)"));
  const Ran set = run(
      "settings", {"set", "--party", "employee=7", "--party", "partner=3", "--column", "unit=10",
                   "--noise", "on", "--mask-party", "customer", "--mask-source", "shop"});
  EXPECT_EQ(set.code, kExitDone) << set.err;
  EXPECT_THAT(set.out, HasSubstr("party employee: 5 to 7; party partner: 0 to 3"));
  EXPECT_THAT(set.out, HasSubstr("from the next question on"));
  const std::string now = run("settings", {"show"}).out;
  for (const char* line :
       {"party partner      from 3 people on", "column unit        from 10",
        "noise              on", "masked party       customer", "masked source      \"shop\""}) {
    EXPECT_THAT(now, HasSubstr(line));
  }
  EXPECT_EQ(run("settings", {"set", "--column", "unit=0", "--noise", "off", "--unmask-source",
                             "shop", "--unmask-party", "customer"})
                .code,
            kExitDone);
  EXPECT_THAT(run("settings", {"show"}).out, Not(HasSubstr("masked")));
  EXPECT_THAT(run("settings", {"show"}).out, Not(HasSubstr("column")));
  EXPECT_THAT(run("settings", {"set"}).out, HasSubstr("nothing changed"));
  EXPECT_THAT(run("audit", {"--limit", "1"}).out, HasSubstr("settings"));
  EXPECT_THAT(run("settings", {"show", "--json"}).out,
              StartsWith(R"({"groups":{"parties":{"employee":7,"partner":3},)"));
}

TEST_F(Settings, OfASourcesGrantsHoldForWhatIsToldFromThenOn) {
  const Ran set =
      run("settings", {"set", "--source", "shop", "--grants", "count", "--basis", "a notice"});
  EXPECT_EQ(set.code, kExitDone) << set.err;
  EXPECT_THAT(set.out, HasSubstr("what is told at \"shop\" from now on grants count"));
  EXPECT_THAT(run("settings", {"show"}).out, HasSubstr("source \"shop\" grants count: a notice"));
  EXPECT_THAT(run("audit", {"--limit", "1"}).out, HasSubstr("source \"shop\": count"));
}

TEST_F(Settings, OfASourceAreSetBeforeItTellsAnything) {
  const std::string fresh = temporary_ + "/fresh";
  EXPECT_EQ(run_words({"settings", "show", "--data", fresh}).code, kExitUsage);
  EXPECT_EQ(
      run_words({"settings", "set", "--data", fresh, "--source", "survey", "--grants", "count"})
          .code,
      kExitDone);
  EXPECT_EQ(run_words({"tell", "slow", "--source", "survey", "--data", fresh}).code, kExitDone);
  EXPECT_THAT(run_words({"settings", "show", "--data", fresh}).out,
              HasSubstr("source \"survey\" grants count"));
}

TEST_F(Settings, WhatIsWrongIsSaidAndNothingIsChanged) {
  for (const auto& [words, hint] :
       {std::pair(std::vector<std::string>{"grow"}, "show, set"),
        std::pair(std::vector<std::string>{"set", "--party", "employee"}, "NAME=PEOPLE"),
        std::pair(std::vector<std::string>{"set", "--party", "employee=x"}, "NAME=PEOPLE"),
        std::pair(std::vector<std::string>{"set", "--party", "employee=0"}, "always guarded"),
        std::pair(std::vector<std::string>{"set", "--party", "boss=5"}, "boss"),
        std::pair(std::vector<std::string>{"set", "--column", "unit=5000"}, "1000"),
        std::pair(std::vector<std::string>{"set", "--noise", "loud"}, "on or off"),
        std::pair(std::vector<std::string>{"set", "--mask-party", "boss"}, "boss"),
        std::pair(std::vector<std::string>{"set", "--grants", "read"}, "together"),
        std::pair(std::vector<std::string>{"set", "--source", "shop", "--grants", "sing"},
                  "contact")}) {
    const Ran ran = run("settings", words);
    EXPECT_EQ(ran.code, kExitUsage) << hint;
    EXPECT_THAT(ran.err, HasSubstr(hint));
  }
  EXPECT_THAT(run("settings", {"set", "--noise", "on", "--source", "shop", "--grants", "sing"}).err,
              HasSubstr("sing"));
  EXPECT_THAT(run("settings", {"show"}).out, HasSubstr("noise              off"));
}

TEST_F(Settings, ARunningServerChangesThemForWhoMay) {
  const std::string made = run("key", {"add", "boss", "--rights", "administer,read,count"}).out;
  const std::string boss = made.substr(0, made.find('\n'));
  const std::string other = run("key", {"add", "reads", "--rights", "read,count"}).out;
  const std::string reads = other.substr(0, other.find('\n'));
  const auto engine = engine::Engine::open({.directory = data_, .address = "127.0.0.1:0"});
  ASSERT_TRUE(engine) << to_string(engine.error());
  const auto server = api::Server::start(**engine, {.port = 0, .threads = 1});
  ASSERT_TRUE(server) << to_string(server.error());
  ASSERT_TRUE((*engine)->announce(fmt::format("127.0.0.1:{}", (*server)->port())));

  EXPECT_EQ(run("settings", {"show", "--token", reads}).code, kExitUsage);
  EXPECT_THAT(run("search", {"wrote", "--token", reads}).out, HasSubstr("kim@example.org"));
  const Ran set = run("settings", {"set", "--mask-source", "shop", "--source", "till \"1\"",
                                   "--grants", "none", "--token", boss});
  EXPECT_EQ(set.code, kExitDone) << set.err;
  EXPECT_THAT(run("search", {"wrote", "--token", reads}).out, HasSubstr("[mail]"));
  EXPECT_THAT(run("settings", {"show", "--token", boss}).out,
              HasSubstr("source \"till \"1\"\" grants nothing"));
  (*server)->stop(1000);
}

}  // namespace
}  // namespace fh::cli

#include "cli/retention.h"

#include <gmock/gmock.h>

#include "api/server.h"
#include "cli/cli_fixture.h"
#include "engine/engine.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class Rights : public CliFixture {
 protected:
  void SetUp() override {
    run("tell", {"long ago", "--source", "desk", "--source-id", "1", "--person", "ann"});
  }
  // An engine on the same data, held while `body` runs.
  template <typename Body>
  void with_engine(const Body& body) {
    const auto engine = engine::Engine::open({.directory = data_});
    ASSERT_TRUE(engine) << to_string(engine.error());
    body(**engine);
  }
  void hand_in(uint32_t wait_hours) {
    with_engine([&](engine::Engine& engine) {
      const engine::Caller host = engine::Caller::host("test");
      ASSERT_TRUE(engine.requests().set_wait_hours(host, wait_hours));
      ASSERT_TRUE(engine.requests().hand_in(
          host,
          {.id = kId,
           .type = record::RequestType::kErasure,
           .identities = {
               {.type = engine::IdentityType::kSourcePerson, .source = "desk", .value = "ann"}}}));
    });
  }
  inline static const std::string kId = "6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e";
};

TEST_F(Rights, TimersAreSetListedTriedAndRemoved) {
  const Ran set = run("retention", {"set", "--source", "desk", "--days", "730"});
  EXPECT_EQ(set.code, kExitDone) << set.err;
  EXPECT_THAT(set.out, HasSubstr("timer 1: desk, kept 730 days (set by cli, 20"));
  EXPECT_EQ(run("retention", {"set", "--kind", "story", "--days", "9", "--spare-claimed"}).code,
            kExitDone);
  EXPECT_THAT(run("retention", {"list"}).out,
              HasSubstr("timer 2: any source, story, kept 9 days, sparing what is claimed"));
  EXPECT_THAT(run("retention", {"list", "--json"}).out, HasSubstr(R"({"rules":[{"number":1,)"));
  with_engine([](engine::Engine& engine) {
    model::Draft old;
    old.source = "desk";
    old.text = "ages ago";
    old.told_at = "2001-01-01";
    old.person = "ben";
    ASSERT_TRUE(engine.tell(old, {.caller = engine::Caller::host()}));
  });
  const Ran before = run("retention", {"set", "--source", "desk", "--days", "8", "--dry-run"});
  EXPECT_THAT(before.out, HasSubstr("1 experiences of 1 people would be erased; nothing was"));
  EXPECT_THAT(run("retention", {"list"}).out, Not(HasSubstr("kept 8 days")));
  const Ran dry = run("retention", {"run", "--dry-run"});
  EXPECT_THAT(dry.out, HasSubstr("desk: 1 experiences of 1 people, 0 of nobody known, told "
                                 "2001-01-01T00:00:00Z to 2001-01-01T00:00:00Z"));
  EXPECT_THAT(dry.out, HasSubstr("nothing was"));
  EXPECT_THAT(run("retention", {"run"}).out, HasSubstr("1 experiences erased; of 1 people"));
  EXPECT_THAT(run("retention", {"run"}).out, HasSubstr("0 experiences erased"));
  EXPECT_EQ(run("retention", {"remove", "2"}).code, kExitDone);
  EXPECT_EQ(run("retention", {"remove", "2"}).code, kExitUsage);
  EXPECT_THAT(run("audit").out, HasSubstr("set_retention"));
}

TEST_F(Rights, WhatIsWrongIsSaid) {
  for (const auto& [words, hint] :
       {std::pair(std::vector<std::string>{"keep"}, "list, set, remove, run"),
        std::pair(std::vector<std::string>{"remove"}, "NUMBER"),
        std::pair(std::vector<std::string>{"remove", "first"}, "no timer's number"),
        std::pair(std::vector<std::string>{"set", "--source", "desk"}, "--days"),
        std::pair(std::vector<std::string>{"set", "--days", "3"}, "Name a source")}) {
    const Ran ran = run("retention", words);
    EXPECT_EQ(ran.code, kExitUsage);
    EXPECT_THAT(ran.err, HasSubstr(hint));
  }
  for (const auto& [words, hint] :
       {std::pair(std::vector<std::string>{"make"}, "list, show, add, cancel, wait"),
        std::pair(std::vector<std::string>{"show"}, "ID"),
        std::pair(std::vector<std::string>{"show", kId}, "no such request"),
        std::pair(std::vector<std::string>{"list", "--status", "lost"}, "in_progress"),
        std::pair(std::vector<std::string>{"add", "--person", "ann"}, "--type"),
        std::pair(std::vector<std::string>{"add", "--type", "access"}, "1 to 16 ways"),
        std::pair(std::vector<std::string>{"wait", "long"}, "0 to 720"),
        std::pair(std::vector<std::string>{"wait", "721"}, "0 to 720")}) {
    const Ran ran = run("request", words);
    EXPECT_EQ(ran.code, kExitUsage);
    EXPECT_THAT(ran.err, HasSubstr(hint));
  }
}

TEST_F(Rights, RequestsAreListedShownAndCancelled) {
  EXPECT_THAT(run("request", {"wait"}).out, HasSubstr("after 0 hours"));
  hand_in(24);
  EXPECT_THAT(run("request", {"list"}).out,
              HasSubstr(kId + "  erasure     pending     received 20"));
  EXPECT_THAT(run("request", {"show", kId}).out, HasSubstr(R"("request_status":"pending")"));
  EXPECT_THAT(run("request", {"cancel", kId}).out, HasSubstr("cancelled"));
  EXPECT_EQ(run("request", {"cancel", kId}).code, kExitUsage);
  EXPECT_EQ(run("request", {"list", "--status", "pending"}).out, "");
  EXPECT_THAT(run("request", {"list", "--status", "cancelled"}).out, HasSubstr(kId));
  EXPECT_THAT(
      run("request", {"add", "--type", "access", "--source", "desk", "--person", "ann"}).out,
      HasSubstr("access      completed"));
  EXPECT_THAT(run("request", {"wait", "2"}).out, HasSubstr("after 2 hours"));
}

TEST_F(Rights, ARunningServerIsAsked) {
  hand_in(24);
  const auto engine = engine::Engine::open({.directory = data_, .address = "127.0.0.1:0"});
  ASSERT_TRUE(engine) << to_string(engine.error());
  const auto server = api::Server::start(**engine, {.port = 0, .threads = 1});
  ASSERT_TRUE(server) << to_string(server.error());
  ASSERT_TRUE((*engine)->announce("127.0.0.1:" + std::to_string((*server)->port())));
  EXPECT_THAT(run("retention", {"set", "--kind", "wish", "--days", "1", "--dry-run"}).out,
              HasSubstr("0 experiences of 0 people would be erased"));
  EXPECT_EQ(run("retention", {"set", "--source", "desk", "--days", "1"}).code, kExitDone);
  EXPECT_THAT(run("request", {"list", "--status", "pending"}).out, HasSubstr(kId));
  EXPECT_THAT(run("retention", {"list"}).out, HasSubstr("timer 1: desk"));
  EXPECT_THAT(run("retention", {"run", "--dry-run"}).out, HasSubstr("0 experiences"));
  EXPECT_THAT(run("retention", {"run"}).out, HasSubstr("0 experiences erased"));
  EXPECT_EQ(run("retention", {"remove", "1"}).code, kExitDone);
  EXPECT_THAT(run("request", {"list"}).out, HasSubstr(kId));
  EXPECT_THAT(run("request", {"wait", "3"}).out, HasSubstr("after 3 hours"));
  EXPECT_THAT(run("request", {"cancel", kId}).out, HasSubstr("cancelled"));
  (*server)->stop(1000);
}

}  // namespace
}  // namespace fh::cli

#include "cli/invite.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "api/server.h"
#include "base/clock.h"
#include "base/time.h"
#include "cli/cli_fixture.h"
#include "engine/engine.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Invite : public CliFixture {
 protected:
  void SetUp() override { run("tell", {"a first word"}); }
  static std::string soon() {
    constexpr int64_t kTenDaysMs = 10LL * 86'400'000;
    return format_date(date_of(Instant{.ms = system_clock().now().ms + kTenDaysMs}));
  }
};

size_t lines_in(const std::string& text) {
  return static_cast<size_t>(std::ranges::count(text, '\n'));
}

TEST_F(Invite, LinksAreMadeListedAndEnded) {
  const Ran made = run("invite", {"--name", "=Line 4", "--count", "3", "--until", soon(), "--about",
                                  "unit=Line 4", "--about", "label.campaign=May", "--about",
                                  "service=night bus", "--pages-at", "https://x.example/"});
  ASSERT_EQ(made.code, kExitDone) << made.err;
  EXPECT_THAT(made.out, StartsWith("name,link\r\n'=Line 4,https://x.example/tell#invitation=fhi_"));
  EXPECT_EQ(lines_in(made.out), 4U);
  EXPECT_THAT(made.err, HasSubstr("batch 1: 3 links"));
  EXPECT_THAT(run("invite", {"--list"}).out,
              HasSubstr("batch 1: =Line 4, 3 links, fewer than 5 used, open until 20"));
  EXPECT_THAT(run("invite", {"--list", "--json"}).out, HasSubstr(R"("campaign":"May")"));
  EXPECT_THAT(run("invite", {"--end", "1"}).out, HasSubstr("batch 1 is ended"));
  EXPECT_THAT(run("invite", {"--list"}).out, HasSubstr(", ended until"));
  EXPECT_NE(run("invite", {"--end", "1"}).code, kExitDone);
}

TEST_F(Invite, WhatIsWrongIsSaid) {
  const auto err = [&](std::vector<std::string> words) {
    const Ran ran = run("invite", words);
    EXPECT_EQ(ran.code, kExitUsage) << ran.out;
    return ran.err;
  };
  EXPECT_THAT(err({"--name", "x", "--until", soon()}), HasSubstr("count"));
  EXPECT_THAT(err({"--name", "x", "--count", "0", "--until", soon()}), HasSubstr("count"));
  EXPECT_THAT(err({"--count", "1", "--until", soon()}), HasSubstr("name"));
  EXPECT_THAT(err({"--name", "x", "--count", "1"}), HasSubstr("until"));
  EXPECT_THAT(err({"--name", "x", "--count", "1", "--until", soon(), "--about", "unit"}),
              HasSubstr("field=value"));
  EXPECT_THAT(err({"--name", "x", "--count", "1", "--until", soon(), "--about", "text=a"}),
              HasSubstr("says nothing of"));
  EXPECT_THAT(err({"--end", "one"}), HasSubstr("no batch's number"));
  EXPECT_THAT(err({"--list", "--end", "1"}), HasSubstr("two things"));
}

TEST_F(Invite, ThroughAServer) {
  const auto engine = engine::Engine::open({.directory = data_, .address = "127.0.0.1:0"});
  ASSERT_TRUE(engine) << to_string(engine.error());
  const auto server = api::Server::start(**engine, {.port = 0, .threads = 1});
  ASSERT_TRUE(server) << to_string(server.error());
  ASSERT_TRUE((*engine)->announce("127.0.0.1:" + std::to_string((*server)->port())));
  const Ran made = run(
      "invite", {"--name", "May", "--count", "2", "--until", soon(), "--about", "party=customer"});
  ASSERT_EQ(made.code, kExitDone) << made.err;
  EXPECT_EQ(lines_in(made.out), 3U);
  EXPECT_THAT(made.out, HasSubstr(fmt::format("May,http://127.0.0.1:{}/tell#invitation=fhi_",
                                              (*server)->port())));
  EXPECT_THAT(run("invite", {"--list"}).out, HasSubstr("batch 1: May, 2 links"));
  EXPECT_EQ(run("invite", {"--end", "1"}).code, kExitDone);
  (*server)->stop(1000);
}

}  // namespace
}  // namespace fh::cli

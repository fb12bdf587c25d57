#include "cli/backup.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "api/server.h"
#include "cli/cli_fixture.h"
#include "engine/engine.h"

namespace fh::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

class BackUp : public CliFixture {
 protected:
  void SetUp() override { run("tell", {"precious words"}); }
  // A server over the data, as `serve --backups` has one; without a folder where it is empty.
  void serve(const std::string& folder) {
    auto engine =
        engine::Engine::open({.directory = data_, .address = "127.0.0.1:0", .backups = folder});
    ASSERT_TRUE(engine) << to_string(engine.error());
    engine_ = std::move(*engine);
    auto server = api::Server::start(*engine_, {.port = 0, .threads = 1});
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
    ASSERT_TRUE(engine_->announce(fmt::format("127.0.0.1:{}", server_->port())));
  }
  void stop() {
    server_->stop(1000);
    server_.reset();
    engine_.reset();
  }
  std::vector<std::string> backups() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      if (entry.path().extension() == ".db") names.push_back(entry.path().string());
    }
    return names;
  }

  const std::string folder_ = temporary_ + "/backups";
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<api::Server> server_;
};

TEST_F(BackUp, ThroughAServer) {
  serve(folder_);
  EXPECT_THAT(run("backup", {"--list"}).out, IsEmpty());
  const Ran made = run("backup");
  ASSERT_EQ(made.code, kExitDone) << made.err;
  EXPECT_THAT(made.out, MatchesRegex("firsthand-[0-9]{8}T[0-9]{6}Z\\.db holds everything \\(.*"));
  ASSERT_EQ(backups().size(), 1U);
  const Ran listed = run("backup", {"--list"});
  EXPECT_THAT(listed.out, HasSubstr("  firsthand-20"));
  EXPECT_THAT(listed.out, HasSubstr("KiB"));
  EXPECT_THAT(run("backup", {"--list", "--json"}).out, HasSubstr(R"({"folder":true,"backups":[{)"));
  stop();

  const std::string backup = backups().front();
  data_ = temporary_ + "/restored";
  EXPECT_EQ(run("restore", {"--from", backup}).code, kExitDone);
  EXPECT_THAT(run("search", {"precious", "--json"}).out, HasSubstr(R"("total":1)"));
}

TEST_F(BackUp, TheServerDecidesThePlace) {
  serve(folder_);
  const std::string target = temporary_ + "/mine.db";
  const Ran ran = run("backup", {"--to", target});
  EXPECT_EQ(ran.code, kExitUsage);
  EXPECT_THAT(ran.err, HasSubstr("decides where its backups go"));
  EXPECT_FALSE(std::filesystem::exists(target));
  EXPECT_THAT(backups(), IsEmpty());
  stop();
}

TEST_F(BackUp, AServerWithoutAFolderSaysWhatToDo) {
  serve({});
  const Ran ran = run("backup");
  EXPECT_EQ(ran.code, kExitUsage) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("firsthand serve --backups DIR"));
  EXPECT_THAT(run("backup", {"--list"}).out, HasSubstr("firsthand serve --backups DIR"));
  stop();
}

TEST_F(BackUp, AServerAsksForARight) {
  serve(folder_);
  const auto key = engine_->access().add_key(
      engine::Caller::host(),
      {.name = "reader", .rights = {engine::Right::kRead}, .scope = {}, .expires = {}});
  ASSERT_TRUE(key);
  EXPECT_NE(run("backup").code, kExitDone);
  EXPECT_NE(run("backup", {"--token", key->token}).code, kExitDone);
  EXPECT_THAT(backups(), IsEmpty());
  stop();
}

TEST_F(BackUp, WithoutAServerItIsSaidWhere) {
  EXPECT_THAT(run("backup").err, HasSubstr("--to"));
  EXPECT_THAT(run("backup", {"--list"}).err, HasSubstr("no server works"));
  const Ran made = run("backup", {"--to", temporary_ + "/one.db"});
  EXPECT_EQ(made.code, kExitDone) << made.err;
  EXPECT_THAT(made.out, HasSubstr("one.db holds everything"));
}

TEST_F(BackUp, WhatServeIsToldOfThemIsChecked) {
  const auto err = [&](const std::vector<std::string>& words) {
    const Ran ran = run("serve", words);
    EXPECT_EQ(ran.code, kExitUsage) << ran.out;
    return ran.err;
  };
  EXPECT_THAT(err({"--backups-keep", "3"}), HasSubstr("--backups-keep needs --backups"));
  EXPECT_THAT(err({"--backups", folder_, "--backups-keep", "0"}), HasSubstr("--backups-keep is"));
  EXPECT_THAT(err({"--backups="}), HasSubstr("names no folder"));
  EXPECT_THAT(err({"--backups", data_ + "/backups"}), HasSubstr("cannot go into"));
}

}  // namespace
}  // namespace fh::cli

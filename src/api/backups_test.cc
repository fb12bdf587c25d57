// Backups over HTTP, on a real engine.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <memory>
#include <string>

#include "api/server.h"
#include "testing/fake_clock.h"
#include "testing/raw_http.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

using engine::Caller;
using engine::Right;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RawHttp;
using testing::RawReply;

class BackupsServer : public ::testing::Test {
 protected:
  void serve(const std::string& folder) {
    auto opened = engine::Engine::open(
        {.directory = directory_.file("data"), .clock = &clock_, .backups = folder});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
    auto server = Server::start(*engine_, {.port = 0, .threads = 1, .telling_threads = 2});
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
  }

  RawReply ask(std::string_view method, std::string_view target, const std::string& token = {}) {
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", method, target);
    if (!token.empty()) text += fmt::format("Authorization: Bearer {}\r\n", token);
    return RawHttp(server_->port()).ask(text + "\r\n");
  }
  std::string key(const std::string& name, engine::Rights rights, const std::string& scope = {}) {
    const auto made = engine_->access().add_key(
        Caller::host(), {.name = name, .rights = rights, .scope = scope, .expires = {}});
    EXPECT_TRUE(made);
    return made ? made->token : "";
  }

  const TempDirectory directory_;
  const std::string folder_ = directory_.file("backups");
  FakeClock clock_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Server> server_;
};

TEST_F(BackupsServer, AreMadeAndListed) {
  serve(folder_);
  EXPECT_EQ(ask("GET", "/v1/backups").body, R"({"folder":true,"backups":[]})");
  const RawReply made = ask("POST", "/v1/backups");
  EXPECT_EQ(made.status, 201) << made.body;
  const std::string file = folder_ + "/firsthand-20260101T000000Z.db";
  ASSERT_TRUE(std::filesystem::exists(file));
  const std::string backup = fmt::format(
      R"("name":"firsthand-20260101T000000Z.db","bytes":{},"at":"2026-01-01T00:00:00Z")",
      std::filesystem::file_size(file));
  EXPECT_EQ(made.body, fmt::format(R"({{{},"as_of":0,"removed":0}})", backup));
  EXPECT_EQ(ask("GET", "/v1/backups").body,
            fmt::format(R"({{"folder":true,"backups":[{{{}}}]}})", backup));
  EXPECT_EQ(ask("POST", "/v1/backups").status, 409) << "within the same second";
  clock_.advance_ms(1000);
  EXPECT_EQ(ask("POST", "/v1/backups").status, 201);
  EXPECT_THAT(ask("GET", "/v1/audit?action=backup").body,
              HasSubstr(R"("detail":"firsthand-20260101T000001Z.db")"));
}

TEST_F(BackupsServer, NothingOfThemIsServed) {
  serve(folder_);
  ASSERT_EQ(ask("POST", "/v1/backups").status, 201);
  for (const char* target :
       {"/v1/backups/firsthand-20260101T000000Z.db", "/backups/firsthand-20260101T000000Z.db",
        "/firsthand-20260101T000000Z.db", "/v1/backups/firsthand.erasures"}) {
    EXPECT_EQ(ask("GET", target).status, 404) << target;
  }
}

TEST_F(BackupsServer, NoAnswerSaysWhereTheyLie) {
  serve(folder_);
  std::filesystem::create_directory(folder_ + "/firsthand.erasures");  // no log can be kept there
  const RawReply failed = ask("POST", "/v1/backups");
  EXPECT_EQ(failed.status, 500) << failed.body;
  EXPECT_THAT(failed.body, Not(HasSubstr(directory_.path())));
  std::filesystem::remove_all(folder_);
  for (const char* method : {"GET", "POST"}) {
    const RawReply gone = ask(method, "/v1/backups");
    EXPECT_GE(gone.status, 400) << gone.body;
    EXPECT_THAT(gone.body, Not(HasSubstr(directory_.path())));
  }
}

TEST_F(BackupsServer, AServerWithoutAFolderSaysWhatToDo) {
  serve({});
  EXPECT_EQ(ask("GET", "/v1/backups").body, R"({"folder":false,"backups":[]})");
  const RawReply made = ask("POST", "/v1/backups");
  EXPECT_EQ(made.status, 501);
  EXPECT_THAT(made.body, HasSubstr("--backups DIR"));
}

TEST_F(BackupsServer, AreForWhoAdministersAndSeesEverything) {
  serve(folder_);
  const std::string keeper = key("keeper", {Right::kAdminister});
  const std::string reader = key("reader", {Right::kRead, Right::kCount, Right::kExport});
  const std::string narrowed = key("narrowed", engine::Rights::all(), "unit:north");
  for (const char* method : {"GET", "POST"}) {
    EXPECT_EQ(ask(method, "/v1/backups").status, 401);
    EXPECT_EQ(ask(method, "/v1/backups", reader).status, 403);
    EXPECT_EQ(ask(method, "/v1/backups", narrowed).status, 403);
  }
  EXPECT_EQ(ask("GET", "/v1/backups", keeper).body, R"({"folder":true,"backups":[]})");
  EXPECT_EQ(ask("POST", "/v1/backups", keeper).status, 201);
}

}  // namespace
}  // namespace fh::api

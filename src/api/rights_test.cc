// Timers and people's requests over HTTP, on a real engine.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/server.h"
#include "base/json.h"
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

constexpr std::string_view kId = "6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e";

class RightsServer : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = engine::Engine::open({.directory = directory_.file("data"), .clock = &clock_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
    auto server = Server::start(*engine_, {.port = 0, .threads = 1, .telling_threads = 2});
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
  }

  RawReply ask(std::string_view method, std::string_view target, std::string_view body = {},
               const std::string& token = {}) {
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", method, target);
    if (!token.empty()) text += fmt::format("Authorization: Bearer {}\r\n", token);
    if (!body.empty()) {
      text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    }
    return RawHttp(server_->port()).ask(fmt::format("{}\r\n{}", text, body));
  }
  void tell(const std::string& text, const std::string& person, const std::string& told_at) {
    const RawReply reply =
        ask("POST", "/v1/experiences",
            fmt::format(R"({{"text":"{}","source":"desk","person":"{}","told_at":"{}"}})", text,
                        person, told_at));
    EXPECT_EQ(reply.status, 201) << reply.body;
  }
  static std::string request(std::string_view type, std::string_view person) {
    return fmt::format(
        R"({{"subject_request_id":"{}","subject_request_type":"{}","subject_identities":[)"
        R"({{"identity_type":"controller_customer_id","identity_value":"{}","source":"desk"}}]}})",
        kId, type, person);
  }

  const TempDirectory directory_;
  FakeClock clock_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Server> server_;
};

TEST_F(RightsServer, TimersAreSetLookedAtAndCarriedOut) {
  tell("long ago", "ann", "2020-01-01");
  tell("of late", "ann", "2025-12-31");
  const RawReply set = ask("POST", "/v1/retention", R"({"source":"desk","days":30})");
  EXPECT_EQ(set.status, 200) << set.body;
  EXPECT_THAT(set.body, HasSubstr(R"("number":1,"source":"desk","days":30,"claimed":"erase")"));
  EXPECT_THAT(ask("GET", "/v1/retention").body, HasSubstr(R"("set_by":"api")"));
  EXPECT_THAT(ask("GET", "/v1/retention/due").body,
              HasSubstr(R"("experiences":1,"people":1,"sources":[{"source":"desk")"));
  EXPECT_EQ(ask("POST", "/v1/retention/run").body, R"({"erased":1,"people":0})");
  EXPECT_THAT(ask("GET", "/v1/receipts").body, HasSubstr(R"("why":"retention","experiences":1)"));
  EXPECT_EQ(ask("DELETE", "/v1/retention/1").status, 204);
  EXPECT_EQ(ask("DELETE", "/v1/retention/1").status, 404);
  EXPECT_EQ(ask("POST", "/v1/retention", R"({"source":"desk","days":0})").status, 400);
  EXPECT_EQ(ask("GET", "/v1/search?q=late").status, 200);
}

TEST_F(RightsServer, RequestsAreHandedInFollowedAndAnswered) {
  tell("as the desk wrote it down", "ann", "2025-12-30");
  EXPECT_THAT(ask("GET", "/v1/requests/discovery").body, HasSubstr("controller_customer_id"));
  const RawReply made = ask("POST", "/v1/requests", request("access", "ann"));
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(made.body, HasSubstr(R"("request_status":"completed")"));
  EXPECT_THAT(made.body, HasSubstr(R"("experiences":1)"));
  const std::string results = fmt::format("/v1/requests/{}/result", kId);
  EXPECT_THAT(made.body, HasSubstr(fmt::format(R"("results_url":"{}")", results)));
  EXPECT_EQ(made.headers.at("location"), fmt::format("/v1/requests/{}", kId));
  const RawReply data = ask("GET", results);
  EXPECT_THAT(data.body, HasSubstr("as the desk wrote it down"));
  EXPECT_THAT(data.body, HasSubstr(R"("total":1)"));
  EXPECT_THAT(data.body, HasSubstr(R"("readings":)"));
  EXPECT_THAT(ask("GET", "/v1/requests").body, HasSubstr(std::string(kId)));
  EXPECT_EQ(ask("GET", "/v1/requests/999").status, 404);
}

TEST_F(RightsServer, AnErasureMayWaitAndBeCancelled) {
  tell("to be erased", "ann", "2025-12-30");
  EXPECT_EQ(ask("PATCH", "/v1/requests/settings", R"({"wait_hours":24})").status, 200);
  EXPECT_EQ(ask("GET", "/v1/requests/settings").body, R"({"wait_hours":24})");
  EXPECT_EQ(ask("PATCH", "/v1/requests/settings", R"({"wait_hours":721})").status, 400);
  const RawReply made = ask("POST", "/v1/requests", request("erasure", "ann"));
  EXPECT_THAT(made.body, HasSubstr(R"("request_status":"pending")"));
  EXPECT_THAT(made.body, HasSubstr(R"("expected_completion_time":"2026-01-02T00:00:00Z")"));
  const std::string one = fmt::format("/v1/requests/{}", kId);
  EXPECT_THAT(ask("DELETE", one).body, HasSubstr(R"("request_status":"cancelled")"));
  EXPECT_EQ(ask("DELETE", one).status, 409);
  EXPECT_THAT(ask("GET", "/v1/status").body, HasSubstr(R"("experiences":1)"));
}

TEST_F(RightsServer, AKeySeesItsOwnRequestsAlone) {
  tell("theirs", "ann-17", "2025-12-30");
  const auto key = [&](const std::string& name, engine::Rights rights) {
    return engine_->access().add_key(Caller::host(), {.name = name, .rights = rights})->token;
  };
  const std::string desk = key("desk", {Right::kRequest});
  const std::string other = key("other", {Right::kRequest, Right::kErase});
  const std::string reader = key("reader", {Right::kRead, Right::kErase, Right::kExport});
  EXPECT_EQ(ask("POST", "/v1/requests", request("erasure", "ann-17"), desk).status, 201);
  const std::string one = fmt::format("/v1/requests/{}", kId);
  const RawReply mine = ask("GET", one, {}, desk);
  EXPECT_THAT(mine.body, HasSubstr(R"("receipt":{"receipt":"{)"));
  EXPECT_THAT(mine.body, Not(HasSubstr("ann-17")));
  EXPECT_EQ(ask("GET", one, {}, other).status, 404);
  EXPECT_EQ(ask("GET", "/v1/requests", {}, other).body, R"({"requests":[]})");
  EXPECT_EQ(ask("GET", one, {}, reader).status, 403);
  EXPECT_EQ(ask("PATCH", "/v1/requests/settings", R"({"wait_hours":1})", desk).status, 403);
  EXPECT_EQ(ask("GET", "/v1/receipts", {}, desk).status, 403);
}

}  // namespace
}  // namespace fh::api

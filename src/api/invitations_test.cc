// Invitations and what is told for others, over HTTP, on a real engine.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/invitations_json.h"
#include "api/server.h"
#include "base/json.h"
#include "base/random.h"
#include "testing/fake_clock.h"
#include "testing/raw_http.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

using engine::Caller;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RawHttp;
using testing::RawReply;

class InvitationsServer : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = engine::Engine::open({.directory = directory_.file("data"), .clock = &clock_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
    const auto key = engine_->access().add_key(Caller::host(),
                                               {.name = "keeper", .rights = engine::Rights::all()});
    ASSERT_TRUE(key);
    keeper_ = key->token;
    auto server = Server::start(*engine_, {.port = 0, .threads = 1, .telling_threads = 2});
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
  }

  struct Shown {
    std::string token = {};
    std::string invitation = {};
    std::string more = {};
  };
  RawReply ask(std::string_view method, std::string_view target, std::string_view body,
               const Shown& shown) {
    std::string text =
        fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}", method, target, shown.more);
    if (!shown.token.empty()) text += fmt::format("Authorization: Bearer {}\r\n", shown.token);
    if (!shown.invitation.empty()) {
      text += fmt::format("X-Firsthand-Invitation: {}\r\n", shown.invitation);
    }
    if (!body.empty()) {
      text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    }
    return RawHttp(server_->port()).ask(fmt::format("{}\r\n{}", text, body));
  }
  static std::string member(const RawReply& reply, std::string_view name) {
    JsonParser parser;
    const auto json = parser.parse(reply.body);
    if (!json) return {};
    const auto found = json->find(name);
    return found ? std::string(found->as_string().value_or("")) : "";
  }
  std::vector<std::string> make(int count) {
    const RawReply made = ask("POST", "/v1/invitations",
                              fmt::format(R"({{"name":"Line 4","until":"2026-02-01","count":{},)"
                                          R"("about":{{"unit":"Line 4","source":"letters"}}}})",
                                          count),
                              {.token = keeper_});
    EXPECT_EQ(made.status, 201) << made.body;
    std::vector<std::string> secrets;
    JsonParser parser;
    const auto json = parser.parse(made.body);
    if (!json) return secrets;
    static_cast<void>(json->find("secrets")->for_each_element([&](Json one) -> Status {
      secrets.emplace_back(*one.as_string());
      return {};
    }));
    return secrets;
  }

  const TempDirectory directory_;
  FakeClock clock_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Server> server_;
  std::string keeper_;
};

constexpr std::string_view kWords = R"({"text":"The bus was late.","source_id":"a1"})";

TEST_F(InvitationsServer, AreMadeUsedOnceAndEnded) {
  const std::vector<std::string> secrets = make(2);
  ASSERT_EQ(secrets.size(), 2U);
  const RawReply seen = ask("GET", "/v1/invitation", {}, {.invitation = secrets[0]});
  EXPECT_EQ(seen.status, 200);
  EXPECT_THAT(seen.body, HasSubstr(R"("name":"Line 4","about":{)"));
  EXPECT_THAT(seen.body, HasSubstr(R"("links":2,"few":true)"));
  EXPECT_THAT(seen.body, Not(HasSubstr("used")));
  const RawReply told =
      ask("POST", "/v1/experiences?claim=true", kWords, {.invitation = secrets[0]});
  EXPECT_EQ(told.status, 201) << told.body;
  EXPECT_THAT(member(told, "claim_code"), HasSubstr("fhc_"));
  EXPECT_EQ(ask("GET", "/v1/invitation", {}, {.invitation = secrets[0]}).body, seen.body);
  const RawReply again =
      ask("POST", "/v1/experiences?claim=true", kWords, {.invitation = secrets[0]});
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(member(again, "id"), member(told, "id"));
  EXPECT_EQ(member(again, "claim_code"), "");
  EXPECT_EQ(
      ask("POST", "/v1/experiences", R"({"text":"More."})", {.invitation = secrets[0]}).status,
      409);
  const RawReply list = ask("GET", "/v1/invitations", {}, {.token = keeper_});
  EXPECT_THAT(list.body, HasSubstr(R"("state":"open","links":2,"step":5)"));
  EXPECT_THAT(list.body, Not(HasSubstr("used")));
  EXPECT_EQ(ask("DELETE", "/v1/invitations/1", {}, {.token = keeper_}).status, 204);
  EXPECT_EQ(ask("DELETE", "/v1/invitations/1", {}, {.token = keeper_}).status, 404);
  EXPECT_EQ(ask("GET", "/v1/invitation", {}, {.invitation = secrets[1]}).status, 409);
  EXPECT_EQ(
      ask("POST", "/v1/experiences", R"({"text":"Else."})", {.invitation = secrets[1]}).status,
      409);
  EXPECT_THAT(ask("GET", "/v1/invitations", {}, {.token = keeper_}).body,
              HasSubstr(R"("state":"ended")"));
}

TEST_F(InvitationsServer, ExpireByTheClock) {
  const std::vector<std::string> secrets = make(1);
  clock_.advance_ms(40LL * 86'400'000);
  EXPECT_EQ(ask("GET", "/v1/invitation", {}, {.invitation = secrets[0]}).status, 409);
  EXPECT_EQ(ask("POST", "/v1/experiences", kWords, {.invitation = secrets[0]}).status, 409);
  EXPECT_THAT(ask("GET", "/v1/invitations", {}, {.token = keeper_}).body,
              HasSubstr(R"("state":"expired")"));
}

// Goal: nobody tries out invitations by the thousand.
TEST_F(InvitationsServer, TryingOutIsSlow) {
  const std::vector<std::string> secrets = make(1);
  int refused = 0;
  for (int i = 0; i < 12; ++i) {
    const int status =
        ask(i % 2 == 0 ? "GET" : "POST", i % 2 == 0 ? "/v1/invitation" : "/v1/experiences",
            i % 2 == 0 ? "" : kWords, {.invitation = "fhi_rubbish"})
            .status;
    EXPECT_TRUE(status == 404 || status == 429) << status;
    refused += status == 429 ? 1 : 0;
  }
  EXPECT_GT(refused, 0);
  EXPECT_EQ(ask("GET", "/v1/invitation", {}, {.invitation = secrets[0]}).status, 429);
  clock_.advance_ms(engine::Attempts::kForgiveMs + 1);
  EXPECT_EQ(ask("GET", "/v1/invitation", {}, {.invitation = secrets[0]}).status, 200);
  // Asking wrongly is no trying out.
  for (int i = 0; i < 15; ++i) EXPECT_EQ(ask("GET", "/v1/invitation", {}, {}).status, 400);
}

TEST_F(InvitationsServer, PrivacyAskedForByTheBrowserHoldsForTheInvitedToo) {
  ASSERT_TRUE(engine_->ownership().set_source_grants(
      Caller::host(), {.source = "letters", .grants = model::Grants::all(), .basis = ""}));
  const std::vector<std::string> secrets = make(2);
  const auto grants = [&](const std::string& secret, const std::string& more) {
    const RawReply told = ask("POST", "/v1/experiences?claim=true",
                              fmt::format(R"({{"text":"words {}"}})", more.size()),
                              {.invitation = secret, .more = more});
    return ask("GET", "/v1/mine", {}, {.token = member(told, "claim_code")}).body;
  };
  EXPECT_THAT(grants(secrets[0], ""),
              HasSubstr(R"("grants":["read","count","contact","share"],"w)"));
  EXPECT_THAT(grants(secrets[1], "Sec-GPC: 1\r\n"),
              HasSubstr(R"("grants":["read","count","contact"],"w)"));
}

TEST_F(InvitationsServer, BadBodiesAreNamed) {
  const auto field = [&](std::string_view body) {
    const RawReply reply = ask("POST", "/v1/invitations", body, {.token = keeper_});
    EXPECT_EQ(reply.status, 400) << reply.body;
    return member(reply, "field");
  };
  EXPECT_EQ(field(R"({"until":"2026-02-01","count":1})"), "name");
  EXPECT_EQ(field(R"({"name":"x","count":1})"), "until");
  EXPECT_EQ(field(R"({"name":"x","until":"2026-02-01"})"), "count");
  EXPECT_EQ(field(R"({"name":"x","until":"2026-02-01","count":"1"})"), "count");
  EXPECT_EQ(field(R"({"name":"x","until":"2026-02-01","count":10001})"), "count");
  EXPECT_EQ(field(R"({"name":7,"until":"2026-02-01","count":1})"), "name");
  EXPECT_EQ(field(R"({"name":"x","name":"y","until":"2026-02-01","count":1})"), "name");
  EXPECT_EQ(field(R"({"name":"x","until":"2026-02-01","count":1,"colour":1})"), "colour");
  EXPECT_EQ(field(R"({"name":"x","until":"2026-02-01","count":1,"about":{"colour":1}})"),
            "about.colour");
  EXPECT_EQ(field(R"({"name":"x","until":"2026-02-01","count":1,"about":{"text":"no"}})"),
            "about.text");
}

// Goal: whatever bytes come, reading them ends, and what was read is written as it was.
TEST(InvitationsJson, ReadsWhateverComes) {
  const std::string good =
      R"({"name":"Line 4","until":"2026-02-01","count":3,"about":{"unit":"L","signifiers":{"a":"b"}}})";
  size_t read_whole = 0;
  for (uint64_t seed = 0; seed < 4000; ++seed) {
    Rng rng(seed);
    std::string text = good;
    for (uint64_t i = rng.below(3); i > 0; --i) {
      const size_t at = rng.below(text.size());
      switch (rng.below(3)) {
        case 0:
          text[at] = static_cast<char>(rng.below(256));
          break;
        case 1:
          text.erase(at, 1 + rng.below(4));
          break;
        default:
          text.insert(at, 1, "{}[]\",:0"[rng.below(8)]);
      }
    }
    const auto read = read_new_batch(text);
    if (!read) {
      EXPECT_FALSE(read.error().message.empty());
      continue;
    }
    ++read_whole;
    std::string written;
    JsonWriter json(written);
    write_new_batch(json, *read);
    const auto again = read_new_batch(written);
    ASSERT_TRUE(again) << "seed=" << seed << ' ' << written;
    EXPECT_EQ(again->name, read->name);
    EXPECT_EQ(again->count, read->count);
    EXPECT_EQ(again->until, read->until);
    EXPECT_EQ(again->about.unit, read->about.unit);
  }
  EXPECT_GT(read_whole, 100U);
}

}  // namespace
}  // namespace fh::api

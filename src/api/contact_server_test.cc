// Contacts over HTTP, on a real engine.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/mail.h"
#include "api/server.h"
#include "base/json.h"
#include "base/secrets.h"
#include "testing/fake_clock.h"
#include "testing/fake_post_box.h"
#include "testing/raw_http.h"
#include "testing/smtp_server.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

using engine::Caller;
using testing::FakePostBox;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::links_in;
using ::testing::Not;
using testing::RawHttp;
using testing::RawReply;
using ::testing::SizeIs;

class ContactServer : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = engine::Engine::open({.directory = directory_.file("data"), .clock = &clock_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
    start({.post_box = &box_});
  }
  void start(ServerOptions options) {
    server_.reset();
    options.port = 0;
    options.threads = 1;
    options.telling_threads = 2;
    auto server = Server::start(*engine_, std::move(options));
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
  std::string tell() {
    model::Draft draft;
    draft.text = "the lift was broken";
    const auto told = engine_->ownership().tell(Caller::nobody(), draft, {.claim = true});
    EXPECT_TRUE(told);
    return told->claim_code;
  }
  static std::string address(std::string_view one) {
    return fmt::format(R"({{"address":"{}"}})", one);
  }
  static std::string link(std::string_view one) { return fmt::format(R"({{"link":"{}"}})", one); }
  void leave(const std::string& code, const std::string& one) {
    EXPECT_EQ(ask("POST", "/v1/mine/contact", address(one), code).status, 202);
    const auto letters = box_.deliver();
    ASSERT_THAT(letters, SizeIs(1));
    EXPECT_EQ(ask("POST", "/v1/mine/contact/verify", link(links_in(letters[0]).at(0))).status, 204);
  }

  const TempDirectory directory_;
  FakeClock clock_;
  FakePostBox box_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Server> server_;
};

TEST_F(ContactServer, OneIsLeftVerifiedShownToItsTellerAndTakenBack) {
  const std::string code = tell();
  EXPECT_EQ(ask("GET", "/v1/mine/contact", {}, code).body, R"({"offered":true})");
  const RawReply left = ask("POST", "/v1/mine/contact", address("ann@example.org"), code);
  EXPECT_EQ(left.status, 202);
  EXPECT_EQ(left.body, R"({"waiting_until":"2026-01-02T00:00:00Z"})");
  const auto letters = box_.deliver();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(ask("GET", "/v1/mine/contact", {}, code).body,
            R"({"offered":true,"waiting_until":"2026-01-02T00:00:00Z"})");
  EXPECT_THAT(letters[0].text,
              HasSubstr(fmt::format("http://127.0.0.1:{}/mine#contact=fhm_", server_->port())));
  const std::string token = links_in(letters[0]).at(0);
  EXPECT_EQ(ask("POST", "/v1/mine/contact/verify", link(token)).status, 204);
  EXPECT_EQ(ask("POST", "/v1/mine/contact/verify", link(token)).status, 404);
  EXPECT_EQ(ask("GET", "/v1/mine/contact", {}, code).body,
            R"({"offered":true,"address":"ann@example.org","verified":"2026-01-01T00:00:00Z"})");
  EXPECT_EQ(ask("DELETE", "/v1/mine/contact", {}, code).status, 204);
  EXPECT_EQ(ask("DELETE", "/v1/mine/contact", {}, code).status, 404);
  EXPECT_EQ(ask("GET", "/v1/mine/contact", {}, code).body, R"({"offered":true})");
}

TEST_F(ContactServer, ALostCodeIsReplacedByTheLettersLinkOnce) {
  const std::string code = tell();
  leave(code, "ann@example.org");
  EXPECT_EQ(ask("POST", "/v1/mine/lost", address("ann@example.org")).status, 202);
  const auto letters = box_.deliver();
  ASSERT_THAT(letters, SizeIs(1));
  const std::string token = links_in(letters[0]).at(0);
  const RawReply back = ask("POST", "/v1/mine/back", link(token));
  EXPECT_EQ(back.status, 201) << back.body;
  JsonParser parser;
  const std::string anew(*parser.parse(back.body)->find("claim_code")->as_string());
  EXPECT_EQ(kind_of_token(anew), TokenKind::kClaim);
  EXPECT_EQ(ask("POST", "/v1/mine/back", link(token)).status, 404);
  EXPECT_EQ(ask("GET", "/v1/mine", {}, code).status, 200) << "the old one is good still";
  EXPECT_THAT(ask("GET", "/v1/mine/contact", {}, anew).body, HasSubstr(R"("returned":)"));
  EXPECT_EQ(ask("POST", "/v1/mine/code/only", {}, anew).status, 204);
  EXPECT_EQ(ask("GET", "/v1/mine", {}, code).status, 401);
  EXPECT_EQ(ask("GET", "/v1/mine", {}, anew).status, 200);
}

// Who comes is asked once more when the body is there.
TEST_F(ContactServer, ACodeThatEndsWhileItsBodyIsOnTheWayOpensNothing) {
  const std::string stolen = tell();
  const std::string own =
      *engine_->ownership().another_code(*engine_->ownership().teller_of(stolen));
  RawHttp slow(server_->port());
  ASSERT_TRUE(slow.send(
      fmt::format("POST /v1/mine/grants HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n"
                  "Content-Type: application/json\r\nExpect: 100-continue\r\n"
                  "Content-Length: 13\r\n\r\n",
                  stolen)));
  std::string go_on;
  ASSERT_TRUE(slow.until("\r\n\r\n", go_on));
  EXPECT_THAT(go_on, HasSubstr("100 Continue"));
  EXPECT_EQ(ask("POST", "/v1/mine/code/only", {}, own).status, 204);
  EXPECT_EQ(slow.ask(R"({"grants":[]})").status, 401);
  EXPECT_EQ(ask("GET", "/v1/mine", {}, stolen).status, 401);
}

TEST_F(ContactServer, KnownAndUnknownAddressesAreAnsweredAlike) {
  leave(tell(), "ann@example.org");
  const RawReply known = ask("POST", "/v1/mine/lost", address("ann@example.org"));
  const RawReply unknown = ask("POST", "/v1/mine/lost", address("bob@example.org"));
  EXPECT_EQ(known.status, unknown.status);
  EXPECT_EQ(known.body, unknown.body);
  auto without_date = [](const RawReply& reply) {
    auto headers = reply.headers;
    headers.erase("date");
    return headers;
  };
  EXPECT_EQ(without_date(known), without_date(unknown));
  EXPECT_THAT(box_.deliver(), SizeIs(1));
}

TEST_F(ContactServer, AskingWithoutEndIsStopped) {
  leave(tell(), "ann@example.org");
  int refused = 0;
  for (int i = 0; i < 12; ++i) {
    const RawReply reply = ask("POST", "/v1/mine/lost", address(fmt::format("p{}@example.org", i)));
    if (reply.status == 429) {
      ++refused;
      EXPECT_EQ(reply.headers.at("retry-after"), "3600");
    } else {
      EXPECT_EQ(reply.status, 202);
    }
  }
  EXPECT_EQ(refused, 3);  // of ten an hour one was for leaving
}

TEST_F(ContactServer, TryingOutLinksIsSlowedDown) {
  int waited = 0;
  for (int i = 0; i < 14; ++i) {
    const std::string token = make_token(TokenKind::kLetter, system_random());
    waited += ask("POST", "/v1/mine/back", link(token)).status == 429 ? 1 : 0;
  }
  EXPECT_GE(waited, 3);
  EXPECT_EQ(ask("POST", "/v1/mine/contact/verify", link("fhm_x")).status, 429);
}

TEST_F(ContactServer, WithoutAMailServerNothingIsOffered) {
  const std::string code = tell();
  leave(code, "ann@example.org");
  start({});
  EXPECT_EQ(ask("GET", "/v1/mine/lost").body, R"({"offered":false})");
  EXPECT_EQ(ask("POST", "/v1/mine/lost", address("ann@example.org")).status, 501);
  EXPECT_EQ(ask("POST", "/v1/mine/contact", address("ann@example.org"), code).status, 501);
  EXPECT_THAT(ask("GET", "/v1/mine/contact", {}, code).body,
              HasSubstr(R"("offered":false,"address":"ann@example.org")"));
  EXPECT_EQ(ask("DELETE", "/v1/mine/contact", {}, code).status, 204) << "it can be taken back";
}

TEST_F(ContactServer, LinksBeginWhereItIsSaidAndNeverWithWhatACallerSays) {
  start({.post_box = &box_, .pages_at = "https://pages.example"});
  const std::string code = tell();
  EXPECT_EQ(ask("POST", "/v1/mine/contact", address("ann@example.org"), code).status, 202);
  const auto letters = box_.deliver();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_THAT(letters[0].text, HasSubstr("\nhttps://pages.example/mine#contact=fhm_"));
  EXPECT_THAT(letters[0].text, Not(HasSubstr("localhost")));
}

TEST_F(ContactServer, WhatIsNoAddressIsSaidAndNotRepeated) {
  const std::string code = tell();
  for (const char* wrong : {R"({"address":"ann"})", R"({"address":"a@b.de\r\nBcc: c@d.ef"})",
                            R"({"address":7})", R"({"adress":"a@b.de"})", "[]", "{}"}) {
    const RawReply reply = ask("POST", "/v1/mine/contact", wrong, code);
    EXPECT_EQ(reply.status, 400) << wrong;
    EXPECT_THAT(reply.body, Not(HasSubstr("Bcc")));
  }
  EXPECT_THAT(box_.deliver(), IsEmpty());
}

TEST_F(ContactServer, NobodyElseSeesAnAddressAnywhere) {
  const std::string code = tell();
  leave(code, "ann.secret@example.org");
  for (const char* target : {"/v1/search?q=lift", "/v1/experiences/e1", "/v1/status", "/v1/audit",
                             "/metrics", "/v1/columns", "/v1/receipts"}) {
    const RawReply reply = ask("GET", target);
    EXPECT_EQ(reply.status, 200) << target;
    EXPECT_THAT(reply.body, Not(HasSubstr("secret"))) << target;
  }
  EXPECT_THAT(ask("GET", "/v1/status").body, HasSubstr(R"("contacts":1)"));
}

// The whole way, with a mail server at the end of it.
TEST_F(ContactServer, ALetterGoesAllTheWayToAMailServer) {
  testing::SmtpServer there;
  auto mail = Mail::by_smtp({.server = there.address(), .from = "us@example.org"}, {});
  ASSERT_TRUE(mail);
  start({.post_box = mail->get()});
  const std::string code = tell();
  EXPECT_EQ(ask("POST", "/v1/mine/contact", address("ann@example.org"), code).status, 202);
  for (int i = 0; i < 1000 && there.letters().empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_THAT(there.letters(), SizeIs(1));
  EXPECT_THAT(there.letters()[0].data, HasSubstr("To: <ann@example.org>"));
  server_.reset();
}

}  // namespace
}  // namespace fh::api

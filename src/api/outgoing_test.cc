// Requests of our own, against a server of our own: whom it believes, and how long it waits.
#include "api/outgoing.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "api/test_server.h"
#include "api/test_tls.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

using ::testing::HasSubstr;

class Outgoing : public ServerTest {
 protected:
  ~Outgoing() override { ::unsetenv("SSL_CERT_FILE"); }

  void start_tls(const char* name = "localhost") {
    files_ = make_tls_files(folder_.path(), "tls", name);
    start({.https = Https::kOwn, .tls = files_});
  }
  void trust(const std::string& file) { ::setenv("SSL_CERT_FILE", file.c_str(), 1); }
  Result<Reply> ask_for(std::string_view path, const std::string& scheme_and_host,
                        const std::string& form = {}) {
    const auto to =
        parse_web_address(fmt::format("{}:{}{}", scheme_and_host, server_->port(), path));
    EXPECT_TRUE(to) << to_string(to.error());
    return send_out({.to = *to, .form = form});
  }

  TempDirectory folder_;
  TlsFiles files_;
};

TEST_F(Outgoing, GetsAndPosts) {
  start();
  const auto health = ask_for("/healthz", "http://127.0.0.1");
  ASSERT_TRUE(health) << to_string(health.error());
  EXPECT_EQ(health->status, 200);
  EXPECT_EQ(health->body, R"({"status":"ok"})");
  EXPECT_EQ(ask_for("/v1/experiences", "http://127.0.0.1", "a=b")->status, 415);  // no form
}

TEST_F(Outgoing, BelievesWhomTheSystemVouchesFor) {
  start_tls();
  const auto unknown = ask_for("/healthz", "https://localhost");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kIo);
  EXPECT_THAT(unknown.error().message, HasSubstr("certificate verify failed"));
  trust(files_.certificate);
  const auto known = ask_for("/healthz", "https://localhost");
  ASSERT_TRUE(known) << to_string(known.error());
  EXPECT_EQ(known->status, 200);
  EXPECT_TRUE(ask_for("/healthz", "https://127.0.0.1"));
}

TEST_F(Outgoing, BelievesNobodyUnderAnotherName) {
  start_tls();
  trust(files_.certificate);
  EXPECT_FALSE(ask_for("/healthz", "https://127.0.0.2"));  // reached, but not vouched for
}

TEST_F(Outgoing, SaysWhatWentWrong) {
  start();
  const auto refused = send_out({.to = *parse_web_address("http://127.0.0.1:1/")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kIo);
  EXPECT_THAT(refused.error().message, HasSubstr("127.0.0.1:1"));
  const auto no_tls = ask_for("/healthz", "https://127.0.0.1");
  EXPECT_EQ(no_tls.error().code, ErrorCode::kIo);
}

TEST_F(Outgoing, TakesAnAnswerOfBoundedSize) {
  start();
  const std::string text(60'000, 'x');
  for (int i = 0; i < 6; ++i) {
    ASSERT_EQ(ask(post_json("/v1/experiences", fmt::format(R"({{"text":"{}"}})", text))).status,
              201);
  }
  const auto large = ask_for("/v1/search?limit=6", "http://127.0.0.1");
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace fh::api

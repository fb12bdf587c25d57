// The server speaking HTTPS itself, asked by a real client; and what is said of files that
// are no certificate or key.
#include <gmock/gmock.h>
#include <poll.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <future>

#include "api/client.h"
#include "api/response_head.h"
#include "api/test_server.h"
#include "api/test_tls.h"
#include "api/tls_identity.h"
#include "api/tls_stream.h"
#include "api/visitor.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TlsServer : public ServerTest {
 protected:
  void start_tls(ServerOptions options = {}) {
    files_ = make_tls_files(folder_.path());
    options.https = Https::kOwn;
    options.tls = files_;
    start(std::move(options));
  }
  uint16_t port() const { return server_->port(); }

  TempDirectory folder_;
  TlsFiles files_;
};

TEST_F(TlsServer, AnswersAndKeepsTheConnection) {
  start_tls();
  TlsHttp http(port());
  ASSERT_TRUE(http.shake_hands());
  EXPECT_EQ(http.version(), TLS1_3_VERSION);
  for (int i = 1; i <= 5; ++i) {
    const TlsReply told = http.ask(post_json("/v1/experiences", R"({"text":"the driver waited"})"));
    EXPECT_EQ(told.status, 201) << told.body;
    EXPECT_THAT(told.body, HasSubstr(fmt::format(R"("id":"e{}")", i)));
  }
  EXPECT_EQ(http.ask(get("/healthz", "Connection: close\r\n")).status, 200);
  EXPECT_TRUE(http.is_ended());
}

TEST_F(TlsServer, SpeaksVersion12AndNoneBefore) {
  start_tls();
  TlsHttp older(port(), TLS1_2_VERSION);
  ASSERT_TRUE(older.shake_hands());
  EXPECT_EQ(older.version(), TLS1_2_VERSION);
  EXPECT_EQ(older.ask(get("/healthz")).status, 200);
  TlsHttp too_old(port(), TLS1_1_VERSION);
  EXPECT_FALSE(too_old.shake_hands());
}

TEST_F(TlsServer, AgreesOnHttp11OrNothing) {
  start_tls();
  TlsHttp both(port());
  ASSERT_TRUE(both.offer("\x02h2\x08http/1.1"));
  ASSERT_TRUE(both.shake_hands());
  EXPECT_EQ(both.ask(get("/healthz")).status, 200);
  TlsHttp other(port());
  ASSERT_TRUE(other.offer("\x02h2"));
  EXPECT_FALSE(other.shake_hands());
}

TEST_F(TlsServer, TakesARequestInSingleBytes) {
  start_tls();
  TlsHttp http(port());
  ASSERT_TRUE(http.shake_hands());
  for (const char byte : post_json("/v1/experiences", R"({"text":"slowly but whole"})")) {
    ASSERT_TRUE(http.send(std::string_view(&byte, 1)));
  }
  EXPECT_EQ(http.reply().status, 201);
}

// The bytes of each record come one by one as well, the handshake's included.
TEST_F(TlsServer, TakesRecordsInSingleBytes) {
  start_tls();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsHttp http(port(), version, TlsHttp::Sends::kByteByByte);
    ASSERT_TRUE(http.shake_hands());
    EXPECT_EQ(http.ask(get("/healthz")).status, 200);
    EXPECT_EQ(http.ask(post_json("/v1/experiences", R"({"text":"in drops"})")).status, 201);
  }
}

TEST_F(TlsServer, SendsAndTakesMoreThanARecord) {
  start_tls();
  TlsHttp http(port());
  ASSERT_TRUE(http.shake_hands());
  const std::string text(60'000, 'x');
  ASSERT_EQ(http.ask(post_json("/v1/experiences", fmt::format(R"({{"text":"{}"}})", text))).status,
            201);
  const TlsReply found = http.ask(get("/v1/experiences/e1"));
  EXPECT_EQ(found.status, 200);
  EXPECT_THAT(found.body, HasSubstr(text));
}

TEST_F(TlsServer, TakesLinesAsTheyCome) {
  start_tls();
  TlsHttp http(port());
  ASSERT_TRUE(http.shake_hands());
  std::string lines;
  for (int i = 0; i < 2000; ++i) lines += fmt::format("{{\"text\":\"line {}\"}}\n", i);
  ASSERT_TRUE(http.send(post("/v1/experiences", "application/x-ndjson", lines)));
  EXPECT_EQ(http.reply().status, 200);  // its head: replies follow in chunks
  std::string said;
  ASSERT_TRUE(http.until("0\r\n\r\n", said));
  EXPECT_THAT(said, HasSubstr(R"("id":"e2000")"));
}

TEST_F(TlsServer, CopesWithRecordsThatHoldNothing) {
  start_tls();
  TlsHttp http(port());
  ASSERT_TRUE(http.shake_hands());
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(http.send_new_key());
  EXPECT_EQ(http.ask(get("/healthz")).status, 200);
  // Lines are answered though what follows them is none.
  ASSERT_TRUE(http.send(
      "POST /v1/experiences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
      "Content-Length: 1000\r\n\r\n{\"text\":\"one\"}\n"));
  ASSERT_TRUE(http.send_new_key());
  std::string said;
  ASSERT_TRUE(http.until("\"id\":\"e1\"", said));
}

// Each ends a step, so that others have their turn in between.
// Asio's own waiting gives up at once on a socket that does not block.
void wait_to_read(Socket& socket) {
  constexpr int kPatienceMs = 20'000;
  pollfd poller = {.fd = socket.native_handle(), .events = POLLIN, .revents = 0};
  ASSERT_EQ(::poll(&poller, 1, kPatienceMs), 1);
}

TEST_F(TlsServer, OneStepTakesOneRecordThatHoldsNothing) {
  files_ = make_tls_files(folder_.path());
  const auto identity = TlsIdentity::load(files_);
  ASSERT_TRUE(identity) << to_string(identity.error());
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  constexpr int kNewKeys = 100;
  const uint16_t at = acceptor.local_endpoint().port();
  auto sent = std::async(std::launch::async, [at] {
    auto http = std::make_unique<TlsHttp>(at);
    bool good = http->shake_hands();
    for (int i = 0; i < kNewKeys; ++i) good = good && http->send_new_key();
    good = good && http->send("words");
    return std::pair(std::move(http), good);
  });
  Socket socket(context);
  acceptor.accept(socket);
  socket.non_blocking(true);
  TlsStream stream(**identity, socket);
  TlsStream::Next next = TlsStream::Next::kWaitToRead;
  while (next == TlsStream::Next::kWaitToRead) {
    wait_to_read(socket);
    next = stream.shake_hands().next;
  }
  ASSERT_EQ(next, TlsStream::Next::kDone);
  const auto client = sent.get();  // everything is in the socket now
  ASSERT_TRUE(client.second);
  std::array<char, 64> into{};
  TlsStream::Step step{.next = TlsStream::Next::kWaitToRead};
  int steps = 0;
  while (step.next == TlsStream::Next::kWaitToRead) {
    wait_to_read(socket);
    step = stream.read(into);
    ++steps;
  }
  EXPECT_EQ(std::string_view(into.data(), step.bytes), "words");
  EXPECT_GE(steps, kNewKeys);
}

TEST_F(TlsServer, TellsWhoSpeaksPlainHttp) {
  start_tls();
  const RawReply reply = ask(get("/healthz"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(reply.body, HasSubstr("https://"));
}

TEST_F(TlsServer, EndsWhatIsNoHandshake) {
  start_tls();
  RawHttp http(port());
  ASSERT_TRUE(http.send(std::string("\x16\x03\x01\x00\x05rubbish and more of it", 26)));
  EXPECT_TRUE(http.closes_within(5000));
}

TEST_F(TlsServer, DoesNotWaitLongForAHandshake) {
  start_tls({.header_timeout_ms = 300});
  RawHttp silent(port());
  RawHttp slow(port());
  ASSERT_TRUE(slow.send(std::string("\x16\x03\x01", 3)));
  EXPECT_TRUE(silent.closes_within(5000));
  EXPECT_TRUE(slow.closes_within(5000));
  TlsHttp http(port());
  EXPECT_TRUE(http.shake_hands());
}

TEST_F(TlsServer, CountsWhoHasNotShakenHandsYet) {
  start_tls({.connections_max = 2});
  RawHttp one(port());
  RawHttp two(port());
  ASSERT_FALSE(one.closes_within(50));  // both are taken by now
  ASSERT_FALSE(two.closes_within(50));
  RawHttp three(port());
  EXPECT_TRUE(three.closes_within(5000));
}

TEST_F(TlsServer, ItsCookiesAreForHttpsAlone) {
  EXPECT_THAT(session_cookie("x", {.https = Https::kOwn}).value, HasSubstr("; Secure"));
  EXPECT_TRUE(asks_for_https({.host = "0.0.0.0", .https = Https::kOwn}));
  EXPECT_TRUE(asks_for_https({.https = Https::kByProxy}));
  // Would hold for every other server on this machine.
  EXPECT_FALSE(asks_for_https({.https = Https::kOwn}));
  EXPECT_FALSE(asks_for_https({}));
  EXPECT_THAT(response_head({}, {.https = true}), HasSubstr("Strict-Transport-Security: max-age="));
  EXPECT_THAT(response_head({}, {}), Not(HasSubstr("Strict-Transport")));
}

TEST_F(TlsServer, ShowsANewCertificateOnceItIsReadAnew) {
  start_tls();
  TlsHttp before(port());
  ASSERT_TRUE(before.shake_hands());
  EXPECT_EQ(before.shown_name(), "localhost");
  make_tls_files(folder_.path(), "tls", "renewed");
  ASSERT_TRUE(server_->reread_certificate());
  TlsHttp after(port());
  ASSERT_TRUE(after.shake_hands());
  EXPECT_EQ(after.shown_name(), "renewed");
  EXPECT_EQ(before.ask(get("/healthz")).status, 200);  // goes on with what it has
  write_file(files_.certificate, "half a file");
  EXPECT_FALSE(server_->reread_certificate());
  TlsHttp still(port());
  ASSERT_TRUE(still.shake_hands());
  EXPECT_EQ(still.shown_name(), "renewed");
}

TEST_F(TlsServer, IsAskedByOurOwnClient) {
  start_tls();
  const auto client = Client::connect(fmt::format("https://127.0.0.1:{}", port()));
  ASSERT_TRUE(client) << to_string(client.error());
  for (int i = 0; i < 3; ++i) {
    const auto told = (*client)->post("/v1/experiences", "application/json", R"({"text":"a"})");
    ASSERT_TRUE(told) << to_string(told.error());
    EXPECT_EQ(told->status, 201);
  }
  EXPECT_FALSE(Client::connect(fmt::format("https://127.0.0.1:{}", 1)));
}

TEST_F(TlsServer, StopsWithConnectionsOpen) {
  start_tls();
  TlsHttp idle(port());
  ASSERT_TRUE(idle.shake_hands());
  RawHttp silent(port());
  server_->stop(1000);
  EXPECT_TRUE(silent.closes_within(5000));
}

class TlsFilesTest : public ::testing::Test {
 protected:
  std::string why(const TlsFiles& files) {
    const auto loaded = TlsIdentity::load(files);
    return loaded ? "" : to_string(loaded.error());
  }
  TempDirectory folder_;
  TlsFiles good_ = make_tls_files(folder_.path(), "good");
  TlsFiles other_ = make_tls_files(folder_.path(), "other");
};

TEST_F(TlsFilesTest, AreNamedWhereTheyCannotBeUsed) {
  EXPECT_EQ(why(good_), "");
  EXPECT_THAT(why({.certificate = folder_.file("none"), .key = good_.key}), HasSubstr("none"));
  EXPECT_THAT(why({.certificate = good_.certificate, .key = folder_.file("no_key")}),
              HasSubstr("no_key"));
  EXPECT_THAT(why({.certificate = good_.certificate, .key = other_.key}),
              HasSubstr("does not belong to"));
  EXPECT_THAT(why({.certificate = good_.key, .key = good_.key}), HasSubstr("no certificate"));
  EXPECT_THAT(why({.certificate = good_.certificate, .key = good_.certificate}),
              HasSubstr("no key"));
  const std::string locked = folder_.file("locked");
  write_file(locked, key_pem(make_ec_key(), "secret"));
  EXPECT_THAT(why({.certificate = good_.certificate, .key = locked}), HasSubstr("passphrase"));
  const std::string rsa = folder_.file("rsa");
  write_file(rsa, key_pem(make_rsa_key()));
  EXPECT_THAT(why({.certificate = good_.certificate, .key = rsa}), HasSubstr("does not belong to"));
}

TEST_F(TlsFilesTest, MayHoldThoseWhoVouchAndMustHoldThemWhole) {
  const KeyPointer key = make_rsa_key();
  const std::string chain = folder_.file("chain");
  const std::string key_file = folder_.file("key");
  write_file(key_file, key_pem(key));
  const std::string first = self_signed_pem(key);
  const std::string second = self_signed_pem(make_ec_key(), "voucher");
  write_file(chain, first + second);
  EXPECT_EQ(why({.certificate = chain, .key = key_file}), "");
  write_file(chain, first + second.substr(0, second.size() / 2));
  EXPECT_THAT(why({.certificate = chain, .key = key_file}), HasSubstr("no certificate"));
}

}  // namespace
}  // namespace fh::api

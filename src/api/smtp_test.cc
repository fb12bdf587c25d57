#include "api/smtp.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "api/mail.h"
#include "api/test_tls.h"
#include "testing/counted_random.h"
#include "testing/smtp_server.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using testing::SmtpServer;
using testing::SmtpWire;

const std::atomic<bool> kGoOn = false;
constexpr const char* kFrom = "us@example.org";

Smtp smtp_to(const std::string& server, const std::string& user = {},
             const std::string& password = {}) {
  auto made = Smtp::make({.server = server, .user = user, .password = password, .from = kFrom});
  EXPECT_TRUE(made) << (made ? "" : to_string(made.error()));
  return std::move(*made);
}

Envelope letter() {
  CountedRandom random;
  return Mail::envelope_of(
      {.to = "ann@example.org", .subject = "A word", .text = "one\n.\n..two\n"}, kFrom,
      {.ms = 784'111'777'000}, random);
}

TEST(MailServerAddress, SaysHostPortAndHowItIsGuarded) {
  using Tls = MailServer::Tls;
  const auto read = [](std::string_view text) { return *parse_mail_server(text); };
  EXPECT_EQ(read("smtps://mail.example.org").port, 465);
  EXPECT_EQ(read("smtps://mail.example.org").tls, Tls::kAtOnce);
  EXPECT_EQ(read("smtp://mail.example.org").port, 587);
  EXPECT_EQ(read("smtp://mail.example.org").tls, Tls::kStartTls);
  EXPECT_EQ(read("smtp://mail.example.org:25").port, 25);
  EXPECT_EQ(read("smtp://127.0.0.1:2525").tls, Tls::kNone);
  EXPECT_EQ(read("smtp://localhost:2525").tls, Tls::kNone);
  EXPECT_EQ(read("smtp://[::1]:2525").tls, Tls::kNone);
  EXPECT_EQ(read("smtp://[::1]").port, 587);
  EXPECT_EQ(read("smtps://127.0.0.1").tls, Tls::kAtOnce);
  EXPECT_EQ(read("smtp://127.example.org").tls, Tls::kStartTls);
  for (const char* wrong :
       {"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://a b", "smtp://a:0",
        "smtp://a:99999", "smtp://a/path", "smtp://user:pass@a", "SMTP://a", "smtp://a\r\nQUIT"}) {
    EXPECT_FALSE(parse_mail_server(wrong)) << wrong;
  }
}

TEST(Smtp, RefusesSettingsThatCannotBe) {
  const auto wrong = [](MailOptions options) {
    const auto made = Smtp::make(options);
    return made ? std::string("good") : made.error().field;
  };
  EXPECT_EQ(wrong({.server = "smtps://a.example", .from = kFrom}), "good");
  EXPECT_EQ(wrong({.server = "ftp://a.example", .from = kFrom}), "mail-server");
  EXPECT_EQ(wrong({.server = "smtps://a.example", .from = "us"}), "mail-from");
  EXPECT_EQ(wrong({.server = "smtps://a.example",
                   .from = "us@b\xC3\xBC"
                           "cher.example"}),
            "mail-from");
  EXPECT_EQ(wrong({.server = "smtps://a.example", .user = "u", .from = kFrom}), "mail-user");
}

TEST(Smtp, HandsALetterOverAsItIs) {
  SmtpServer server;
  const Status sent = smtp_to(server.address()).send(letter(), kGoOn);
  ASSERT_TRUE(sent) << to_string(sent.error());
  ASSERT_THAT(server.letters(), SizeIs(1));
  const testing::ReceivedLetter got = server.letters()[0];
  EXPECT_EQ(got.from.substr(0, got.from.find(' ')), "<us@example.org>");
  EXPECT_THAT(got.to, ElementsAre("<ann@example.org>"));
  EXPECT_EQ(got.data, letter().text);
  EXPECT_THAT(server.commands(), Contains("EHLO example.org"));
}

TEST(Smtp, SaysWhoItIsWhereAUserIsNamed) {
  SmtpServer server;
  ASSERT_TRUE(smtp_to(server.address(), "us", "secret word").send(letter(), kGoOn));
  EXPECT_THAT(server.commands(), Contains(HasSubstr("AUTH PLAIN")));
  server.answer("AUTH", "535 no");
  const Status refused = smtp_to(server.address(), "us", "wrong").send(letter(), kGoOn);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  EXPECT_THAT(to_string(refused.error()), Not(HasSubstr("wrong")));
}

TEST(Smtp, TellsWhatIsRefusedForGoodFromWhatMayBeTriedAgain) {
  SmtpServer server({{"RCPT", "550 nobody of that name"}});
  const Smtp smtp = smtp_to(server.address());
  const Status never = smtp.send(letter(), kGoOn);
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(to_string(never.error()), HasSubstr("550"));
  EXPECT_THAT(to_string(never.error()), Not(HasSubstr("ann")));
  server.answer("RCPT", "451 later");
  EXPECT_EQ(smtp.send(letter(), kGoOn).error().code, ErrorCode::kIo);
  server.answer("RCPT", "250 ok");
  server.answer("letter", "554 not like this");
  EXPECT_EQ(smtp.send(letter(), kGoOn).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(smtp_to("smtp://127.0.0.1:1").send(letter(), kGoOn).error().code, ErrorCode::kIo);
}

TEST(Smtp, EndsSoonWhereItIsToStop) {
  SmtpServer server({{"MAIL", "hang"}});
  std::atomic<bool> stopping = false;
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    stopping = true;
  });
  const int64_t begin_us = system_clock().steady_us();
  const Status sent = smtp_to(server.address()).send(letter(), stopping);
  stopper.join();
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::kCancelled);
  EXPECT_LT(system_clock().steady_us() - begin_us, 5'000'000);
}

// TLS from the first byte, with what test_tls.h makes.
SmtpServer::Dress by_tls(const TlsFiles& files) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str());
  SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM);
  return [context](int socket) -> SmtpWire {
    std::shared_ptr<SSL> tls(SSL_new(context.get()), SSL_free);
    SSL_set_fd(tls.get(), socket);
    if (SSL_accept(tls.get()) != 1) return {};
    return {.send =
                [tls](std::string_view text) {
                  return SSL_write(tls.get(), text.data(), static_cast<int>(text.size())) > 0;
                },
            .receive =
                [tls](char* to, size_t size) {
                  const int taken = SSL_read(tls.get(), to, static_cast<int>(size));
                  return taken > 0 ? static_cast<size_t>(taken) : 0;
                }};
  };
}

TEST(Smtp, SpeaksTlsToWhomItCanTrustAndToNobodyElse) {
  const TempDirectory directory;
  const TlsFiles files = make_tls_files(directory.path());
  SmtpServer server({}, by_tls(files));
  const Smtp smtp = smtp_to(server.address("smtps"));
  const char* const set = ::getenv("SSL_CERT_FILE");  // whatever this machine trusts
  const std::optional<std::string> before = set ? std::optional<std::string>(set) : std::nullopt;
  const Status untrusted = smtp.send(letter(), kGoOn);
  EXPECT_FALSE(untrusted);
  EXPECT_THAT(server.letters(), IsEmpty());
  ::setenv("SSL_CERT_FILE", files.certificate.c_str(), 1);
  const Status trusted = smtp.send(letter(), kGoOn);
  before ? ::setenv("SSL_CERT_FILE", before->c_str(), 1) : ::unsetenv("SSL_CERT_FILE");
  EXPECT_TRUE(trusted) << to_string(trusted.error());
  EXPECT_THAT(server.letters(), SizeIs(1));
}

// Keeps what it is to send, and what it says.
struct Sending {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Envelope> sent = {};
  std::vector<std::string> said = {};
  std::vector<Status> answers = {};  // in turn; then all is well

  Mail::Parts parts() {
    return {.send =
                [this](const Envelope& envelope, const std::atomic<bool>&) {
                  const std::lock_guard lock(mutex);
                  sent.push_back(envelope);
                  changed.notify_all();
                  return sent.size() <= answers.size() ? answers[sent.size() - 1] : Status();
                },
            .from = kFrom,
            .log =
                [this](std::string_view line) {
                  const std::lock_guard lock(mutex);
                  said.emplace_back(line);
                  changed.notify_all();
                },
            .again_after = {std::chrono::milliseconds(1), std::chrono::milliseconds(1)}};
  }
  bool wait(size_t letters, size_t lines) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(20),
                            [&] { return sent.size() >= letters && said.size() >= lines; });
  }
};

engine::PostBox::Write writes(const std::string& to) {
  return [to]() -> Result<std::vector<engine::Letter>> {
    return std::vector<engine::Letter>{{.to = to, .subject = "A word", .text = "words\n"}};
  };
}

TEST(MailSending, SendsInTurnWhatIsPosted) {
  Sending sending;
  Mail mail(sending.parts());
  for (const char* to : {"a@example.org", "b@example.org", "c@example.org"}) {
    ASSERT_TRUE(mail.post(writes(to)));
  }
  ASSERT_TRUE(sending.wait(3, 0));
  EXPECT_EQ(sending.sent[0].to, "a@example.org");
  EXPECT_EQ(sending.sent[2].to, "c@example.org");
  EXPECT_NE(sending.sent[0].text, sending.sent[1].text) << "each has an id of its own";
}

TEST(MailSending, TriesAgainWhatMayStillBeTakenAndSaysSoWithoutNames) {
  Sending sending;
  const Status later = failure(ErrorCode::kIo, "not now");
  sending.answers = {later, later, later};
  Mail mail(sending.parts());
  ASSERT_TRUE(mail.post(writes("ann@example.org")));
  ASSERT_TRUE(sending.wait(3, 3));
  EXPECT_EQ(sending.sent[0].text, sending.sent[2].text) << "the same letter, not another";
  EXPECT_THAT(sending.said[0], HasSubstr("tried again"));
  EXPECT_THAT(sending.said[2], HasSubstr("given up: not now"));
  for (const std::string& line : sending.said) EXPECT_THAT(line, Not(HasSubstr("ann")));
}

TEST(MailSending, GivesUpAtOnceWhatIsRefusedForGoodAndGoesOn) {
  Sending sending;
  sending.answers = {failure(ErrorCode::kInvalid, "no")};
  Mail mail(sending.parts());
  ASSERT_TRUE(mail.post(writes("a@example.org")));
  ASSERT_TRUE(mail.post([]() -> Result<std::vector<engine::Letter>> {
    return failure(ErrorCode::kIo, "the record is away");
  }));
  ASSERT_TRUE(mail.post(writes("b@example.org")));
  ASSERT_TRUE(sending.wait(2, 2));
  EXPECT_EQ(sending.sent[1].to, "b@example.org");
}

TEST(MailSending, TakesSoManyAndThenSaysThatItIsBusy) {
  Sending sending;
  std::mutex gate;
  gate.lock();
  {
    Mail mail(sending.parts());
    const auto waits = [&]() -> Result<std::vector<engine::Letter>> {
      const std::lock_guard lock(gate);
      return std::vector<engine::Letter>();
    };
    size_t taken = 0;
    Status last;
    for (; taken < Mail::kWaitingMax + 10 && last; ++taken) last = mail.post(waits);
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, ErrorCode::kBusy);
    EXPECT_GE(taken, Mail::kWaitingMax);
    gate.unlock();
  }
}

}  // namespace
}  // namespace fh::api

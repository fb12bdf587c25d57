#include "cli/mail.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "cli/cli_fixture.h"
#include "testing/smtp_server.h"
#include "testing/temp_directory.h"

namespace fh::cli {
namespace {

using fh::testing::SmtpServer;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<std::string> mail(std::vector<std::string> more) {
  std::vector<std::string> words = {"mail"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(MailCommand, SendsALetterToTryTheSettingsOut) {
  SmtpServer server;
  const Ran ran = run_words(mail({"--to", "me@example.org", "--mail-server", server.address(),
                                  "--mail-from", "us@example.org"}));
  EXPECT_EQ(ran.code, kExitDone) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("has taken a letter to me@example.org"));
  ASSERT_THAT(server.letters(), SizeIs(1));
  EXPECT_THAT(server.letters()[0].data, HasSubstr("try the settings out"));
}

TEST(MailCommand, TakesThePasswordFromAFileOrTheEnvironmentAndSaysItNowhere) {
  const TempDirectory directory;
  std::ofstream(directory.file("password")) << "between us\n";
  SmtpServer server({{"AUTH", "535 no"}});
  const std::vector<std::string> settings = {"--to",           "me@example.org", "--mail-server",
                                             server.address(), "--mail-from",    "us@example.org",
                                             "--mail-user",    "firsthand"};
  std::vector<std::string> by_file = settings;
  by_file.insert(by_file.end(), {"--mail-password-file", directory.file("password")});
  const Ran refused = run_words(mail(by_file));
  EXPECT_EQ(refused.code, kExitUsage);
  EXPECT_THAT(refused.err, HasSubstr("refuses user and password"));
  EXPECT_THAT(refused.err + refused.out, Not(HasSubstr("between us")));
  const Ran without = run_words(mail(settings));
  EXPECT_EQ(without.code, kExitUsage);
  EXPECT_THAT(without.err, HasSubstr("user and password go together"));
  ::setenv("FIRSTHAND_MAIL_PASSWORD", "between us", 1);
  server.answer("AUTH", "235 welcome");
  const Ran taken = run_words(mail(settings));
  ::unsetenv("FIRSTHAND_MAIL_PASSWORD");
  EXPECT_EQ(taken.code, kExitDone) << taken.err;
  EXPECT_THAT(server.commands(), Contains(HasSubstr("AUTH")));
}

TEST(MailCommand, SaysWhatIsMissingOrWrong) {
  const auto said = [](std::vector<std::string> more) {
    return run_words(mail(std::move(more))).err;
  };
  EXPECT_THAT(said({"--to", "me@example.org"}), HasSubstr("--mail-server"));
  EXPECT_THAT(said({"--to", "me@example.org", "--mail-server", "smtps://a.example"}),
              HasSubstr("needs --mail-from"));
  EXPECT_THAT(said({"--to", "me@example.org", "--mail-from", "us@example.org"}),
              HasSubstr("needs --mail-server"));
  EXPECT_THAT(said({"--mail-server", "smtps://a.example", "--mail-from", "us@example.org"}),
              HasSubstr("needs --to"));
  EXPECT_THAT(
      said({"--to", "me", "--mail-server", "smtps://a.example", "--mail-from", "us@example.org"}),
      HasSubstr("no mail address"));
  EXPECT_THAT(
      said({"--to", "me@example.org", "--mail-server", "mail", "--mail-from", "us@example.org"}),
      HasSubstr("smtps://"));
}

TEST(MailCommand, ServingBeyondThisMachineNeedsToSayWherePeopleOpenThePages) {
  const TempDirectory directory;
  const auto serve = [&](std::vector<std::string> more) {
    std::vector<std::string> words = {"serve",
                                      "--data",
                                      directory.file("data"),
                                      "--mail-server",
                                      "smtps://a.example",
                                      "--mail-from",
                                      "us@example.org"};
    words.insert(words.end(), more.begin(), more.end());
    return run_words(words);
  };
  const Ran nowhere = serve({"--behind-proxy"});
  EXPECT_EQ(nowhere.code, kExitUsage);
  EXPECT_THAT(nowhere.err, HasSubstr("--pages-at"));
  for (const char* wrong : {"example.org", "http://example.org", "https://example.org/path"}) {
    const Ran refused = serve({"--behind-proxy", "--pages-at", wrong});
    EXPECT_EQ(refused.code, kExitUsage) << wrong;
    EXPECT_THAT(refused.err, HasSubstr("--pages-at")) << wrong;
  }
}

}  // namespace
}  // namespace fh::cli

#include "cli/mail.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <ostream>
#include <string>

#include "cli/serve_options.h"
#include "engine/letters.h"
#include "model/mail_address.h"
#include "text/idna.h"

namespace fh::cli {
namespace {

constexpr const char* kPasswordVariable = "FIRSTHAND_MAIL_PASSWORD";

std::unexpected<Error> needs(std::string_view one, std::string_view other) {
  return failure(ErrorCode::kInvalid, fmt::format("--{} needs --{} beside it", one, other),
                 std::string(one));
}

Result<std::string> password_of(const Arguments& arguments) {
  if (const auto file = arguments.option("mail-password-file")) {
    return secret_in(*file, "mail-password-file");
  }
  const char* const given = std::getenv(kPasswordVariable);
  return given == nullptr ? std::string() : std::string(given);
}

Result<std::string> as_sent(const std::string& text) {
  FH_ASSIGN_OR_RETURN(const model::MailAddress address, model::parse_mail_address(text));
  const size_t at = address.text.find('@') + 1;
  FH_ASSIGN_OR_RETURN(const std::string domain, text::ascii_domain(address.text.substr(at)));
  return address.text.substr(0, at) + domain;
}

Result<int> try_out(const Arguments& arguments, std::ostream& out, std::ostream& /*err*/) {
  FH_ASSIGN_OR_RETURN(const std::optional<api::MailOptions> options, mail_options_of(arguments));
  if (!options) {
    return failure(ErrorCode::kInvalid, "mail needs --mail-server", "mail-server",
                   "See `firsthand help mail`");
  }
  const std::optional<std::string> wanted = arguments.option("to");
  if (!wanted) return failure(ErrorCode::kInvalid, "mail needs --to", "to");
  FH_ASSIGN_OR_RETURN(const std::string to, as_sent(*wanted));
  FH_ASSIGN_OR_RETURN(const api::Smtp smtp, api::Smtp::make(*options));
  std::signal(SIGPIPE, SIG_IGN);  // a server that hangs up is an error, not an end
  const std::atomic<bool> stopping = false;
  FH_RETURN_IF_ERROR(smtp.send(api::Mail::envelope_of(engine::trial_letter(to), options->from,
                                                      system_clock().now(), system_random()),
                               stopping));
  out << fmt::format("{} has taken a letter to {}\n", options->server, *wanted);
  return kExitDone;
}

}  // namespace

Option mail_server_option() {
  return {.name = "mail-server",
          .value = "URL",
          .help =
              "send letters to tellers by this server: smtps://HOST, or smtp://HOST with "
              "STARTTLS (insisted upon but on this machine)"};
}

Option mail_user_option() {
  return {.name = "mail-user",
          .value = "NAME",
          .help =
              "as whom; the password is in the file named by --mail-password-file, else in "
              "$FIRSTHAND_MAIL_PASSWORD"};
}

Option mail_password_option() {
  return {.name = "mail-password-file", .value = "FILE", .help = "holds it on its only line"};
}

Option mail_from_option() {
  return {.name = "mail-from", .value = "ADDRESS", .help = "from whom letters come"};
}

Result<std::optional<api::MailOptions>> mail_options_of(const Arguments& arguments) {
  const std::optional<std::string> server = arguments.option("mail-server");
  if (!server) {
    for (const std::string_view other : {"mail-user", "mail-password-file", "mail-from"}) {
      if (arguments.option(other)) return needs(other, "mail-server");
    }
    return std::nullopt;
  }
  const std::optional<std::string> from = arguments.option("mail-from");
  if (!from) return needs("mail-server", "mail-from");
  api::MailOptions options = {.server = *server, .from = *from};
  if (const auto user = arguments.option("mail-user")) {
    options.user = *user;
    FH_ASSIGN_OR_RETURN(options.password, password_of(arguments));
  } else if (arguments.option("mail-password-file")) {
    return needs("mail-password-file", "mail-user");
  }
  FH_RETURN_IF_ERROR(api::Smtp::make(options));
  return options;
}

const Command& mail_command() {
  static const Command command = {
      .name = "mail",
      .summary = "try out how letters to tellers are sent",
      .usage = "",
      .description =
          "Sends one letter with the settings that `firsthand serve` is to have, and "
          "says whether\nthe mail server has taken it, or why not.",
      .options = {{.name = "to", .value = "ADDRESS", .help = "to whom"},
                  mail_server_option(),
                  mail_user_option(),
                  mail_password_option(),
                  mail_from_option()},
      .examples = {{"firsthand mail --to me@example.org --mail-server smtps://mail.example.org "
                    "--mail-user firsthand --mail-password-file mail-password --mail-from "
                    "firsthand@example.org",
                    "then the same with `firsthand serve`"}},
      .run = run<try_out>,
  };
  return command;
}

}  // namespace fh::cli

#include "cli/serve.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <ostream>
#include <utility>

#include "api/server.h"
#include "cli/access.h"
#include "cli/mail.h"
#include "cli/serve_options.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

constexpr int64_t kGraceMs = 10'000;

// The signals that a server listens to, blocked from before any thread starts, so that only
// wait() sees them.
class Signals {
 public:
  // SIGHUP is left to the system where there is no certificate to read anew.
  explicit Signals(api::Https https) {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    if (https == api::Https::kOwn) sigaddset(&set_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
    std::signal(SIGPIPE, SIG_IGN);  // a client that hangs up is not our end
  }
  // Until one comes that ends the server; a second one of those ends the program at once.
  template <typename Reread>
  void wait(const Reread& reread) {
    int which = SIGHUP;
    while (which == SIGHUP) {
      sigwait(&set_, &which);
      if (which == SIGHUP) reread();
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t set_{};
  sigset_t before_{};
};

// Whether somebody is there who can let others in.
Result<bool> has_keeper(engine::Engine& engine) {
  FH_ASSIGN_OR_RETURN(const auto members, engine.access().members(engine::Caller::host("serve")));
  return std::ranges::any_of(members, [](const record::Member& member) {
    // One whose view is narrowed can let nobody in.
    return member.role == name_of(engine::Role::kKeeper) && !member.disabled &&
           member.scope.empty();
  });
}

std::string how_to_make_a_keeper(const Arguments& arguments) {
  return fmt::format("firsthand member add NAME --role keeper --data {}",
                     data_directory(arguments));
}

// Who can be reached from elsewhere must ask who is there.
Status check_reach(const ListenAddress& listen, const Arguments& arguments,
                   engine::Engine& engine) {
  const bool by_proxy = arguments.flag("behind-proxy");
  if (is_loopback(listen.host) && !by_proxy) return {};
  FH_ASSIGN_OR_RETURN(const bool kept, has_keeper(engine));
  if (kept) return {};
  return failure(ErrorCode::kDenied,
                 fmt::format("{} and there is no keeper who could let anybody in",
                             by_proxy ? "a proxy lets others come"
                                      : listen.host + " can be reached from other machines"),
                 {}, fmt::format("Make one first: {}", how_to_make_a_keeper(arguments)));
}

// And over what nobody can listen in on.
Result<ListenAddress> checked_listen(const Arguments& arguments, api::Https https) {
  FH_ASSIGN_OR_RETURN(ListenAddress listen, parse_listen(arguments.option("listen").value_or("")));
  if (is_loopback(listen.host) || https != api::Https::kNone) return listen;
  return failure(ErrorCode::kDenied,
                 fmt::format("{} can be reached from other machines, and without HTTPS tokens "
                             "could be listened in on",
                             listen.host),
                 {},
                 "Give --tls-cert and --tls-key; or, behind a proxy that speaks HTTPS, "
                 "--behind-proxy; or listen on 127.0.0.1");
}

// Letters hold links: they must lead to where people are, not to where this machine listens.
Status check_pages(const ListenAddress& listen, const Arguments& arguments) {
  const bool here = is_loopback(listen.host) && !arguments.flag("behind-proxy");
  if (here || arguments.option("pages-at")) return {};
  return failure(ErrorCode::kInvalid, "--mail-server needs --pages-at beside it", "pages-at",
                 "Say at which address people open the pages: --pages-at https://example.org");
}

// As people and other commands are told it.
std::string announced(const ListenAddress& listen, api::Https https) {
  return (https == api::Https::kOwn ? "https://" : "") + listen.text();
}
std::string web_address(const ListenAddress& listen, api::Https https) {
  return (https == api::Https::kOwn ? "https://" : "http://") + listen.text();
}

// Of an installation where nobody is asked yet: how that is changed.
Status say_who_may(const Arguments& arguments, engine::Engine& engine, const std::string& address,
                   std::ostream& out) {
  if (!engine.access().is_open()) return {};
  out << "Nobody has to sign in yet: whoever uses this machine may do everything here.\n";
  if (arguments.flag("keeper-link")) {
    FH_ASSIGN_OR_RETURN(const engine::Handed link,
                        engine.access().make_first_link(engine::Caller::host("serve")));
    out << fmt::format(
        "To be its keeper, and have everybody asked, open this (once, within a day):\n"
        "  {}/sign-in#{}\n",
        address, link.token);
  } else {
    out << fmt::format("To have everybody asked: {}\n", how_to_make_a_keeper(arguments));
  }
  out << std::flush;
  return {};
}

void reread_certificate(api::Server& server, std::ostream& err) {
  const Status read = server.reread_certificate();
  err << (read ? "the certificate is read anew, for connections from now on\n"
               : fmt::format("the certificate stays as it was: {}\n", to_string(read.error())))
      << std::flush;
}

Result<int> serve(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(api::ServerOptions options, server_options(arguments));
  FH_ASSIGN_OR_RETURN(ListenAddress listen, checked_listen(arguments, options.https));
  FH_ASSIGN_OR_RETURN(const std::optional<api::MailOptions> mail_options,
                      mail_options_of(arguments));
  if (mail_options) FH_RETURN_IF_ERROR(check_pages(listen, arguments));
  FH_ASSIGN_OR_RETURN(const Serving serving,
                      serving_of(arguments, announced(listen, options.https)));
  Signals signals(options.https);
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                      open_engine(arguments, err, Missing::kCreate, serving));
  FH_RETURN_IF_ERROR(check_reach(listen, arguments, *engine));
  options.host = listen.host;
  options.port = listen.port;
  options.pages = api::embedded_pages();
  options.trouble_log = [&err](std::string_view line) {
    err << fmt::format("{}\n", line) << std::flush;
  };
  std::unique_ptr<api::Mail> mail;  // what it writes it reads from the engine
  if (mail_options) {
    FH_ASSIGN_OR_RETURN(mail, api::Mail::by_smtp(*mail_options, options.trouble_log));
  }
  options.post_box = mail.get();
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<api::Server> server,
                      api::Server::start(*engine, options));
  listen.port = server->port();
  FH_RETURN_IF_ERROR(engine->announce(announced(listen, options.https)));
  FH_ASSIGN_OR_RETURN(const engine::EngineCounts counts, engine->counts());
  const std::string address = web_address(listen, options.https);
  out << fmt::format("firsthand is at {}  ({} experiences in {}; Ctrl-C stops it)\n", address,
                     grouped(counts.record.experiences), data_directory(arguments))
      << std::flush;

  FH_RETURN_IF_ERROR(say_who_may(arguments, *engine, address, out));

  signals.wait([&] { reread_certificate(*server, err); });
  err << "stopping\n" << std::flush;
  server->stop(kGraceMs);
  FH_RETURN_IF_ERROR(engine->flush());
  return kExitDone;
}

}  // namespace

std::string ListenAddress::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

Result<ListenAddress> parse_listen(std::string_view text) {
  const size_t colon = text.find_last_of(':');
  ListenAddress listen;
  bool good = colon != std::string_view::npos;
  if (good) {
    const std::string_view port = text.substr(colon + 1);
    const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
    good = !port.empty() && code == std::errc() && end == port.data() + port.size();
    std::string_view host = text.substr(0, colon);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (!bracketed && host.find(':') != std::string_view::npos) good = false;
    listen.host = host.empty() ? "127.0.0.1" : std::string(host);
  }
  if (good) return listen;
  return failure(ErrorCode::kInvalid, fmt::format("--listen is \"{}\"; it must be HOST:PORT", text),
                 {}, "For example 127.0.0.1:8480 or [::1]:8480");
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  // 127.0.0.0/8, written as an address: a name may begin so and lead elsewhere.
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

const Command& serve_command() {
  static const Command command = {
      .name = "serve",
      .summary = "serve the pages and the HTTP interface",
      .usage = "",
      .description =
          "Holds the data directory until it ends. Other commands find the server by "
          "itself\nand ask it. SIGINT and SIGTERM end it after running requests.\n"
          "A provider is told to send people back to /v1/session/oidc/callback behind the\n"
          "address at which they use firsthand; `firsthand member` says who comes in by it.",
      .options = {data_option(),
                  {.name = "listen",
                   .value = "HOST:PORT",
                   .help = "where to listen; port 0 takes any free one",
                   .fallback = "127.0.0.1:8480"},
                  {.name = "tls-cert",
                   .value = "FILE",
                   .help = "speak HTTPS: the certificate and those that vouch for it, in PEM; read "
                           "anew on SIGHUP"},
                  {.name = "tls-key", .value = "FILE", .help = "its private key, in PEM"},
                  {.name = "behind-proxy",
                   .help = "a proxy in front speaks HTTPS and says in X-Forwarded-For who comes; "
                           "needs a keeper"},
                  {.name = "oidc-issuer",
                   .value = "URL",
                   .help = "let members sign in at this OpenID Connect provider"},
                  {.name = "oidc-client",
                   .value = "ID",
                   .help = "as whom the provider knows this installation"},
                  {.name = "oidc-secret-file",
                   .value = "FILE",
                   .help = "holds the secret that the provider gave, if it gave one"},
                  {.name = "oidc-name",
                   .value = "NAME",
                   .help = "what the page calls the provider; else its host"},
                  {.name = "keeper-link",
                   .help = "while there is no member: print a link that makes its opener keeper"},
                  {.name = "threads",
                   .value = "N",
                   .help = "threads for connections; 0: one a core",
                   .fallback = "0"},
                  mail_server_option(),
                  mail_user_option(),
                  mail_password_option(),
                  mail_from_option(),
                  {.name = "pages-at",
                   .value = "URL",
                   .help = "where people open the pages: links in letters begin so"},
                  {.name = "backups",
                   .value = "DIR",
                   .help = "where `firsthand backup` and keepers have backups made while it runs"},
                  {.name = "backups-keep",
                   .value = "N",
                   .help = "the newest N of them stay; else all do"}},
      .examples = {{"firsthand serve", "on http://127.0.0.1:8480, data in ./firsthand-data"},
                   {"firsthand serve --data /srv/firsthand --listen 127.0.0.1:9000",
                    "another place, another port"},
                   {"firsthand serve --listen 0.0.0.0:443 --tls-cert full.pem --tls-key key.pem",
                    "by HTTPS, for other machines"}},
      .run = run<serve>,
  };
  return command;
}

}  // namespace fh::cli

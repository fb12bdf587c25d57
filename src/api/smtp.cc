#include "api/smtp.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "api/web_address.h"
#include "base/check.h"
#include "model/mail_address.h"

namespace fh::api {
namespace {

constexpr std::string_view kSmtps = "smtps://";
constexpr std::string_view kSmtp = "smtp://";
constexpr uint16_t kSmtpsPort = 465;
constexpr uint16_t kSubmissionPort = 587;
constexpr long kConnectMs = 10'000;
constexpr long kWholeMs = 30'000;

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::unexpected<Error> wrong(std::string_view field, std::string_view what) {
  return failure(ErrorCode::kInvalid, fmt::format("--{}: {}", field, what), std::string(field));
}

void get_ready() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  FH_CHECK(ready);
}

// What is left of a letter while libcurl reads it.
size_t read_letter(char* to, size_t size, size_t count, void* left) {
  auto& text = *static_cast<std::string_view*>(left);
  const size_t bytes = std::min(size * count, text.size());
  std::memcpy(to, text.data(), bytes);
  text.remove_prefix(bytes);
  return bytes;
}

size_t drop(char* /*from*/, size_t size, size_t count, void* /*nobody*/) {
  return size * count;
}

// How much there is and how much has gone does not matter.
template <typename... Amounts>
int stop_early(void* stopping, Amounts... /*amounts*/) {
  return *static_cast<const std::atomic<bool>*>(stopping) ? 1 : 0;
}
constexpr curl_xferinfo_callback kStopEarly =
    stop_early<curl_off_t, curl_off_t, curl_off_t, curl_off_t>;

std::string url_of(const MailServer& server, const std::string& from) {
  const bool v6 = server.host.find(':') != std::string::npos;
  return fmt::format("{}{}{}{}:{}/{}", server.tls == MailServer::Tls::kAtOnce ? kSmtps : kSmtp,
                     v6 ? "[" : "", server.host, v6 ? "]" : "", server.port,
                     from.substr(from.find('@') + 1));
}

std::string_view advice_on(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "See that --mail-server names a host that this machine can look up.";
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
      return "See that the port is right (smtps:// 465, smtp:// 587) and open from here.";
    case CURLE_LOGIN_DENIED:
      return "See --mail-user and its password.";
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
      return "With smtp:// it has to offer STARTTLS; with smtps:// the port has to speak TLS.";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "Its certificate must be for this name, by an authority this machine trusts "
             "($SSL_CERT_FILE names another list of them).";
    default:
      return {};
  }
}

Status judged(CURL* easy, CURLcode code, const MailServer& server) {
  if (code == CURLE_OK) return {};
  if (code == CURLE_ABORTED_BY_CALLBACK) {
    return failure(ErrorCode::kCancelled, "the server is stopping");
  }
  const std::string where = fmt::format("mail server {}:{}", server.host, server.port);
  const std::string advice(advice_on(code));
  if (code == CURLE_LOGIN_DENIED) {
    return failure(ErrorCode::kDenied, where + " refuses user and password", {}, advice);
  }
  long said = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &said);
  const bool for_good = said >= 500 && said < 600 && code != CURLE_PEER_FAILED_VERIFICATION;
  const std::string_view why = curl_easy_strerror(code);
  return failure(for_good ? ErrorCode::kInvalid : ErrorCode::kIo,
                 said > 0 ? fmt::format("{}: {} (it said {})", where, why, said)
                          : fmt::format("{}: {}", where, why),
                 {}, advice);
}

}  // namespace

Result<MailServer> parse_mail_server(std::string_view text) {
  MailServer server;
  std::string_view rest = text;
  if (text.starts_with(kSmtps)) {
    rest.remove_prefix(kSmtps.size());
  } else if (text.starts_with(kSmtp)) {
    rest.remove_prefix(kSmtp.size());
    server.tls = MailServer::Tls::kStartTls;
  } else {
    return wrong("mail-server", "it must begin with smtps:// or smtp://");
  }
  // The same rules as for where other requests go; TLS is settled here.
  const Result<WebAddress> address = parse_web_address("https://" + std::string(rest));
  if (!address) return wrong("mail-server", address.error().message);
  if (address->target != "/") return wrong("mail-server", "it names a host and a port alone");
  server.host = address->host;
  const bool has_port =
      address->authority.size() != address->host.size() && !address->authority.ends_with(']');
  const bool at_once = server.tls == MailServer::Tls::kAtOnce;
  server.port = has_port ? address->port : at_once ? kSmtpsPort : kSubmissionPort;
  const bool here = parse_web_address("http://" + std::string(rest)).has_value();
  if (here && !at_once) server.tls = MailServer::Tls::kNone;
  return server;
}

Result<Smtp> Smtp::make(const MailOptions& options) {
  FH_ASSIGN_OR_RETURN(MailServer server, parse_mail_server(options.server));
  const auto from = model::parse_mail_address(options.from);
  const bool plain = std::ranges::all_of(options.from, [](char c) { return c > ' ' && c < 0x7F; });
  if (!from || !plain) {
    return wrong("mail-from", "it must be a mail address; its domain in ASCII (xn--…)");
  }
  if (options.user.empty() != options.password.empty()) {
    return wrong("mail-user", "user and password go together");
  }
  get_ready();
  return Smtp(options, std::move(server));
}

Status Smtp::send(const Envelope& envelope, const std::atomic<bool>& stopping) const {
  const Easy easy(curl_easy_init(), curl_easy_cleanup);
  const List to(curl_slist_append(nullptr, fmt::format("<{}>", envelope.to).c_str()),
                curl_slist_free_all);
  FH_CHECK(easy != nullptr && to != nullptr);
  CURL* const handle = easy.get();
  const std::string url = url_of(server_, options_.from);
  const std::string from = fmt::format("<{}>", options_.from);
  std::string_view left = envelope.text;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");  // whatever the environment says
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);  // a name that is looked up holds up no stop
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, kWholeMs);
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (server_.tls == MailServer::Tls::kStartTls) {
    curl_easy_setopt(handle, CURLOPT_USE_SSL, long{CURLUSESSL_ALL});
  }
  if (const char* const authorities = std::getenv("SSL_CERT_FILE"); authorities != nullptr) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, authorities);
  }
  if (!options_.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, options_.password.c_str());
    curl_easy_setopt(handle, CURLOPT_SASL_IR, 1L);  // one step less (RFC 4954, 4)
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_letter);
  curl_easy_setopt(handle, CURLOPT_READDATA, &left);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, drop);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, kStopEarly);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&stopping));
  return judged(handle, curl_easy_perform(handle), server_);
}

}  // namespace fh::api

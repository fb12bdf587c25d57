// api/smtp.h: hands one letter to a mail server (SMTP, by libcurl).
//
// Over TLS 1.2 or 1.3 with a certificate that the system's authorities (or SSL_CERT_FILE)
// vouch for: from the first byte (smtps) or from STARTTLS on, which is insisted upon. Only on
// this very machine it may be without. Bounded: ten seconds for the connection, thirty for the
// letter. Blocks: for a thread that may wait.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh::api {

struct MailOptions {
  std::string server;  // "smtps://mail.example.org", "smtp://mail.example.org:587"
  std::string user = {};
  std::string password = {};
  std::string from;  // a mail address
};

struct MailServer {
  enum class Tls : uint8_t { kAtOnce, kStartTls, kNone };
  Tls tls = Tls::kAtOnce;
  std::string host = {};  // of IPv6 without brackets
  uint16_t port = 465;
};

// kInvalid says what is wrong with it.
Result<MailServer> parse_mail_server(std::string_view text);

struct Envelope {
  std::string to;    // a mail address
  std::string text;  // as letter_text() makes it
};

class Smtp {
 public:
  // kInvalid with the field "mail-server", "mail-from" or "mail-user".
  static Result<Smtp> make(const MailOptions& options);

  // kInvalid, kDenied: the server will not have it, now or later. kIo: it may be tried again.
  // Neither says to whom it was. kCancelled soon after `stopping` has become true.
  Status send(const Envelope& envelope, const std::atomic<bool>& stopping) const;

  const std::string& from() const { return options_.from; }

 private:
  Smtp(MailOptions options, MailServer server)
      : options_(std::move(options)), server_(std::move(server)) {}
  MailOptions options_;
  MailServer server_;
};

}  // namespace fh::api

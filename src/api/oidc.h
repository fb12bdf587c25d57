// api/oidc.h: signing in at an OpenID Connect provider: the authorization code with PKCE.
//
// begin() sends somebody to the provider, finish() takes them back. Between the two, their
// browser keeps a cookie that we have signed; what goes through the provider (state, nonce,
// the code's verifier) is made from it and a key that only this process has. So who only
// begins costs no memory, nobody finishes what another browser began, and each beginning is
// finished once, within ten minutes; a restart forgets those under way. Where more
// than kFinishedMax were finished in that time the oldest may come back, and the provider refuses
// them: a code is good there once, and with this cookie alone (PKCE).
//
// Thread-safe; both may block for as long as the provider takes (outgoing.h).
#pragma once

#include <array>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/oidc_provider.h"
#include "api/outgoing.h"
#include "api/server.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "base/secrets.h"
#include "engine/access.h"

namespace fh::api {

// What came back from the provider with somebody, and what their browser kept.
struct Returned {
  std::string_view code = {};
  std::string_view state = {};
  std::string_view issuer = {};
  std::string_view error = {};  // the provider's word for why not
  std::string_view cookie = {};
  std::string_view back = {};  // as given to begin()
};

// Why somebody is not signed in.
enum class NotIn : uint8_t {
  kNotBegun,     // in this browser, or too long ago, or finished before
  kDeclined,     // they, or the provider, said no
  kBadAnswer,    // the provider's answer does not prove anything
  kUnreachable,  // the provider could not be asked
  kBusy,
};
struct NotSignedIn {
  NotIn why = NotIn::kNotBegun;
  Error error = {};  // for the host; quotes no words of people
  // Who came back may have made up what was wrong: counts as a wrong token does.
  bool made_up = false;
  // Not so where the host heard of it a moment ago.
  bool is_news = true;
};

class Oidc {
 public:
  static constexpr int64_t kWithinMs = 10 * 60'000;
  static constexpr size_t kFinishedMax = 4096;
  // What anybody can bring up by coming back is told to the host once in so long.
  static constexpr int64_t kTellAgainMs = 60'000;

  // kInvalid where the issuer is no address that may be asked. `random` and `clock` outlive it.
  static Result<std::unique_ptr<Oidc>> make(OidcOptions options, SendOut send_out, Random& random,
                                            const Clock& clock = system_clock());

  struct Begun {
    std::string location = {};  // where to send them
    std::string cookie = {};    // what their browser is to keep
  };
  // `back` is the address at which the provider sends them back.
  std::expected<Begun, NotSignedIn> begin(std::string_view back, Instant now);
  std::expected<engine::Identity, NotSignedIn> finish(const Returned& returned, Instant now);

  // What pages call the provider.
  const std::string& name() const { return options_.name; }

 private:
  Oidc(OidcOptions options, SendOut send_out, Random& random, const Clock& clock);

  std::string made_of(std::string_view cookie, std::string_view what) const;
  bool is_under_way(const Returned& returned, Instant now) const;
  bool finish_once(std::string_view cookie, Instant now);
  std::unexpected<NotSignedIn> said_no(std::string_view error, Instant now);
  OutgoingRequest token_request(const ProviderEndpoints& provider, const Returned& returned) const;
  std::expected<engine::Identity, NotSignedIn> show_code(const ProviderEndpoints& provider,
                                                         const Returned& returned, Instant now);
  Result<engine::Identity> identify(const ProviderEndpoints& provider, const Reply& reply,
                                    const std::string& nonce, Instant now);
  Result<std::string> ask_for_mail(const ProviderEndpoints& provider, const std::string& token,
                                   const std::string& subject);

  const OidcOptions options_;
  OidcProvider provider_;
  Random& random_;
  std::array<std::byte, 32> key_{};
  std::mutex mutex_;
  std::unordered_map<Digest, int64_t, DigestHash> finished_;  // until when to know them
  int64_t tell_again_ms_ = 0;                                 // of what the provider sends back
};

}  // namespace fh::api

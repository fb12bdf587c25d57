// api/oidc_provider.h: what is known of the provider where members sign in: its endpoints and
// its keys, asked for when they are needed and kept for an hour.
//
// Thread-safe; asking blocks. Who finds four asking already is told to come back, so that a
// provider that hangs holds up four threads and no more; one that could not be reached is
// left alone for some seconds from when that was clear.
#pragma once

#include <memory>
#include <mutex>
#include <semaphore>
#include <string>

#include "api/jwt.h"
#include "api/outgoing.h"
#include "api/server.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/time.h"

namespace fh::api {

struct ProviderEndpoints {
  std::string authorization;  // where people are sent; may have a query already
  WebAddress token;
  WebAddress keys;
  std::optional<WebAddress> user_info;
  bool takes_secret_by_header = true;
  bool names_itself = false;  // in what it sends people back with (RFC 9207)
};

// From a discovery document. kDenied where it is another issuer's, kInvalid where something
// that is needed is missing or no address that may be asked.
Result<ProviderEndpoints> read_discovery(std::string_view json, const std::string& issuer);

class OidcProvider {
 public:
  static constexpr int64_t kKeepMs = 3'600'000;
  static constexpr int64_t kLeaveAloneMs = 5'000;
  // Keys are not asked for again sooner, whatever tokens say and however asking went.
  static constexpr int64_t kKeysAgainMs = 60'000;
  static constexpr ptrdiff_t kAtOnceMax = 4;

  // REQUIRES: an issuer that is an address. `clock` outlives it; only how long somebody was left
  // alone is taken from it.
  OidcProvider(std::string issuer, SendOut send_out, const Clock& clock = system_clock());

  Result<std::shared_ptr<const ProviderEndpoints>> endpoints(Instant now);
  // kDenied where the token is not signed by one of the provider's keys. Where none of
  // those known has signed it, they are asked for anew.
  Status check_signature(const Jwt& token, Instant now);
  // Whether what is said of it now is what was found some seconds ago, without asking.
  bool is_left_alone();
  // An exchange with the provider, one of the few at once; kBusy where there is no place.
  Result<Reply> ask(const OutgoingRequest& request);

 private:
  struct Place {
    explicit Place(std::counting_semaphore<>& all) : places(all), held(all.try_acquire()) {}
    ~Place() {
      if (held) places.release();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    std::counting_semaphore<>& places;
    const bool held;
  };
  struct Trouble {
    Error error = {};
    int64_t at_us = INT64_MIN / 2;  // when it was clear, on the steady clock
  };
  enum class Want : uint8_t { kKnown, kNewer };
  bool is_recent(const Trouble& trouble) const;
  void remember(const Error& error, Trouble& in) const;
  Result<ProviderEndpoints> ask_for_endpoints();
  Result<KeySet> ask_for_keys(const WebAddress& at);
  Result<std::shared_ptr<const KeySet>> keys(Instant now, Want want);

  const std::string issuer_;
  const WebAddress discovery_;
  const SendOut send_out_;
  const Clock& clock_;
  std::counting_semaphore<> places_{kAtOnceMax};
  std::mutex mutex_;  // over what follows; never held while somebody is asked
  std::shared_ptr<const ProviderEndpoints> endpoints_;
  Instant endpoints_at_;
  std::shared_ptr<const KeySet> keys_;
  Instant keys_at_;
  Instant keys_asked_at_ = {.ms = INT64_MIN / 2};  // with whatever outcome
  Trouble endpoints_trouble_;
  Trouble keys_trouble_;
};

}  // namespace fh::api

// api/id_token.h: what a provider says of who has signed in, checked (OpenID Connect Core 1.0,
// 3.1.3.7). The signature is another's affair (jwt.h). Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"
#include "engine/access.h"

namespace fh::api {

struct ExpectedToken {
  std::string issuer = {};
  std::string client_id = {};
  std::string nonce = {};
  Instant now = {};
};

// Clocks of provider and server may be so far apart.
inline constexpr int64_t kLeewayMs = 2 * 60'000;
// A token is made for us at that moment; an older one comes from somewhere else.
inline constexpr int64_t kIssuedAgoMsMax = 10 * 60'000;

// Issuer, audience, authorised party, times and nonce. kDenied says which of them is wrong,
// and quotes nothing. An e-mail address counts only where the provider says it is verified.
Result<engine::Identity> check_claims(std::string_view claims, const ExpectedToken& expected);

// The e-mail address that a provider's answer on `subject` says is verified; empty where it says
// none, or cannot be read. kDenied where it speaks of somebody else.
Result<std::string> verified_mail_of(std::string_view user_info, std::string_view subject);

}  // namespace fh::api

#include "api/oidc_provider.h"

#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "base/json.h"

namespace fh::api {
namespace {

constexpr int kDone = 200;

std::string text_in(Json object, std::string_view name) {
  const std::optional<Json> member = object.find(name);
  return std::string(member ? member->as_string().value_or("") : "");
}

Result<WebAddress> address_in(Json document, std::string_view name) {
  const std::string text = text_in(document, name);
  if (text.empty()) {
    return failure(ErrorCode::kInvalid, fmt::format("the provider does not name its {}", name));
  }
  Result<WebAddress> address = parse_web_address(text);
  if (address) return address;
  return failure(ErrorCode::kInvalid, fmt::format("the provider's {} is no address to be asked: {}",
                                                  name, address.error().message));
}

// The header is what every provider takes that says nothing.
bool takes_header(Json document) {
  const std::optional<Json> ways = document.find("token_endpoint_auth_methods_supported");
  if (!ways || ways->type() != JsonType::kArray || ways->size() == 0) return true;
  bool takes = false;
  static_cast<void>(ways->for_each_element([&](Json one) -> Status {
    takes = takes || one.as_string() == "client_secret_basic";
    return {};
  }));
  return takes;
}

WebAddress discovery_of(const std::string& issuer) {
  const bool slash = issuer.ends_with('/');
  Result<WebAddress> address =
      parse_web_address(issuer + (slash ? "" : "/") + ".well-known/openid-configuration");
  FH_CHECK(address.has_value());
  return std::move(*address);
}

// A clock that was set back makes what is known no younger.
bool is_within(Instant at, Instant now, int64_t ms) {
  return now.ms >= at.ms && now.ms - at.ms < ms;
}

}  // namespace

Result<ProviderEndpoints> read_discovery(std::string_view text, const std::string& issuer) {
  JsonParser parser;
  const Result<Json> json = parser.parse(text);
  if (!json || json->type() != JsonType::kObject) {
    return failure(ErrorCode::kInvalid, "what the provider says of itself is no JSON object");
  }
  if (text_in(*json, "issuer") != issuer) {
    return failure(ErrorCode::kDenied, fmt::format("the provider does not call itself {}", issuer),
                   "oidc-issuer",
                   "Give the address letter by letter as the provider names it as \"issuer\".");
  }
  ProviderEndpoints endpoints;
  FH_ASSIGN_OR_RETURN(const WebAddress people, address_in(*json, "authorization_endpoint"));
  endpoints.authorization = text_in(*json, "authorization_endpoint");
  FH_ASSIGN_OR_RETURN(endpoints.token, address_in(*json, "token_endpoint"));
  FH_ASSIGN_OR_RETURN(endpoints.keys, address_in(*json, "jwks_uri"));
  if (json->find("userinfo_endpoint")) {
    FH_ASSIGN_OR_RETURN(endpoints.user_info, address_in(*json, "userinfo_endpoint"));
  }
  endpoints.takes_secret_by_header = takes_header(*json);
  const std::optional<Json> named = json->find("authorization_response_iss_parameter_supported");
  endpoints.names_itself = named && named->as_bool() == true;
  return endpoints;
}

OidcProvider::OidcProvider(std::string issuer, SendOut send_out, const Clock& clock)
    : issuer_(std::move(issuer)),
      discovery_(discovery_of(issuer_)),
      send_out_(std::move(send_out)),
      clock_(clock) {}

Result<Reply> OidcProvider::ask(const OutgoingRequest& request) {
  const Place place(places_);
  if (!place.held) {
    return failure(ErrorCode::kBusy, "many are signing in at this moment", {}, "Try again.");
  }
  return send_out_(request);
}

bool OidcProvider::is_recent(const Trouble& trouble) const {
  return clock_.steady_us() - trouble.at_us < kLeaveAloneMs * 1000;
}

// That there was no place here is no trouble of the provider's.
void OidcProvider::remember(const Error& error, Trouble& in) const {
  if (error.code != ErrorCode::kBusy) in = {.error = error, .at_us = clock_.steady_us()};
}

bool OidcProvider::is_left_alone() {
  const std::lock_guard lock(mutex_);
  return is_recent(endpoints_trouble_) || is_recent(keys_trouble_);
}

Result<ProviderEndpoints> OidcProvider::ask_for_endpoints() {
  FH_ASSIGN_OR_RETURN(const Reply reply, ask({.to = discovery_}));
  if (reply.status == kDone) return read_discovery(reply.body, issuer_);
  return failure(ErrorCode::kIo, fmt::format("{} answered {} when asked what the provider offers",
                                             discovery_.authority, reply.status));
}

Result<std::shared_ptr<const ProviderEndpoints>> OidcProvider::endpoints(Instant now) {
  {
    const std::lock_guard lock(mutex_);
    if (endpoints_ && is_within(endpoints_at_, now, kKeepMs)) return endpoints_;
    if (is_recent(endpoints_trouble_)) return std::unexpected(endpoints_trouble_.error);
  }
  Result<ProviderEndpoints> found = ask_for_endpoints();
  const std::lock_guard lock(mutex_);
  if (!found) {
    remember(found.error(), endpoints_trouble_);
    return std::unexpected(std::move(found.error()));
  }
  endpoints_ = std::make_shared<const ProviderEndpoints>(std::move(*found));
  endpoints_at_ = now;
  return endpoints_;
}

Result<KeySet> OidcProvider::ask_for_keys(const WebAddress& at) {
  FH_ASSIGN_OR_RETURN(const Reply reply, ask({.to = at}));
  if (reply.status != kDone) {
    return failure(ErrorCode::kIo, fmt::format("{} answered {} when asked for its keys",
                                               at.authority, reply.status));
  }
  Result<KeySet> set = KeySet::parse(reply.body);
  if (set) return set;
  return failure(ErrorCode::kIo,
                 fmt::format("the provider's keys cannot be used: {}", set.error().message));
}

// Those that are known, or what the provider says now. Where it was asked just now, newer ones
// are those known.
Result<std::shared_ptr<const KeySet>> OidcProvider::keys(Instant now, Want want) {
  {
    const std::lock_guard lock(mutex_);
    const bool known = keys_ && is_within(keys_at_, now, kKeepMs);
    const bool asked = is_within(keys_asked_at_, now, kKeysAgainMs);
    if (known && (want == Want::kKnown || asked)) return keys_;
    if (is_recent(keys_trouble_)) return std::unexpected(keys_trouble_.error);
  }
  FH_ASSIGN_OR_RETURN(const auto provider, endpoints(now));
  Result<KeySet> set = ask_for_keys(provider->keys);
  const std::lock_guard lock(mutex_);
  if (set || set.error().code != ErrorCode::kBusy) keys_asked_at_ = now;
  if (!set) {
    remember(set.error(), keys_trouble_);
    return std::unexpected(std::move(set.error()));
  }
  keys_ = std::make_shared<const KeySet>(std::move(*set));
  keys_at_ = now;
  return keys_;
}

Status OidcProvider::check_signature(const Jwt& token, Instant now) {
  FH_ASSIGN_OR_RETURN(std::shared_ptr<const KeySet> known, keys(now, Want::kKnown));
  KeySet::Verdict verdict = known->judge(token);
  // A new key may have no name, or the name of the one before.
  if (verdict == KeySet::Verdict::kUnknownKey || verdict == KeySet::Verdict::kNotSigned) {
    FH_ASSIGN_OR_RETURN(known, keys(now, Want::kNewer));
    verdict = known->judge(token);
  }
  switch (verdict) {
    case KeySet::Verdict::kSigned:
      return {};
    case KeySet::Verdict::kNotSigned:
      return failure(ErrorCode::kDenied, "the provider's token is not signed by its key");
    case KeySet::Verdict::kUnknownKey:
      return failure(ErrorCode::kDenied,
                     "the provider's token is signed by a key that is none of its keys");
    case KeySet::Verdict::kUnknownWay:
      break;
  }
  return failure(ErrorCode::kDenied,
                 "the provider's token is signed by none of RS256, PS256, ES256", {},
                 "Set one of them for this client at the provider.");
}

}  // namespace fh::api

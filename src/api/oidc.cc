#include "api/oidc.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "api/id_token.h"
#include "api/target.h"
#include "base/base64url.h"
#include "base/bytes.h"
#include "base/json.h"

namespace fh::api {
namespace {

constexpr int kDone = 200;
constexpr int kWrong = 400;
constexpr size_t kCookieBytesMax = 256;
constexpr size_t kCodeBytesMax = 8192;

std::unexpected<NotSignedIn> not_in(NotIn why, std::string message) {
  return std::unexpected(NotSignedIn{
      .why = why, .error = {.code = ErrorCode::kDenied, .message = std::move(message)}});
}

std::unexpected<NotSignedIn> made_up(std::string message) {
  auto no = not_in(NotIn::kBadAnswer, std::move(message));
  no.error().made_up = true;
  return no;
}

// Whether the answer proves nothing, or there was none.
std::unexpected<NotSignedIn> not_in(Error error, bool is_news) {
  const NotIn why = error.code == ErrorCode::kBusy ? NotIn::kBusy
                    : error.code == ErrorCode::kIo ? NotIn::kUnreachable
                                                   : NotIn::kBadAnswer;
  return std::unexpected(NotSignedIn{.why = why, .error = std::move(error), .is_news = is_news});
}

// The challenge that a verifier answers (RFC 7636, S256).
std::string challenge_of(std::string_view verifier) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(), hash.data());
  return base64url(std::as_bytes(std::span(hash)));
}

// With padding, as headers have it.
std::string base64(const std::string& text) {
  std::string out((text.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  out.resize(static_cast<size_t>(size));
  return out;
}

std::string text_in(Json object, std::string_view name) {
  const std::optional<Json> member = object.find(name);
  return std::string(member ? member->as_string().value_or("") : "");
}

// An error's name as the standard spells them: nothing else is shown.
std::string plain_word(std::string_view text) {
  constexpr size_t kBytesMax = 40;
  for (const char c : text) {
    if ((c < 'a' || c > 'z') && c != '_') return "no known reason";
  }
  return text.empty() || text.size() > kBytesMax ? "no known reason" : std::string(text);
}

struct Tokens {
  std::string id_token;
  std::string access_token;
};

// The provider does not know the code. All else that it may say is between it and us.
bool refuses_code(const Reply& reply) {
  JsonParser parser;
  const Result<Json> json = parser.parse(reply.body);
  return reply.status == kWrong && json && json->type() == JsonType::kObject &&
         text_in(*json, "error") == "invalid_grant";
}

Result<Tokens> read_tokens(const Reply& reply) {
  JsonParser parser;
  const Result<Json> json = parser.parse(reply.body);
  const bool object = json && json->type() == JsonType::kObject;
  if (reply.status != kDone) {
    return failure(ErrorCode::kDenied,
                   fmt::format("the provider answered {} when shown its code: {}", reply.status,
                               plain_word(object ? text_in(*json, "error") : "")));
  }
  if (!object) return failure(ErrorCode::kDenied, "the provider's answer is no JSON object");
  Tokens tokens = {.id_token = text_in(*json, "id_token"),
                   .access_token = text_in(*json, "access_token")};
  if (tokens.id_token.empty()) {
    return failure(ErrorCode::kDenied, "the provider's answer holds no id_token");
  }
  return tokens;
}

// What may stand in a header as it is.
bool is_one_word(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c >= '\x7F') return false;
  }
  return !text.empty();
}

}  // namespace

Result<std::unique_ptr<Oidc>> Oidc::make(OidcOptions options, SendOut send_out, Random& random,
                                         const Clock& clock) {
  const Result<WebAddress> address = parse_web_address(options.issuer);
  if (!address) {
    return failure(
        ErrorCode::kInvalid,
        fmt::format("the issuer {} cannot be asked: {}", options.issuer, address.error().message),
        "oidc-issuer");
  }
  if (options.client_id.empty()) {
    return failure(ErrorCode::kInvalid, "the client's id is empty", "oidc-client");
  }
  if (options.name.empty()) options.name = address->host;
  return std::unique_ptr<Oidc>(new Oidc(std::move(options), std::move(send_out), random, clock));
}

Oidc::Oidc(OidcOptions options, SendOut send_out, Random& random, const Clock& clock)
    : options_(std::move(options)),
      provider_(options_.issuer, std::move(send_out), clock),
      random_(random) {
  random_.fill(key_);
}

// 256 bits that only this process can make from this cookie, for one use.
std::string Oidc::made_of(std::string_view cookie, std::string_view what) const {
  return base32(digest_of(fmt::format("{} {}", what, cookie), key_));
}

std::expected<Oidc::Begun, NotSignedIn> Oidc::begin(std::string_view back, Instant now) {
  const bool asks = !provider_.is_left_alone();
  const auto provider = provider_.endpoints(now);
  if (!provider) return not_in(provider.error(), asks);
  std::array<std::byte, 32> bits{};
  random_.fill(bits);
  // When, chance, and our mark that both are from us.
  const std::string begun = fmt::format("{}.{}", now.ms, base32(bits));
  const std::string cookie = fmt::format("{}.{}", begun, made_of(begun, "begun"));
  const std::string& people = (*provider)->authorization;
  return Begun{
      .location = fmt::format(
          "{}{}response_type=code&scope=openid%20email&client_id={}&redirect_uri={}&state={}"
          "&nonce={}&code_challenge={}&code_challenge_method=S256",
          people, people.find('?') == std::string::npos ? '?' : '&',
          percent_encode(options_.client_id), percent_encode(back), made_of(cookie, "state"),
          made_of(cookie, "nonce"), challenge_of(made_of(cookie, "verifier"))),
      .cookie = cookie};
}

// Whether this browser began this, here, not long ago.
bool Oidc::is_under_way(const Returned& returned, Instant now) const {
  const std::string_view cookie = returned.cookie;
  const size_t mark = cookie.rfind('.');
  if (cookie.size() > kCookieBytesMax || mark == std::string_view::npos) return false;
  const std::string_view begun = cookie.substr(0, mark);
  if (!same_secret(cookie.substr(mark + 1), made_of(begun, "begun"))) return false;
  if (!same_secret(returned.state, made_of(cookie, "state"))) return false;
  int64_t begun_ms = 0;
  std::from_chars(begun.data(), begun.data() + begun.size(), begun_ms);
  return now.ms >= begun_ms && now.ms - begun_ms < kWithinMs;
}

// False where it was finished before. Where too many are known, the one that would be forgotten
// first is forgotten now: nobody is kept out by others who come back.
bool Oidc::finish_once(std::string_view cookie, Instant now) {
  const Digest digest = digest_of(cookie);
  const std::lock_guard lock(mutex_);
  if (finished_.contains(digest)) return false;
  if (finished_.size() >= kFinishedMax) {
    std::erase_if(finished_, [&](const auto& one) { return one.second <= now.ms; });
  }
  if (finished_.size() >= kFinishedMax) {
    finished_.erase(
        std::ranges::min_element(finished_, {}, [](const auto& one) { return one.second; }));
  }
  finished_.emplace(digest, now.ms + kWithinMs);
  return true;
}

OutgoingRequest Oidc::token_request(const ProviderEndpoints& provider,
                                    const Returned& returned) const {
  OutgoingRequest request = {.to = provider.token};
  request.form =
      fmt::format("grant_type=authorization_code&code={}&redirect_uri={}&code_verifier={}",
                  percent_encode(returned.code), percent_encode(returned.back),
                  made_of(returned.cookie, "verifier"));
  const std::string id = percent_encode(options_.client_id);
  const std::string secret = percent_encode(options_.client_secret);
  if (!secret.empty() && provider.takes_secret_by_header) {
    request.headers.push_back({"Authorization", "Basic " + base64(id + ":" + secret)});
    return request;
  }
  request.form += "&client_id=" + id;
  if (!secret.empty()) request.form += "&client_secret=" + secret;
  return request;
}

// Some say the address only there. It is asked for by the way: whom `sub` names is in without.
Result<std::string> Oidc::ask_for_mail(const ProviderEndpoints& provider, const std::string& token,
                                       const std::string& subject) {
  if (!provider.user_info || !is_one_word(token)) return std::string();
  const Result<Reply> info =
      provider_.ask({.to = *provider.user_info, .headers = {{"Authorization", "Bearer " + token}}});
  if (!info || info->status != kDone) return std::string();
  return verified_mail_of(info->body, subject);
}

// Who the tokens in the provider's answer speak of.
Result<engine::Identity> Oidc::identify(const ProviderEndpoints& provider, const Reply& reply,
                                        const std::string& nonce, Instant now) {
  FH_ASSIGN_OR_RETURN(const Tokens tokens, read_tokens(reply));
  FH_ASSIGN_OR_RETURN(const Jwt token, parse_jwt(tokens.id_token));
  FH_RETURN_IF_ERROR(provider_.check_signature(token, now));
  FH_ASSIGN_OR_RETURN(engine::Identity identity,
                      check_claims(token.claims, {.issuer = options_.issuer,
                                                  .client_id = options_.client_id,
                                                  .nonce = nonce,
                                                  .now = now}));
  if (identity.mail.empty()) {
    FH_ASSIGN_OR_RETURN(identity.mail,
                        ask_for_mail(provider, tokens.access_token, identity.subject));
  }
  return identity;
}

std::expected<engine::Identity, NotSignedIn> Oidc::show_code(const ProviderEndpoints& provider,
                                                             const Returned& returned,
                                                             Instant now) {
  const bool asks = !provider_.is_left_alone();
  const Result<Reply> reply = provider_.ask(token_request(provider, returned));
  if (!reply) return not_in(reply.error(), true);
  const std::string nonce = made_of(returned.cookie, "nonce");
  Result<engine::Identity> identity = identify(provider, *reply, nonce, now);
  if (identity) return std::move(*identity);
  auto no = not_in(std::move(identity.error()), asks);
  no.error().made_up = refuses_code(*reply);
  return no;
}

std::unexpected<NotSignedIn> Oidc::said_no(std::string_view error, Instant now) {
  auto no = not_in(error == "access_denied" ? NotIn::kDeclined : NotIn::kBadAnswer,
                   fmt::format("the provider said no: {}", plain_word(error)));
  const std::lock_guard lock(mutex_);
  no.error().is_news = now.ms >= tell_again_ms_;
  if (no.error().is_news && no.error().why != NotIn::kDeclined) {
    tell_again_ms_ = now.ms + kTellAgainMs;
  }
  return no;
}

std::expected<engine::Identity, NotSignedIn> Oidc::finish(const Returned& returned, Instant now) {
  constexpr std::string_view kNotBegun =
      "a sign-in that was not begun in this browser, took too long, or was finished before";
  if (!is_under_way(returned, now)) return not_in(NotIn::kNotBegun, std::string(kNotBegun));
  if (!returned.error.empty()) return said_no(returned.error, now);
  const bool asks = !provider_.is_left_alone();
  const auto provider = provider_.endpoints(now);
  if (!provider) return not_in(provider.error(), asks);
  // Else another provider's answer could be taken to this one.
  const bool must_name = (*provider)->names_itself || !returned.issuer.empty();
  if (must_name && returned.issuer != options_.issuer) {
    return made_up("another provider sent them back");
  }
  if (returned.code.empty() || returned.code.size() > kCodeBytesMax) {
    return made_up("the provider sent no code");
  }
  // Only what is shown to the provider is used up: the rest costs nobody anything.
  if (!finish_once(returned.cookie, now)) {
    return not_in(NotIn::kNotBegun, std::string(kNotBegun));
  }
  return show_code(**provider, returned, now);
}

}  // namespace fh::api

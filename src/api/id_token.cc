#include "api/id_token.h"

#include <fmt/format.h>

#include <optional>

#include "base/json.h"

namespace fh::api {
namespace {

constexpr size_t kSubjectBytesMax = 255;
constexpr size_t kMailBytesMax = 254;

std::unexpected<Error> wrong(std::string_view what) {
  return failure(ErrorCode::kDenied, fmt::format("the provider's token is not good: {}", what));
}

std::string text_in(Json object, std::string_view name) {
  const std::optional<Json> member = object.find(name);
  return std::string(member ? member->as_string().value_or("") : "");
}

std::optional<double> number_in(Json object, std::string_view name) {
  const std::optional<Json> member = object.find(name);
  return member ? member->as_number() : std::nullopt;
}

// Whether it was made for us and, where it was made for others as well, at our request.
Status check_audience(Json claims, const std::string& client) {
  const std::optional<Json> audience = claims.find("aud");
  if (!audience) return wrong("it does not say for whom it is");
  size_t all = 1;
  bool ours = audience->as_string() == client;
  if (audience->type() == JsonType::kArray) {
    all = audience->size();
    FH_RETURN_IF_ERROR(audience->for_each_element([&](Json one) -> Status {
      ours = ours || one.as_string() == client;
      return {};
    }));
  }
  if (!ours) return wrong("it is for another program");
  const std::optional<Json> party = claims.find("azp");
  if (!party && all == 1) return {};
  if (party && party->as_string() == client) return {};
  return wrong("another program asked for it");
}

Status check_times(Json claims, Instant now) {
  const std::optional<double> expires = number_in(claims, "exp");
  const std::optional<double> issued = number_in(claims, "iat");
  if (!expires || !issued) return wrong("it does not say when it holds");
  const auto now_s = static_cast<double>(now.ms) / 1000;
  constexpr double kLeeway = static_cast<double>(kLeewayMs) / 1000;
  constexpr double kAgoMax = static_cast<double>(kIssuedAgoMsMax) / 1000;
  // Written so that what is no number at all fails.
  if (!(now_s < *expires + kLeeway)) return wrong("its time is up");
  if (!(*issued <= now_s + kLeeway)) return wrong("it is from the future; do the clocks agree?");
  if (!(*issued >= now_s - kAgoMax - kLeeway)) return wrong("it is old");
  const std::optional<double> not_before = number_in(claims, "nbf");
  if (not_before && !(*not_before <= now_s + kLeeway)) return wrong("it does not hold yet");
  return {};
}

std::string verified_mail_in(Json claims) {
  const std::optional<Json> verified = claims.find("email_verified");
  if (!verified || verified->as_bool() != true) return {};
  std::string mail = text_in(claims, "email");
  return mail.size() <= kMailBytesMax ? mail : std::string();
}

}  // namespace

Result<engine::Identity> check_claims(std::string_view text, const ExpectedToken& expected) {
  JsonParser parser;
  const Result<Json> claims = parser.parse(text);
  if (!claims || claims->type() != JsonType::kObject) return wrong("it says nothing");
  if (text_in(*claims, "iss") != expected.issuer) return wrong("it is from another provider");
  FH_RETURN_IF_ERROR(check_audience(*claims, expected.client_id));
  FH_RETURN_IF_ERROR(check_times(*claims, expected.now));
  if (expected.nonce.empty() || text_in(*claims, "nonce") != expected.nonce) {
    return wrong("it is not the answer to this sign-in");
  }
  engine::Identity identity = {.subject = text_in(*claims, "sub"),
                               .mail = verified_mail_in(*claims)};
  if (identity.subject.empty() || identity.subject.size() > kSubjectBytesMax) {
    return wrong("it does not say of whom it speaks");
  }
  return identity;
}

Result<std::string> verified_mail_of(std::string_view user_info, std::string_view subject) {
  JsonParser parser;
  const Result<Json> claims = parser.parse(user_info);
  if (!claims || claims->type() != JsonType::kObject) return std::string();
  if (text_in(*claims, "sub") != subject) {
    return failure(ErrorCode::kDenied, "the provider speaks of somebody else");
  }
  return verified_mail_in(*claims);
}

}  // namespace fh::api

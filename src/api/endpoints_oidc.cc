// Signing in at an OpenID Connect provider: there, and back. A person follows these, so
// they answer with where to go next, and the page there says what happened.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/oidc.h"
#include "api/service.h"
#include "api/visitor.h"

namespace fh::api {
namespace {

constexpr std::string_view kBegin = "/v1/session/oidc";
constexpr std::string_view kCallback = "/v1/session/oidc/callback";

// By HTTPS under a name that browsers take from nobody else: no neighbouring host, and none who
// speaks plain HTTP in our name.
std::string_view cookie_name(const ServerOptions& options) {
  return options.https == Https::kNone ? "fh_sign_in" : "__Host-fh_sign_in";
}

constexpr std::array kReturnParameters = {
    Parameter{.name = "code", .help = "What the provider gives for a token."},
    Parameter{.name = "state", .help = "What the sign-in was begun with."},
    Parameter{.name = "iss", .help = "Which provider it is."},
    Parameter{.name = "error", .help = "Why not, in the provider's word."},
};

std::string_view in_a_word(NotIn why) {
  switch (why) {
    case NotIn::kNotBegun:
      return "again";
    case NotIn::kDeclined:
      return "declined";
    case NotIn::kBadAnswer:
      return "provider";
    case NotIn::kUnreachable:
      return "unreachable";
    case NotIn::kBusy:
      break;
  }
  return "busy";
}

Response go_to(std::string place) {
  Response response{.status = static_cast<unsigned>(Code::kSeeOther), .type = {}, .body = {}};
  response.headers.push_back({"Location", std::move(place)});
  return response;
}

// The page that says how it went.
Response say(std::string_view how) {
  return go_to(fmt::format("/sign-in?oidc={}", how));
}

// Lax: the provider's page leads back here.
Header cookie(std::string_view value, int64_t seconds, const ServerOptions& options) {
  const std::string_view where = options.https == Https::kNone ? kBegin : "/";  // as __Host- asks
  return {"Set-Cookie",
          fmt::format("{}={}; Max-Age={}; Path={}; HttpOnly; SameSite=Lax{}", cookie_name(options),
                      value, seconds, where, options.https == Https::kNone ? "" : "; Secure")};
}

// Where the provider sends people back, under the name they came by. Empty where that is no
// name. A wrong one leads nowhere: a provider knows which are ours.
std::string way_back(const Call& call) {
  const std::string_view host = trim(call.head.header("host"));
  const bool good = !host.empty() && host.size() <= 255 && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']' || c == '_';
  });
  if (!good) return {};
  const bool https = call.service.options.https != Https::kNone;
  return fmt::format("{}://{}{}", https ? "https" : "http", host, kCallback);
}

std::unexpected<Error> not_set_up() {
  return failure(ErrorCode::kNotFound, "this installation knows no provider to sign in at");
}

void tell_host(const Call& call, const NotSignedIn& not_in) {
  // What only shows that somebody came back late, or said no, or that many come at once, is none
  // of the host's affairs.
  const NotIn why = not_in.why;
  if (why == NotIn::kNotBegun || why == NotIn::kDeclined || why == NotIn::kBusy) return;
  if (!not_in.is_news) return;
  if (!call.service.options.trouble_log) return;
  call.service.options.trouble_log(
      fmt::format("signing in at the provider failed: {}", to_string(not_in.error)));
}

Result<Response> begin(const Call& call) {
  if (call.service.oidc == nullptr) return not_set_up();
  engine::Access& access = call.service.engine.access();
  if (access.wait_ms(call.visitor.address) > 0) return say("wait");
  const std::string back = way_back(call);
  if (back.empty()) {
    return failure(ErrorCode::kInvalid, "Host must name this server", "Host");
  }
  const auto begun = call.service.oidc->begin(back, access.now());
  if (!begun) {
    tell_host(call, begun.error());
    return say(in_a_word(begun.error().why));
  }
  Response response = go_to(begun->location);
  response.headers.push_back(cookie(begun->cookie, Oidc::kWithinMs / 1000, call.service.options));
  return response;
}

// Nobody but one whom a keeper has written down.
Result<Response> let_in(const Call& call, const engine::Identity& identity) {
  const Result<engine::SignedIn> made =
      call.service.engine.access().sign_in_as(identity, call.visitor.address);
  if (!made && made.error().code == ErrorCode::kDenied) return say("unknown");
  if (!made) return std::unexpected(made.error());
  Response response = say("done");
  response.headers.push_back(session_cookie(made->token, call.service.options));
  return response;
}

Result<Response> come_back(const Call& call) {
  if (call.service.oidc == nullptr) return not_set_up();
  engine::Access& access = call.service.engine.access();
  if (access.wait_ms(call.visitor.address) > 0) return say("wait");
  const std::string back = way_back(call);
  const auto identity =
      call.service.oidc->finish({.code = call.arguments.text("code"),
                                 .state = call.arguments.text("state"),
                                 .issuer = call.arguments.text("iss"),
                                 .error = call.arguments.text("error"),
                                 .cookie = cookie_in(call.head, cookie_name(call.service.options)),
                                 .back = back},
                                access.now());
  Result<Response> response = Response();
  if (identity) {
    response = let_in(call, *identity);
  } else {
    // As wrong tokens are. What was not begun is not: any page can send a browser here.
    if (identity.error().made_up) access.note_failed(call.visitor.address);
    tell_host(call, identity.error());
    response = say(in_a_word(identity.error().why));
  }
  if (response) response->headers.push_back(cookie("", 0, call.service.options));
  return response;
}

}  // namespace

std::span<const Endpoint> oidc_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = kBegin,
               .name = "signInElsewhere",
               .summary = "Sign in at the provider",
               .description = "For a browser: leads to the OpenID Connect provider that the server "
                              "was started with. 404 where it was started with none.",
               .needs = Needs::nothing(),
               .type = "text/plain",
               .success = Code::kSeeOther,
               .runs = Runs::kTelling,
               .handler = begin},
      Endpoint{.path = kCallback,
               .name = "signedInElsewhere",
               .summary = "Back from the provider",
               .description =
                   "Where the provider sends people back. Begins the session of the member who is "
                   "known by the provider's subject or by an e-mail address that it has verified, "
                   "and leads to /sign-in, which says how it went: done, unknown, again, declined, "
                   "provider, unreachable, busy, wait. Works once, within ten minutes, in the "
                   "browser that began it.",
               .needs = Needs::nothing(),
               .parameters = kReturnParameters,
               .type = "text/plain",
               .success = Code::kSeeOther,
               .passes_over_others = true,
               .runs = Runs::kTelling,
               .handler = come_back},
  };
  return kEndpoints;
}

}  // namespace fh::api

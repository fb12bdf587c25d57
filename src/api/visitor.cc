#include "api/visitor.h"

#include <fmt/format.h>

#include "api/error_to_http.h"
#include "base/secrets.h"

namespace fh::api {
namespace {

constexpr std::string_view kBearer = "bearer ";

std::string_view bearer_in(const RequestHead& head) {
  const std::string_view value = trim(head.header("authorization"));
  if (value.size() <= kBearer.size() || !same_word(value.substr(0, kBearer.size()), kBearer)) {
    return {};
  }
  return trim(value.substr(kBearer.size()));
}

bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

bool has_csrf(const RequestHead& head, const Visitor& visitor) {
  return same_secret(trim(head.header(kCsrfHeader)), csrf_of(visitor.token));
}

std::string cookie_end(const ServerOptions& options) {
  const bool secure = options.https != Https::kNone;
  return fmt::format("; Path=/; HttpOnly; SameSite=Lax{}", secure ? "; Secure" : "");
}

Response lacks(const Endpoint& endpoint) {
  return problem(Error{.code = ErrorCode::kDenied,
                       .message = fmt::format("this needs {}", in_words(endpoint.needs)),
                       .advice = "Ask a keeper for the right."});
}

}  // namespace

std::string in_words(const Needs& needs) {
  if (needs.kind() == Needs::Kind::kNothing) return "nothing";
  if (needs.kind() == Needs::Kind::kSomeone) return "someone known";
  if (needs.kind() == Needs::Kind::kTeller) return "a claim code";
  std::string words;
  for (const engine::Right right : engine::kAllRights) {
    if (!needs.rights().has(right)) continue;
    words += fmt::format("{}`{}`", words.empty() ? "the right " : " or ", name_of(right));
  }
  return words;
}

// The first of that name, in any of the Cookie headers.
std::string_view cookie_in(const RequestHead& head, std::string_view name) {
  for (const Header& header : head.headers) {
    if (header.name != "cookie") continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const size_t end = rest.find(';');
      const std::string_view pair = trim(rest.substr(0, end));
      if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
        return pair.substr(name.size() + 1);
      }
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  return {};
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

bool may_be_open(const ServerOptions& options) {
  return is_loopback(options.host) && options.https != Https::kByProxy;
}

bool asks_for_https(const ServerOptions& options) {
  if (options.https == Https::kOwn) return !is_loopback(options.host);
  return options.https == Https::kByProxy;
}

std::string client_address(const RequestHead& head, const ServerOptions& options,
                           std::string_view peer) {
  if (options.https == Https::kByProxy) {
    // What stands last was written by the proxy; what stands before it, by anybody.
    const std::string_view list = head.header("x-forwarded-for");
    const size_t comma = list.rfind(',');
    const std::string_view last =
        trim(comma == std::string_view::npos ? list : list.substr(comma + 1));
    constexpr size_t kAddressBytesMax = 64;
    if (!last.empty() && last.size() <= kAddressBytesMax) return engine::network_of(last);
  }
  return engine::network_of(peer);
}

Visitor find_visitor(const RequestHead& head, const ServerOptions& options, std::string_view peer,
                     engine::Access& access) {
  Visitor visitor;
  visitor.address = client_address(head, options, peer);
  visitor.generation = access.generation();
  visitor.wants_privacy = trim(head.header("sec-gpc")) == "1";
  const bool open = access.is_open() && may_be_open(options);
  std::string_view token = bearer_in(head);
  if (!token.empty()) {
    visitor.shows = Visitor::Shows::kBearer;
  } else if (token = cookie_in(head, kSessionCookie); !token.empty() && !open) {
    // An open installation lets nobody sign in: a cookie is another's, from the same machine.
    visitor.shows = Visitor::Shows::kCookie;
  } else {
    if (open) visitor.caller = engine::Caller::host("api");
    return visitor;
  }
  // A cookie holds sessions alone.
  const bool wrong_kind = visitor.shows == Visitor::Shows::kCookie &&
                          !token.starts_with(prefix_of(TokenKind::kSession));
  const engine::Recognised found =
      access.caller_of_token(wrong_kind ? std::string_view() : token, visitor.address);
  visitor.wait_ms = found.wait_ms;
  visitor.known = found.known;
  if (found.known) {
    visitor.caller = found.known->caller;
    visitor.token = token;
  }
  return visitor;
}

bool still_may(const Endpoint& endpoint, const Visitor& visitor,
               const std::function<Visitor()>& look_anew, const engine::Access& access) {
  const bool past =
      visitor.known && visitor.known->expires && *visitor.known->expires <= access.now();
  if (past) return false;
  // Claim codes end without anybody having taken a way in from anybody.
  const bool teller = visitor.caller.kind == engine::CallerKind::kTeller;
  if (!teller && visitor.generation == access.generation()) return true;
  const Visitor again = look_anew();
  return endpoint.needs.met_by(again.caller) && again.caller.actor == visitor.caller.actor &&
         again.caller.scope == visitor.caller.scope && again.caller.person == visitor.caller.person;
}

Error may_no_more() {
  return {.code = ErrorCode::kDenied, .message = "who sends this may no more"};
}

std::optional<Response> refuse(const Endpoint& endpoint, const RequestHead& head,
                               Visitor& visitor) {
  if (endpoint.needs.kind() == Needs::Kind::kNothing) return std::nullopt;
  if (visitor.wait_ms > 0) return too_many_attempts(visitor.wait_ms);
  if (visitor.shows == Visitor::Shows::kBearer && !visitor.known) {
    return sign_in_needed({.message = "the token opens nothing: it is wrong, past, or revoked"});
  }
  const bool counts = visitor.shows != Visitor::Shows::kCookie || !changes_something(head.method) ||
                      !visitor.known || has_csrf(head, visitor);
  if (!counts) {
    if (!endpoint.needs.met_by(engine::Caller::nobody())) {
      return problem(Error{.code = ErrorCode::kDenied,
                           .message = "the header X-Firsthand-CSRF is missing, or not this "
                                      "session's",
                           .field = "X-Firsthand-CSRF",
                           .advice = "GET /v1/session hands it out."});
    }
    visitor.caller = engine::Caller::nobody();
    visitor.known = nullptr;
  }
  if (endpoint.needs.met_by(visitor.caller)) return std::nullopt;
  if (visitor.caller.kind != engine::CallerKind::kPublic) return lacks(endpoint);
  Response response =
      sign_in_needed({.message = fmt::format("this needs {}", in_words(endpoint.needs))});
  return response;
}

std::string csrf_of(std::string_view session) {
  if (kind_of_token(session) != TokenKind::kSession) return {};
  return base32(digest_of("csrf", std::as_bytes(std::span(session))));
}

Header session_cookie(std::string_view token, const ServerOptions& options) {
  return {"Set-Cookie", fmt::format("{}={}; Max-Age={}{}", kSessionCookie, token,
                                    engine::Access::kSessionMs / 1000, cookie_end(options))};
}

Header no_session_cookie(const ServerOptions& options) {
  return {"Set-Cookie", fmt::format("{}=; Max-Age=0{}", kSessionCookie, cookie_end(options))};
}

Response sign_in_needed(const Error& error) {
  Error whole = error;
  if (whole.advice.empty()) {
    whole.advice = "Sign in by a link from a keeper, or send a key: Authorization: Bearer …";
  }
  Response response = problem(Fault::kNobodyKnown, whole);
  response.headers.push_back({"WWW-Authenticate", R"(Bearer realm="firsthand")"});
  return response;
}

Response too_many_attempts(int64_t wait_ms) {
  Response response =
      problem(Fault::kTooManyAttempts, {.message = "too many wrong tokens came from this address",
                                        .advice = "Try again after the time in Retry-After."});
  response.headers.push_back({"Retry-After", fmt::format("{}", (wait_ms + 999) / 1000)});
  return response;
}

}  // namespace fh::api

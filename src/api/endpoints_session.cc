// Who is there: signing in by a link, asking, signing out.
#include <array>

#include "api/access_json.h"
#include "api/endpoint_groups.h"
#include "api/fields.h"
#include "api/oidc.h"
#include "api/service.h"
#include "api/visitor.h"
#include "base/json.h"

namespace fh::api {
namespace {

constexpr std::string_view kSessionExample =
    R"({"who":"member","name":"Ann","role":"listener","rights":["tell","count","read"],)"
    R"("expires":"2026-06-01T08:30:00Z","csrf":"…"})";

std::string_view in_a_word(engine::CallerKind kind) {
  switch (kind) {
    case engine::CallerKind::kHost:
      return "host";
    case engine::CallerKind::kMember:
      return "member";
    case engine::CallerKind::kKey:
      return "key";
    case engine::CallerKind::kTeller:
    case engine::CallerKind::kPublic:
      break;
  }
  return "nobody";
}

Response session_answer(const engine::Caller& caller, const engine::Known* known,
                        std::string_view csrf, const Oidc* oidc) {
  Response response{.type = std::string(kJsonType), .body = {}};
  JsonWriter json(response.body);
  json.begin_object().member("who", in_a_word(caller.kind));
  if (known != nullptr) json.member("name", known->name);
  if (known != nullptr && known->role) json.member("role", name_of(*known->role));
  json.key("rights");
  write_rights(json, caller.rights);
  if (!caller.scope.empty()) json.member("scope", caller.scope);
  if (known != nullptr && known->expires) json.member("expires", format_time(*known->expires));
  if (!csrf.empty()) json.member("csrf", csrf);
  if (oidc != nullptr) json.member("sign_in_with", oidc->name());
  json.end_object();
  return response;
}

Result<Response> who(const Call& call) {
  const Visitor& visitor = call.visitor;
  const bool by_cookie = visitor.shows == Visitor::Shows::kCookie && visitor.known;
  Response response =
      session_answer(visitor.caller, visitor.known.get(),
                     by_cookie ? csrf_of(visitor.token) : std::string(), call.service.oidc);
  const bool stale = visitor.shows == Visitor::Shows::kCookie && visitor.shows_what_is_wrong();
  if (stale) response.headers.push_back(no_session_cookie(call.service.options));
  return response;
}

Result<Response> sign_in(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"link"}));
  FH_ASSIGN_OR_RETURN(const std::string link, fields.needed_text("link"));
  engine::Access& access = call.service.engine.access();
  if (const int64_t wait = access.wait_ms(call.visitor.address); wait > 0) {
    return too_many_attempts(wait);
  }
  const Result<engine::SignedIn> made = access.sign_in(link, call.visitor.address);
  if (!made && made.error().code == ErrorCode::kDenied) return sign_in_needed(made.error());
  if (!made) return std::unexpected(made.error());
  Response response = session_answer(made->known->caller, made->known.get(), csrf_of(made->token),
                                     call.service.oidc);
  response.status = static_cast<unsigned>(Code::kCreated);
  response.headers.push_back(session_cookie(made->token, call.service.options));
  return response;
}

Result<Response> sign_out(const Call& call) {
  FH_RETURN_IF_ERROR(call.service.engine.access().sign_out(call.visitor.token));
  Response response{.status = static_cast<unsigned>(Code::kNoContent), .type = {}, .body = {}};
  response.headers.push_back(no_session_cookie(call.service.options));
  return response;
}

}  // namespace

std::span<const Endpoint> session_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/session",
               .name = "session",
               .summary = "Who is there",
               .description = "For whom the request is answered, what they may, and, for a "
                              "cookie's session, the value of X-Firsthand-CSRF that requests which "
                              "change something must carry.",
               .needs = Needs::nothing(),
               .gives = "Session",
               .gives_example = kSessionExample,
               .handler = who},
      Endpoint{.method = Method::kPost,
               .path = "/v1/session",
               .name = "signIn",
               .summary = "Sign in by a link",
               .description = "Uses up the link and sets the session's cookie. 401 where the link "
                              "is unknown, used or past; 429 after too many wrong ones.",
               .needs = Needs::nothing(),
               .takes = "SignIn",
               .takes_example = R"({"link":"fhl_…"})",
               .gives = "Session",
               .gives_example = kSessionExample,
               .success = Code::kCreated,
               .runs = Runs::kTelling,
               .handler = sign_in},
      Endpoint{.method = Method::kDelete,
               .path = "/v1/session",
               .name = "signOut",
               .summary = "Sign out",
               .description = "Ends the session that the request shows, and its cookie.",
               .needs = Needs::someone(),
               .success = Code::kNoContent,
               .runs = Runs::kTelling,
               .handler = sign_out},
  };
  return kEndpoints;
}

}  // namespace fh::api

// api/visitor.h: who is there, found out from what a request shows.
//
// A token comes as `Authorization: Bearer …` or, from the pages, in a cookie that scripts
// cannot read. A cookie is sent by the browser whoever made the page: so what changes
// something must besides carry a value that only our own pages know (the CSRF header).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/endpoint.h"
#include "api/http_types.h"
#include "api/server.h"
#include "engine/access.h"
#include "engine/caller.h"

namespace fh::api {

struct Visitor {
  engine::Caller caller = engine::Caller::nobody();
  std::shared_ptr<const engine::Known> known = {};  // behind the token, where one was good
  enum class Shows : uint8_t { kNothing, kBearer, kCookie };
  Shows shows = Shows::kNothing;
  std::string token = {};  // a good session's, for signing out and its CSRF value
  std::string address = {};
  uint64_t generation = 0;     // of the ways in, when this was found out
  bool wants_privacy = false;  // Global Privacy Control: nothing leaves the organisation
  int64_t wait_ms = 0;         // too many wrong tokens came from there

  bool shows_what_is_wrong() const { return shows != Shows::kNothing && !known && wait_ms == 0; }
};

using WhoIsThere = std::function<Visitor(const RequestHead&)>;

// `peer` is the address at the other end of the connection.
Visitor find_visitor(const RequestHead& head, const ServerOptions& options, std::string_view peer,
                     engine::Access& access);

// Whether who comes to an open installation there is taken for its host: where only this
// machine can come.
bool may_be_open(const ServerOptions& options);

// Whether browsers are told to come by HTTPS alone: not for a name that is this machine's,
// because that would hold for whatever else listens on it.
bool asks_for_https(const ServerOptions& options);

// Whether the visitor may still, for what goes on for long: looks anew where something was
// taken away from anybody meanwhile.
bool still_may(const Endpoint& endpoint, const Visitor& visitor,
               const std::function<Visitor()>& look_anew, const engine::Access& access);

// What is said where still_may() says no.
Error may_no_more();

// Why the visitor may not; nothing where they may. One whose cookie counts for nothing
// becomes nobody where that is enough.
std::optional<Response> refuse(const Endpoint& endpoint, const RequestHead& head, Visitor& visitor);

// The address that counts for limits: the client's as the proxy saw it, or the peer's.
std::string client_address(const RequestHead& head, const ServerOptions& options,
                           std::string_view peer);

std::string csrf_of(std::string_view session);

// Set-Cookie, for a new session or to take it away.
Header session_cookie(std::string_view token, const ServerOptions& options);
Header no_session_cookie(const ServerOptions& options);

// The value of the first cookie of that name; empty where none came.
std::string_view cookie_in(const RequestHead& head, std::string_view name);

Response sign_in_needed(const Error& error);
Response too_many_attempts(int64_t wait_ms);

bool is_loopback(std::string_view host);

inline constexpr std::string_view kSessionCookie = "fh_session";
inline constexpr std::string_view kCsrfHeader = "x-firsthand-csrf";  // lower case, as heads have it

}  // namespace fh::api

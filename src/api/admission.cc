#include "api/admission.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "api/error_to_http.h"
#include "api/page_answer.h"
#include "api/router.h"
#include "api/target.h"

namespace fh::api {
namespace {

// "[::1]:8480" -> "[::1]", "localhost:80" -> "localhost".
std::string_view host_without_port(std::string_view host) {
  const size_t bracket = host.rfind(']');
  const size_t colon = host.rfind(':');
  if (colon == std::string_view::npos) return host;
  if (bracket != std::string_view::npos && colon < bracket) return host;
  return host.substr(0, colon);
}

// On loopback a page elsewhere could reach us through a name of its own that it
// makes point here; such a name is then in Host.
std::optional<Response> check_host(const RequestHead& head, const ServerOptions& options) {
  const size_t count = head.count("host");
  if (count > 1 || (count == 0 && head.version >= 11)) {
    return problem(Fault::kMalformed, {.message = "one Host header is needed", .field = "Host"});
  }
  if (count == 0 || !is_loopback(options.host)) return std::nullopt;
  const std::string_view host = host_without_port(trim(head.header("host")));
  for (const std::string_view known : {std::string_view("localhost"), std::string_view("127.0.0.1"),
                                       std::string_view("[::1]"), std::string_view(options.host)}) {
    if (same_word(host, known)) return std::nullopt;
  }
  return problem(Fault::kMisdirected,
                 {.message = "this server listens on this machine only and does not go by the "
                             "name in Host",
                  .field = "Host",
                  .advice = "Use localhost or 127.0.0.1, or start it with --host."});
}

bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

// Browsers say where a request comes from; other programs say nothing.
std::optional<Response> check_origin(const RequestHead& head) {
  if (!changes_something(head.method)) return std::nullopt;
  const std::string_view site = head.header("sec-fetch-site");
  const std::string_view origin = head.header("origin");
  bool ours = true;
  if (!site.empty()) {
    ours = site == "same-origin" || site == "none";
  } else if (!origin.empty()) {
    const size_t at = origin.find("://");
    ours = at != std::string_view::npos && same_word(origin.substr(at + 3), head.header("host"));
  }
  if (ours) return std::nullopt;
  return problem(Error{.code = ErrorCode::kDenied,
                       .message = "a page of another site may not send this",
                       .field = "Origin"});
}

Response not_allowed(const std::vector<std::string_view>& allowed) {
  Response response =
      problem(Fault::kMethodNotAllowed,
              {.message = fmt::format("this path takes {}", fmt::join(allowed, ", "))});
  response.headers.push_back({"Allow", fmt::format("{}", fmt::join(allowed, ", "))});
  return response;
}

Response options_answer(const std::vector<std::string_view>& allowed) {
  Response response{.status = static_cast<unsigned>(Code::kNoContent), .type = {}, .body = {}};
  response.headers.push_back({"Allow", fmt::format("{}", fmt::join(allowed, ", "))});
  return response;
}

Response unsupported_type(const Endpoint& endpoint) {
  const std::string taken = endpoint.takes_lines ? fmt::format("{} or {}", kJsonType, kLinesType)
                                                 : std::string(kJsonType);
  Response response =
      problem(Fault::kUnsupportedType,
              {.message = fmt::format("this path takes {}", taken), .field = "Content-Type"});
  response.headers.push_back({"Accept-Post", endpoint.takes_lines
                                                 ? fmt::format("{}, {}", kJsonType, kLinesType)
                                                 : std::string(kJsonType)});
  return response;
}

std::optional<Response> decide_encoding(const RequestHead& head, Decision& decision) {
  const std::string encoding = lower(trim(head.header("content-encoding")));
  if (encoding.empty() || encoding == "identity") return std::nullopt;
  if ((encoding == "gzip" || encoding == "x-gzip" || encoding == "deflate") &&
      head.count("content-encoding") == 1) {
    decision.encoded = Encoded::kCompressed;
    return std::nullopt;
  }
  Response response = problem(
      Fault::kUnsupportedType,
      {.message = "Content-Encoding may be gzip or deflate, once", .field = "Content-Encoding"});
  response.headers.push_back({"Accept-Encoding", "gzip, deflate"});
  return response;
}

std::optional<Response> decide_body(const RequestHead& head, const ServerOptions& options,
                                    Decision& decision) {
  const Endpoint& endpoint = *decision.endpoint;
  if (endpoint.takes.empty()) {
    decision.body = head.has_body() ? BodyIs::kWhole : BodyIs::kNone;
  } else {
    if (!head.chunked && !head.content_length) {
      return problem(Fault::kLengthRequired,
                     {.message = "a body is needed, with Content-Length or chunked"});
    }
    const std::string type = media_type_of(head.header("content-type"));
    const bool lines = endpoint.takes_lines && type == kLinesType;
    if (!lines && type != kJsonType) return unsupported_type(endpoint);
    decision.body = lines ? BodyIs::kLines : BodyIs::kWhole;
  }
  if (auto refused = decide_encoding(head, decision)) return refused;
  const uint64_t limit =
      decision.body == BodyIs::kLines ? options.stream_bytes_max : options.body_bytes_max;
  if (head.content_length.value_or(0) > limit) {
    return problem(Error{.code = ErrorCode::kTooLarge,
                         .message = fmt::format("the body has {} bytes; the limit is {}",
                                                *head.content_length, limit),
                         .field = "body"});
  }
  return std::nullopt;
}

std::optional<Response> decide_expectation(const RequestHead& head, Decision& decision) {
  const std::string_view expect = trim(head.header("expect"));
  if (expect.empty()) return std::nullopt;
  if (!same_word(expect, "100-continue")) {
    return problem(Fault::kExpectation,
                   {.message = "Expect may be 100-continue only", .field = "Expect"});
  }
  decision.wants_continue = head.has_body() && head.version >= 11;
  return std::nullopt;
}

bool type_is_acceptable(const RequestHead& head, const Endpoint& endpoint) {
  const std::string_view accept = head.header("accept");
  return accepts(accept, endpoint.type) || (endpoint.takes_lines && accepts(accept, kLinesType));
}

// The arguments that the endpoint has a parameter for.
NamedValues known_among(const NamedValues& given, const Endpoint& endpoint) {
  NamedValues known;
  std::ranges::copy_if(given, std::back_inserter(known), [&](const auto& one) {
    return std::ranges::any_of(endpoint.parameters, [&](const Parameter& parameter) {
      return parameter.name == one.first;
    });
  });
  return known;
}

// What is no endpoint may be a page.
Response answer_elsewhere(const RequestHead& head, const Target& target,
                          const ServerOptions& options) {
  static const std::vector<std::string_view> kPageMethods = {"GET", "HEAD", "OPTIONS"};
  const bool reads = head.method == "GET" || head.method == "HEAD";
  const Page* page = find_page(options.pages, target);
  if (page == nullptr) {
    return problem(Error{.code = ErrorCode::kNotFound,
                         .message = "there is nothing at this path",
                         .advice = "GET /openapi.json lists what there is."});
  }
  if (head.method == "OPTIONS") return options_answer(kPageMethods);
  return reads ? page_answer(*page, head) : not_allowed(kPageMethods);
}

std::optional<Response> decide_rights(const RequestHead& head, const ServerOptions& options,
                                      const WhoIsThere& who_is_there, Decision& decision) {
  decision.visitor = who_is_there(head);
  const bool stale =
      decision.visitor.shows == Visitor::Shows::kCookie && decision.visitor.shows_what_is_wrong();
  std::optional<Response> refused = refuse(*decision.endpoint, head, decision.visitor);
  // Else the browser would show the same again at each request.
  if (refused && stale) refused->headers.push_back(no_session_cookie(options));
  return refused;
}

std::optional<Response> decide(const RequestHead& head, const ServerOptions& options,
                               const WhoIsThere& who_is_there, Decision& decision) {
  if (auto refused = check_host(head, options)) return refused;
  if (auto refused = check_origin(head)) return refused;
  if (head.method == "OPTIONS" && head.target == "*") {
    return options_answer({"GET", "HEAD", "OPTIONS", "POST"});
  }
  const Result<Target> target = parse_target(head.target);
  if (!target) return problem(target.error());
  const Route route = find_route(head.method, target->segments);
  if (route.allowed.empty()) return answer_elsewhere(head, *target, options);
  if (head.method == "OPTIONS") return options_answer(route.allowed);
  if (route.endpoint == nullptr) return not_allowed(route.allowed);
  decision.endpoint = route.endpoint;
  if (auto refused = decide_rights(head, options, who_is_there, decision)) return refused;
  if (!type_is_acceptable(head, *route.endpoint)) {
    return problem(
        Fault::kNotAcceptable,
        {.message = fmt::format("the answer is {}", route.endpoint->type), .field = "Accept"});
  }
  const NamedValues given = route.endpoint->passes_over_others
                                ? known_among(target->query, *route.endpoint)
                                : target->query;
  Result<Arguments> arguments =
      Arguments::check(route.endpoint->parameters, route.path_values, given);
  if (!arguments) return problem(arguments.error());
  decision.arguments = std::move(*arguments);
  if (auto refused = decide_body(head, options, decision)) return refused;
  const bool streams = decision.body == BodyIs::kLines || route.endpoint->runs == Runs::kLive;
  if (streams && head.version < 11) {
    return problem(Fault::kVersion, {.message = "a stream needs HTTP/1.1"});
  }
  return decide_expectation(head, decision);
}

}  // namespace

Decision admit(const RequestHead& head, const ServerOptions& options,
               const WhoIsThere& who_is_there) {
  Decision decision;
  decision.answer = decide(head, options, who_is_there, decision);
  return decision;
}

}  // namespace fh::api

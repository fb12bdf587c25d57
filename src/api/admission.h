// api/admission.h: what is decided about a request before its body is read.
//
// In this order: host, origin, target, path, method, who is there and whether they may,
// type of answer, arguments, type, encoding and size of the body, expectation. Pure: the
// same head of the same visitor gives the same decision.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "api/arguments.h"
#include "api/endpoint.h"
#include "api/http_types.h"
#include "api/server.h"
#include "api/visitor.h"

namespace fh::api {

enum class BodyIs : uint8_t { kNone, kWhole, kLines };
enum class Encoded : uint8_t { kPlain, kCompressed };

// Either an answer at once, or an endpoint or page to be served.
struct Decision {
  std::optional<Response> answer;
  const Endpoint* endpoint = nullptr;
  Arguments arguments;
  Visitor visitor;  // where there is an endpoint
  BodyIs body = BodyIs::kNone;
  Encoded encoded = Encoded::kPlain;
  bool wants_continue = false;
};

// `who_is_there` is asked once at most, and only where an endpoint is.
Decision admit(const RequestHead& head, const ServerOptions& options,
               const WhoIsThere& who_is_there);

}  // namespace fh::api

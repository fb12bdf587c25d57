// api/admission.h: what is decided about a request before its body is read.
//
// In this order: host, origin, target, path, method, arguments, type of answer, type,
// encoding and size of the body, expectation. Pure: the same head gives the same
// decision.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "api/arguments.h"
#include "api/endpoint.h"
#include "api/http_types.h"
#include "api/server.h"
#include "engine/caller.h"

namespace fh::api {

enum class BodyIs : uint8_t { kNone, kWhole, kLines };
enum class Encoded : uint8_t { kPlain, kCompressed };

// Either an answer at once, or an endpoint or page to be served.
struct Decision {
  std::optional<Response> answer;
  const Endpoint* endpoint = nullptr;
  Arguments arguments;
  // Whoever reaches an open server is taken for its host.
  engine::Caller caller = engine::Caller::host("api");
  BodyIs body = BodyIs::kNone;
  Encoded encoded = Encoded::kPlain;
  bool wants_continue = false;
};

Decision admit(const RequestHead& head, const ServerOptions& options);

}  // namespace fh::api

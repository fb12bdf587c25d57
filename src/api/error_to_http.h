// api/error_to_http.h: failures as HTTP answers (RFC 9457 problem details).
//
// The one place that knows status numbers of failures. A problem is
// {type, title, status, detail} and, where known, field, advice and position (byte
// offset into the field). `type` is a stable relative URI: clients switch on it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/http_types.h"
#include "base/error.h"
#include "base/json.h"

namespace fh::api {

// What can be wrong with a request before the engine is asked.
enum class Fault : uint8_t {
  kMalformed,
  kNobodyKnown,
  kTooManyAttempts,
  kTooManyLetters,
  kMethodNotAllowed,
  kNotAcceptable,
  kTimeout,
  kLengthRequired,
  kUnsupportedType,
  kExpectation,
  kMisdirected,
  kHeaderTooLarge,
  kVersion,
};

Response problem(const Error& error);
Response problem(Fault fault, const Error& error);
// The members of a problem as one object, for answers that hold several.
void write_problem(JsonWriter& json, const Error& error);

// For documentation: the types of problem there are, with status and title.
struct ProblemKind {
  std::string_view name;  // "invalid" of "/problems/invalid"
  unsigned status;
  std::string_view title;
};
ProblemKind kind_of(ErrorCode code);
ProblemKind kind_of(Fault fault);

// Seconds a client should wait before it tries again after kBusy.
inline constexpr int kRetryAfterSeconds = 1;

}  // namespace fh::api

#include "api/error_to_http.h"

#include <fmt/format.h>

#include "base/check.h"

namespace fh::api {
namespace {

void write_members(JsonWriter& json, const ProblemKind& kind, const Error& error) {
  json.begin_object();
  json.member("type", fmt::format("/problems/{}", kind.name));
  json.member("title", kind.title);
  json.member("status", static_cast<uint32_t>(kind.status));
  if (!error.message.empty()) json.member("detail", error.message);
  if (!error.field.empty()) json.member("field", error.field);
  if (!error.advice.empty()) json.member("advice", error.advice);
  if (error.position != Error::kNoPosition) json.member("position", error.position);
  json.end_object();
}

Response answer(const ProblemKind& kind, const Error& error) {
  Response response;
  response.status = kind.status;
  response.type = kProblemType;
  JsonWriter json(response.body);
  write_members(json, kind, error);
  return response;
}

}  // namespace

ProblemKind kind_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return {"invalid", 400, "The request is not valid"};
    case ErrorCode::kNotFound:
      return {"not-found", 404, "There is nothing here"};
    case ErrorCode::kConflict:
      return {"conflict", 409, "It does not go with what is there"};
    case ErrorCode::kTooLarge:
      return {"too-large", 413, "Beyond a limit"};
    case ErrorCode::kDenied:
      return {"denied", 403, "Not allowed"};
    case ErrorCode::kBusy:
      return {"busy", 503, "Busy: try again shortly"};
    case ErrorCode::kUnsupported:
      return {"unsupported", 501, "Not something this program does"};
    case ErrorCode::kCorrupt:
      return {"corrupt", 500, "Stored bytes are not what was written"};
    case ErrorCode::kIo:
      return {"io", 500, "The system refused"};
    case ErrorCode::kCancelled:
      return {"cancelled", 503, "Stopped on request"};
  }
  FH_CHECK(false);
  return {};
}

ProblemKind kind_of(Fault fault) {
  switch (fault) {
    case Fault::kMalformed:
      return {"malformed", 400, "This is not HTTP as it is understood here"};
    case Fault::kNobodyKnown:
      return {"sign-in-needed", 401, "It is not known who is there"};
    case Fault::kTooManyAttempts:
      return {"too-many-attempts", 429, "Too many wrong attempts"};
    case Fault::kTooManyLetters:
      return {"too-many-letters", 429, "Too many letters were asked for"};
    case Fault::kMethodNotAllowed:
      return {"method-not-allowed", 405, "This method is not for this path"};
    case Fault::kNotAcceptable:
      return {"not-acceptable", 406, "No type of answer asked for can be given"};
    case Fault::kTimeout:
      return {"timeout", 408, "The request took too long to arrive"};
    case Fault::kLengthRequired:
      return {"length-required", 411, "The request has no body"};
    case Fault::kUnsupportedType:
      return {"unsupported-type", 415, "This type of body is not understood here"};
    case Fault::kExpectation:
      return {"expectation", 417, "This expectation cannot be met"};
    case Fault::kMisdirected:
      return {"misdirected", 421, "This server does not go by that name"};
    case Fault::kHeaderTooLarge:
      return {"header-too-large", 431, "The header is too large"};
    case Fault::kVersion:
      return {"version", 505, "Only HTTP/1.0 and HTTP/1.1 are spoken here"};
  }
  FH_CHECK(false);
  return {};
}

Response problem(const Error& error) {
  Response response = answer(kind_of(error.code), error);
  if (error.code == ErrorCode::kBusy) {
    response.headers.push_back({"Retry-After", fmt::format("{}", kRetryAfterSeconds)});
  }
  return response;
}

Response problem(Fault fault, const Error& error) {
  return answer(kind_of(fault), error);
}

void write_problem(JsonWriter& json, const Error& error) {
  write_members(json, kind_of(error.code), error);
}

}  // namespace fh::api

// api/endpoint.h: what one endpoint says of itself.
//
// Routes, argument checks, the OpenAPI description and the client types are all made
// from these values; nothing about an endpoint is written twice.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/http_types.h"
#include "api/needs.h"
#include "base/error.h"
#include "engine/caller.h"

namespace fh::api {

class Arguments;
struct Service;
struct Visitor;

enum class In : uint8_t { kPath, kQuery };
enum class Kind : uint8_t { kText, kInteger, kYesNo, kWord, kList };
enum class Presence : uint8_t { kOptional, kRequired };

struct Parameter {
  std::string_view name;
  In in = In::kQuery;
  Kind kind = Kind::kText;
  std::string_view help;
  std::string_view preset = {};                  // the value where none is given; empty: none
  int64_t least = 0;                             // of an integer
  int64_t most = 0;                              // of an integer; of a list, its length
  std::span<const std::string_view> words = {};  // what a kWord may be
  Presence presence = Presence::kOptional;
};

// What the handler is given: arguments that passed their checks, a whole body.
struct Call {
  Service& service;
  const engine::Caller& caller;
  const Arguments& arguments;
  std::string_view body;
  const Visitor& visitor;  // whose caller it is, and how they came
  const RequestHead& head;
};

using Handler = Result<Response> (*)(const Call&);

// Where a handler runs: on the connection's own thread, which it must not hold up; or with
// those who ask, or those who tell: the ones need processors, the others wait for the disk,
// and neither waits behind the other. A live stream has its own way of answering
// (connection_streams.cc).
enum class Runs : uint8_t { kAtOnce, kAsking, kTelling, kLive };

struct Endpoint {
  Method method = Method::kGet;
  std::string_view path;  // "/v1/people/{key}/experiences"
  std::string_view name;  // the operation's id: "personExperiences"
  std::string_view summary;
  std::string_view description;
  Needs needs;
  std::span<const Parameter> parameters = {};
  std::string_view takes = {};  // shape of the JSON body (shapes.h); empty: none
  std::string_view takes_example = {};
  std::string_view gives = {};  // shape of the answer; empty: text
  std::string_view gives_example = {};
  std::string_view type = kJsonType;  // of the answer
  Code success = Code::kOk;
  // Arguments that are not among the parameters are passed over: others say what they are.
  bool passes_over_others = false;
  // A body of application/x-ndjson is taken too, line by line.
  bool takes_lines = false;
  Runs runs = Runs::kAsking;
  Handler handler = nullptr;
};

// The table, in the order of the documentation.
std::span<const Endpoint> endpoints();

}  // namespace fh::api

// api/http_types.h: a request and a response as values, free of any library.
//
// Handlers see these only. Header names are in lower case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fh::api {

enum class Method : uint8_t { kGet, kPost, kPut, kPatch, kDelete };
std::string_view name_of(Method method);

// Successful outcomes; the numbers of failures are known to error_to_http.cc alone.
enum class Code : uint16_t {
  kOk = 200,
  kCreated = 201,
  kAccepted = 202,
  kNoContent = 204,
  kSeeOther = 303,
  kNotModified = 304,
};

struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

struct RequestHead {
  std::string method;
  std::string target;
  int version = 11;  // 10 or 11
  std::vector<Header> headers;
  std::optional<uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = true;

  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
  // The first value of that (lower-case) name, or empty.
  std::string_view header(std::string_view name) const;
  size_t count(std::string_view name) const;
};

struct Response {
  unsigned status = static_cast<unsigned>(Code::kOk);
  std::string type;  // Content-Type; empty where there is no body
  std::string body;
  std::string_view fixed_body = {};  // used instead of body where it is not empty
  std::vector<Header> headers = {};
  bool may_compress = true;

  std::string_view content() const { return fixed_body.empty() ? body : fixed_body; }
};

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kLinesType = "application/x-ndjson";
inline constexpr std::string_view kProblemType = "application/problem+json";
inline constexpr std::string_view kEventsType = "text/event-stream";

// Compares without regard to ASCII case.
bool same_word(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);
std::string lower(std::string_view text);

// "application/json; charset=utf-8" -> "application/json", in lower case.
std::string media_type_of(std::string_view content_type);

// Whether an Accept header allows one of the types; an empty header allows all.
bool accepts(std::string_view accept, std::string_view type);

// Whether an Accept-Encoding header asks for gzip.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace fh::api

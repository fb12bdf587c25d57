// api/request_parser.h: HTTP/1.1 requests out of bytes, as they come.
//
// The only reader of untrusted framing; the fuzzer feeds it directly. Feed what has
// arrived; it takes a part of it and tells how much: keep the rest in front of what
// comes next. One object reads one request.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/http_types.h"
#include "base/error.h"

namespace fh::api {

enum class ParseFault : uint8_t { kNone, kMalformed, kHeaderTooLarge, kVersion };

class RequestParser {
 public:
  explicit RequestParser(size_t header_bytes_max);
  ~RequestParser();

  // Bytes of the front of `input` used up; body bytes among them were appended to
  // `body`. Until the header is complete none of it is used, so the same bytes come
  // again with more behind them. Stops right after the header once, and at the end.
  size_t feed(std::string_view input, std::string& body);

  bool header_complete() const;
  bool complete() const;
  ParseFault fault() const;
  // REQUIRES: header_complete().
  RequestHead& head();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fh::api

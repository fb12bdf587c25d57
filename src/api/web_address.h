// api/web_address.h: where this program itself sends requests.
//
// Only https, and http to this very machine (for tests): what is sent holds secrets. No
// user, no fragment, at most 2048 bytes, nothing but visible ASCII: it can stand in a header.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh::api {

struct WebAddress {
  bool by_tls = true;
  std::string host = {};       // of IPv6 without brackets
  std::string authority = {};  // host and port as written, for the header Host
  uint16_t port = 443;
  std::string target = "/";  // path and query
};

// kInvalid says what is wrong with it, not what it is.
Result<WebAddress> parse_web_address(std::string_view text);

}  // namespace fh::api

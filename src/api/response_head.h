// api/response_head.h: what stands before every body, and its size on the wire.
#pragma once

#include <string>
#include <string_view>

#include "api/http_types.h"

namespace fh::api {

struct HeadOptions {
  bool keep_alive = true;
  bool chunked = false;
  bool https = false;  // browsers are told to come by HTTPS alone from now on
};

// Status, type and the headers every answer carries, security and date included, up
// to the blank line.
std::string response_head(const Response& response, HeadOptions options);

// Compresses a body where the client takes it and it is worth it.
void compress_if_wanted(Response& response, const RequestHead& head);

}  // namespace fh::api

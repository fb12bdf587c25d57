// api/outgoing.h: the few requests that this program sends to others.
//
// HTTP/1.1, one request a connection, no redirects, no cookies. Over TLS 1.2 or 1.3 with a
// certificate that the system's authorities (or SSL_CERT_FILE) vouch for, for that name.
// Bounded: ten seconds from the look-up of the name to the last byte, 256 KiB of answer.
// (A resolver that hangs may add its own time-out.) Blocks: for threads that may wait.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/client.h"
#include "api/http_types.h"
#include "api/web_address.h"
#include "base/error.h"

namespace fh::api {

struct OutgoingRequest {
  WebAddress to = {};
  std::vector<Header> headers = {};
  std::string form = {};  // posted as a form; empty: GET
};

// Tests replace it.
using SendOut = std::function<Result<Reply>(const OutgoingRequest&)>;

// kIo names the host and what went wrong, or that it did not answer in time; kTooLarge.
// Any thread.
Result<Reply> send_out(const OutgoingRequest& request);

}  // namespace fh::api

// api/client.h: tells a running server from another process (imports).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace fh::api {

struct Reply {
  int status = 0;
  std::string body;
};

// One keep-alive connection; blocking; belongs to one thread. A body is sent whole
// before the reply is read, so lines are best posted a few MiB at a time. A target is
// sent as it is: percent-encode what people wrote (target.h). Errors: kIo with the
// address; kBusy on 429 or 503 after `Retry-After` was honoured for a minute.
//
// With HTTPS it does not ask who the server is: it is for the server of this machine, whose
// address stands in a file that only its owner writes, and nothing leaves the machine.
class Client {
 public:
  // "HOST:PORT", or "https://HOST:PORT". With a token, of a key or session, each request
  // shows it. kInvalid where it is none.
  static Result<std::unique_ptr<Client>> connect(const std::string& address,
                                                 const std::string& token = {});
  virtual ~Client() = default;
  virtual Result<Reply> get(std::string_view target) = 0;
  virtual Result<Reply> post(std::string_view target, std::string_view content_type,
                             std::string_view body) = 0;
  // "PATCH", "DELETE"; without a body where there is no type.
  virtual Result<Reply> send(std::string_view method, std::string_view target,
                             std::string_view content_type, std::string_view body) = 0;
};

}  // namespace fh::api

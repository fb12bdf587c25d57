#include "api/openssl_error.h"

#include <openssl/err.h>

namespace fh::api {

std::string last_openssl_error() {
  const unsigned long why = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = why == 0 ? nullptr : ERR_reason_error_string(why);
  return reason == nullptr ? "no further reason" : reason;
}

}  // namespace fh::api

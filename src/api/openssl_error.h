// api/openssl_error.h: what OpenSSL last complained of in this thread, in its own words.
#pragma once

#include <string>

namespace fh::api {

// Empties the thread's list of complaints. "no further reason" where there is none.
std::string last_openssl_error();

}  // namespace fh::api

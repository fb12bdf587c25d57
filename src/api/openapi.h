// api/openapi.h: the interface described by itself, as OpenAPI 3.1.
#pragma once

#include <string>
#include <string_view>

namespace fh::api {

std::string openapi(std::string_view version);

}  // namespace fh::api

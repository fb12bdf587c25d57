// api/client_types.h: the shapes of the interface as TypeScript, for web/.
#pragma once

#include <string>

namespace fh::api {

// The text of web/src/api/types.ts; a test keeps that file equal to it.
std::string client_types();

}  // namespace fh::api

// api/search_ask.h: one question to the landscape, out of a query string or JSON.
#pragma once

#include <span>
#include <string_view>

#include "api/arguments.h"
#include "api/endpoint.h"
#include "base/error.h"
#include "engine/engine.h"

namespace fh::api {

// The parameters of a search by query string; a JSON body has members of these names.
std::span<const Parameter> search_parameters();

Result<engine::SearchOptions> read_search(const Arguments& arguments);
Result<engine::SearchOptions> read_search(std::string_view json);

}  // namespace fh::api

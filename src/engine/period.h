// engine/period.h: from what a person writes for a time to the instants it spans.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "landscape/query.h"

namespace fh::engine {

// "2026-03" is the whole month, "2026-03-09T10:15" the whole minute. Errors as
// parse_time().
Result<landscape::TimeIn> period_of(std::string_view text);

// `node` and lived between the first instant of `from` and the last of `to`.
// kInvalid with field "from" or "to".
Result<landscape::Node> within(landscape::Node node, const std::optional<std::string>& from,
                               const std::optional<std::string>& to);

}  // namespace fh::engine

// api/target.h: the request target taken apart: path segments and query arguments.
//
// Percent escapes are decoded once, after splitting, so "%2F" never makes a segment.
// Refused: broken escapes, control characters, text that is not UTF-8, "." and "..".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace fh::api {

struct Target {
  std::string path;                   // as sent, without the query
  std::vector<std::string> segments;  // decoded; "/" has none; "/a/" has "a" and ""
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
};

inline constexpr size_t kQueryArgumentsMax = 64;

// Takes "/path?query" and the absolute form "http://host/path?query".
Result<Target> parse_target(std::string_view target);

// Percent-encodes everything but unreserved characters.
std::string percent_encode(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace fh::api

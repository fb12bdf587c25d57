// api/page_parameters.h: what endpoints that give a page at a time, or one by its number, are
// asked with.
#pragma once

#include <cstdint>
#include <string_view>

#include "api/arguments.h"
#include "api/endpoint.h"

namespace fh::api {

// `help` says of what: "How many entries."
constexpr Parameter page_limit(std::string_view help, std::string_view preset, int64_t most) {
  return {.name = "limit",
          .kind = Kind::kInteger,
          .help = help,
          .preset = preset,
          .least = 1,
          .most = most};
}
constexpr Parameter page_offset(std::string_view help) {
  return {.name = "offset",
          .kind = Kind::kInteger,
          .help = help,
          .preset = "0",
          .least = 0,
          .most = INT64_MAX};
}

inline constexpr Parameter kNumberInPath = {.name = "n",
                                            .in = In::kPath,
                                            .kind = Kind::kInteger,
                                            .help = "Its number.",
                                            .least = 1,
                                            .most = INT64_MAX,
                                            .presence = Presence::kRequired};

// What the two above were given.
struct AskedPage {
  uint32_t limit = 0;
  uint64_t offset = 0;
};
inline AskedPage page_in(const Arguments& arguments) {
  return {.limit = static_cast<uint32_t>(arguments.integer("limit")),
          .offset = static_cast<uint64_t>(arguments.integer("offset"))};
}

}  // namespace fh::api

// cli/serve.h: `firsthand serve`: the pages and the interface, until told to stop.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "cli/command.h"

namespace fh::cli {

const Command& serve_command();

struct ListenAddress {
  std::string host;
  uint16_t port = 0;
  std::string text() const;  // "127.0.0.1:8480", "[::1]:8480"
};
// "HOST:PORT", "[IPV6]:PORT" or ":PORT" (on 127.0.0.1).
Result<ListenAddress> parse_listen(std::string_view text);
// Reached from this machine only.
bool is_loopback(std::string_view host);

}  // namespace fh::cli

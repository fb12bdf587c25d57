// cli/serve_options.h: what `firsthand serve` was asked for, as the server takes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/server.h"
#include "base/error.h"
#include "cli/access.h"
#include "cli/command.h"

namespace fh::cli {

// All but where it listens and its pages. kInvalid names the option; kIo, kNotFound where the
// file of a secret cannot be read. Certificates are read by the server itself.
Result<api::ServerOptions> server_options(const Arguments& arguments);

// What the engine of a server that listens at `address` is opened with: where its backups go
// (--backups), and how many stay (--backups-keep).
Result<Serving> serving_of(const Arguments& arguments, std::string address);

// Where people open the pages (--pages-at), without a slash at its end; nothing: not said.
// kInvalid where it is no address, or has a path.
Result<std::optional<std::string>> pages_at_of(const Arguments& arguments);

// The only line of a file that `option` names. kInvalid where it holds more, or nothing.
Result<std::string> secret_in(const std::string& path, std::string_view option);

}  // namespace fh::cli

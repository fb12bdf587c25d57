// cli/help.h: what the program says of itself, made from the table of commands.
#pragma once

#include <string>

#include "cli/command.h"

namespace fh::cli {

inline constexpr std::string_view kVersion = "0.1.0";

// Every command with its summary, and where to go on.
std::string overview();
// Usage, options and examples of one.
std::string help_of(const Command& command);

}  // namespace fh::cli

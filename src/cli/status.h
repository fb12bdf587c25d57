// cli/status.h: `firsthand status`.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& status_command();

}  // namespace fh::cli

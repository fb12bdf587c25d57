// cli/settings.h: `firsthand settings`: what keepers set for all; on the data itself or
// through the server that holds it.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& settings_command();

}  // namespace fh::cli

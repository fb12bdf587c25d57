// cli/example.h: `firsthand example`: an invented organisation to try things out on.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& example_command();

}  // namespace fh::cli

// cli/retention.h: `firsthand retention`: how long experiences are kept.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& retention_command();

}  // namespace fh::cli

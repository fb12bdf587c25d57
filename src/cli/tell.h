// cli/tell.h: `firsthand tell`: one experience, from the command line.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& tell_command();

}  // namespace fh::cli

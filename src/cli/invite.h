// cli/invite.h: `firsthand invite`: links with which people tell, each once.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& invite_command();

}  // namespace fh::cli

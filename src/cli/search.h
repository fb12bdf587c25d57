// cli/search.h: `firsthand search`.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& search_command();

}  // namespace fh::cli

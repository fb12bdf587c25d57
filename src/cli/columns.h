// cli/columns.h: `firsthand columns`.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& columns_command();

}  // namespace fh::cli

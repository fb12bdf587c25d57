// cli/import.h: `firsthand import`: the experiences in files, into the data.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& import_command();

}  // namespace fh::cli

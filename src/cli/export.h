// cli/export.h: `firsthand export`.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& export_command();

}  // namespace fh::cli

// cli/backup.h: `firsthand backup` and `firsthand restore`.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& backup_command();
const Command& restore_command();

}  // namespace fh::cli

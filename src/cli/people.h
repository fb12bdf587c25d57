// cli/people.h: `firsthand member`, `firsthand key` and `firsthand audit`: who may come in,
// and who did what; on the data itself or through the server that holds it.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& member_command();
const Command& key_command();
const Command& audit_command();

}  // namespace fh::cli

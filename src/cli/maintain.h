// cli/maintain.h: `firsthand verify` and `firsthand rebuild`.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& verify_command();
const Command& rebuild_command();

}  // namespace fh::cli

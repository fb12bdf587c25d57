// cli/erase.h: `firsthand erase` and `firsthand verify-receipt`.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& erase_command();
const Command& verify_receipt_command();

}  // namespace fh::cli

// cli/requests.h: `firsthand request`: what people ask through the organisation.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& request_command();

}  // namespace fh::cli

// cli/question.h: `firsthand question`: what tellers are asked about what they told.
#pragma once

#include "cli/command.h"

namespace fh::cli {

const Command& question_command();

}  // namespace fh::cli

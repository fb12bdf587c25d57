// cli/found_text.h: a search's answer, for a person at a terminal.
#pragma once

#include <string>

#include "base/json.h"

namespace fh::cli {

struct FoundTextOptions {
  bool colour = false;
  int width = 80;     // columns
  bool full = false;  // whole texts, not only the part around the first match
};

// `answer` is the interface's SearchAnswer (api/json_answers.h), whether it came from
// a server or not.
std::string found_text(Json answer, const FoundTextOptions& options);

}  // namespace fh::cli

// cli/options.h: from words on the command line to checked arguments.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cli/command.h"

namespace fh::cli {

// `--name value`, `--name=value`, `--flag`; `--` ends the options. A word with one
// hyphen is positional, so that `search late -refund` excludes. kInvalid names the
// nearest option where there is one close by. `command` outlives the result.
Result<Arguments> parse_options(const Command& command, std::span<const std::string> words);

// The candidate within a few edits of `word`, or empty.
std::string nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace fh::cli

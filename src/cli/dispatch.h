// cli/dispatch.h: runs one command line; what main() does, with streams of choice.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace fh::cli {

// `words` without the program's name. Returns the exit code.
int dispatch(const std::vector<std::string>& words, std::ostream& out, std::ostream& err);

}  // namespace fh::cli

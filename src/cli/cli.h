// cli/cli.h: the command line: one table of commands, one file each.
//
// Exit codes: 0 done; 1 failed; 2 the command line or the input was wrong; 3 some
// rows or findings were refused or found; 4 busy: another process holds the data.
#pragma once

namespace fh::cli {

int run(int argc, char** argv);

}  // namespace fh::cli

#include "cli/cli.h"

int main(int argc, char** argv) {
  return fh::cli::run(argc, argv);
}

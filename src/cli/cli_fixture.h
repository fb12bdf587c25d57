// cli/cli_fixture.h: for the tests of this room: a data directory of one's own and
// command lines run on it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/dispatch.h"

namespace fh::cli {

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

inline Ran run_words(const std::vector<std::string>& words) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = dispatch(words, out, err);
  return {.code = code, .out = out.str(), .err = err.str()};
}

class CliFixture : public testing::Test {
 protected:
  CliFixture() {
    std::string path = (std::filesystem::temp_directory_path() / "firsthand-cli-XXXXXX").string();
    EXPECT_NE(::mkdtemp(path.data()), nullptr);
    temporary_ = path;
    data_ = temporary_ + "/data";
  }
  ~CliFixture() override {
    std::error_code ignored;
    std::filesystem::remove_all(temporary_, ignored);
  }

  // Runs the command with --data and whatever else.
  Ran run(const std::string& command, std::vector<std::string> rest = {}) {
    std::vector<std::string> words = {command, "--data", data_};
    words.insert(words.end(), std::make_move_iterator(rest.begin()),
                 std::make_move_iterator(rest.end()));
    return run_words(words);
  }

  std::string temporary_;
  std::string data_;
};

}  // namespace fh::cli

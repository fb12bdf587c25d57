// cli/command.h: what a command is: one entry of the table, one file each.
//
// Help, checks of the command line and the list in docs/cli.md all come from these
// entries: what is not in the table does not exist.
#pragma once

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace fh::cli {

// Exit codes, the same for every command (cli.h).
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitPartly = 3;
inline constexpr int kExitBusy = 4;

struct Option {
  std::string_view name;        // "limit" is written --limit
  std::string_view value = {};  // placeholder in help, "N"; empty: a flag without a value
  std::string_view help = {};
  std::string_view fallback = {};  // taken where the option is not given; empty: none
  bool repeats = false;            // may be given more than once
};

struct Example {
  std::string_view line;      // "firsthand search 'late delivery'"
  std::string_view explains;  // one short line
};

// What was written after the command's name, checked against its options.
struct Arguments {
  std::vector<std::string> positional;
  std::map<std::string, std::vector<std::string>, std::less<>> given;  // options by name

  // The last value given, else the option's fallback, else nothing.
  std::optional<std::string> option(std::string_view name) const;
  bool flag(std::string_view name) const;
  // Every value given, in order; the fallback alone where there is none given.
  std::vector<std::string> all(std::string_view name) const;

  const struct Command* command = nullptr;  // whose arguments these are
};

struct Command {
  std::string_view name;
  std::string_view summary;           // one line, for the list
  std::string_view usage;             // positional arguments: "[QUERY…]", "FILE…", or empty
  std::string_view description = {};  // a few sentences for its own help, or empty
  size_t positional_min = 0;
  size_t positional_max = 0;
  std::vector<Option> options;
  std::vector<Example> examples;
  // Answers go to `out`, everything else to `err`; returns an exit code.
  int (*run)(const Arguments& arguments, std::ostream& out, std::ostream& err) = nullptr;
};

// Every command, in the order of the help.
const std::vector<const Command*>& commands();

// The exit code that says who can act on this error.
int exit_code_of(const Error& error);
// Prints "firsthand: <error>" and returns its exit code.
int fail(std::ostream& err, const Error& error);

// A command's `run` from a body that gives an exit code or an error.
template <Result<int> (*kBody)(const Arguments&, std::ostream&, std::ostream&)>
int run(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const Result<int> code = kBody(arguments, out, err);
  return code ? *code : fail(err, code.error());
}

// An option's value as a whole number; kInvalid names option and bounds.
Result<uint64_t> number_option(const Arguments& arguments, std::string_view name, uint64_t low,
                               uint64_t high);

// `--data DIR`, the same everywhere: for a command's table of options.
Option data_option();
// `--token TOKEN`, for commands that a running server can answer.
Option token_option();
// What --token says, else FIRSTHAND_TOKEN in the environment, else nothing.
std::string token(const Arguments& arguments);
// What --data says, else FIRSTHAND_DATA in the environment, else kDataDirectory.
std::string data_directory(const Arguments& arguments);
inline constexpr std::string_view kDataDirectory = "firsthand-data";

}  // namespace fh::cli

#include "cli/command.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <ostream>

#include "base/check.h"

namespace fh::cli {

std::optional<std::string> Arguments::option(std::string_view name) const {
  std::vector<std::string> values = all(name);
  if (values.empty()) return std::nullopt;
  return std::move(values.back());
}

bool Arguments::flag(std::string_view name) const {
  return given.contains(name);
}

std::vector<std::string> Arguments::all(std::string_view name) const {
  if (const auto values = given.find(name); values != given.end()) return values->second;
  FH_CHECK(command != nullptr);
  for (const Option& candidate : command->options) {
    if (candidate.name != name) continue;
    if (candidate.fallback.empty()) return {};
    return {std::string(candidate.fallback)};
  }
  const bool option_is_in_the_command_table = false;
  FH_CHECK(option_is_in_the_command_table);
  return {};
}

int exit_code_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kInvalid:
    case ErrorCode::kNotFound:
    case ErrorCode::kTooLarge:
    case ErrorCode::kUnsupported:
    case ErrorCode::kConflict:
    case ErrorCode::kDenied:
      return kExitUsage;
    case ErrorCode::kBusy:
      return kExitBusy;
    case ErrorCode::kCorrupt:
    case ErrorCode::kIo:
    case ErrorCode::kCancelled:
      return kExitFailed;
  }
  return kExitFailed;
}

int fail(std::ostream& err, const Error& error) {
  err << "firsthand: " << to_string(error) << '\n';
  return exit_code_of(error);
}

Result<uint64_t> number_option(const Arguments& arguments, std::string_view name, uint64_t low,
                               uint64_t high) {
  const std::string text = arguments.option(name).value_or("");
  uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = code == std::errc() && end == text.data() + text.size();
  if (whole && number >= low && number <= high) return number;
  return failure(ErrorCode::kInvalid,
                 fmt::format("--{} is \"{}\"; it must be a whole number from {} to {}", name, text,
                             low, high));
}

Option data_option() {
  return {.name = "data",
          .value = "DIR",
          .help = "the data directory (else $FIRSTHAND_DATA, else \"firsthand-data\")"};
}

Option token_option() {
  return {.name = "token",
          .value = "TOKEN",
          .help =
              "what a running server is shown (else $FIRSTHAND_TOKEN, which others on this "
              "machine do not see)"};
}

std::string token(const Arguments& arguments) {
  if (const auto given = arguments.option("token")) return *given;
  const char* const environment = std::getenv("FIRSTHAND_TOKEN");
  return environment == nullptr ? std::string() : environment;
}

std::string data_directory(const Arguments& arguments) {
  if (const auto given = arguments.option("data")) return *given;
  const char* const environment = std::getenv("FIRSTHAND_DATA");
  if (environment != nullptr && *environment != '\0') return environment;
  return std::string(kDataDirectory);
}

}  // namespace fh::cli

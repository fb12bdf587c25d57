#include "cli/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/highlight.h"

namespace fh::cli {
namespace {

std::unexpected<Error> wrong(const Command& command, std::string message) {
  return failure(ErrorCode::kInvalid, std::move(message), {},
                 fmt::format("See `firsthand help {}`", command.name));
}

const Option* find_option(const Command& command, std::string_view name) {
  const auto found = std::ranges::find(command.options, name, &Option::name);
  return found == command.options.end() ? nullptr : &*found;
}

std::unexpected<Error> unknown_option(const Command& command, std::string_view name) {
  std::vector<std::string_view> names;
  names.reserve(command.options.size());
  for (const Option& option : command.options) names.push_back(option.name);
  const std::string near = nearest(name, names);
  const std::string hint = near.empty() ? "" : fmt::format("; did you mean --{}?", near);
  return wrong(command, fmt::format("{} has no option --{}{}", command.name, name, hint));
}

// Reads one word that begins with two hyphens, and its value; moves `at` past both.
Status take_option(const Command& command, std::span<const std::string> words, size_t& at,
                   Arguments& arguments) {
  const std::string_view word = std::string_view(words[at++]).substr(2);
  const size_t equals = word.find('=');
  const std::string_view name = word.substr(0, equals);
  const Option* option = find_option(command, name);
  if (option == nullptr) return unknown_option(command, name);
  std::vector<std::string>& values = arguments.given[std::string(name)];
  if (!values.empty() && !option->repeats) {
    return wrong(command, fmt::format("--{} is given twice", name));
  }
  if (option->value.empty()) {
    if (equals != std::string_view::npos) {
      return wrong(command, fmt::format("--{} takes no value", name));
    }
    values.emplace_back("yes");
  } else if (equals != std::string_view::npos) {
    values.emplace_back(word.substr(equals + 1));
  } else if (at < words.size() && !words[at].starts_with("--")) {
    values.push_back(words[at++]);
  } else {
    return wrong(command, fmt::format("--{} needs a value: --{} {}", name, name, option->value));
  }
  return {};
}

Status check_positional(const Command& command, const Arguments& arguments) {
  const size_t count = arguments.positional.size();
  if (count < command.positional_min) {
    return wrong(command, fmt::format("{} needs {}", command.name, command.usage));
  }
  if (count > command.positional_max) {
    return wrong(command, fmt::format("{} does not know what to do with \"{}\"", command.name,
                                      arguments.positional[command.positional_max]));
  }
  return {};
}

}  // namespace

Result<Arguments> parse_options(const Command& command, std::span<const std::string> words) {
  Arguments arguments;
  arguments.command = &command;
  bool options_ended = false;
  for (size_t at = 0; at < words.size();) {
    if (!options_ended && words[at] == "--") {
      options_ended = true;
      ++at;
    } else if (!options_ended && words[at].starts_with("--")) {
      FH_RETURN_IF_ERROR(take_option(command, words, at, arguments));
    } else {
      arguments.positional.push_back(words[at++]);
    }
  }
  FH_RETURN_IF_ERROR(check_positional(command, arguments));
  return arguments;
}

std::string nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  const auto edits_max = static_cast<unsigned>(std::clamp<size_t>(word.size() / 2, 1, 3));
  std::string_view best;
  unsigned best_edits = edits_max + 1;
  for (const std::string_view candidate : candidates) {
    const unsigned edits = engine::edits_between(word, candidate, edits_max);
    if (edits < best_edits) {
      best = candidate;
      best_edits = edits;
    }
  }
  return std::string(best);
}

}  // namespace fh::cli

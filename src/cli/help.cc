#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>

namespace fh::cli {
namespace {

std::string spelled(const Option& option) {
  if (option.value.empty()) return fmt::format("--{}", option.name);
  return fmt::format("--{} {}{}", option.name, option.value, option.repeats ? " …" : "");
}

// Columns on a terminal, not bytes: the ellipsis is one.
size_t width_of(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::string padded(std::string_view text, size_t width) {
  const size_t have = width_of(text);
  return std::string(text) + std::string(width > have ? width - have : 0, ' ');
}

std::string options_of(const Command& command) {
  size_t width = 0;
  for (const Option& option : command.options) width = std::max(width, width_of(spelled(option)));
  std::string text = "\nOptions:\n";
  for (const Option& option : command.options) {
    text += fmt::format("  {}  {}", padded(spelled(option), width), option.help);
    if (!option.fallback.empty()) text += fmt::format(" (default {})", option.fallback);
    text += '\n';
  }
  return text;
}

}  // namespace

std::string overview() {
  std::string text =
      "firsthand keeps what people live through, and makes the whole of it searchable at once.\n\n"
      "Usage: firsthand COMMAND [options]\n\nCommands:\n";
  size_t width = 0;
  for (const Command* command : commands()) width = std::max(width, command->name.size());
  for (const Command* command : commands()) {
    text += fmt::format("  {}  {}\n", padded(command->name, width), command->summary);
  }
  text +=
      "\nFirst steps:\n"
      "  firsthand example                         an invented organisation to look around in\n"
      "  firsthand serve                           the pages, on http://127.0.0.1:8480\n"
      "\nfirsthand help COMMAND tells more; firsthand --version says which this is.\n"
      "Exit codes: 0 done, 1 failed, 2 wrong input, 3 done but some refused or found, 4 busy.\n";
  return text;
}

std::string help_of(const Command& command) {
  std::string text = fmt::format("{}\n\nUsage: firsthand {}", command.summary, command.name);
  if (!command.usage.empty()) text += fmt::format(" {}", command.usage);
  if (!command.options.empty()) text += " [options]";
  text += '\n';
  if (!command.description.empty()) text += fmt::format("\n{}\n", command.description);
  if (!command.options.empty()) text += options_of(command);
  if (!command.examples.empty()) text += "\nExamples:\n";
  for (const Example& example : command.examples) {
    text += fmt::format("  {}\n      {}\n", example.line, example.explains);
  }
  return text;
}

}  // namespace fh::cli

#include "cli/cli.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <iostream>
#include <string>
#include <vector>

#include "cli/backup.h"
#include "cli/columns.h"
#include "cli/dispatch.h"
#include "cli/erase.h"
#include "cli/example.h"
#include "cli/export.h"
#include "cli/help.h"
#include "cli/import.h"
#include "cli/invite.h"
#include "cli/mail.h"
#include "cli/maintain.h"
#include "cli/options.h"
#include "cli/people.h"
#include "cli/question.h"
#include "cli/requests.h"
#include "cli/retention.h"
#include "cli/search.h"
#include "cli/serve.h"
#include "cli/settings.h"
#include "cli/status.h"
#include "cli/tell.h"

namespace fh::cli {
namespace {

const Command* command_named(std::string_view name) {
  for (const Command* command : commands()) {
    if (command->name == name) return command;
  }
  return nullptr;
}

int unknown_command(std::string_view name, std::ostream& err) {
  std::vector<std::string_view> names = {"help"};
  for (const Command* command : commands()) names.push_back(command->name);
  const std::string near = nearest(name, names);
  err << fmt::format("firsthand: there is no command \"{}\"{}\n", name,
                     near.empty() ? "" : fmt::format("; did you mean {}?", near))
      << "See `firsthand help`.\n";
  return kExitUsage;
}

int help(const std::vector<std::string>& words, std::ostream& out, std::ostream& err) {
  if (words.size() < 2) {
    out << overview();
    return kExitDone;
  }
  const Command* command = command_named(words[1]);
  if (command == nullptr) return unknown_command(words[1], err);
  out << help_of(*command);
  return kExitDone;
}

bool asks_for_help(std::span<const std::string> words) {
  for (const std::string& word : words) {
    if (word == "--") return false;
    if (word == "--help") return true;
  }
  return words.size() == 1 && words.front() == "-h";
}

}  // namespace

const std::vector<const Command*>& commands() {
  static const std::vector<const Command*> table = {
      &serve_command(),    &tell_command(),    &import_command(),
      &example_command(),  &search_command(),  &columns_command(),
      &status_command(),   &export_command(),  &verify_command(),
      &rebuild_command(),  &backup_command(),  &restore_command(),
      &member_command(),   &key_command(),     &audit_command(),
      &settings_command(), &erase_command(),   &verify_receipt_command(),
      &question_command(), &request_command(), &retention_command(),
      &mail_command(),     &invite_command(),
  };
  return table;
}

int dispatch(const std::vector<std::string>& words, std::ostream& out, std::ostream& err) {
  if (words.empty()) {
    err << overview();
    return kExitUsage;
  }
  const std::string& first = words.front();
  if (first == "--help" || first == "-h" || first == "help") return help(words, out, err);
  if (first == "--version") {
    out << "firsthand " << kVersion << '\n';
    return kExitDone;
  }
  const Command* command = command_named(first);
  if (command == nullptr) return unknown_command(first, err);
  const std::span<const std::string> rest = std::span(words).subspan(1);
  if (asks_for_help(rest)) {
    out << help_of(*command);
    return kExitDone;
  }
  const Result<Arguments> arguments = parse_options(*command, rest);
  if (!arguments) return fail(err, arguments.error());
  const int code = command->run(*arguments, out, err);
  out.flush();
  if (code == kExitDone && !out) {
    // A full disk or a closed pipe behind standard output must not pass for success.
    return fail(err, {.code = ErrorCode::kIo, .message = "could not write the whole answer"});
  }
  return code;
}

int run(int argc, char** argv) {
  // Everything written holds what people told: it is for the one who runs this alone.
  ::umask(S_IRWXG | S_IRWXO);
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) words.emplace_back(argv[i]);
  return dispatch(words, std::cout, std::cerr);
}

}  // namespace fh::cli

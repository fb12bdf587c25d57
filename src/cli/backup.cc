#include "cli/backup.h"

#include <fmt/format.h>

#include <ostream>

#include "cli/access.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

Result<std::string> needed(const Arguments& arguments, std::string_view name) {
  const std::optional<std::string> value = arguments.option(name);
  if (value && !value->empty()) return *value;
  return failure(ErrorCode::kInvalid, fmt::format("{} needs --{}", arguments.command->name, name),
                 {}, fmt::format("See `firsthand help {}`", arguments.command->name));
}

Result<int> back_up(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const std::string target, needed(arguments, "to"));
  if (system_files().exists(target)) {
    return failure(ErrorCode::kConflict, fmt::format("{} exists already", target), {},
                   "Backups are not written over: choose another name");
  }
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                      open_engine(arguments, err, Missing::kRefuse));
  FH_RETURN_IF_ERROR(engine->back_up_to(target));
  FH_ASSIGN_OR_RETURN(const uint64_t bytes, system_files().size(target));
  out << fmt::format("{} holds everything ({})\n", target, bytes_text(bytes));
  return kExitDone;
}

Result<int> restore(const Arguments& arguments, std::ostream& out, std::ostream& /*err*/) {
  FH_ASSIGN_OR_RETURN(const std::string backup, needed(arguments, "from"));
  const std::string directory = data_directory(arguments);
  FH_RETURN_IF_ERROR(engine::restore(system_files(), backup, directory));
  out << fmt::format("{} holds what {} held; the index is made at the next start\n", directory,
                     backup);
  return kExitDone;
}

}  // namespace

const Command& backup_command() {
  static const Command command = {
      .name = "backup",
      .summary = "copy everything into one file",
      .usage = "",
      .description =
          "The copy is one consistent moment. The index is left out: it is made from "
          "the rest.\nSo are the keys of tellers' contacts (contacts.keys): keep one copy of that "
          "file apart,\nwritten over each time. What is erased later is unreadable in all backups "
          "only without old\ncopies of it.",
      .options = {data_option(),
                  {.name = "to", .value = "FILE", .help = "the file to write; must not exist"}},
      .examples = {{"firsthand backup --to experiences-2026-03-09.db", "one file, everything"}},
      .run = run<back_up>,
  };
  return command;
}

const Command& restore_command() {
  static const Command command = {
      .name = "restore",
      .summary = "put a backup into a new data directory",
      .usage = "",
      .description =
          "The backup is checked first. The directory must be empty or missing; a file of\n"
          "contacts' keys (contacts.keys) that lies there stays and is used.",
      .options = {data_option(), {.name = "from", .value = "FILE", .help = "the backup"}},
      .examples = {{"firsthand restore --from experiences-2026-03-09.db --data restored",
                    "then: firsthand serve --data restored"}},
      .run = run<restore>,
  };
  return command;
}

}  // namespace fh::cli

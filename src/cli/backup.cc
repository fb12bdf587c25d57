#include "cli/backup.h"

#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "base/json.h"
#include "cli/access.h"
#include "cli/rights_door.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

Result<std::string> needed(const Arguments& arguments, std::string_view name) {
  const std::optional<std::string> value = arguments.option(name);
  if (value && !value->empty()) return *value;
  return failure(ErrorCode::kInvalid, fmt::format("{} needs --{}", arguments.command->name, name),
                 {}, fmt::format("See `firsthand help {}`", arguments.command->name));
}

std::string size_in(Json backup) {
  const std::optional<Json> bytes = backup.find("bytes");
  return bytes_text(bytes ? static_cast<uint64_t>(bytes->as_integer().value_or(0)) : 0);
}

Status list(Json answer, std::ostream& out) {
  const std::optional<Json> folder = answer.find("folder");
  const std::optional<Json> backups = answer.find("backups");
  if (!folder || !backups || backups->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, "the answer holds no backups");
  }
  if (!folder->as_bool().value_or(false)) {
    out << "the server has no folder for backups; start it with `firsthand serve --backups DIR`\n";
  }
  return backups->for_each_element([&](Json backup) -> Status {
    out << fmt::format("{}  {:>9}  {}\n", text_in(backup, "at"), size_in(backup),
                       text_in(backup, "name"));
    return {};
  });
}

void say_made(Json backup, std::ostream& out) {
  out << fmt::format("{} holds everything ({}), in the server's folder for backups\n",
                     text_in(backup, "name"), size_in(backup));
  const std::string removed = text_in(backup, "removed");
  if (removed != "0") out << fmt::format("{} older went: only so many are kept\n", removed);
}

// The server decides where it goes: whoever asks it may be anybody with the right.
Result<int> ask_server(api::Client& server, const Arguments& arguments, std::ostream& out) {
  const bool lists = arguments.flag("list");
  FH_ASSIGN_OR_RETURN(api::Reply reply, server.send(lists ? "GET" : "POST", "/v1/backups", {}, {}));
  FH_ASSIGN_OR_RETURN(const std::string answer, body_of(std::move(reply)));
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  if (lists) {
    FH_RETURN_IF_ERROR(list(json, out));
  } else {
    say_made(json, out);
  }
  return kExitDone;
}

Result<int> copy_to(const std::string& target, engine::Engine& engine, std::ostream& out) {
  FH_RETURN_IF_ERROR(engine.back_up_to(target));
  FH_ASSIGN_OR_RETURN(const uint64_t bytes, system_files().size(target));
  out << fmt::format("{} holds everything ({})\n", target, bytes_text(bytes));
  return kExitDone;
}

// What can be said wrong is said before anything is opened.
Status check_asked(const Arguments& arguments, bool served) {
  const std::optional<std::string> target = arguments.option("to");
  if (served && target) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("a server works in {}, and decides where its backups go",
                               data_directory(arguments)),
                   "to", "Leave --to out, or stop the server first");
  }
  if (served) return {};
  if (arguments.flag("list")) {
    return failure(
        ErrorCode::kInvalid,
        fmt::format("no server works in {} that could list its backups", data_directory(arguments)),
        "list", "Look into the folder that `serve --backups` names");
  }
  FH_ASSIGN_OR_RETURN(const std::string path, needed(arguments, "to"));
  if (!system_files().exists(path)) return {};
  return failure(ErrorCode::kConflict, fmt::format("{} exists already", path), {},
                 "Backups are not written over: choose another name");
}

Result<int> back_up(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const auto server = engine::server_of(system_files(), data_directory(arguments));
  FH_RETURN_IF_ERROR(check_asked(arguments, server.has_value()));
  if (server) {
    FH_ASSIGN_OR_RETURN(const std::unique_ptr<api::Client> client,
                        api::Client::connect(*server, token(arguments)));
    return ask_server(*client, arguments, out);
  }
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                      open_engine(arguments, err, Missing::kRefuse));
  return copy_to(*arguments.option("to"), *engine, out);
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
          "The copy is one consistent moment. Where a server works on the data it makes the copy,\n"
          "into the folder that `serve --backups` names, while others tell and search; without "
          "one\n"
          "--to says where it goes. The index is left out: it is made from the rest.\nSo are the "
          "keys of tellers' contacts (contacts.keys): keep one copy of that "
          "file apart,\nwritten over each time. What is erased later is unreadable in all backups "
          "only without old\ncopies of it.",
      .options = {data_option(),
                  token_option(),
                  {.name = "to",
                   .value = "FILE",
                   .help = "without a server: the file to write; must not exist"},
                  {.name = "list", .help = "which backups are in the server's folder"},
                  {.name = "json", .help = "with a server: answer as JSON"}},
      .examples = {{"firsthand backup --to experiences-2026-03-09.db", "one file, everything"},
                   {"firsthand backup", "by the server that runs, where it keeps them"},
                   {"firsthand backup --list", "which it has"}},
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

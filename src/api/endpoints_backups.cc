// Backups that a running server makes, where its host said. None of their bytes goes out here.
#include <array>

#include "api/endpoint_groups.h"
#include "api/json_answer.h"
#include "api/service.h"
#include "base/json.h"
#include "base/time.h"

namespace fh::api {
namespace {

constexpr Needs kAdminister = Needs::right(engine::Right::kAdminister);

constexpr std::string_view kListExample =
    R"({"folder":true,"backups":[{"name":"firsthand-20261122T210503Z.db","bytes":73728,)"
    R"("at":"2026-11-22T21:05:03Z"}]})";
constexpr std::string_view kMadeExample =
    R"({"name":"firsthand-20261122T210503Z.db","bytes":73728,"at":"2026-11-22T21:05:03Z",)"
    R"("as_of":41,"removed":0})";

void write_backup(JsonWriter& json, const engine::Backup& backup) {
  json.member("name", backup.name).member("bytes", backup.bytes);
  json.member("at", format_time(backup.at));
}

Result<Response> list(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::BackupFolder folder,
                      call.service.engine.backups().folder(call.caller));
  return object_answer([&](JsonWriter& json) {
    json.member("folder", folder.is_named).key("backups").begin_array();
    for (const engine::Backup& backup : folder.backups) {
      json.begin_object();
      write_backup(json, backup);
      json.end_object();
    }
    json.end_array();
  });
}

Result<Response> make(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::MadeBackup made,
                      call.service.engine.backups().make(call.caller));
  return object_answer(
      [&](JsonWriter& json) {
        write_backup(json, made.backup);
        json.member("as_of", made.as_of).member("removed", made.removed);
      },
      Code::kCreated);
}

}  // namespace

std::span<const Endpoint> backup_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/backups",
               .name = "backups",
               .summary = "Which backups there are",
               .description = "Those in the server's folder for them, newest first, the newest "
                              "thousand. They lie on its host's disk and are had there alone.",
               .needs = kAdminister,
               .gives = "Backups",
               .gives_example = kListExample,
               .handler = list},
      Endpoint{.method = Method::kPost,
               .path = "/v1/backups",
               .name = "makeBackup",
               .summary = "Make a backup",
               .description = "The record as it is at one moment, into the server's folder, with "
                              "the log of erasures beside it; others tell and search meanwhile. "
                              "Whole, and on disk, when the answer comes, which takes as long as "
                              "copying does. One at a time, else 503; 501 where the server was "
                              "started without --backups. It stands in the audit.",
               .needs = kAdminister,
               .gives = "MadeBackup",
               .gives_example = kMadeExample,
               .success = Code::kCreated,
               .runs = Runs::kTelling,
               .handler = make},
  };
  return kEndpoints;
}

}  // namespace fh::api

#include "engine/local_backups.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/rights.h"

namespace fh::engine {
namespace {

constexpr std::string_view kBegin = "firsthand-";
constexpr std::string_view kEnd = ".db";
// As the record calls a copy until it is whole.
constexpr std::string_view kUnfinishedEnd = ".db.partial";
constexpr std::string_view kLockName = "firsthand.lock";
// In the record: what the newest one is called.
constexpr std::string_view kMadeNote = "backup_made";

Status require_folder(const EngineOptions& options) {
  if (!options.backups.empty()) return {};
  return failure(ErrorCode::kUnsupported, "the server has no folder for backups", {},
                 "Start it with `firsthand serve --backups DIR`, or stop it and make one with "
                 "`firsthand backup --to FILE`");
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
  }
}

// Where things lie on this machine is nothing for who asks from elsewhere.
Error without_places(Error error, const EngineOptions& options) {
  for (const std::string& place : {options.backups, options.directory}) {
    if (!place.starts_with('/') || place.size() == 1) continue;
    replace_all(error.message, place + "/", "");
    replace_all(error.message, place, "the folder");
  }
  return error;
}

bool is_inside(const std::filesystem::path& path, const std::filesystem::path& directory) {
  const auto [at, rest] = std::ranges::mismatch(directory, path);
  static_cast<void>(rest);
  return at == directory.end();
}

// Links followed. A path that is not there yet stays relative unless it is made absolute first.
Result<std::filesystem::path> where_it_lies(const std::string& given) {
  std::error_code failed;
  std::filesystem::path path = std::filesystem::absolute(given, failed);
  if (!failed) path = std::filesystem::weakly_canonical(path, failed);
  if (!failed) return path;
  return failure(ErrorCode::kIo,
                 fmt::format("cannot tell where {} lies: {}", given, failed.message()), "backups",
                 "Name a folder that this program may enter");
}

// Two records in one folder would write into one log, and remove each other's backups. Not every
// network's disk knows locks: a folder on such a one is good all the same.
Result<std::unique_ptr<FileLock>> lock_of(const EngineOptions& options) {
  Result<std::unique_ptr<FileLock>> lock =
      options.files->lock(fmt::format("{}/{}", options.backups, kLockName), "");
  if (lock) return lock;
  if (lock.error().code != ErrorCode::kBusy) return nullptr;
  return failure(ErrorCode::kBusy,
                 fmt::format("another server makes its backups in {}", options.backups), "backups",
                 "Name a folder of its own for each record");
}

}  // namespace

// As RFC 3339 has it, without what not every file system takes.
std::string name_of_backup(Instant at) {
  std::string moment = format_time(at);
  std::erase_if(moment, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{}{}{}", kBegin, moment, kEnd);
}

std::optional<Instant> moment_of_backup(std::string_view name) {
  constexpr size_t kMomentBytes = std::string_view("20261122T210503Z").size();
  if (name.size() != kBegin.size() + kMomentBytes + kEnd.size()) return std::nullopt;
  const std::string_view moment = name.substr(kBegin.size(), kMomentBytes);
  const Result<Instant> at =
      parse_time(fmt::format("{}-{}-{}:{}:{}", moment.substr(0, 4), moment.substr(4, 2),
                             moment.substr(6, 5), moment.substr(11, 2), moment.substr(13)));
  // What reads as a time may have been written otherwise.
  if (!at || name_of_backup(*at) != name) return std::nullopt;
  return *at;
}

Result<std::unique_ptr<FileLock>> LocalBackups::prepare(EngineOptions& options) {
  if (options.backups.empty()) return nullptr;
  FH_ASSIGN_OR_RETURN(const std::filesystem::path data, where_it_lies(options.directory));
  FH_ASSIGN_OR_RETURN(const std::filesystem::path folder, where_it_lies(options.backups));
  if (is_inside(folder, data)) {
    return failure(ErrorCode::kInvalid,
                   fmt::format("backups cannot go into {}: what is erased is to be gone from the "
                               "data directory for good",
                               options.backups),
                   "backups", "Name a folder elsewhere, best on another disk");
  }
  FH_RETURN_IF_ERROR(options.files->make_directories(options.backups));
  options.backups = std::filesystem::absolute(options.backups).lexically_normal().string();
  while (options.backups.size() > 1 && options.backups.ends_with('/')) options.backups.pop_back();
  return lock_of(options);
}

std::string LocalBackups::path_of(std::string_view name) const {
  return fmt::format("{}/{}", parts_.options.backups, name);
}

// Those that begin with one of our moments and end so, oldest first.
Result<std::vector<std::string>> LocalBackups::names(std::string_view end) const {
  FH_ASSIGN_OR_RETURN(std::vector<std::string> names,
                      parts_.options.files->list(parts_.options.backups));
  std::erase_if(names, [&](std::string_view name) {
    if (!name.ends_with(end)) return true;
    name.remove_suffix(end.size());
    return !moment_of_backup(fmt::format("{}{}", name, kEnd));
  });
  return names;
}

// What was being copied when a process died. None is being made now, and nobody else's folder
// this is.
void LocalBackups::clear_unfinished() {
  const auto left = names(kUnfinishedEnd);
  if (!left) return;
  for (const std::string& name : *left) {
    static_cast<void>(parts_.options.files->remove(path_of(name)));
  }
}

// One that cannot be removed now is tried behind the next backup.
uint64_t LocalBackups::remove_beyond_kept(std::string_view newest) {
  const uint64_t kept = parts_.options.backups_kept;
  Result<std::vector<std::string>> all = names(kEnd);
  if (kept == 0 || !all || all->size() <= kept) return 0;
  std::erase(*all, newest);  // which has an older name where the clock was put back
  uint64_t removed = 0;
  for (size_t i = 0; i + kept <= all->size(); ++i) {
    if (parts_.options.files->remove(path_of((*all)[i]))) ++removed;
  }
  static_cast<void>(parts_.options.files->sync_directory(parts_.options.backups));
  return removed;
}

Status LocalBackups::write(const Backup& backup, const Caller& caller) {
  const std::string path = path_of(backup.name);
  Status done = parts_.back_up_to(path);
  if (done) {
    done = parts_.record.decide(kMadeNote, backup.name,
                                {.actor = caller.actor, .action = "backup", .detail = backup.name});
  }
  // Without its log beside it, or its entry in the audit, it is none.
  if (done) return {};
  if (parts_.options.files->exists(path)) static_cast<void>(parts_.options.files->remove(path));
  return std::unexpected(without_places(std::move(done.error()), parts_.options));
}

Result<MadeBackup> LocalBackups::make(const Caller& caller) {
  FH_RETURN_IF_ERROR(may_administer(caller, "make a backup"));
  FH_RETURN_IF_ERROR(require_folder(parts_.options));
  const std::unique_lock lock(making_, std::try_to_lock);
  if (!lock.owns_lock()) {
    return failure(ErrorCode::kBusy, "a backup is being made already", {},
                   "Look at the list when it has ended");
  }
  clear_unfinished();
  const int64_t now_ms = parts_.options.clock->now().ms;
  MadeBackup made;
  made.backup.at = Instant{.ms = now_ms - now_ms % kMsPerSecond};
  made.backup.name = name_of_backup(made.backup.at);
  made.as_of = parts_.as_of();
  const std::string path = path_of(made.backup.name);
  if (parts_.options.files->exists(path)) {
    return failure(ErrorCode::kConflict, fmt::format("{} is there already", made.backup.name), {},
                   "A second later the next one can be made");
  }
  FH_RETURN_IF_ERROR(write(made.backup, caller));
  made.backup.bytes = parts_.options.files->size(path).value_or(0);
  made.removed = remove_beyond_kept(made.backup.name);
  return made;
}

Result<BackupFolder> LocalBackups::folder(const Caller& caller) {
  FH_RETURN_IF_ERROR(may_administer(caller, "see which backups there are"));
  BackupFolder folder;
  if (parts_.options.backups.empty()) return folder;
  folder.is_named = true;
  const auto listed = names(kEnd);
  if (!listed) return std::unexpected(without_places(listed.error(), parts_.options));
  const std::vector<std::string>& all = *listed;
  for (auto name = all.rbegin(); name != all.rend(); ++name) {
    if (folder.backups.size() == kBackupsListedMax) break;
    const Result<uint64_t> bytes = parts_.options.files->size(path_of(*name));
    if (!bytes) continue;  // removed meanwhile
    folder.backups.push_back({.name = *name, .bytes = *bytes, .at = *moment_of_backup(*name)});
  }
  return folder;
}

}  // namespace fh::engine

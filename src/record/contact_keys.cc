#include "record/contact_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/file_system.h"
#include "base/sealed.h"
#include "record/contacts.h"

namespace fh::record {
namespace {

constexpr uint64_t kApplicationId = 0x4668436B;  // "FhCk"
constexpr uint64_t kVersion = 1;

constexpr const char* kTables = R"sql(
CREATE TABLE secret (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE contact_key (
  person INTEGER NOT NULL,
  mark INTEGER NOT NULL,
  key BLOB NOT NULL,
  known_by BLOB NOT NULL,
  PRIMARY KEY (person, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_key_by_address ON contact_key (known_by);
PRAGMA application_id = 0x4668436B;
PRAGMA user_version = 1;
)sql";

std::unexpected<Error> not_ours(ErrorCode code, std::string_view what) {
  return failure(code, fmt::format("{} {}", kContactKeysName, what), {},
                 "Put a copy of it back; or remove it: what it opened is lost then, and tellers "
                 "leave their contacts anew.");
}

// So that no address is worth anything beside another person.
std::string meant_for(uint32_t person) {
  return fmt::format("contact of person {}", person);
}

std::optional<SealKey> key_in(std::string_view bytes) {
  SealKey key{};
  if (bytes.size() != key.size()) return std::nullopt;
  std::ranges::transform(bytes, key.begin(), [](char c) { return static_cast<std::byte>(c); });
  return key;
}

ContactKeys::Place place_in(const Statement& row) {
  return {.person = static_cast<uint32_t>(row.number(0)), .mark = row.number(1)};
}

// Whether it was there.
Result<bool> remove(Database& database, const ContactKeys::Place& place) {
  FH_ASSIGN_OR_RETURN(Use gone,
                      database.use("DELETE FROM contact_key WHERE person = ?1 AND mark = ?2"));
  FH_RETURN_IF_ERROR(gone->bind(1, place.person).bind(2, place.mark).run());
  return database.changed_rows() > 0;
}

std::string bytes_of_key(const SealKey& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

}  // namespace

Result<std::unique_ptr<ContactKeys>> ContactKeys::open(const std::string& directory,
                                                       Random& random) {
  std::unique_ptr<ContactKeys> keys(
      new ContactKeys(fmt::format("{}/{}", directory, kContactKeysName), random));
  if (system_files().exists(keys->path_)) FH_RETURN_IF_ERROR(keys->open_file());
  return keys;
}

Status ContactKeys::open_file() {
  FH_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::open(path_, Access::kWrite));
  FH_ASSIGN_OR_RETURN(const uint64_t owner, database->number("PRAGMA application_id"));
  FH_ASSIGN_OR_RETURN(const uint64_t tables,
                      database->number("SELECT count(*) FROM sqlite_schema"));
  FH_ASSIGN_OR_RETURN(const uint64_t version, database->number("PRAGMA user_version"));
  // Made and not finished: the power went.
  const bool is_empty = owner == 0 && tables == 0;
  if (!is_empty && owner != kApplicationId) {
    return not_ours(ErrorCode::kUnsupported, "is a database, but not one of contacts' keys");
  }
  if (version > kVersion) {
    return not_ours(ErrorCode::kUnsupported, "was written by a newer firsthand");
  }
  FH_RETURN_IF_ERROR(database->configure_for_writing());
  if (is_empty) {
    FH_ASSIGN_OR_RETURN(Transaction transaction,
                        Transaction::begin(*database, Transaction::Kind::kWrite));
    FH_RETURN_IF_ERROR(database->run(kTables));
    std::array<std::byte, 32> secret{};
    random_.fill(secret);
    {
      FH_ASSIGN_OR_RETURN(Use insert, database->use("INSERT INTO secret VALUES (1, ?1)"));
      FH_RETURN_IF_ERROR(insert->bind_bytes(1, std::span<const std::byte>(secret)).run());
    }
    FH_RETURN_IF_ERROR(transaction.commit());
  }
  {
    FH_ASSIGN_OR_RETURN(Use query, database->use("SELECT bytes FROM secret"));
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    const std::optional<SealKey> secret = row ? key_in(query->bytes(0)) : std::nullopt;
    if (!secret) return not_ours(ErrorCode::kCorrupt, "has lost its secret");
    secret_ = *secret;
  }
  // A bad end may have left keys in the log that were destroyed, and others that nobody has.
  sweep_needed_ = !is_empty;
  database_ = std::move(database);
  return {};
}

Status ContactKeys::make_file() {
  if (database_) return {};
  FH_RETURN_IF_ERROR(open_file());
  const size_t slash = path_.find_last_of('/');
  return system_files().sync_directory(path_.substr(0, slash));
}

Digest ContactKeys::digest(std::string_view known_by) const {
  return digest_of(known_by, secret_);
}

// What was in pages and in the log is overwritten: nobody else reads or writes this file.
Status ContactKeys::clear() {
  FH_ASSIGN_OR_RETURN(const bool cut, database_->truncate_log());
  if (!cut) return failure(ErrorCode::kBusy, fmt::format("somebody reads {}", kContactKeysName));
  FH_ASSIGN_OR_RETURN(const bool cleared, database_->clear_unused());
  if (cleared) return {};
  return failure(ErrorCode::kBusy, fmt::format("somebody writes {}", kContactKeysName));
}

// `change` says whether it destroyed any.
template <typename Change>
Status ContactKeys::without_trace(Looks looks, const Change& change) {
  const std::lock_guard lock(mutex_);
  if (!database_) return {};
  bool destroyed = sweep_needed_;  // what an earlier one left is cleared with it
  const auto done = [&]() -> Status {
    FH_ASSIGN_OR_RETURN(Transaction transaction,
                        Transaction::begin(*database_, Transaction::Kind::kWrite));
    FH_ASSIGN_OR_RETURN(const bool any, change(*database_));
    destroyed = destroyed || any;
    return transaction.commit();
  }();
  const Status cleared = done && destroyed ? clear() : done;
  if (!cleared || looks == Looks::kAtAll) sweep_needed_ = !cleared.has_value();
  return cleared;
}

Result<ContactKeys::Sealed> ContactKeys::seal(uint32_t person, const model::MailAddress& address) {
  const std::lock_guard lock(mutex_);
  FH_RETURN_IF_ERROR(make_file());
  SealKey key{};
  random_.fill(key);
  // Never 0, and a whole number of SQLite's.
  const uint64_t mark = random_.next_u64() >> 1 | 1U;
  FH_RETURN_IF_ERROR(
      add({.person = person, .mark = mark}, bytes_of_key(key), digest(address.known_by)));
  return Sealed{.mark = mark, .address = fh::seal(address.text, key, meant_for(person), random_)};
}

Status ContactKeys::add(Place place, const std::string& key, const Digest& known_by) {
  {
    FH_ASSIGN_OR_RETURN(Use insert,
                        database_->use("INSERT INTO contact_key (person, mark, key, known_by) "
                                       "VALUES (?1, ?2, ?3, ?4)"));
    insert->bind(1, place.person).bind(2, place.mark).bind_bytes(3, key);
    FH_RETURN_IF_ERROR(insert->bind_bytes(4, std::span<const std::byte>(known_by)).run());
  }
  // Into the file itself: whoever copies it has all of it.
  const Result<bool> cut = database_->truncate_log();
  if (!cut) return std::unexpected(cut.error());
  return {};
}

Result<std::optional<std::string>> ContactKeys::open_address(Place place, std::string_view sealed) {
  const std::lock_guard lock(mutex_);
  if (!database_) return std::nullopt;
  FH_ASSIGN_OR_RETURN(
      Use query, database_->use("SELECT key FROM contact_key WHERE person = ?1 AND mark = ?2"));
  query->bind(1, place.person).bind(2, place.mark);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  const std::optional<SealKey> key = row ? key_in(query->bytes(0)) : std::nullopt;
  if (!key) return std::nullopt;
  return open_sealed(sealed, *key, meant_for(place.person));
}

Result<std::vector<ContactKeys::Place>> ContactKeys::places_of(std::string_view known_by,
                                                               uint32_t most) {
  const std::lock_guard lock(mutex_);
  std::vector<Place> places;
  if (!database_) return places;
  FH_ASSIGN_OR_RETURN(Use query,
                      database_->use("SELECT person, mark FROM contact_key WHERE known_by = ?1 "
                                     "ORDER BY person DESC LIMIT ?2"));
  const Digest wanted = digest(known_by);
  query->bind_bytes(1, std::span<const std::byte>(wanted)).bind(2, most);
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return places;
    places.push_back(place_in(*query));
  }
}

Status ContactKeys::destroy(Place place) {
  return without_trace(Looks::kAtSome, [&](Database& database) { return remove(database, place); });
}

Status ContactKeys::destroy(std::span<const uint64_t> people) {
  return without_trace(Looks::kAtSome, [&](Database& database) -> Result<bool> {
    bool any = false;
    for (const uint64_t person : people) {
      FH_ASSIGN_OR_RETURN(Use gone, database.use("DELETE FROM contact_key WHERE person = ?1"));
      FH_RETURN_IF_ERROR(gone->bind(1, person).run());
      any = any || database.changed_rows() > 0;
    }
    return any;
  });
}

Status ContactKeys::keep_among(std::span<const Place> places) {
  return without_trace(Looks::kAtAll, [&](Database& database) -> Result<bool> {
    std::vector<Place> others;
    {
      FH_ASSIGN_OR_RETURN(Use all, database.use("SELECT person, mark FROM contact_key"));
      for (;;) {
        FH_ASSIGN_OR_RETURN(const bool row, all->step());
        if (!row) break;
        const Place place = place_in(*all);
        if (!std::ranges::binary_search(places, place)) others.push_back(place);
      }
    }
    for (const Place& place : others) {
      const Result<bool> removed = remove(database, place);
      if (!removed) return std::unexpected(removed.error());
    }
    return !others.empty();
  });
}

bool ContactKeys::sweep_needed() const {
  const std::lock_guard lock(mutex_);
  return sweep_needed_;
}

void ContactKeys::ask_for_sweep() {
  const std::lock_guard lock(mutex_);
  sweep_needed_ = true;
}

Result<uint64_t> ContactKeys::count() {
  const std::lock_guard lock(mutex_);
  if (!database_) return 0;
  return database_->number("SELECT count(*) FROM contact_key");
}

bool ContactKeys::is_there() const {
  const std::lock_guard lock(mutex_);
  return database_ != nullptr;
}

}  // namespace fh::record

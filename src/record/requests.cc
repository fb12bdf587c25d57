#include "record/requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "record/person_key.h"
#include "record/readers.h"
#include "record/receipts.h"
#include "record/schema.h"
#include "record/writer.h"

namespace fh::record {
namespace {

using Kind = SubjectIdentity::Kind;

constexpr std::array kTypes = {RequestType::kAccess, RequestType::kPortability,
                               RequestType::kErasure};
constexpr std::array kStatuses = {RequestStatus::kPending, RequestStatus::kInProgress,
                                  RequestStatus::kCompleted, RequestStatus::kCancelled};

#define FH_REQUEST_ROWS                                                             \
  "SELECT id, type, status, actor, received_ms, begins_ms, ended_ms, experiences, " \
  "receipt FROM subject_request "

Result<SubjectRequest> request_in(const Statement& row) {
  SubjectRequest request = {.id = std::string(row.text(0)), .actor = std::string(row.text(3))};
  const std::optional<RequestType> type = request_type_named(row.text(1));
  const std::optional<RequestStatus> status = request_status_named(row.text(2));
  if (!type || !status) {
    return failure(ErrorCode::kCorrupt, "a request in the record cannot be read");
  }
  request.type = *type;
  request.status = *status;
  request.received = Instant{.ms = row.signed_number(4)};
  request.begins = Instant{.ms = row.signed_number(5)};
  if (!row.is_null(6)) request.ended = Instant{.ms = row.signed_number(6)};
  request.experiences = row.number(7);
  if (!row.is_null(8)) request.receipt = row.number(8);
  return request;
}

Result<std::vector<SubjectRequest>> requests_of(Use& query) {
  std::vector<SubjectRequest> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    FH_ASSIGN_OR_RETURN(SubjectRequest request, request_in(*query));
    found.push_back(std::move(request));
  }
}

Result<std::optional<SubjectRequest>> find_request(Database& database, std::string_view id) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(FH_REQUEST_ROWS "WHERE id = ?1"));
  query->bind_text(1, id);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return std::nullopt;
  FH_ASSIGN_OR_RETURN(SubjectRequest request, request_in(*query));
  return request;
}

Status insert_identity(Database& database, std::string_view id, const SubjectIdentity& identity) {
  FH_ASSIGN_OR_RETURN(Use insert,
                      database.use("INSERT INTO subject_identity (request, kind, hash, number) "
                                   "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"));
  insert->bind_text(1, id).bind(2, uint64_t{std::to_underlying(identity.kind)});
  return insert->bind_bytes(3, std::string_view(identity.hash)).bind(4, identity.number).run();
}

Status insert_request(Database& database, const SubjectRequest& request) {
  FH_ASSIGN_OR_RETURN(
      Use insert, database.use("INSERT INTO subject_request (id, type, status, actor, received_ms, "
                               "begins_ms, experiences) VALUES (?1, ?2, 'pending', ?3, ?4, ?5, "
                               "0)"));
  insert->bind_text(1, request.id).bind_text(2, name_of(request.type));
  insert->bind_text(3, request.actor).bind_signed(4, request.received.ms);
  return insert->bind_signed(5, request.begins.ms).run();
}

Status forget_identities(Database& database, std::string_view id) {
  FH_ASSIGN_OR_RETURN(Use forget, database.use("DELETE FROM subject_identity WHERE request = ?1"));
  return forget->bind_text(1, id).run();
}

// Of people whom a request names in whatever way.
constexpr const char* kPeople =
    "SELECT p.number FROM subject_identity AS i JOIN person AS p ON p.known_as = i.hash "
    "WHERE i.request = ?1 AND i.kind = 1 UNION "
    "SELECT c.person FROM subject_identity AS i JOIN claim AS c ON c.hash = i.hash "
    "WHERE i.request = ?1 AND i.kind = 2 UNION "
    "SELECT number FROM subject_identity WHERE request = ?1 AND kind = 3";

Result<std::vector<uint64_t>> numbers_of(Database& database, const char* sql, std::string_view id) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(sql));
  query->bind_text(1, id);
  std::vector<uint64_t> numbers;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return numbers;
    numbers.push_back(query->number(0));
  }
}

Result<std::vector<uint64_t>> experiences_of(Database& database, std::string_view id) {
  FH_ASSIGN_OR_RETURN(std::vector<uint64_t> numbers,
                      numbers_of(database,
                                 "SELECT e.number FROM subject_identity AS i JOIN experience AS e "
                                 "ON e.number = i.number WHERE i.request = ?1 AND i.kind = 4",
                                 id));
  FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> people, numbers_of(database, kPeople, id));
  for (const uint64_t person : people) {
    // What they told for others stands with them until these come for it.
    FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT number FROM experience WHERE person = ?1 "
                                                "UNION SELECT number FROM told_for WHERE teller = "
                                                "?1"));
    query->bind(1, person);
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) break;
      numbers.push_back(query->number(0));
    }
  }
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  return numbers;
}

// By their numbers, too: a code may be used up, or joined to another, before it begins.
Status note_people(Database& database, std::string_view id) {
  FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> people, numbers_of(database, kPeople, id));
  for (const uint64_t person : people) {
    FH_RETURN_IF_ERROR(insert_identity(database, id, {.kind = Kind::kPerson, .number = person}));
  }
  return {};
}

// People by their numbers alone: hashes of names are not kept longer than they are needed.
Status keep_numbers_only(Database& database, std::string_view id) {
  FH_RETURN_IF_ERROR(note_people(database, id));
  FH_ASSIGN_OR_RETURN(
      Use forget,
      database.use("DELETE FROM subject_identity WHERE request = ?1 AND kind IN (1, 2)"));
  return forget->bind_text(1, id).run();
}

Status end_access(Database& database, std::string_view id, uint64_t experiences, Instant now) {
  FH_ASSIGN_OR_RETURN(Use update,
                      database.use("UPDATE subject_request SET status = 'completed', ended_ms = "
                                   "?2, experiences = ?3 WHERE id = ?1 AND status = "
                                   "'in_progress'"));
  FH_RETURN_IF_ERROR(update->bind_text(1, id).bind_signed(2, now.ms).bind(3, experiences).run());
  if (database.changed_rows() == 1) return {};
  return failure(ErrorCode::kConflict, "the request is not in progress");
}

Status move(Database& database, std::string_view id, RequestStatus to, Instant now) {
  FH_ASSIGN_OR_RETURN(
      Use update, database.use("UPDATE subject_request SET status = ?2, ended_ms = ?3 WHERE id = "
                               "?1 AND status = 'pending'"));
  update->bind_text(1, id).bind_text(2, name_of(to));
  to == RequestStatus::kCancelled ? update->bind_signed(3, now.ms) : update->bind_null(3);
  FH_RETURN_IF_ERROR(update->run());
  if (database.changed_rows() == 1) return {};
  return failure(ErrorCode::kConflict, "the request has begun, or is past", {},
                 "Only what is pending can be cancelled.");
}

class SqliteRequestBook final : public RequestBook {
 public:
  SqliteRequestBook(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Result<AddedRequest> add(const SubjectRequest& request, std::span<const SubjectIdentity> whose,
                           uint64_t open_max) override {
    AddedRequest added{.request = request, .is_new = true};
    const Status done = writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(const uint64_t open,
                          database.number("SELECT count(*) FROM subject_request WHERE status IN "
                                          "('pending', 'in_progress')"));
      if (open >= open_max) {
        return failure(ErrorCode::kBusy, fmt::format("{} requests are open already", open), {},
                       "Nothing of this was taken: hand it in when some are completed.");
      }
      FH_RETURN_IF_ERROR(insert_request(database, request));
      for (const SubjectIdentity& one : whose) {
        FH_RETURN_IF_ERROR(insert_identity(database, request.id, one));
      }
      FH_RETURN_IF_ERROR(note_people(database, request.id));
      return Act{request.actor, "request", fmt::format("{} {}", request.id, name_of(request.type))};
    });
    if (done) return added;
    // There may have been one under the id: then nothing was changed.
    FH_ASSIGN_OR_RETURN(const std::optional<SubjectRequest> earlier, find(request.id));
    if (!earlier) return std::unexpected(done.error());
    return AddedRequest{.request = *earlier, .is_new = false};
  }

  Result<std::optional<SubjectRequest>> find(std::string_view id) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return find_request(*database, id);
  }

  Result<std::vector<SubjectRequest>> list(const RequestFilter& filter, uint32_t limit,
                                           uint64_t offset) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query,
        database->use(FH_REQUEST_ROWS "WHERE (?1 = '' OR actor = ?1) AND (?4 = '' OR status = ?4) "
                                      "ORDER BY received_ms DESC, id LIMIT ?2 OFFSET ?3"));
    constexpr uint64_t kOffsetMax = INT64_MAX;
    query->bind_text(1, filter.actor).bind(2, limit).bind(3, std::min(offset, kOffsetMax));
    query->bind_text(4, filter.status ? name_of(*filter.status) : std::string_view());
    return requests_of(query);
  }

  Result<std::vector<SubjectRequest>> due(Instant now, uint32_t limit) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query, database->use(FH_REQUEST_ROWS "WHERE status = 'in_progress' OR (status = "
                                                 "'pending' AND begins_ms <= ?1) ORDER BY status, "
                                                 "begins_ms, id LIMIT ?2"));
    query->bind_signed(1, now.ms).bind(2, limit);
    return requests_of(query);
  }

  Result<bool> begin(std::string_view id, std::string_view actor) override {
    FH_ASSIGN_OR_RETURN(const std::optional<SubjectRequest> there, find(id));
    if (there && there->status == RequestStatus::kInProgress) return false;
    const Status begun = writer_.act([&](Database& database) -> Result<Act> {
      FH_RETURN_IF_ERROR(move(database, id, RequestStatus::kInProgress, writer_.now()));
      return Act{std::string(actor), "begin_request", std::string(id)};
    });
    FH_RETURN_IF_ERROR(begun);
    return true;
  }

  Status cancel(std::string_view id, std::string_view actor) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_RETURN_IF_ERROR(move(database, id, RequestStatus::kCancelled, writer_.now()));
      FH_RETURN_IF_ERROR(forget_identities(database, id));
      return Act{std::string(actor), "cancel_request", std::string(id)};
    });
  }

  Result<uint64_t> complete(std::string_view id, std::string_view actor) override {
    uint64_t experiences = 0;
    const Status completed = writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, experiences_of(database, id));
      experiences = numbers.size();
      FH_RETURN_IF_ERROR(keep_numbers_only(database, id));
      FH_RETURN_IF_ERROR(end_access(database, id, experiences, writer_.now()));
      return Act{std::string(actor), "complete_request",
                 fmt::format("{} experiences={}", id, experiences)};
    });
    FH_RETURN_IF_ERROR(completed);
    return experiences;
  }

  Status complete_with(std::string_view id, const KeptReceipt& receipt,
                       std::string_view actor) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(const uint64_t number, keep_receipt(database, receipt));
      FH_RETURN_IF_ERROR(complete_request(
          database, id, {.at = writer_.now(), .experiences = 0, .receipt = number}));
      return Act{std::string(actor), "complete_request", fmt::format("{} experiences=0", id)};
    });
  }

  Result<std::vector<uint64_t>> experiences(std::string_view id) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return experiences_of(*database, id);
  }

  Result<KeptReceipt> receipt(uint64_t number) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return kept_receipt(*database, number);
  }

  // Asked every few seconds, and hardly ever is there any: whoever writes does not wait for it.
  Status forget_before(Instant before) override {
    FH_ASSIGN_OR_RETURN(const std::vector<std::string> ended, ended_before(before));
    if (ended.empty()) return {};
    return writer_.quietly([&](Database& database) -> Status {
      for (const std::string& id : ended) FH_RETURN_IF_ERROR(forget_identities(database, id));
      return {};
    });
  }

  Result<std::string> known_as(std::string_view source, std::string_view person) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(const PersonSecret secret, person_secret(*database));
    const KnownAs hash = record::known_as(secret, source, person);
    return std::string(reinterpret_cast<const char*>(hash.data()), hash.size());
  }

  Status note(const Act& act) override {
    return writer_.act([&](Database&) -> Result<Act> { return act; });
  }

  Status set_setting(std::string_view key, std::string_view value, const Act& act) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(Use set, database.use("INSERT INTO note (key, value) VALUES (?1, ?2) "
                                                "ON CONFLICT (key) DO UPDATE SET value = ?2"));
      FH_RETURN_IF_ERROR(set->bind_text(1, key).bind_text(2, value).run());
      return act;
    });
  }

 private:
  // Of whose people something is kept still. From their side: requests stay for ever.
  Result<std::vector<std::string>> ended_before(Instant before) {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query,
        database->use("SELECT DISTINCT i.request FROM subject_identity AS i CROSS JOIN "
                      "subject_request AS r ON r.id = i.request WHERE r.ended_ms < ?1 LIMIT 1000"));
    query->bind_signed(1, before.ms);
    std::vector<std::string> ended;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return ended;
      ended.emplace_back(query->text(0));
    }
  }

  Writer& writer_;
  Readers& readers_;
};

}  // namespace

std::string_view name_of(RequestType type) {
  switch (type) {
    case RequestType::kAccess:
      return "access";
    case RequestType::kPortability:
      return "portability";
    case RequestType::kErasure:
      return "erasure";
  }
  FH_CHECK(false);
  return {};
}

std::string_view name_of(RequestStatus status) {
  switch (status) {
    case RequestStatus::kPending:
      return "pending";
    case RequestStatus::kInProgress:
      return "in_progress";
    case RequestStatus::kCompleted:
      return "completed";
    case RequestStatus::kCancelled:
      return "cancelled";
  }
  FH_CHECK(false);
  return {};
}

std::optional<RequestType> request_type_named(std::string_view name) {
  const auto found =
      std::ranges::find(kTypes, name, [](RequestType type) { return name_of(type); });
  return found == kTypes.end() ? std::nullopt : std::optional(*found);
}

std::optional<RequestStatus> request_status_named(std::string_view name) {
  const auto found =
      std::ranges::find(kStatuses, name, [](RequestStatus status) { return name_of(status); });
  return found == kStatuses.end() ? std::nullopt : std::optional(*found);
}

std::unique_ptr<RequestBook> make_request_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteRequestBook>(writer, readers);
}

}  // namespace fh::record

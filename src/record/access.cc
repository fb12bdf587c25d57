#include "record/access.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "record/readers.h"
#include "record/writer.h"

namespace fh::record {
namespace {

constexpr int64_t kForgetAfterMs = 24 * 3'600'000;

Statement& bind_optional(Statement& statement, int index, const std::optional<Instant>& at) {
  return at ? statement.bind_signed(index, at->ms) : statement.bind_null(index);
}

std::optional<Instant> optional_at(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Instant{.ms = row.signed_number(column)};
}

Member member_in(const Statement& row) {
  return {.number = row.number(0),
          .name = std::string(row.text(1)),
          .role = std::string(row.text(2)),
          .scope = std::string(row.text(3)),
          .sign_in = std::string(row.is_null(6) ? "" : row.text(6)),
          .created = Instant{.ms = row.signed_number(4)},
          .disabled = optional_at(row, 5)};
}

AccessKey key_in(const Statement& row) {
  return {.number = row.number(0),
          .name = std::string(row.text(1)),
          .rights = static_cast<uint16_t>(row.number(2)),
          .scope = std::string(row.text(3)),
          .created = Instant{.ms = row.signed_number(4)},
          .expires = optional_at(row, 5),
          .last_used = optional_at(row, 6),
          .revoked = optional_at(row, 7)};
}

#define FH_MEMBER_ROWS \
  "SELECT number, name, role, scope, created_ms, disabled_ms, sign_in FROM member "
#define FH_KEY_ROWS                                                                       \
  "SELECT number, name, rights, scope, created_ms, expires_ms, last_used_ms, revoked_ms " \
  "FROM access_key "

Result<std::optional<Member>> find_member(Database& database, uint64_t number) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(FH_MEMBER_ROWS "WHERE number = ?1"));
  query->bind(1, number);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return std::nullopt;
  return member_in(*query);
}

Error no_such_member() {
  return {.code = ErrorCode::kNotFound, .message = "there is no such member"};
}

// Nobody's, or this member's own.
Status check_sign_in_is_free(Database& database, const Member& member) {
  if (member.sign_in.empty()) return {};
  FH_ASSIGN_OR_RETURN(Use known,
                      database.use("SELECT 1 FROM member WHERE sign_in = ?1 AND number != ?2"));
  known->bind_text(1, member.sign_in).bind(2, member.number);
  FH_ASSIGN_OR_RETURN(const bool taken, known->step());
  if (!taken) return {};
  return failure(ErrorCode::kConflict, "another member signs in by the same", "sign_in",
                 "Take it away from that one first.");
}

Statement& bind_sign_in(Statement& statement, int index, const Member& member) {
  return member.sign_in.empty() ? statement.bind_null(index)
                                : statement.bind_text(index, member.sign_in);
}

Result<uint64_t> insert_member(Database& database, const Member& member) {
  {
    FH_ASSIGN_OR_RETURN(Use known, database.use("SELECT 1 FROM member WHERE name = ?1"));
    known->bind_text(1, member.name);
    FH_ASSIGN_OR_RETURN(const bool taken, known->step());
    if (taken) {
      return failure(ErrorCode::kConflict,
                     fmt::format("there is a member \"{}\" already", member.name), "name",
                     "Choose another name.");
    }
  }
  FH_RETURN_IF_ERROR(check_sign_in_is_free(database, member));
  FH_ASSIGN_OR_RETURN(const uint64_t number,
                      database.number("SELECT coalesce(max(number), 0) + 1 FROM member"));
  FH_ASSIGN_OR_RETURN(Use insert,
                      database.use("INSERT INTO member (number, name, role, scope, created_ms, "
                                   "sign_in) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
  insert->bind(1, number).bind_text(2, member.name).bind_text(3, member.role);
  insert->bind_text(4, member.scope).bind_signed(5, member.created.ms);
  bind_sign_in(*insert, 6, member);
  FH_RETURN_IF_ERROR(insert->run());
  return number;
}

Status shut_out(Database& database, uint64_t member) {
  {
    FH_ASSIGN_OR_RETURN(Use sessions, database.use("DELETE FROM session WHERE member = ?1"));
    FH_RETURN_IF_ERROR(sessions->bind(1, member).run());
  }
  FH_ASSIGN_OR_RETURN(Use links, database.use("DELETE FROM sign_in_link WHERE member = ?1"));
  return links->bind(1, member).run();
}

Status update_member(Database& database, const Member& member) {
  FH_RETURN_IF_ERROR(check_sign_in_is_free(database, member));
  {
    FH_ASSIGN_OR_RETURN(Use update,
                        database.use("UPDATE member SET role = ?2, scope = ?3, disabled_ms = ?4, "
                                     "sign_in = ?5 WHERE number = ?1"));
    update->bind(1, member.number).bind_text(2, member.role).bind_text(3, member.scope);
    bind_optional(*update, 4, member.disabled);
    bind_sign_in(*update, 5, member);
    FH_RETURN_IF_ERROR(update->run());
    if (database.changed_rows() == 0) return std::unexpected(no_such_member());
  }
  return member.disabled ? shut_out(database, member.number) : Status();
}

std::unexpected<Error> link_is_no_good() {
  return failure(ErrorCode::kNotFound, "this link does not sign in: it was used, or its time is up",
                 {}, "Ask a keeper for a new one.");
}

// Marks it used, if it may be.
Result<SignInLink> take_link(Database& database, const Digest& hash, Instant now) {
  SignInLink link;
  {
    FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT member, expires_ms FROM sign_in_link "
                                                "WHERE hash = ?1 AND used_ms IS NULL"));
    query->bind_bytes(1, hash);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row || query->signed_number(1) <= now.ms) return link_is_no_good();
    if (!query->is_null(0)) link.member = query->number(0);
  }
  FH_ASSIGN_OR_RETURN(Use use,
                      database.use("UPDATE sign_in_link SET used_ms = ?2 WHERE hash = ?1"));
  FH_RETURN_IF_ERROR(use->bind_bytes(1, hash).bind_signed(2, now.ms).run());
  return link;
}

Result<Member> member_behind(Database& database, const SignInLink& link, const Member& first) {
  if (!link.member) {
    FH_ASSIGN_OR_RETURN(const uint64_t members, database.number("SELECT count(*) FROM member"));
    if (members != 0) return link_is_no_good();
    Member made = first;
    FH_ASSIGN_OR_RETURN(made.number, insert_member(database, first));
    return made;
  }
  FH_ASSIGN_OR_RETURN(std::optional<Member> member, find_member(database, *link.member));
  if (!member || member->disabled) return link_is_no_good();
  return std::move(*member);
}

Result<std::optional<Member>> find_known_by(Database& database, const std::string& known_by) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(FH_MEMBER_ROWS "WHERE sign_in = ?1"));
  query->bind_text(1, known_by);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return std::nullopt;
  return member_in(*query);
}

Result<Member> first_known_by(Database& database, std::span<const std::string> known_by) {
  for (const std::string& one : known_by) {
    FH_ASSIGN_OR_RETURN(std::optional<Member> member, find_known_by(database, one));
    if (!member) continue;
    if (member->disabled) break;
    return std::move(*member);
  }
  return failure(ErrorCode::kNotFound, "no member is known by this", {},
                 "Ask a keeper to let you in.");
}

Status insert_session(Database& database, const Session& session) {
  FH_ASSIGN_OR_RETURN(Use insert,
                      database.use("INSERT INTO session (hash, member, created_ms, last_used_ms, "
                                   "expires_ms) VALUES (?1, ?2, ?3, ?4, ?5)"));
  insert->bind_bytes(1, session.hash).bind(2, session.member);
  insert->bind_signed(3, session.created.ms).bind_signed(4, session.last_used.ms);
  return insert->bind_signed(5, session.expires.ms).run();
}

Result<uint64_t> insert_key(Database& database, const AccessKey& key, const Digest& hash) {
  {
    FH_ASSIGN_OR_RETURN(Use known, database.use("SELECT 1 FROM access_key WHERE name = ?1 AND "
                                                "revoked_ms IS NULL"));
    known->bind_text(1, key.name);
    FH_ASSIGN_OR_RETURN(const bool taken, known->step());
    if (taken) {
      return failure(ErrorCode::kConflict, fmt::format("there is a key \"{}\" already", key.name),
                     "name", "Choose another name, or revoke that one first.");
    }
  }
  FH_ASSIGN_OR_RETURN(const uint64_t number,
                      database.number("SELECT coalesce(max(number), 0) + 1 FROM access_key"));
  FH_ASSIGN_OR_RETURN(Use insert,
                      database.use("INSERT INTO access_key (number, name, hash, rights, scope, "
                                   "created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  insert->bind(1, number).bind_text(2, key.name).bind_bytes(3, hash);
  insert->bind(4, uint64_t{key.rights}).bind_text(5, key.scope);
  insert->bind_signed(6, key.created.ms);
  FH_RETURN_IF_ERROR(bind_optional(*insert, 7, key.expires).run());
  return number;
}

Status mark_used(Database& database, const Used& used) {
  if (used.kind == TokenKind::kKey) {
    FH_ASSIGN_OR_RETURN(Use key,
                        database.use("UPDATE access_key SET last_used_ms = ?2 WHERE hash = ?1"));
    return key->bind_bytes(1, used.hash).bind_signed(2, used.at.ms).run();
  }
  FH_ASSIGN_OR_RETURN(Use session,
                      database.use("UPDATE session SET last_used_ms = ?2 WHERE hash = ?1"));
  return session->bind_bytes(1, used.hash).bind_signed(2, used.at.ms).run();
}

Status forget_past(Database& database, Instant now) {
  {
    FH_ASSIGN_OR_RETURN(Use links, database.use("DELETE FROM sign_in_link WHERE expires_ms < ?1"));
    FH_RETURN_IF_ERROR(links->bind_signed(1, now.ms - kForgetAfterMs).run());
  }
  FH_ASSIGN_OR_RETURN(Use sessions, database.use("DELETE FROM session WHERE expires_ms < ?1"));
  return sessions->bind_signed(1, now.ms - kForgetAfterMs).run();
}

class SqliteAccessBook final : public AccessBook {
 public:
  SqliteAccessBook(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Result<bool> is_empty() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(const uint64_t known,
                        database->number("SELECT EXISTS (SELECT 1 FROM member) OR "
                                         "EXISTS (SELECT 1 FROM access_key)"));
    return known == 0;
  }

  Result<std::vector<Member>> members() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query, database->use(FH_MEMBER_ROWS "ORDER BY name"));
    std::vector<Member> members;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return members;
      members.push_back(member_in(*query));
    }
  }

  Result<std::optional<Member>> member(uint64_t number) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return find_member(*database, number);
  }

  Result<uint64_t> add_member(const Member& member, const Act& act) override {
    uint64_t number = 0;
    FH_RETURN_IF_ERROR(writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(number, insert_member(database, member));
      return Act{act.actor, act.action, fmt::format("member {} {}", number, act.detail)};
    }));
    return number;
  }

  Status change_member(const Member& member, const Act& act) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_RETURN_IF_ERROR(update_member(database, member));
      return act;
    });
  }

  Status add_link(const Digest& hash, const SignInLink& link, const Act& act) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(Use insert, database.use("INSERT INTO sign_in_link (hash, member, "
                                                   "expires_ms) VALUES (?1, ?2, ?3)"));
      insert->bind_bytes(1, hash).bind_signed(3, link.expires.ms);
      link.member ? insert->bind(2, *link.member) : insert->bind_null(2);
      FH_RETURN_IF_ERROR(insert->run());
      return act;
    });
  }

  Result<Member> use_link(const Digest& hash, Session session, const Member& first) override {
    Member member;
    if (const Status done = writer_.act([&](Database& database) -> Result<Act> {
          FH_ASSIGN_OR_RETURN(const SignInLink link, take_link(database, hash, session.created));
          FH_ASSIGN_OR_RETURN(member, member_behind(database, link, first));
          session.member = member.number;
          FH_RETURN_IF_ERROR(insert_session(database, session));
          return Act{
              .actor = fmt::format("member {}", member.number),
              .action = "sign_in",
              .detail = link.member ? "" : fmt::format("first member, role={}", member.role)};
        });
        !done) {
      return std::unexpected(done.error());
    }
    return member;
  }

  Result<Member> sign_in_as(std::span<const std::string> known_by, Session session) override {
    Member member;
    FH_RETURN_IF_ERROR(writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(member, first_known_by(database, known_by));
      session.member = member.number;
      const Status inserted = insert_session(database, session);
      if (!inserted) return std::unexpected(inserted.error());
      return Act{.actor = fmt::format("member {}", member.number),
                 .action = "sign_in",
                 .detail = "at the provider"};
    }));
    return member;
  }

  Result<std::optional<Session>> session(const Digest& hash) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT member, created_ms, last_used_ms, expires_ms "
                                      "FROM session WHERE hash = ?1"));
    query->bind_bytes(1, hash);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return std::nullopt;
    return Session{.hash = hash,
                   .member = query->number(0),
                   .created = Instant{.ms = query->signed_number(1)},
                   .last_used = Instant{.ms = query->signed_number(2)},
                   .expires = Instant{.ms = query->signed_number(3)}};
  }

  Status end_session(const Digest& hash, const Act& act) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(Use end, database.use("DELETE FROM session WHERE hash = ?1"));
      FH_RETURN_IF_ERROR(end->bind_bytes(1, hash).run());
      return act;
    });
  }

  Result<std::vector<AccessKey>> keys() override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query, database->use(FH_KEY_ROWS "ORDER BY number"));
    std::vector<AccessKey> keys;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return keys;
      keys.push_back(key_in(*query));
    }
  }

  Result<std::optional<AccessKey>> key(const Digest& hash) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query, database->use(FH_KEY_ROWS "WHERE hash = ?1"));
    query->bind_bytes(1, hash);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return std::nullopt;
    return key_in(*query);
  }

  Result<uint64_t> add_key(const AccessKey& key, const Digest& hash, const Act& act) override {
    uint64_t number = 0;
    FH_RETURN_IF_ERROR(writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(number, insert_key(database, key, hash));
      return Act{act.actor, act.action, fmt::format("key {} {}", number, act.detail)};
    }));
    return number;
  }

  Status revoke_key(uint64_t number, const Act& act) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(Use revoke, database.use("UPDATE access_key SET revoked_ms = ?2 "
                                                   "WHERE number = ?1 AND revoked_ms IS NULL"));
      FH_RETURN_IF_ERROR(revoke->bind(1, number).bind_signed(2, writer_.now().ms).run());
      if (database.changed_rows() == 0) {
        return failure(ErrorCode::kNotFound, "there is no such key, or it is revoked already");
      }
      return act;
    });
  }

  Status note_uses(std::span<const Used> uses) override {
    return writer_.quietly([&](Database& database) -> Status {
      for (const Used& used : uses) FH_RETURN_IF_ERROR(mark_used(database, used));
      return forget_past(database, writer_.now());
    });
  }

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace

std::unique_ptr<AccessBook> make_access_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteAccessBook>(writer, readers);
}

}  // namespace fh::record

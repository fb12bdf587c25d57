// record/access.h: members, their ways in, and keys, as they are kept.
//
// Of tokens only hashes come here. Every change is durable, and in the audit under its
// Act, when its call returns; what may be changed by whom is the engine's affair.
//
// Threads: as record.h: changes wait for each other, reads run beside them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secrets.h"
#include "base/time.h"

namespace fh::record {

struct Member {
  uint64_t number = 0;       // never given twice
  std::string name;          // unique, disabled ones included
  std::string role;          // the engine's word for it
  std::string scope;         // a query; empty: everything
  std::string sign_in = {};  // by what another program knows them; unique, or empty: by nothing
  Instant created = {};
  std::optional<Instant> disabled = {};
};

struct AccessKey {
  uint64_t number = 0;
  std::string name;  // unique among those that are not revoked
  uint16_t rights = 0;
  std::string scope;
  Instant created = {};
  std::optional<Instant> expires = {};
  std::optional<Instant> last_used = {};
  std::optional<Instant> revoked = {};
};

// Good for one signing-in. Without a member: makes the first one (FirstMember).
struct SignInLink {
  std::optional<uint64_t> member;
  Instant expires = {};
};

struct Session {
  Digest hash = {};
  uint64_t member = 0;
  Instant created = {};
  Instant last_used = {};
  Instant expires = {};
};

// Who acts, and what it is called in the audit.
struct Act {
  std::string actor;
  std::string action;
  std::string detail = {};
};

struct Used {
  TokenKind kind = TokenKind::kKey;  // or kSession
  Digest hash = {};
  Instant at = {};
};

class AccessBook {
 public:
  virtual ~AccessBook() = default;

  // Whether there was ever a member or a key.
  virtual Result<bool> is_empty() = 0;

  // By name.
  virtual Result<std::vector<Member>> members() = 0;
  virtual Result<std::optional<Member>> member(uint64_t number) = 0;
  // The new number. kConflict where the name or what signs them in is another's.
  virtual Result<uint64_t> add_member(const Member& member, const Act& act) = 0;
  // Role, scope, what signs them in, and disabled. One that is disabled by it loses sessions
  // and links. kNotFound; kConflict where what signs them in is another's.
  virtual Status change_member(const Member& member, const Act& act) = 0;

  virtual Status add_link(const Digest& hash, const SignInLink& link, const Act& act) = 0;
  // Uses up the link and begins the session, both or neither; fills in whose it is. A link
  // without a member makes `first` one. kNotFound where the link is unknown, used or past,
  // where its member is disabled, or where there is a first member already.
  virtual Result<Member> use_link(const Digest& hash, Session session, const Member& first) = 0;

  // Begins a session of the member who is known by the first of these that anybody is known
  // by; fills in whose it is. kNotFound where there is none, or where they are disabled.
  virtual Result<Member> sign_in_as(std::span<const std::string> known_by, Session session) = 0;

  virtual Result<std::optional<Session>> session(const Digest& hash) = 0;
  virtual Status end_session(const Digest& hash, const Act& act) = 0;

  // By number.
  virtual Result<std::vector<AccessKey>> keys() = 0;
  virtual Result<std::optional<AccessKey>> key(const Digest& hash) = 0;
  // The new number. kConflict where the name is taken.
  virtual Result<uint64_t> add_key(const AccessKey& key, const Digest& hash, const Act& act) = 0;
  virtual Status revoke_key(uint64_t number, const Act& act) = 0;

  // When they were last used; not in the audit. Also forgets links and sessions that are
  // past since longer than a day.
  virtual Status note_uses(std::span<const Used> uses) = 0;
};

class Readers;
class Writer;

// Over the record's own connections, which outlive it.
std::unique_ptr<AccessBook> make_access_book(Writer& writer, Readers& readers);

}  // namespace fh::record

// engine/access.h: who may come in: members, their sessions, and keys.
//
// Everything that hands out or takes away a way in is done here, by a caller who may
// (kAdminister, and a view that is not narrowed), and stands in the audit under their
// name. Tokens are shown once and kept as hashes.
//
// Thread-safe. What is taken away opens nothing from the moment the call returns.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "engine/attempts.h"
#include "engine/caller.h"
#include "engine/known_tokens.h"
#include "record/record.h"

namespace fh::engine {

struct NewMember {
  std::string name;
  Role role = Role::kListener;
  std::string scope = {};
  std::string sign_in = {};  // as in MemberChange
};
// What is not said stays as it is.
struct MemberChange {
  std::optional<Role> role = {};
  std::optional<std::string> scope = {};
  // By what they are known at the provider where they sign in: an e-mail address, or "sub:"
  // and the name the provider gave them; empty: by nothing.
  std::optional<std::string> sign_in = {};
  std::optional<bool> disabled = {};
};

struct NewKey {
  std::string name;
  Rights rights;
  std::string scope = {};
  std::optional<Instant> expires = {};
};

// A token, for the one who is to have it: it cannot be asked for again.
struct Handed {
  uint64_t number = 0;  // of the key
  std::string token;
  std::optional<Instant> expires = {};
};

// What a token was found to be.
struct Recognised {
  std::shared_ptr<const Known> known;  // none: it opens nothing
  int64_t wait_ms = 0;                 // too many wrong ones: it was not looked at
};

struct SignedIn {
  std::string token;  // of the session
  std::shared_ptr<const Known> known;
};

struct AuditAsk {
  uint32_t limit = 100;
  uint64_t offset = 0;
  record::AuditFilter filter = {};
};

// What a walk over the whole chain found; nothing: all is as it was written.
struct AuditFindings {
  std::vector<std::string> findings;
  record::AuditChain chain;
};

// Who somebody is, as a provider that this installation trusts has proved it to a door.
struct Identity {
  std::string subject = {};  // the provider's own name for them, never another's
  std::string mail = {};     // an e-mail address that it says is theirs; empty: it does not say
};

struct AuditPage {
  std::vector<record::AuditEntry> entries;  // newest first
  record::AuditChain chain;
};

class Access {
 public:
  static constexpr int64_t kLinkMs = 15 * 60'000;
  // For the very first member: until then nobody is asked anyway.
  static constexpr int64_t kFirstLinkMs = 24 * 3'600'000;
  static constexpr int64_t kSessionIdleMs = 12 * 3'600'000;
  static constexpr int64_t kSessionMs = 30 * 24 * 3'600'000LL;

  // All outlive it.
  static Result<std::unique_ptr<Access>> open(record::Record& record, const Clock& clock,
                                              Random& random);

  // Nobody has ever been let in by name: there is nobody to tell apart from the host.
  bool is_open() const { return is_open_; }

  Result<std::vector<record::Member>> members(const Caller& caller);
  Result<record::Member> add_member(const Caller& caller, const NewMember& member);
  // kConflict where no keeper would be left; the host may do even that.
  Result<record::Member> change_member(const Caller& caller, uint64_t number,
                                       const MemberChange& change);
  // Signs in that member once.
  Result<Handed> make_link(const Caller& caller, uint64_t member);
  // Makes a keeper called "keeper" of whoever opens it, while there is no member. Only for
  // the host.
  Result<Handed> make_first_link(const Caller& caller);

  // kDenied where the link is no good. Ask wait_ms() first.
  Result<SignedIn> sign_in(std::string_view link, std::string_view address);
  // The member whom a keeper has written down under this subject, or else this address; nobody
  // is made a member by it. kDenied where there is none. Ask wait_ms() first.
  Result<SignedIn> sign_in_as(const Identity& identity, std::string_view address);
  // For a door where trying out failed before anything was asked here.
  void note_failed(std::string_view address) { attempts_.failed(address, clock_.now()); }
  Status sign_out(std::string_view session);

  Result<std::vector<record::AccessKey>> keys(const Caller& caller);
  Result<Handed> add_key(const Caller& caller, const NewKey& key);
  Status revoke_key(const Caller& caller, uint64_t number);

  // Of a key, a session or a claim. A known one costs a hash and a look into a table; `address`
  // (network_of()) is where it came from.
  Recognised caller_of_token(std::string_view token, std::string_view address);
  int64_t wait_ms(std::string_view address) const;

  // Changes whenever something opens less than before: what goes on for long looks anew.
  uint64_t generation() const { return tokens_.generation(); }
  Instant now() const { return clock_.now(); }

  Result<AuditPage> audit(const Caller& caller, const AuditAsk& ask);
  // O(entries).
  Result<AuditFindings> verify_audit(const Caller& caller);

  // Writes down when tokens were last used: those that are due, or all before an end.
  Status note_uses(KnownTokens::Take take);

 private:
  Access(record::Record& record, const Clock& clock, Random& random, bool is_open)
      : record_(record),
        book_(record.access()),
        clock_(clock),
        random_(random),
        is_open_(is_open) {}

  static Status may_see_audit(const Caller& caller);
  void close();
  Result<SignedIn> let_in(const record::Member& member, SignedIn made,
                          const record::Session& session, uint64_t generation);
  Result<record::Member> member(uint64_t number);
  Status check_keeper_stays(const record::Member& before, const record::Member& after);
  Result<std::shared_ptr<const Known>> look_up(std::string_view token, const Digest& digest);
  Result<std::shared_ptr<const Known>> look_up_key(const Digest& digest);
  Result<std::shared_ptr<const Known>> look_up_session(const Digest& digest);
  Result<std::shared_ptr<const Known>> look_up_claim(const Digest& digest);

  record::Record& record_;
  record::AccessBook& book_;
  const Clock& clock_;
  Random& random_;
  std::atomic<bool> is_open_;
  std::mutex changing_;  // so that two keepers do not disable each other at once
  KnownTokens tokens_;
  Attempts attempts_;
};

}  // namespace fh::engine

#include "engine/access.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "engine/claim_codes.h"
#include "engine/rights.h"
#include "engine/scope.h"

namespace fh::engine {
namespace {

Status check_name(std::string_view name) {
  if (name.empty() || name.size() > limits::kNameBytesMax) {
    return failure(
        ErrorCode::kInvalid,
        fmt::format("a name has 1 to {} bytes; this has {}", limits::kNameBytesMax, name.size()),
        "name");
  }
  if (!is_one_line(name) || name.front() == ' ' || name.back() == ' ') {
    return failure(ErrorCode::kInvalid,
                   "a name is text in UTF-8, without line ends, not beginning or ending in a space",
                   "name");
  }
  return {};
}

// As it is compared: of an address, case says nothing.
Result<std::string> sign_in_of(std::string_view text) {
  constexpr std::string_view kSubject = "sub:";
  constexpr size_t kSignInBytesMax = 259;  // "sub:" and the longest name a provider may give
  if (text.empty()) return std::string();
  const bool subject = text.starts_with(kSubject) && text.size() > kSubject.size();
  const size_t at = text.find('@');
  const bool mail = !text.starts_with(kSubject) && at != std::string_view::npos && at > 0 &&
                    at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos;
  const bool odd = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
  if ((!subject && !mail) || odd || text.size() > kSignInBytesMax || find_broken_utf8(text)) {
    return failure(ErrorCode::kInvalid,
                   "what signs somebody in is an e-mail address, or sub: and the provider's name "
                   "for them",
                   "sign_in");
  }
  return subject ? std::string(text) : ascii_lower(text);
}

std::string scope_in_words(std::string_view scope) {
  return scope.empty() ? std::string() : fmt::format(" scope={}", scope);
}

std::string in_words(const record::Member& member) {
  // Not by what they sign in: the audit outlives members, and names nobody.
  return fmt::format("role={}{}{}{}", member.role, scope_in_words(member.scope),
                     member.sign_in.empty() ? "" : " signs in elsewhere",
                     member.disabled ? " disabled" : "");
}

std::string in_words(const NewKey& key) {
  std::string rights;
  for (const Right right : kAllRights) {
    if (!key.rights.has(right)) continue;
    rights += fmt::format("{}{}", rights.empty() ? "" : ",", name_of(right));
  }
  return fmt::format("rights={}{}{}", rights, scope_in_words(key.scope),
                     key.expires ? " expires=" + format_time(*key.expires) : "");
}

std::unexpected<Error> no_such_member() {
  return failure(ErrorCode::kNotFound, "there is no such member");
}

bool is_keeper(const record::Member& member) {
  return member.role == name_of(Role::kKeeper) && !member.disabled && member.scope.empty();
}

std::shared_ptr<const Known> known_key(const record::AccessKey& key) {
  return std::make_shared<const Known>(Known{.caller = {.kind = CallerKind::kKey,
                                                        .actor = fmt::format("key {}", key.number),
                                                        .rights = Rights::of_bits(key.rights),
                                                        .scope = key.scope,
                                                        .person = 0},
                                             .kind = TokenKind::kKey,
                                             .name = key.name,
                                             .role = std::nullopt,
                                             .expires = key.expires,
                                             .idle_ms = std::nullopt});
}

std::shared_ptr<const Known> known_member(const record::Member& member, Instant expires) {
  const std::optional<Role> role = role_named(member.role);
  if (!role) return nullptr;  // of a newer program
  return std::make_shared<const Known>(
      Known{.caller = {.kind = CallerKind::kMember,
                       .actor = fmt::format("member {}", member.number),
                       .rights = rights_of(*role),
                       .scope = member.scope,
                       .person = 0},
            .kind = TokenKind::kSession,
            .name = member.name,
            .role = role,
            .expires = expires,
            .idle_ms = Access::kSessionIdleMs});
}

}  // namespace

Result<std::unique_ptr<Access>> Access::open(record::Record& record, const Clock& clock,
                                             Random& random) {
  FH_ASSIGN_OR_RETURN(const bool empty, record.access().is_empty());
  return std::unique_ptr<Access>(new Access(record, clock, random, empty));
}

// From the first who is let in by name, everybody is asked.
void Access::close() {
  if (is_open_.exchange(false)) tokens_.clear();
}

Result<std::vector<record::Member>> Access::members(const Caller& caller) {
  FH_RETURN_IF_ERROR(may_administer(caller, "see the members"));
  return book_.members();
}

Result<record::Member> Access::member(uint64_t number) {
  if (number > INT64_MAX) return no_such_member();
  FH_ASSIGN_OR_RETURN(std::optional<record::Member> member, book_.member(number));
  if (!member) return no_such_member();
  return std::move(*member);
}

Result<record::Member> Access::add_member(const Caller& caller, const NewMember& member) {
  FH_RETURN_IF_ERROR(may_administer(caller, "add a member"));
  FH_RETURN_IF_ERROR(check_name(member.name));
  FH_RETURN_IF_ERROR(check_scope(member.scope));
  FH_ASSIGN_OR_RETURN(const std::string sign_in, sign_in_of(member.sign_in));
  record::Member made = {.name = member.name,
                         .role = std::string(name_of(member.role)),
                         .scope = member.scope,
                         .sign_in = sign_in,
                         .created = clock_.now()};
  FH_ASSIGN_OR_RETURN(made.number, book_.add_member(made, {.actor = caller.actor,
                                                           .action = "add_member",
                                                           .detail = in_words(made)}));
  close();
  return made;
}

Result<record::Member> Access::change_member(const Caller& caller, uint64_t number,
                                             const MemberChange& change) {
  FH_RETURN_IF_ERROR(may_administer(caller, "change a member"));
  if (change.scope) FH_RETURN_IF_ERROR(check_scope(*change.scope));
  const std::lock_guard lock(changing_);
  FH_ASSIGN_OR_RETURN(const record::Member before, member(number));
  record::Member after = before;
  if (change.role) after.role = name_of(*change.role);
  if (change.scope) after.scope = *change.scope;
  if (change.sign_in) {
    FH_ASSIGN_OR_RETURN(after.sign_in, sign_in_of(*change.sign_in));
  }
  if (change.disabled && *change.disabled != before.disabled.has_value()) {
    after.disabled = *change.disabled ? std::optional(clock_.now()) : std::nullopt;
  }
  if (caller.kind != CallerKind::kHost) FH_RETURN_IF_ERROR(check_keeper_stays(before, after));
  const Status changed =
      book_.change_member(after, {.actor = caller.actor,
                                  .action = "change_member",
                                  .detail = fmt::format("member {} {}", number, in_words(after))});
  tokens_.clear();  // before anybody hears that it is done
  FH_RETURN_IF_ERROR(changed);
  return after;
}

// Else nobody could let anybody in any more, but for whoever can reach the files.
Status Access::check_keeper_stays(const record::Member& before, const record::Member& after) {
  if (!is_keeper(before) || is_keeper(after)) return {};
  FH_ASSIGN_OR_RETURN(const std::vector<record::Member> all, book_.members());
  const bool another = std::ranges::any_of(all, [&](const record::Member& member) {
    return is_keeper(member) && member.number != after.number;
  });
  if (another) return {};
  return failure(ErrorCode::kConflict, "no keeper would be left", {}, "Make another one first.");
}

Result<Handed> Access::make_link(const Caller& caller, uint64_t number) {
  FH_RETURN_IF_ERROR(may_administer(caller, "make a sign-in link"));
  FH_ASSIGN_OR_RETURN(const record::Member member, this->member(number));
  if (member.disabled) {
    return failure(ErrorCode::kConflict, "this member is disabled", {}, "Enable them first.");
  }
  Handed link = {.token = make_token(TokenKind::kSignIn, random_),
                 .expires = Instant{.ms = clock_.now().ms + kLinkMs}};
  FH_RETURN_IF_ERROR(book_.add_link(
      digest_of(link.token), {.member = number, .expires = *link.expires},
      {.actor = caller.actor, .action = "make_link", .detail = fmt::format("member {}", number)}));
  return link;
}

Result<Handed> Access::make_first_link(const Caller& caller) {
  if (caller.kind != CallerKind::kHost) {
    return failure(ErrorCode::kDenied, "only whoever runs the program makes the first keeper");
  }
  if (!is_open_) {
    return failure(ErrorCode::kConflict, "there are members or keys already", {},
                   "Use `firsthand member add` and `firsthand member link`.");
  }
  Handed link = {.token = make_token(TokenKind::kSignIn, random_),
                 .expires = Instant{.ms = clock_.now().ms + kFirstLinkMs}};
  FH_RETURN_IF_ERROR(
      book_.add_link(digest_of(link.token), {.member = std::nullopt, .expires = *link.expires},
                     {.actor = caller.actor, .action = "make_link", .detail = "first keeper"}));
  return link;
}

Result<SignedIn> Access::sign_in(std::string_view link, std::string_view address) {
  const Instant now = clock_.now();
  const auto refused = [&](Error error) -> std::unexpected<Error> {
    attempts_.failed(address, now);
    error.code = ErrorCode::kDenied;
    return std::unexpected(std::move(error));
  };
  if (kind_of_token(link) != TokenKind::kSignIn) {
    return refused({.message = "this is no sign-in link",
                    .advice = "Open it again, whole, as it was given to you."});
  }
  SignedIn made = {.token = make_token(TokenKind::kSession, random_), .known = nullptr};
  const record::Session session = {.hash = digest_of(made.token),
                                   .created = now,
                                   .last_used = now,
                                   .expires = {.ms = now.ms + kSessionMs}};
  const record::Member first = {.name = "keeper",
                                .role = std::string(name_of(Role::kKeeper)),
                                .scope = {},
                                .sign_in = {},
                                .created = now};
  uint64_t generation = tokens_.generation();
  const Result<record::Member> member = book_.use_link(digest_of(link), session, first);
  if (!member && member.error().code == ErrorCode::kNotFound) return refused(member.error());
  if (!member) return std::unexpected(member.error());
  if (is_open_) {
    close();
    generation = tokens_.generation();  // nobody has known of this session yet
  }
  Result<SignedIn> in = let_in(*member, std::move(made), session, generation);
  if (!in) return refused(in.error());
  return in;
}

Result<SignedIn> Access::let_in(const record::Member& member, SignedIn made,
                                const record::Session& session, uint64_t generation) {
  made.known = known_member(member, session.expires);
  if (!made.known) {
    return failure(ErrorCode::kDenied, "this program does not know the member's role");
  }
  tokens_.add(generation, session.hash, made.known, session.created);
  return made;
}

Result<SignedIn> Access::sign_in_as(const Identity& identity, std::string_view address) {
  const Instant now = clock_.now();
  std::vector<std::string> known_by = {"sub:" + identity.subject};
  // Spelled as keepers spell it; what is no address to them is none here.
  const Result<std::string> mail = sign_in_of(identity.mail);
  if (mail && !mail->empty() && !mail->starts_with("sub:")) known_by.push_back(*mail);
  SignedIn made = {.token = make_token(TokenKind::kSession, random_), .known = nullptr};
  const record::Session session = {.hash = digest_of(made.token),
                                   .created = now,
                                   .last_used = now,
                                   .expires = {.ms = now.ms + kSessionMs}};
  const uint64_t generation = tokens_.generation();
  Result<record::Member> member = book_.sign_in_as(known_by, session);
  if (!member && member.error().code == ErrorCode::kNotFound) {
    attempts_.failed(address, now);
    member.error().code = ErrorCode::kDenied;
  }
  if (!member) return std::unexpected(std::move(member.error()));
  return let_in(*member, std::move(made), session, generation);
}

Status Access::sign_out(std::string_view session) {
  if (kind_of_token(session) != TokenKind::kSession) {
    return failure(ErrorCode::kInvalid, "only who has signed in can sign out");
  }
  const Digest digest = digest_of(session);
  FH_ASSIGN_OR_RETURN(const std::optional<record::Session> known, book_.session(digest));
  if (!known) return {};
  const Status ended = book_.end_session(
      digest, {.actor = fmt::format("member {}", known->member), .action = "sign_out"});
  tokens_.clear();
  return ended;
}

Result<std::vector<record::AccessKey>> Access::keys(const Caller& caller) {
  FH_RETURN_IF_ERROR(may_administer(caller, "see the keys"));
  return book_.keys();
}

Result<Handed> Access::add_key(const Caller& caller, const NewKey& key) {
  FH_RETURN_IF_ERROR(may_administer(caller, "make a key"));
  FH_RETURN_IF_ERROR(check_name(key.name));
  FH_RETURN_IF_ERROR(check_scope(key.scope));
  if (key.rights == Rights()) {
    return failure(ErrorCode::kInvalid, "a key needs at least one right", "rights");
  }
  if (key.expires && *key.expires <= clock_.now()) {
    return failure(ErrorCode::kInvalid, "the key would be past already", "expires");
  }
  Handed made = {.token = make_token(TokenKind::kKey, random_), .expires = key.expires};
  FH_ASSIGN_OR_RETURN(
      made.number,
      book_.add_key({.name = key.name,
                     .rights = key.rights.bits(),
                     .scope = key.scope,
                     .created = clock_.now(),
                     .expires = key.expires},
                    digest_of(made.token),
                    {.actor = caller.actor, .action = "add_key", .detail = in_words(key)}));
  close();
  return made;
}

Status Access::revoke_key(const Caller& caller, uint64_t number) {
  FH_RETURN_IF_ERROR(may_administer(caller, "revoke a key"));
  if (number > INT64_MAX) return failure(ErrorCode::kNotFound, "there is no such key");
  const Status revoked = book_.revoke_key(
      number,
      {.actor = caller.actor, .action = "revoke_key", .detail = fmt::format("key {}", number)});
  tokens_.clear();
  return revoked;
}

Recognised Access::caller_of_token(std::string_view token, std::string_view address) {
  const Instant now = clock_.now();
  const std::optional<TokenKind> kind = kind_of_token(token);
  const bool opens = kind && kind != TokenKind::kSignIn && kind != TokenKind::kInvitation;
  const Digest digest = opens ? digest_of(token) : Digest{};
  if (opens) {
    if (const auto known = tokens_.use(digest, now)) return {.known = *known};
  }
  if (const int64_t wait = attempts_.wait_ms(address, now); wait > 0)
    return {.known = nullptr, .wait_ms = wait};
  Result<std::shared_ptr<const Known>> found = nullptr;
  if (opens) found = look_up(token, digest);
  if (found && !*found) attempts_.failed(address, now);
  return {.known = found.value_or(nullptr)};
}

Result<std::shared_ptr<const Known>> Access::look_up(std::string_view token, const Digest& digest) {
  const std::optional<TokenKind> kind = kind_of_token(token);
  if (kind == TokenKind::kClaim) return look_up_claim(digest);
  return kind == TokenKind::kKey ? look_up_key(digest) : look_up_session(digest);
}

// Not remembered: tellers come seldom, and what they erase must be gone at once.
Result<std::shared_ptr<const Known>> Access::look_up_claim(const Digest& digest) {
  FH_ASSIGN_OR_RETURN(const std::optional<Caller> teller, teller_with(record_, digest));
  if (!teller) return nullptr;
  return std::make_shared<const Known>(Known{.caller = *teller,
                                             .kind = TokenKind::kClaim,
                                             .name = {},
                                             .role = {},
                                             .expires = {},
                                             .idle_ms = {}});
}

Result<std::shared_ptr<const Known>> Access::look_up_key(const Digest& digest) {
  const uint64_t generation = tokens_.generation();
  const Instant now = clock_.now();
  FH_ASSIGN_OR_RETURN(const std::optional<record::AccessKey> key, book_.key(digest));
  if (!key || key->revoked) return nullptr;
  std::shared_ptr<const Known> known = known_key(*key);
  if (!is_good(*known, now, now)) return nullptr;
  tokens_.add(generation, digest, known, key->last_used.value_or(Instant{}));
  tokens_.use(digest, now);
  return known;
}

Result<std::shared_ptr<const Known>> Access::look_up_session(const Digest& digest) {
  const uint64_t generation = tokens_.generation();
  const Instant now = clock_.now();
  FH_ASSIGN_OR_RETURN(const std::optional<record::Session> session, book_.session(digest));
  if (!session) return nullptr;
  FH_ASSIGN_OR_RETURN(const std::optional<record::Member> member, book_.member(session->member));
  if (!member || member->disabled) return nullptr;
  std::shared_ptr<const Known> known = known_member(*member, session->expires);
  if (!known || !is_good(*known, session->last_used, now)) return nullptr;
  tokens_.add(generation, digest, known, session->last_used);
  tokens_.use(digest, now);
  return known;
}

int64_t Access::wait_ms(std::string_view address) const {
  return attempts_.wait_ms(address, clock_.now());
}

Status Access::may_see_audit(const Caller& caller) {
  FH_RETURN_IF_ERROR(require(caller, Right::kAudit, "see who did what"));
  if (caller.scope.empty()) return {};
  return failure(ErrorCode::kDenied, "you may not see who did what: your own view is narrowed");
}

Result<AuditPage> Access::audit(const Caller& caller, const AuditAsk& ask) {
  FH_RETURN_IF_ERROR(may_see_audit(caller));
  AuditPage page;
  FH_ASSIGN_OR_RETURN(page.entries, record_.audit(ask.limit, ask.offset, ask.filter));
  FH_ASSIGN_OR_RETURN(page.chain, record_.audit_chain());
  return page;
}

Result<AuditFindings> Access::verify_audit(const Caller& caller) {
  FH_RETURN_IF_ERROR(may_see_audit(caller));
  AuditFindings found;
  // Before the walk: what is added meanwhile is not what was asked about.
  FH_ASSIGN_OR_RETURN(found.chain, record_.audit_chain());
  FH_ASSIGN_OR_RETURN(found.findings, record_.verify_audit());
  return found;
}

Status Access::note_uses(KnownTokens::Take take) {
  const std::vector<record::Used> uses = tokens_.take_uses(clock_.now(), take);
  return uses.empty() ? Status() : book_.note_uses(uses);
}

}  // namespace fh::engine

// Who may come in, what they did, and what keepers set.
#include <array>

#include "api/shape_groups.h"

namespace fh::api {
namespace {

constexpr std::string_view kRightsType =
    R"(("tell" | "count" | "read" | "contact" | "export" | "erase" | "audit" | "administer" | "request")[])";
constexpr std::string_view kRoleType = R"("listener" | "steward" | "keeper")";

constexpr std::array kSession = {
    Field{"who", R"("host" | "member" | "key" | "nobody")",
          "As whom the request is answered; host: nobody is asked for on this machine yet."},
    Field{"name", "string", "Of the member or key.", kMaybe},
    Field{"role", kRoleType, "Of a member.", kMaybe},
    Field{"rights", kRightsType, "What they may."},
    Field{"scope", "string", "The query that says what is there for them.", kMaybe},
    Field{"expires", "string", "When it ends at the latest, RFC 3339.", kMaybe},
    Field{"csrf", "string", "For X-Firsthand-CSRF, of a cookie's session.", kMaybe},
    Field{"sign_in_with", "string",
          "What the provider is called at which members sign in by /v1/session/oidc.", kMaybe},
};
constexpr std::array kSignIn = {Field{"link", "string", "The token behind # in the link."}};
constexpr std::array kMember = {
    Field{"number", "integer", "Its number."},
    Field{"name", "string", "Their name."},
    Field{"role", kRoleType, "Each may what the one before may."},
    Field{"scope", "string", "What is there for them, as a query; everything where absent.",
          kMaybe},
    Field{"sign_in", "string",
          "By what the provider knows them: an e-mail address, or sub: and its name for them.",
          kMaybe},
    Field{"created", "string", "RFC 3339."},
    Field{"disabled", "string", "Since when, RFC 3339.", kMaybe},
};
constexpr std::array kMembers = {Field{"members", "Member[]", "By name."}};
constexpr std::array kNewMember = {
    Field{"name", "string", "Of their own; nobody else's."},
    Field{"role", kRoleType, "Each may what the one before may."},
    Field{"scope", "string", "What is there for them, as a query.", kMaybe},
    Field{"sign_in", "string",
          "By what the provider knows them: an e-mail address, or sub: and its name for them.",
          kMaybe},
};
constexpr std::array kMemberChange = {
    Field{"role", kRoleType, "The new one.", kMaybe},
    Field{"scope", "string", "The new one; empty: everything.", kMaybe},
    Field{"sign_in", "string", "The new one; empty: the provider signs them in no more.", kMaybe},
    Field{"disabled", "boolean", "Whether they are kept out.", kMaybe},
};
constexpr std::array kSignInLink = {
    Field{"path", "string", "What to open on this server."},
    Field{"expires", "string", "RFC 3339."},
};
constexpr std::array kMadeMember = {
    Field{"link", "SignInLink", "To hand to them, where one was asked for.", kMaybe},
};
constexpr std::array kKey = {
    Field{"number", "integer", "Its number."},
    Field{"name", "string", "Its name."},
    Field{"rights", kRightsType, "What it opens."},
    Field{"scope", "string", "What is there for it, as a query.", kMaybe},
    Field{"created", "string", "RFC 3339."},
    Field{"expires", "string", "RFC 3339.", kMaybe},
    Field{"last_used", "string", "To about a minute, RFC 3339.", kMaybe},
    Field{"revoked", "string", "RFC 3339.", kMaybe},
};
constexpr std::array kKeys = {Field{"keys", "Key[]", "By number."}};
constexpr std::array kNewKey = {
    Field{"name", "string", "Of its own, among those that are not revoked."},
    Field{"rights", kRightsType, "What it opens; at least one."},
    Field{"scope", "string", "What is there for it, as a query.", kMaybe},
    Field{"expires", "string", "From when on it opens nothing, RFC 3339.", kMaybe},
};
constexpr std::array kMadeKey = {
    Field{"number", "integer", "Its number."},
    Field{"name", "string", "Its name."},
    Field{"token", "string", "Shown this once."},
    Field{"expires", "string", "RFC 3339.", kMaybe},
};
constexpr std::array kAuditEntry = {
    Field{"entry", "integer", "From 1, without gaps."},
    Field{"at", "string", "When, RFC 3339."},
    Field{"actor", "string", "Who: \"member 4\", \"key 2\", \"cli\"."},
    Field{"action", "string", "What they did."},
    Field{"detail", "string", "Counts and ids; never words."},
    Field{"sequence", "integer", "As of which change."},
};
constexpr std::array kAuditChain = {
    Field{"first", "integer", "The first entry that is chained; 0: none is."},
    Field{"last", "integer", "The newest."},
    Field{"hash", "string", "Of the newest: note it elsewhere, and nothing before it can change."},
};
constexpr std::array kAudit = {
    Field{"entries", "AuditEntry[]", "Newest first."},
    Field{"chain", "AuditChain", "What holds them together."},
};
constexpr std::array kAuditFindings = {
    Field{"sound", "boolean", "Whether every entry is as it was written."},
    Field{"findings", "string[]", "What is not."},
    Field{"chain", "AuditChain", "As far as was walked."},
};
constexpr std::array kMaskedWords = {
    Field{"parties", R"(("customer" | "employee" | "partner" | "other")[])",
          "Whose words; guarded parties' are masked anyway."},
    Field{"sources", "string[]", "Whence, by name."},
};
constexpr std::array kGroupSettings = {
    Field{"parties", "Record<string, integer>",
          "From how many people on something is said of a party; 0: it is not guarded. Employees "
          "always are."},
    Field{"columns", "Record<string, integer>",
          "The same for figures over a column, where it is more."},
    Field{"noise", "boolean", "Whether steps begin at a secret place."},
    Field{"masked", "MaskedWords", "In whose words names and addresses are masked to members."},
};
constexpr std::array kSource = {
    Field{"source", "string", "Its name; empty: told without one."},
    Field{"grants", kGrantsType, "What may be done with what is told there."},
    Field{"stated", "boolean", "Whether a keeper has said so; else these are the usual ones."},
    Field{"basis", "string", "Why it may be used so.", kMaybe},
};
constexpr std::array kSources = {Field{"sources", "Source[]", "By name."}};
constexpr std::array kSourceAsk = {
    Field{"source", "string", "Which; its name, as it is told."},
    Field{"grants", kGrantsType, "What may be done with what is told there from now on."},
    Field{"basis", "string", "Why it may be used so: shown to its tellers.", kMaybe},
};
constexpr std::array kBackup = {
    Field{"name", "string", "Of the file."},
    Field{"bytes", "integer", "How large it is."},
    Field{"at", "string", "When it was begun, RFC 3339."},
};
constexpr std::array kMadeBackup = {
    Field{"as_of", "integer", "It holds this change and all before; later ones perhaps."},
    Field{"removed", "integer", "Older ones that went because only so many are kept."},
};
constexpr std::array kBackups = {
    Field{"folder", "boolean", "Whether the server has a folder for them; else it makes none."},
    Field{"backups", "Backup[]", "Newest first."},
};

constexpr std::array kShapes = {
    Shape{"Session", "Who is there, and what they may.", kSession},
    Shape{"SignIn", "What signs somebody in.", kSignIn},
    Shape{"Member", "Somebody who works with the landscape.", kMember},
    Shape{"Members", "All members.", kMembers},
    Shape{.name = "MadeMember",
          .help = "A member who was just added.",
          .fields = kMadeMember,
          .extends = "Member"},
    Shape{"NewMember", "A member to be.", kNewMember},
    Shape{"MemberChange", "What is to be different.", kMemberChange},
    Shape{"SignInLink", "What signs a member in once.", kSignInLink},
    Shape{"Key", "A machine's way in.", kKey},
    Shape{"Keys", "All keys.", kKeys},
    Shape{"NewKey", "A key to be.", kNewKey},
    Shape{"MadeKey", "A key with its token.", kMadeKey},
    Shape{"AuditEntry", "Something somebody did.", kAuditEntry},
    Shape{"AuditChain", "What the entries hang in.", kAuditChain},
    Shape{"Audit", "A page of the audit.", kAudit},
    Shape{"AuditFindings", "Whether the audit is as it was written.", kAuditFindings},
    Shape{"MaskedWords", "In whose words names and addresses are masked.", kMaskedWords},
    Shape{"GroupSettings", "How small groups are guarded, and words masked.", kGroupSettings},
    Shape{"Source", "Where experiences come from.", kSource},
    Shape{"Sources", "A page of sources.", kSources},
    Shape{"SourceAsk", "What a source's tellers grant from now on.", kSourceAsk},
    Shape{"Backup", "A backup in the server's folder.", kBackup},
    Shape{.name = "MadeBackup",
          .help = "A backup that was just made.",
          .fields = kMadeBackup,
          .extends = "Backup"},
    Shape{"Backups", "The backups in the server's folder.", kBackups},
};

}  // namespace

std::span<const Shape> access_shapes() {
  return kShapes;
}

}  // namespace fh::api

// Who may come in: members and keys; and who did what.
#include <array>

#include "api/access_json.h"
#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/json_answer.h"
#include "api/page_parameters.h"
#include "api/service.h"
#include "base/json.h"

namespace fh::api {
namespace {

using engine::Right;

constexpr Needs kAdminister = Needs::right(Right::kAdminister);

constexpr std::array kNumberParameters = {
    kNumberInPath,
};
constexpr std::array kAddParameters = {
    Parameter{.name = "link",
              .kind = Kind::kYesNo,
              .help = "Make a sign-in link along with them: who adds the first member is nobody "
                      "known afterwards, and could not ask for one.",
              .preset = "false"},
};
constexpr std::array kAuditParameters = {
    page_limit("How many entries.", "100", 1000),
    page_offset("How many entries to pass over."),
    Parameter{.name = "actor", .help = "Only what they did: \"member 4\", \"cli\"."},
    Parameter{.name = "action", .help = "Only deeds of that kind: \"erase\"."},
};

constexpr std::string_view kMemberExample =
    R"({"number":1,"name":"Ann","role":"listener","created":"2026-05-01T08:30:00Z"})";
constexpr std::string_view kLinkExample =
    R"({"path":"/sign-in#fhl_…","expires":"2026-05-01T08:45:00Z"})";
constexpr std::string_view kMadeKeyExample = R"({"number":1,"name":"till","token":"fhk_…"})";
constexpr std::string_view kAuditExample =
    R"({"entries":[],"chain":{"first":1,"last":7,"hash":"…"}})";
constexpr std::string_view kFindingsExample =
    R"({"sound":true,"findings":[],"chain":{"first":1,"last":7,"hash":"…"}})";

engine::Access& access_of(const Call& call) {
  return call.service.engine.access();
}

uint64_t number_in(const Call& call) {
  return static_cast<uint64_t>(call.arguments.integer("n"));
}

// An answer whose body `write` makes.
Result<Response> members(const Call& call) {
  FH_ASSIGN_OR_RETURN(const auto all, access_of(call).members(call.caller));
  return json_answer([&](JsonWriter& json) {
    json.begin_object().key("members").begin_array();
    for (const record::Member& member : all) write_member(json, member);
    json.end_array().end_object();
  });
}

Result<Response> add_member(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::NewMember asked, read_new_member(call.body));
  FH_ASSIGN_OR_RETURN(const record::Member made, access_of(call).add_member(call.caller, asked));
  std::optional<engine::Handed> link;
  if (call.arguments.yes("link")) {
    FH_ASSIGN_OR_RETURN(link, access_of(call).make_link(call.caller, made.number));
  }
  return json_answer(
      [&](JsonWriter& json) {
        json.begin_object();
        write_member_fields(json, made);
        if (link) write_link(json.key("link"), *link);
        json.end_object();
      },
      Code::kCreated);
}

Result<Response> change_member(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::MemberChange change, read_member_change(call.body));
  FH_ASSIGN_OR_RETURN(const record::Member changed,
                      access_of(call).change_member(call.caller, number_in(call), change));
  return json_answer([&](JsonWriter& json) { write_member(json, changed); });
}

Result<Response> make_link(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::Handed link,
                      access_of(call).make_link(call.caller, number_in(call)));
  return json_answer([&](JsonWriter& json) { write_link(json, link); }, Code::kCreated);
}

Result<Response> keys(const Call& call) {
  FH_ASSIGN_OR_RETURN(const auto all, access_of(call).keys(call.caller));
  return json_answer([&](JsonWriter& json) {
    json.begin_object().key("keys").begin_array();
    for (const record::AccessKey& key : all) write_key(json, key);
    json.end_array().end_object();
  });
}

Result<Response> add_key(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::NewKey asked, read_new_key(call.body));
  FH_ASSIGN_OR_RETURN(const engine::Handed made, access_of(call).add_key(call.caller, asked));
  return json_answer([&](JsonWriter& json) { write_made_key(json, asked.name, made); },
                     Code::kCreated);
}

Result<Response> revoke_key(const Call& call) {
  FH_RETURN_IF_ERROR(access_of(call).revoke_key(call.caller, number_in(call)));
  return Response{.status = static_cast<unsigned>(Code::kNoContent), .type = {}, .body = {}};
}

Result<Response> audit(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  const engine::AuditAsk ask = {.limit = limit,
                                .offset = offset,
                                .filter = {.actor = std::string(call.arguments.text("actor")),
                                           .action = std::string(call.arguments.text("action"))}};
  FH_ASSIGN_OR_RETURN(const engine::AuditPage page, access_of(call).audit(call.caller, ask));
  return json_answer([&](JsonWriter& json) { write_audit(json, page); });
}

Result<Response> verify_audit(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::AuditFindings found, access_of(call).verify_audit(call.caller));
  return json_answer([&](JsonWriter& json) { write_audit_findings(json, found); });
}

}  // namespace

std::span<const Endpoint> member_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/members",
               .name = "members",
               .summary = "Who works with the landscape",
               .description = "By name, the disabled ones included.",
               .needs = kAdminister,
               .gives = "Members",
               .gives_example = R"({"members":[]})",
               .handler = members},
      Endpoint{.method = Method::kPost,
               .path = "/v1/members",
               .name = "addMember",
               .summary = "Add a member",
               .description = "A scope is a query: for that member, nothing but what it matches is "
                              "there. With the first member or key, the server begins to ask who "
                              "is there.",
               .needs = kAdminister,
               .parameters = kAddParameters,
               .takes = "NewMember",
               .takes_example = R"({"name":"Ann","role":"listener"})",
               .gives = "MadeMember",
               .gives_example = kMemberExample,
               .success = Code::kCreated,
               .runs = Runs::kTelling,
               .handler = add_member},
      Endpoint{.method = Method::kPatch,
               .path = "/v1/members/{n}",
               .name = "changeMember",
               .summary = "Change or disable a member",
               .description = "What is not said stays. Counts at once; one that is disabled loses "
                              "sessions and links. 409 where no keeper would be left.",
               .needs = kAdminister,
               .parameters = kNumberParameters,
               .takes = "MemberChange",
               .takes_example = R"({"disabled":true})",
               .gives = "Member",
               .gives_example = kMemberExample,
               .runs = Runs::kTelling,
               .handler = change_member},
      Endpoint{.method = Method::kPost,
               .path = "/v1/members/{n}/link",
               .name = "makeLink",
               .summary = "Make a sign-in link for a member",
               .description = "Signs them in once, within 15 minutes. Links made before stay good.",
               .needs = kAdminister,
               .parameters = kNumberParameters,
               .gives = "SignInLink",
               .gives_example = kLinkExample,
               .success = Code::kCreated,
               .runs = Runs::kTelling,
               .handler = make_link},
  };
  return kEndpoints;
}

std::span<const Endpoint> key_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/keys",
               .name = "keys",
               .summary = "The keys of machines",
               .description = "By number, the revoked ones included; never the tokens.",
               .needs = kAdminister,
               .gives = "Keys",
               .gives_example = R"({"keys":[]})",
               .handler = keys},
      Endpoint{.method = Method::kPost,
               .path = "/v1/keys",
               .name = "addKey",
               .summary = "Make a key",
               .description = "The token is in this answer and nowhere else.",
               .needs = kAdminister,
               .takes = "NewKey",
               .takes_example = R"({"name":"till","rights":["tell"]})",
               .gives = "MadeKey",
               .gives_example = kMadeKeyExample,
               .success = Code::kCreated,
               .runs = Runs::kTelling,
               .handler = add_key},
      Endpoint{.method = Method::kDelete,
               .path = "/v1/keys/{n}",
               .name = "revokeKey",
               .summary = "Revoke a key",
               .description = "It opens nothing from then on.",
               .needs = kAdminister,
               .parameters = kNumberParameters,
               .success = Code::kNoContent,
               .runs = Runs::kTelling,
               .handler = revoke_key},
      Endpoint{.path = "/v1/audit",
               .name = "audit",
               .summary = "Who did what",
               .description = "Newest first, with the end of the chain that holds the entries "
                              "together (docs/formats/record.md).",
               .needs = Needs::right(Right::kAudit),
               .parameters = kAuditParameters,
               .gives = "Audit",
               .gives_example = kAuditExample,
               .handler = audit},
      Endpoint{.path = "/v1/audit/verification",
               .name = "verifyAudit",
               .summary = "Whether the audit is as it was written",
               .description = "Walks the whole chain. What was changed, dropped or put in between "
                              "is a finding; the first hundred are given.",
               .needs = Needs::right(Right::kAudit),
               .gives = "AuditFindings",
               .gives_example = kFindingsExample,
               .handler = verify_audit},
  };
  return kEndpoints;
}

}  // namespace fh::api

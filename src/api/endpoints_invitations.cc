// Inviting people to tell, by links that are each good once.
#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/invitation_shown.h"
#include "api/invitations_json.h"
#include "api/json_answer.h"
#include "api/page_parameters.h"
#include "api/service.h"
#include "base/json.h"

namespace fh::api {
namespace {

using engine::Right;

constexpr Needs kAdminister = Needs::right(Right::kAdminister);

constexpr std::array kNumberParameters = {kNumberInPath};
constexpr std::array kPageParameters = {
    page_limit("How many batches.", "100", 1000),
    page_offset("How many batches to pass over."),
};

constexpr std::string_view kNewExample =
    R"({"name":"Line 4 in May","until":"2026-06-30","count":50,)"
    R"("about":{"source":"invited","unit":"Line 4","touchpoint":"ride"}})";
constexpr std::string_view kMadeExample =
    R"({"number":1,"name":"Line 4 in May","about":{"unit":"Line 4"},"state":"open","links":50,)"
    R"("step":5,"made":"2026-05-01T08:30:00Z","made_by":"member 1",)"
    R"("expires":"2026-07-01T00:00:00Z","pages_at":"https://tell.example.org","secrets":["fhi_…"]})";
constexpr std::string_view kInvitedExample =
    R"({"name":"Line 4 in May","about":{"unit":"Line 4"},"links":50,"few":false,)"
    R"("expires":"2026-07-01T00:00:00Z"})";

engine::Invitations& invitations(const Call& call) {
  return call.service.engine.invitations();
}

Instant now_of(const Call& call) {
  return call.service.engine.access().now();
}

Result<Response> make(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::NewBatch wanted, read_new_batch(call.body));
  FH_ASSIGN_OR_RETURN(const engine::MadeBatch made, invitations(call).make(call.caller, wanted));
  return json_answer(
      [&](JsonWriter& json) { write_made_batch(json, made, call.service.pages_at, now_of(call)); },
      Code::kCreated);
}

Result<Response> batches(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  FH_ASSIGN_OR_RETURN(const auto all, invitations(call).batches(call.caller, limit, offset));
  return json_answer([&](JsonWriter& json) { write_batches(json, all, now_of(call)); });
}

Result<Response> end(const Call& call) {
  const auto number = static_cast<uint64_t>(call.arguments.integer("n"));
  FH_RETURN_IF_ERROR(invitations(call).end(call.caller, number));
  return Response{.status = static_cast<unsigned>(Code::kNoContent), .type = {}, .body = {}};
}

Result<Response> invited(const Call& call) {
  const std::string_view secret = call.head.header(kInvitationHeader);
  if (secret.empty()) {
    return failure(ErrorCode::kInvalid, "no invitation is shown", "X-Firsthand-Invitation",
                   "Send its secret in this header.");
  }
  if (std::optional<Response> wait = wait_for_invitation(call)) return std::move(*wait);
  const Result<engine::Invited> found = invitations(call).invited(call.caller, secret);
  if (!found) {
    note_failed_invitation(call, found.error());
    return std::unexpected(found.error());
  }
  return json_answer([&](JsonWriter& json) { write_invited(json, *found); });
}

constexpr Endpoint kMake{
    .method = Method::kPost,
    .path = "/v1/invitations",
    .name = "invite",
    .summary = "Make invitations",
    .description =
        "Links that are each good for one telling. Who makes them may know whom each is for; so "
        "no link opens what was told through it, and nothing says through which it was told.",
    .needs = kAdminister,
    .takes = "NewInvitations",
    .takes_example = kNewExample,
    .gives = "MadeInvitations",
    .gives_example = kMadeExample,
    .success = Code::kCreated,
    .runs = Runs::kTelling,
    .handler = make};

constexpr Endpoint kBatches{.path = "/v1/invitations",
                            .name = "invitations",
                            .summary = "Invitations that were made",
                            .description =
                                "By batch. How many were used in steps of the threshold "
                                "of small groups, since a batch may be a small team.",
                            .needs = kAdminister,
                            .parameters = kPageParameters,
                            .gives = "InvitationBatches",
                            .gives_example = R"({"batches":[]})",
                            .handler = batches};

constexpr Endpoint kEnd{.method = Method::kDelete,
                        .path = "/v1/invitations/{n}",
                        .name = "endInvitations",
                        .summary = "End a batch of invitations",
                        .description =
                            "Its links are good no more. What was told through them "
                            "stays.",
                        .needs = kAdminister,
                        .parameters = kNumberParameters,
                        .success = Code::kNoContent,
                        .runs = Runs::kTelling,
                        .handler = end};

constexpr Endpoint kInvited{
    .path = "/v1/invitation",
    .name = "invitation",
    .summary = "What an invitation is about",
    .description =
        "By its secret, in X-Firsthand-Invitation. Whether it was used is not said: who tells with "
        "it learns that. 404 where it leads to nothing, 409 where its batch is over.",
    .needs = Needs::right(Right::kTell),
    .gives = "Invitation",
    .gives_example = kInvitedExample,
    .handler = invited};

}  // namespace

std::span<const Endpoint> invitation_endpoints() {
  static const std::array kEndpoints = {kMake, kBatches, kEnd, kInvited};
  return kEndpoints;
}

}  // namespace fh::api

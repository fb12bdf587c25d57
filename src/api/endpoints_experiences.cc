#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/invitation_shown.h"
#include "api/json_answers.h"
#include "api/mine_json.h"
#include "api/page_parameters.h"
#include "api/service.h"
#include "api/telling.h"
#include "api/visitor.h"
#include "base/json.h"
#include "base/limits.h"
#include "model/draft_json.h"

namespace fh::api {
namespace {

using engine::Right;

constexpr std::array<std::string_view, 2> kOnConflict = {"refuse", "amend"};

constexpr std::array kTellParameters = {
    Parameter{.name = "on_conflict",
              .kind = Kind::kWord,
              .help = "What to do when a source's id comes again with other content: refuse it, "
                      "or take it as the new version.",
              .preset = "refuse",
              .words = kOnConflict},
    Parameter{.name = "claim",
              .kind = Kind::kYesNo,
              .help = "Hand out a claim code, with which the teller can come back. Of one "
                      "experience; not of lines.",
              .preset = "false"},
    Parameter{.name = "behalf",
              .kind = Kind::kYesNo,
              .help = "It is told for somebody else: it belongs to them, of whom nothing is known, "
                      "and a code to hand over to them comes with the receipt. May not be used to "
                      "contact anybody or shared, whatever is said. Of one experience; not of "
                      "lines.",
              .preset = "false"},
    Parameter{.name = "grants",
              .kind = Kind::kList,
              .help = "What it may be used for: read, count, contact, share; none: nothing. Not "
                      "given: what its source has. Of one experience; not of lines.",
              .most = 4},
};
constexpr std::array kIdParameters = {
    Parameter{.name = "id",
              .in = In::kPath,
              .help = "The experience's id, \"e17\".",
              .presence = Presence::kRequired},
};
constexpr std::array kPersonParameters = {
    Parameter{.name = "key",
              .in = In::kPath,
              .help = "The person's key, as in `person`.",
              .presence = Presence::kRequired},
    page_limit("How many experiences.", "20", limits::kHitsMax),
    page_offset("How many experiences to pass over."),
};

constexpr std::string_view kDraftExample =
    R"({"text":"The driver waited for me.","lived_at":"2026-05-01","touchpoint":"delivery",)"
    R"("expected":6,"felt":9,"source":"survey","source_id":"a1"})";
constexpr std::string_view kReceiptExample = R"({"id":"e1","sequence":1,"status":"told"})";
constexpr std::string_view kExperienceExample =
    R"({"id":"e1","sequence":1,"version":1,"source":"survey","source_id":"a1",)"
    R"("text":"The driver waited for me.","kind":"story","lived_at":"2026-05-01T00:00:00Z",)"
    R"("told_at":"2026-05-02T08:30:00Z","touchpoint":"delivery","expected":6,"felt":9,"gap":3,)"
    R"("inferred":{"lang":"en"}})";

Response json_response(std::string body, Code code = Code::kOk) {
  return {.status = static_cast<unsigned>(code),
          .type = std::string(kJsonType),
          .body = std::move(body)};
}

// With what the teller says of it, where they say anything or want to come back.
Result<engine::OwnReceipt> tell_one(const Call& call, engine::Draft draft) {
  const engine::TellOptions options = tell_options(call.caller, call.arguments.text("on_conflict"));
  engine::OwnTelling how{.claim = call.arguments.yes("claim"),
                         .behalf = call.arguments.yes("behalf"),
                         .invitation = std::string(call.head.header(kInvitationHeader)),
                         .without_share = call.visitor.wants_privacy,
                         .same_key = options.same_key};
  if (const std::vector<std::string> words = call.arguments.list("grants"); !words.empty()) {
    FH_ASSIGN_OR_RETURN(how.grants, read_grants(words));
    how.basis = "said when it was told";
  }
  if (how.claim || how.behalf || !how.invitation.empty() || how.grants || how.without_share) {
    return call.service.engine.ownership().tell(call.caller, std::move(draft), how);
  }
  engine::OwnReceipt told;
  FH_ASSIGN_OR_RETURN(told.receipt, call.service.engine.tell(std::move(draft), options));
  return told;
}

Result<Response> tell(const Call& call) {
  thread_local JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(call.body));
  FH_ASSIGN_OR_RETURN(engine::Draft draft, model::read_draft(json));
  if (std::optional<Response> wait = wait_for_invitation(call)) return std::move(*wait);
  const Result<engine::OwnReceipt> answer = tell_one(call, std::move(draft));
  if (!answer) {
    note_failed_invitation(call, answer.error());
    return std::unexpected(answer.error());
  }
  const engine::OwnReceipt& told = *answer;
  const record::Receipt& receipt = told.receipt;
  std::string body;
  JsonWriter writer(body);
  writer.begin_object();
  write_receipt(writer, receipt);
  if (!told.claim_code.empty()) writer.member("claim_code", told.claim_code);
  if (!told.behalf_code.empty()) writer.member("behalf_code", told.behalf_code);
  writer.end_object();
  const bool is_new = receipt.outcome == record::Outcome::kTold;
  Response response = json_response(std::move(body), is_new ? Code::kCreated : Code::kOk);
  response.headers.push_back({"Location", "/v1/experiences/" + model::id_of(receipt.number)});
  return response;
}

Result<Response> one_experience(const Call& call) {
  FH_ASSIGN_OR_RETURN(const model::Experience experience,
                      call.service.engine.experience(call.caller, call.arguments.text("id")));
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_experience(json, experience);
  json.end_object();
  return json_response(std::move(body));
}

Result<Response> experiences_of_person(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  FH_ASSIGN_OR_RETURN(
      const std::vector<model::Experience> experiences,
      call.service.engine.of_person(call.caller, call.arguments.text("key"), limit, offset));
  if (experiences.empty() && offset == 0) {
    return failure(ErrorCode::kNotFound, "nobody goes by this key", "key");
  }
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("experiences").begin_array();
  for (const model::Experience& experience : experiences) {
    json.begin_object();
    write_experience(json, experience);
    json.end_object();
  }
  json.end_array().end_object();
  return json_response(std::move(body));
}

}  // namespace

std::span<const Endpoint> experience_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{
          .method = Method::kPost,
          .path = "/v1/experiences",
          .name = "tell",
          .summary = "Tell one experience, or many",
          .description =
              "application/json is one draft: 201 when it is on disk and found, 200 when it was "
              "told before or amends. application/x-ndjson is any number, a draft a line: the "
              "reply is streamed, a line for each line in order; a bad line has an error and "
              "holds nobody else up. Read replies while sending. With X-Firsthand-Invitation one "
              "draft is told with what the invitation is about in place of what it says of that, "
              "and uses it up; its source's id makes it safe to send again.",
          .needs = Needs::right(Right::kTell),
          .parameters = kTellParameters,
          .takes = "Draft",
          .takes_example = kDraftExample,
          .gives = "Receipt",
          .gives_example = kReceiptExample,
          .success = Code::kCreated,
          .takes_lines = true,
          .runs = Runs::kTelling,
          .handler = tell},
      Endpoint{.path = "/v1/experiences/{id}",
               .name = "experience",
               .summary = "One experience",
               .description = "Its current version.",
               .needs = Needs::right(Right::kRead),
               .parameters = kIdParameters,
               .gives = "Experience",
               .gives_example = kExperienceExample,
               .handler = one_experience},
      Endpoint{.path = "/v1/people/{key}/experiences",
               .name = "personExperiences",
               .summary = "What one person told",
               .description = "Newest first. Nobody's key is a 404.",
               .needs = Needs::right(Right::kRead),
               .parameters = kPersonParameters,
               .gives = "PersonExperiences",
               .gives_example = R"({"experiences":[]})",
               .handler = experiences_of_person},
  };
  return kEndpoints;
}

}  // namespace fh::api

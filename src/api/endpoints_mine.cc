// What tellers do with what is theirs.
#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/fields.h"
#include "api/json_answer.h"
#include "api/json_answers.h"
#include "api/mine_json.h"
#include "api/page_parameters.h"
#include "api/service.h"
#include "api/visitor.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"
#include "model/draft_json.h"

namespace fh::api {
namespace {

constexpr Needs kTeller = Needs::teller();
constexpr std::array<std::string_view, 2> kOldWords = {"keep", "drop"};

constexpr std::array kPageParameters = {
    page_limit("How many experiences.", "100", limits::kHitsMax),
    page_offset("How many experiences to pass over."),
};
constexpr std::array kAmendParameters = {
    Parameter{.name = "id",
              .in = In::kPath,
              .help = "The experience's id, \"e17\".",
              .presence = Presence::kRequired},
    Parameter{.name = "old",
              .kind = Kind::kWord,
              .help = "What becomes of the words as they were: kept for the teller, or dropped.",
              .preset = "keep",
              .words = kOldWords},
};

constexpr std::string_view kMineExample =
    R"({"experiences":[{"experience":{"id":"e1","version":1,"text":"The driver waited for me.",)"
    R"("kind":"story","told_at":"2026-05-02T08:30:00Z"},"grants":["read","count"],)"
    R"("words":"as_told","source":{"source":"tell","grants":["read","count"],"stated":false},)"
    R"("history":)"
    R"([{"at":"2026-05-02T08:30:00Z","grants":["read","count"],"by":"source"}],"readings":[],)"
    R"("earlier":[],"questions":[]}]})";
constexpr std::string_view kReceiptsExample =
    R"({"receipts":[{"id":"e1","sequence":7,"status":"amended"}]})";

engine::Ownership& ownership(const Call& call) {
  return call.service.engine.ownership();
}

// An object whose members `write` makes.
Result<std::vector<std::string>> ids_in(const Fields& fields) {
  FH_ASSIGN_OR_RETURN(std::optional<std::vector<std::string>> ids, fields.list("ids"));
  if (ids && ids->empty()) {
    return failure(ErrorCode::kInvalid, "the list of ids is empty", "ids",
                   "Name some, or leave the list out for all that is yours.");
  }
  return ids ? std::move(*ids) : std::vector<std::string>();
}

Result<Response> mine(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  FH_ASSIGN_OR_RETURN(const std::vector<engine::OwnExperience> all,
                      ownership(call).mine(call.caller, limit, offset));
  return object_answer([&](JsonWriter& json) {
    json.key("experiences").begin_array();
    for (const engine::OwnExperience& own : all) {
      json.begin_object();
      write_own(json, own);
      json.end_object();
    }
    json.end_array();
  });
}

Result<Response> consent(const Call& call) {
  // So few at a time that what they said before is never too much for a page.
  constexpr uint32_t kPage =
      limits::kEarlierWordsBytesMax / (record::kEarlierWordsKept * limits::kTextBytesMax);
  std::vector<engine::OwnExperience> all;
  for (size_t before = 1; all.size() != before;) {
    before = all.size();
    FH_ASSIGN_OR_RETURN(std::vector<engine::OwnExperience> page,
                        ownership(call).mine(call.caller, kPage, before));
    for (engine::OwnExperience& own : page) {
      own.earlier.clear();  // no word of theirs stands in it
      own.experience.text.clear();
      all.push_back(std::move(own));
    }
  }
  // What others may let be done with what they were told for is not this one's consent.
  std::erase_if(
      all, [](const engine::OwnExperience& own) { return own.behalf == engine::ToldFor::kByYou; });
  return Response{.type = "application/ld+json", .body = consent_record(all, system_clock().now())};
}

Result<Response> amend(const Call& call) {
  thread_local JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json body, parser.parse(call.body));
  FH_ASSIGN_OR_RETURN(model::Draft draft, model::read_draft(body));
  const auto old =
      call.arguments.text("old") == "drop" ? engine::OldWords::kDrop : engine::OldWords::kKeep;
  FH_ASSIGN_OR_RETURN(
      const record::Receipt receipt,
      ownership(call).amend(call.caller, call.arguments.text("id"), std::move(draft), old));
  return object_answer([&](JsonWriter& json) { write_receipt(json, receipt); });
}

Result<Response> grant(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"ids", "grants"}));
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> ids, ids_in(fields));
  FH_ASSIGN_OR_RETURN(const std::optional<std::vector<std::string>> names, fields.list("grants"));
  if (!names) return failure(ErrorCode::kInvalid, "it is not said what is granted", "grants");
  FH_ASSIGN_OR_RETURN(const model::Grants grants, read_grants(*names));
  FH_ASSIGN_OR_RETURN(const std::vector<record::Receipt> receipts,
                      ownership(call).grant(call.caller, ids, grants));
  return object_answer([&](JsonWriter& json) { write_receipts(json, receipts); });
}

Result<Response> set_masking(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"ids", "lifted"}));
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> ids, ids_in(fields));
  FH_ASSIGN_OR_RETURN(const std::optional<bool> lifted, fields.yes("lifted"));
  if (!lifted) return failure(ErrorCode::kInvalid, "lifted is missing", "lifted");
  FH_RETURN_IF_ERROR(ownership(call).set_masking(
      call.caller, ids, *lifted ? record::Masking::kLifted : record::Masking::kApplies));
  return Response{.status = static_cast<unsigned>(Code::kNoContent), .type = {}, .body = {}};
}

Result<Response> erase(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"ids", "purge"}));
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> ids, ids_in(fields));
  FH_ASSIGN_OR_RETURN(const std::optional<bool> purge, fields.yes("purge"));
  FH_ASSIGN_OR_RETURN(
      const engine::ErasureReceipt receipt,
      ownership(call).erase(call.caller, ids,
                            purge.value_or(false) ? engine::Purge::kNow : engine::Purge::kSoon));
  return object_answer([&](JsonWriter& json) { write_signed(json, receipt); });
}

Result<Response> join(const Call& call) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(call.body, {"claim_code"}));
  FH_ASSIGN_OR_RETURN(const std::string code, fields.needed_text("claim_code"));
  engine::Access& access = call.service.engine.access();
  // Codes are tried out here as well as where one comes in by them.
  const engine::Recognised other = access.caller_of_token(code, call.visitor.address);
  if (!other.known || other.known->caller.kind != engine::CallerKind::kTeller) {
    return failure(ErrorCode::kNotFound, "this claim code leads to nothing", "claim_code",
                   "Check it letter by letter.");
  }
  FH_ASSIGN_OR_RETURN(const std::vector<record::Receipt> receipts,
                      ownership(call).join(call.caller, code));
  return object_answer([&](JsonWriter& json) { write_receipts(json, receipts); });
}

Result<Response> another_code(const Call& call) {
  FH_ASSIGN_OR_RETURN(const std::string code, ownership(call).another_code(call.caller));
  return object_answer([&](JsonWriter& json) { json.member("claim_code", code); }, Code::kCreated);
}

constexpr Endpoint kMaskMine{
    .method = Method::kPost,
    .path = "/v1/mine/masking",
    .name = "maskMine",
    .summary = "Show names and addresses in my words, or not",
    .description =
        "Where what names or reaches a person is masked to members (employees' words, "
        "and where a keeper says so), its teller may lift that, and take it back. The "
        "words stay as they were told.",
    .needs = kTeller,
    .takes = "MaskingAsk",
    .takes_example = R"({"ids":["e1"],"lifted":true})",
    .success = Code::kNoContent,
    .runs = Runs::kTelling,
    .handler = set_masking};

constexpr Endpoint kEraseMine{.method = Method::kPost,
                              .path = "/v1/mine/erasure",
                              .name = "eraseMine",
                              .summary = "Erase",
                              .description =
                                  "Gone from the record, the index and every answer, and kept from "
                                  "being told again by its source's id. The receipt is signed with "
                                  "the installation's key.",
                              .needs = kTeller,
                              .takes = "ErasureAsk",
                              .takes_example = R"({"ids":["e1"],"purge":true})",
                              .gives = "SignedReceipt",
                              .gives_example = R"({"receipt":"{…}","signature":"…","key":"…"})",
                              .runs = Runs::kTelling,
                              .handler = erase};

constexpr Endpoint kJoinMine{
    .method = Method::kPost,
    .path = "/v1/mine/join",
    .name = "joinMine",
    .summary = "Join another claim code",
    .description = "What the other code leads to becomes mine; it then leads here.",
    .needs = kTeller,
    .takes = "ClaimCode",
    .takes_example = R"({"claim_code":"fhc_…"})",
    .gives = "Receipts",
    .gives_example = kReceiptsExample,
    .runs = Runs::kTelling,
    .handler = join};

constexpr Endpoint kAnotherCode{.method = Method::kPost,
                                .path = "/v1/mine/code",
                                .name = "anotherCode",
                                .summary = "Another claim code",
                                .description = "The ones there are stay good.",
                                .needs = kTeller,
                                .gives = "ClaimCode",
                                .gives_example = R"({"claim_code":"fhc_…"})",
                                .success = Code::kCreated,
                                .runs = Runs::kTelling,
                                .handler = another_code};

}  // namespace

std::span<const Endpoint> mine_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/mine",
               .name = "mine",
               .summary = "What I told",
               .description = "For who comes with a claim code (Authorization: Bearer fhc_…): "
                              "everything they told, what it may be used for, and who read it.",
               .needs = kTeller,
               .parameters = kPageParameters,
               .gives = "Mine",
               .gives_example = kMineExample,
               .handler = mine},
      Endpoint{.path = "/v1/mine/consent",
               .name = "consent",
               .summary = "My consent record",
               .description = "What was granted and taken back, and when, in the terms of ISO/IEC "
                              "TS 27560 with the W3C's Data Privacy Vocabulary (JSON-LD).",
               .needs = kTeller,
               .type = "application/ld+json",
               .handler = consent},
      Endpoint{.method = Method::kPost,
               .path = "/v1/mine/{id}/amendment",
               .name = "amendMine",
               .summary = "Say it anew",
               .description = "The new words take the place of the old ones everywhere. Where it "
                              "came from stays.",
               .needs = kTeller,
               .parameters = kAmendParameters,
               .takes = "Draft",
               .takes_example = R"({"text":"The driver waited for me, twice."})",
               .gives = "Receipt",
               .gives_example = R"({"id":"e1","sequence":7,"status":"amended"})",
               .runs = Runs::kTelling,
               .handler = amend},
      Endpoint{.method = Method::kPost,
               .path = "/v1/mine/grants",
               .name = "grantMine",
               .summary = "Say what it may be used for",
               .description = "When the reply comes, no answer uses it otherwise. An empty list "
                              "withdraws: it is kept for its teller alone.",
               .needs = kTeller,
               .takes = "GrantAsk",
               .takes_example = R"({"ids":["e1"],"grants":["count"]})",
               .gives = "Receipts",
               .gives_example = kReceiptsExample,
               .runs = Runs::kTelling,
               .handler = grant},
      kMaskMine,
      kEraseMine,
      kJoinMine,
      kAnotherCode,
  };
  return kEndpoints;
}

}  // namespace fh::api

// How long experiences are kept, and what was erased because of it.
#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/json_answer.h"
#include "api/page_parameters.h"
#include "api/retention_json.h"
#include "api/service.h"
#include "base/json.h"

namespace fh::api {
namespace {

using engine::Right;

constexpr Needs kAdminister = Needs::right(Right::kAdminister);

constexpr std::array kNumberParameters = {
    kNumberInPath,
};
constexpr std::array kAfterParameters = {
    Parameter{.name = "after",
              .kind = Kind::kInteger,
              .help = "Where to go on: `next` of the call before.",
              .preset = "0",
              .least = 0,
              .most = INT64_MAX},
};
constexpr std::array kPageParameters = {
    page_limit("How many receipts.", "20", 100),
    page_offset("How many receipts to pass over."),
};

constexpr std::string_view kRuleExample =
    R"({"number":1,"source":"support-desk","days":730,"claimed":"erase",)"
    R"("set_at":"2026-05-01T08:30:00Z","set_by":"member 1"})";
constexpr std::string_view kDueExample =
    R"({"experiences":12,"people":7,"sources":[{"source":"support-desk","experiences":12,)"
    R"("people":7,"without_person":2,"oldest":"2023-11-02T08:30:00Z",)"
    R"("newest":"2024-04-30T17:05:00Z"}]})";

engine::Retention& retention(const Call& call) {
  return call.service.engine.retention();
}

// An answer whose body `write` makes.
Result<Response> rules(const Call& call) {
  FH_ASSIGN_OR_RETURN(const auto all, retention(call).rules(call.caller));
  FH_ASSIGN_OR_RETURN(const auto last_pass, retention(call).last_pass(call.caller));
  return json_answer([&](JsonWriter& json) { write_rules(json, all, last_pass); });
}

Result<Response> set(const Call& call) {
  FH_ASSIGN_OR_RETURN(const record::RetentionRule asked, read_rule(call.body));
  FH_ASSIGN_OR_RETURN(const record::RetentionRule rule, retention(call).set(call.caller, asked));
  return json_answer([&](JsonWriter& json) { write_rule(json, rule); });
}

Result<Response> remove(const Call& call) {
  const auto number = static_cast<uint64_t>(call.arguments.integer("n"));
  FH_RETURN_IF_ERROR(retention(call).remove(call.caller, number));
  return Response{.status = static_cast<unsigned>(Code::kNoContent), .type = {}, .body = {}};
}

Result<Response> due(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::DueReport report, retention(call).due(call.caller));
  return json_answer([&](JsonWriter& json) { write_due(json, report); });
}

Result<Response> due_by(const Call& call) {
  FH_ASSIGN_OR_RETURN(const record::RetentionRule rule, read_rule(call.body));
  FH_ASSIGN_OR_RETURN(const engine::DueReport report, retention(call).due_by(call.caller, rule));
  return json_answer([&](JsonWriter& json) { write_due(json, report); });
}

Result<Response> run(const Call& call) {
  const auto after = static_cast<uint64_t>(call.arguments.integer("after"));
  FH_ASSIGN_OR_RETURN(const engine::Swept swept, retention(call).run(call.caller, after));
  return json_answer([&](JsonWriter& json) { write_swept(json, swept); });
}

Result<Response> receipts(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  FH_ASSIGN_OR_RETURN(const auto kept, retention(call).receipts(call.caller, limit, offset));
  return json_answer([&](JsonWriter& json) { write_kept(json, kept); });
}

constexpr Endpoint kRules{.path = "/v1/retention",
                          .name = "retention",
                          .summary = "How long experiences are kept",
                          .description =
                              "The timers, by number, and when a server last looked "
                              "for what is due.",
                          .needs = kAdminister,
                          .gives = "RetentionRules",
                          .gives_example = R"({"rules":[]})",
                          .handler = rules};

constexpr Endpoint kSet{
    .method = Method::kPost,
    .path = "/v1/retention",
    .name = "setRetention",
    .summary = "Set a timer",
    .description =
        "Experiences of the source, the kind, or of that source which are of that kind, are "
        "erased once so many whole days (UTC) have passed after the day they were told. One for "
        "the same source and kind takes the place of the earlier. A running server applies it; "
        "GET /v1/retention/due says beforehand to how many.",
    .needs = kAdminister,
    .takes = "RetentionAsk",
    .takes_example = R"({"source":"support-desk","days":730})",
    .gives = "RetentionRule",
    .gives_example = kRuleExample,
    .runs = Runs::kTelling,
    .handler = set};

constexpr Endpoint kRemove{.method = Method::kDelete,
                           .path = "/v1/retention/{n}",
                           .name = "removeRetention",
                           .summary = "Remove a timer",
                           .description = "Nothing more is erased because of it.",
                           .needs = kAdminister,
                           .parameters = kNumberParameters,
                           .success = Code::kNoContent,
                           .runs = Runs::kTelling,
                           .handler = remove};

constexpr Endpoint kDue{.path = "/v1/retention/due",
                        .name = "retentionDue",
                        .summary = "What the timers would erase now",
                        .description = "Erases nothing. Looks at every experience.",
                        .needs = kAdminister,
                        .gives = "RetentionDue",
                        .gives_example = kDueExample,
                        .handler = due};

constexpr Endpoint kDueBy{.method = Method::kPost,
                          .path = "/v1/retention/due",
                          .name = "retentionDueBy",
                          .summary = "What a timer would erase now, were it set",
                          .description =
                              "That one alone, whatever is set. Sets and erases nothing. Looks at "
                              "every experience.",
                          .needs = kAdminister,
                          .takes = "RetentionAsk",
                          .takes_example = R"({"source":"support-desk","days":730})",
                          .gives = "RetentionDue",
                          .gives_example = kDueExample,
                          .handler = due_by};

constexpr Endpoint kRun{.method = Method::kPost,
                        .path = "/v1/retention/run",
                        .name = "runRetention",
                        .summary = "Let the timers erase now",
                        .description =
                            "A bounded part of it; where the answer has `next`, call "
                            "again with it. A server does the same by itself.",
                        .needs = kAdminister,
                        .parameters = kAfterParameters,
                        .gives = "RetentionRun",
                        .gives_example = R"({"erased":12,"people":7})",
                        .runs = Runs::kTelling,
                        .handler = run};

constexpr Endpoint kReceipts{.path = "/v1/receipts",
                             .name = "receipts",
                             .summary = "Receipts of erasures",
                             .description =
                                 "By timers, by requests, and of what a start finished "
                                 "after a crash or a restore. Ids and counts, signed.",
                             .needs = Needs::any_of({Right::kErase, Right::kAdminister}),
                             .parameters = kPageParameters,
                             .gives = "KeptReceipts",
                             .gives_example = R"({"receipts":[]})",
                             .handler = receipts};

}  // namespace

std::span<const Endpoint> retention_endpoints() {
  static const std::array kEndpoints = {kRules, kSet, kRemove, kDue, kDueBy, kRun, kReceipts};
  return kEndpoints;
}

}  // namespace fh::api

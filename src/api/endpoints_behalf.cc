// What people do with what somebody told for them.
#include <array>

#include "api/endpoint_groups.h"
#include "api/json_answer.h"
#include "api/mine_json.h"
#include "api/service.h"
#include "base/json.h"

namespace fh::api {
namespace {

constexpr std::string_view kReceiptsExample =
    R"({"receipts":[{"id":"e1","sequence":7,"status":"amended"}]})";

Result<Response> take(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::Taken taken, call.service.engine.ownership().take(call.caller));
  return object_answer([&](JsonWriter& json) {
    write_receipts(json, taken.receipts);
    json.member("claim_code", taken.claim_code);
  });
}

Result<Response> disown(const Call& call) {
  FH_ASSIGN_OR_RETURN(const std::vector<record::Receipt> receipts,
                      call.service.engine.ownership().disown(call.caller));
  return object_answer([&](JsonWriter& json) { write_receipts(json, receipts); });
}

constexpr Endpoint kTake{
    .method = Method::kPost,
    .path = "/v1/mine/claim",
    .name = "claimMine",
    .summary = "Take as mine what somebody told for me",
    .description =
        "Who told it sees it no more, and who that was is forgotten. They have seen the code that "
        "came with it, so there is one of my own in the answer: from its first use on the other "
        "opens nothing. Amending, granting, lifting masks, joining codes and asking for another "
        "code take it as well.",
    .needs = Needs::teller(),
    .gives = "Taken",
    .gives_example =
        R"({"receipts":[{"id":"e1","sequence":7,"status":"amended"}],"claim_code":"fhc_…"})",
    .runs = Runs::kTelling,
    .handler = take};

constexpr Endpoint kDisown{
    .method = Method::kPost,
    .path = "/v1/mine/disowning",
    .name = "disownMine",
    .summary = "What somebody told for me is not mine",
    .description =
        "It may be used for nothing any more, and belongs to who told it: to them it says that it "
        "is not theirs for whom they told it. Where a member or key told it, or whoever did left "
        "no code to come back with, it is erased. The code leads to nothing.",
    .needs = Needs::teller(),
    .gives = "Receipts",
    .gives_example = kReceiptsExample,
    .runs = Runs::kTelling,
    .handler = disown};

}  // namespace

std::span<const Endpoint> behalf_endpoints() {
  static const std::array kEndpoints = {kTake, kDisown};
  return kEndpoints;
}

}  // namespace fh::api

// What keepers set for all: small groups, masking, and what sources' tellers grant.
#include <array>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/page_parameters.h"
#include "api/service.h"
#include "api/settings_json.h"
#include "base/json.h"
#include "base/limits.h"

namespace fh::api {
namespace {

constexpr Needs kAdminister = Needs::right(engine::Right::kAdminister);

constexpr std::array kPageParameters = {
    page_limit("How many sources.", "1000", 1000),
    page_offset("How many sources to pass over."),
};

constexpr std::string_view kGroupsExample =
    R"({"parties":{"employee":5},"columns":{"unit":10},"noise":false,)"
    R"("masked":{"parties":["customer"],"sources":["shop"]}})";
constexpr std::string_view kSourceExample =
    R"({"source":"shop","grants":["read","count"],"stated":true,"basis":"notice at the till"})";

Response json_answer(std::string body) {
  return Response{.type = std::string(kJsonType), .body = std::move(body)};
}

Result<Response> group_settings(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::GroupSettings settings,
                      call.service.engine.group_settings(call.caller));
  return json_answer(to_json(settings));
}

Result<Response> set_group_settings(const Call& call) {
  FH_ASSIGN_OR_RETURN(const engine::GroupSettings settings, engine::read_group_settings(call.body));
  FH_RETURN_IF_ERROR(call.service.engine.set_group_settings(call.caller, settings));
  return json_answer(to_json(settings));
}

Result<Response> sources(const Call& call) {
  const auto [limit, offset] = page_in(call.arguments);
  FH_ASSIGN_OR_RETURN(const std::vector<record::Source> all,
                      call.service.engine.ownership().sources(call.caller, limit, offset));
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_sources(json, all);
  json.end_object();
  return json_answer(std::move(body));
}

Result<Response> set_source_grants(const Call& call) {
  FH_ASSIGN_OR_RETURN(const record::SourceGrants asked, read_source_ask(call.body));
  FH_RETURN_IF_ERROR(call.service.engine.ownership().set_source_grants(call.caller, asked));
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_source_grants(json, {.grants = asked, .stated = true});
  json.end_object();
  return json_answer(std::move(body));
}

}  // namespace

std::span<const Endpoint> settings_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/settings/groups",
               .name = "groupSettings",
               .summary = "How small groups are guarded",
               .description = "From how many people on something is said of a party, by column "
                              "where that is more; noise; in whose words personal data is masked "
                              "([methods](methods.md)).",
               .needs = kAdminister,
               .gives = "GroupSettings",
               .gives_example = kGroupsExample,
               .handler = group_settings},
      Endpoint{.method = Method::kPut,
               .path = "/v1/settings/groups",
               .name = "setGroupSettings",
               .summary = "Guard small groups otherwise",
               .description = "The settings as a whole: what is left out goes back to how it is "
                              "at first. They hold for the next question, and stand in the audit "
                              "with who changed what.",
               .needs = kAdminister,
               .takes = "GroupSettings",
               .takes_example = kGroupsExample,
               .gives = "GroupSettings",
               .gives_example = kGroupsExample,
               .runs = Runs::kTelling,
               .handler = set_group_settings},
      Endpoint{.path = "/v1/sources",
               .name = "sources",
               .summary = "Where experiences come from",
               .description = "By name, with what may be done with what is told there, where its "
                              "teller says nothing else.",
               .needs = kAdminister,
               .parameters = kPageParameters,
               .gives = "Sources",
               .gives_example = R"({"sources":[]})",
               .handler = sources},
      Endpoint{.method = Method::kPut,
               .path = "/v1/sources/grants",
               .name = "setSourceGrants",
               .summary = "Say what a source's tellers grant",
               .description = "For what is told from then on; what was told stays as it was "
                              "granted. The source need not have told anything yet. An empty list: "
                              "kept for their tellers alone.",
               .needs = kAdminister,
               .takes = "SourceAsk",
               .takes_example =
                   R"({"source":"shop","grants":["read","count"],"basis":"notice at the till"})",
               .gives = "Source",
               .gives_example = kSourceExample,
               .runs = Runs::kTelling,
               .handler = set_source_grants},
  };
  return kEndpoints;
}

}  // namespace fh::api

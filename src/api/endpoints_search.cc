#include <array>
#include <utility>

#include "api/arguments.h"
#include "api/endpoint_groups.h"
#include "api/json_answers.h"
#include "api/search_ask.h"
#include "api/service.h"
#include "base/json.h"

namespace fh::api {
namespace {

using engine::Right;

constexpr std::string_view kDescription =
    "One question, one pass over the whole landscape: ranked hits, exact total, and what was "
    "asked for of facets, ratings, a histogram, distinct people and telling words.";
constexpr std::string_view kAskExample =
    R"({"q":"late delivery felt:<4","facets":["touchpoint",{"column":"stage","limit":5,)"
    R"("details":true}],"histogram":"month","ratings":true})";
constexpr std::string_view kAnswerExample =
    R"({"total":0,"as_of":1,"landscape":1,"took_us":42,"hits":[],"facets":[],)"
    R"("telling_words":[],"telling_sample":0})";

Result<Response> answer(const Call& call, engine::SearchOptions options) {
  options.caller = call.caller;
  FH_ASSIGN_OR_RETURN(const engine::Found found, call.service.engine.search(options));
  std::vector<landscape::ColumnInfo> columns;
  // Labels alone are used, of facets that the caller has named.
  if (!found.answer.facets.empty()) columns = call.service.engine.columns();
  Response response{.type = std::string(kJsonType), .body = {}};
  JsonWriter json(response.body);
  write_found(json, found, columns);
  return response;
}

Result<Response> search_by_query(const Call& call) {
  FH_ASSIGN_OR_RETURN(engine::SearchOptions options, read_search(call.arguments));
  return answer(call, std::move(options));
}

Result<Response> search_by_body(const Call& call) {
  FH_ASSIGN_OR_RETURN(engine::SearchOptions options, read_search(call.body));
  return answer(call, std::move(options));
}

Result<Response> columns(const Call& call) {
  FH_ASSIGN_OR_RETURN(const std::vector<landscape::ColumnInfo> columns,
                      call.service.engine.columns_for(call.caller));
  Response response{.type = std::string(kJsonType), .body = {}};
  JsonWriter json(response.body);
  json.begin_object().key("columns").begin_array();
  for (const landscape::ColumnInfo& column : columns) {
    json.begin_object().member("column", column.column).member("label", column.label);
    json.member("own", column.own).member("keywords", column.keywords);
    json.member("numbers", column.numbers).member("times", column.times).end_object();
  }
  json.end_array().end_object();
  return response;
}

}  // namespace

std::span<const Endpoint> search_endpoints() {
  static const std::array kEndpoints = {
      Endpoint{.path = "/v1/search",
               .name = "search",
               .summary = "Search and count",
               .description = kDescription,
               .needs = Needs::any_of({Right::kCount, Right::kRead}),
               .parameters = search_parameters(),
               .gives = "SearchAnswer",
               .gives_example = kAnswerExample,
               .handler = search_by_query},
      Endpoint{.method = Method::kPost,
               .path = "/v1/search",
               .name = "searchByBody",
               .summary = "Search and count, asked in JSON",
               .description = kDescription,
               .needs = Needs::any_of({Right::kCount, Right::kRead}),
               .takes = "SearchAsk",
               .takes_example = kAskExample,
               .gives = "SearchAnswer",
               .gives_example = kAnswerExample,
               .handler = search_by_body},
      Endpoint{.path = "/v1/columns",
               .name = "columns",
               .summary = "What can be counted and filtered by",
               .description = "Every column seen, by name.",
               .needs = Needs::any_of({Right::kCount, Right::kRead}),
               .gives = "Columns",
               .gives_example = R"({"columns":[]})",
               .handler = columns},
  };
  return kEndpoints;
}

}  // namespace fh::api

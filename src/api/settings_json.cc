#include "api/settings_json.h"

#include "api/fields.h"
#include "api/mine_json.h"

namespace fh::api {

void write_source_grants(JsonWriter& json, const record::Source& source) {
  json.member("source", source.grants.source).key("grants");
  write_grants(json, source.grants.grants);
  json.member("stated", source.stated);
  if (!source.grants.basis.empty()) json.member("basis", source.grants.basis);
}

void write_sources(JsonWriter& json, std::span<const record::Source> sources) {
  json.key("sources").begin_array();
  for (const record::Source& source : sources) {
    json.begin_object();
    write_source_grants(json, source);
    json.end_object();
  }
  json.end_array();
}

void write_source_ask(JsonWriter& json, const record::SourceGrants& grants) {
  json.member("source", grants.source).key("grants");
  write_grants(json, grants.grants);
  json.member("basis", grants.basis);
}

Result<record::SourceGrants> read_source_ask(std::string_view body) {
  FH_ASSIGN_OR_RETURN(const Fields fields, Fields::read(body, {"source", "grants", "basis"}));
  record::SourceGrants asked;
  FH_ASSIGN_OR_RETURN(asked.source, fields.needed_text("source"));
  FH_ASSIGN_OR_RETURN(const auto names, fields.list("grants"));
  if (!names) return failure(ErrorCode::kInvalid, "it is not said what is granted", "grants");
  FH_ASSIGN_OR_RETURN(asked.grants, read_grants(*names));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> basis, fields.text("basis"));
  asked.basis = basis.value_or("");
  return asked;
}

}  // namespace fh::api

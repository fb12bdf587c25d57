#include "cli/settings_door.h"

#include <utility>

#include "api/settings_json.h"
#include "base/json.h"

namespace fh::cli {
namespace {

constexpr uint32_t kSourcesShown = 1000;

engine::Caller host() {
  return engine::Caller::host("cli");
}

// An object whose members `write` makes.
template <typename Write>
std::string object_text(const Write& write) {
  return json_text([&](JsonWriter& json) {
    json.begin_object();
    write(json);
    json.end_object();
  });
}

}  // namespace

Result<std::string> SettingsDoor::ask(std::string_view method, const std::string& target,
                                      const std::string& body) {
  const std::string_view type = body.empty() ? "" : "application/json";
  FH_ASSIGN_OR_RETURN(api::Reply reply, access_.server->send(method, target, type, body));
  return body_of(std::move(reply));
}

Result<engine::GroupSettings> SettingsDoor::groups() {
  if (access_.engine) return access_.engine->group_settings(host());
  FH_ASSIGN_OR_RETURN(const std::string answer, ask("GET", "/v1/settings/groups"));
  return engine::read_group_settings(answer);
}

Status SettingsDoor::set_groups(const engine::GroupSettings& settings) {
  if (access_.engine) return access_.engine->set_group_settings(host(), settings);
  const Result<std::string> done = ask("PUT", "/v1/settings/groups", to_json(settings));
  return done ? Status() : std::unexpected(done.error());
}

Result<std::string> SettingsDoor::sources() {
  if (access_.server) return ask("GET", "/v1/sources");
  FH_ASSIGN_OR_RETURN(const std::vector<record::Source> all,
                      access_.engine->ownership().sources(host(), kSourcesShown, 0));
  return object_text([&](JsonWriter& json) { api::write_sources(json, all); });
}

Status SettingsDoor::set_source_grants(const record::SourceGrants& grants) {
  if (access_.engine) return access_.engine->ownership().set_source_grants(host(), grants);
  const Result<std::string> done =
      ask("PUT", "/v1/sources/grants",
          object_text([&](JsonWriter& json) { api::write_source_ask(json, grants); }));
  return done ? Status() : std::unexpected(done.error());
}

}  // namespace fh::cli

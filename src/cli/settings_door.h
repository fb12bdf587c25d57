// cli/settings_door.h: the settings and the sources, whether the data is at hand or a server
// holds it.
#pragma once

#include <string>
#include <string_view>

#include "cli/access.h"
#include "engine/group_settings.h"
#include "engine/ownership.h"

namespace fh::cli {

class SettingsDoor {
 public:
  explicit SettingsDoor(Access& access) : access_(access) {}

  Result<engine::GroupSettings> groups();
  Status set_groups(const engine::GroupSettings& settings);
  // The interface's JSON, {"sources":[…]}; the first thousand.
  Result<std::string> sources();
  Status set_source_grants(const record::SourceGrants& grants);

 private:
  Result<std::string> ask(std::string_view method, const std::string& target,
                          const std::string& body = {});
  Access& access_;
};

}  // namespace fh::cli

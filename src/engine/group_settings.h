// engine/group_settings.h: how small a group of people may be before nothing is said of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh::engine {

struct GroupSettings {
  // People, by party; of a party that has one, experiences are guarded. 0: not guarded.
  std::map<std::string, uint32_t> parties = {{"employee", 5}};
  // For figures over these columns, and questions that filter by them; counts where it is
  // greater than the parties'.
  std::map<std::string, uint32_t> columns = {};
  // Steps begin at a secret place.
  bool noise = false;

  bool operator==(const GroupSettings&) const = default;
};

inline constexpr uint32_t kGroupThresholdMax = 1000;

// {"parties":{"employee":5},"columns":{"unit":10},"noise":false}; what is left out is as
// above. kInvalid with the field.
Result<GroupSettings> read_group_settings(std::string_view json);
std::string to_json(const GroupSettings& settings);

}  // namespace fh::engine

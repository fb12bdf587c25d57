// engine/group_settings.h: how small a group of people may be before nothing is said of it,
// and in whose words what names a person is masked.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh::engine {

// Whose words members see with personal data masked, beside those who are guarded.
struct MaskedWords {
  std::set<std::string> parties = {};  // by name, as GroupSettings::parties
  std::set<std::string> sources = {};  // as they are told

  bool operator==(const MaskedWords&) const = default;
};

struct GroupSettings {
  // People, by party; of a party that has one, experiences are guarded. 0: not guarded.
  // Employees always are.
  std::map<std::string, uint32_t> parties = {{"employee", 5}};
  // For figures over these columns, and questions that filter by them; counts where it is
  // greater than the parties'.
  std::map<std::string, uint32_t> columns = {};
  // Steps begin at a secret place.
  bool noise = false;
  MaskedWords masked = {};

  bool operator==(const GroupSettings&) const = default;
};

// One person is no group, so there is no threshold of 1.
inline constexpr uint32_t kGroupThresholdLeast = 2;
inline constexpr uint32_t kGroupThresholdMax = 1000;
// Columns or sources that settings may name.
inline constexpr size_t kGroupNamesMax = 1000;

// {"parties":{"employee":5},"columns":{"unit":10},"noise":false,
//  "masked":{"parties":["customer"],"sources":["shop"]}}; what is left out is as above.
// kInvalid with the field.
Result<GroupSettings> read_group_settings(std::string_view json);
std::string to_json(const GroupSettings& settings);

// What differs, for the audit: "employee 5 to 7; noise on"; empty where nothing does.
std::string difference(const GroupSettings& before, const GroupSettings& after);

}  // namespace fh::engine

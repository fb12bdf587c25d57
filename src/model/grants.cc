#include "model/grants.h"

#include <algorithm>

#include "base/check.h"

namespace fh::model {

std::string_view name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::kRead:
      return "read";
    case Purpose::kCount:
      return "count";
    case Purpose::kContact:
      return "contact";
    case Purpose::kShare:
      return "share";
  }
  FH_CHECK(false);
  return {};
}

std::optional<Purpose> purpose_named(std::string_view name) {
  const auto found = std::ranges::find(kAllPurposes, name, [](Purpose p) { return name_of(p); });
  return found == kAllPurposes.end() ? std::nullopt : std::optional(*found);
}

std::string to_string(Grants grants) {
  std::string text;
  for (const Purpose purpose : kAllPurposes) {
    if (!grants.has(purpose)) continue;
    if (!text.empty()) text += ", ";
    text += name_of(purpose);
  }
  return text.empty() ? "nothing" : text;
}

std::optional<Grants> grants_named(std::string_view text) {
  if (text == "none" || text == "nothing") return Grants::none();
  constexpr std::string_view kBetween = ", ";
  Grants grants;
  size_t at = text.find_first_not_of(kBetween);
  if (at == std::string_view::npos) return std::nullopt;
  while (at != std::string_view::npos) {
    const size_t end = std::min(text.find_first_of(kBetween, at), text.size());
    const std::optional<Purpose> purpose = purpose_named(text.substr(at, end - at));
    if (!purpose) return std::nullopt;
    grants = grants.with(*purpose);
    at = text.find_first_not_of(kBetween, end);
  }
  return grants;
}

}  // namespace fh::model

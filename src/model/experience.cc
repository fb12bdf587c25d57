#include "model/experience.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <span>

#include "base/ascii.h"

namespace fh::model {
namespace {

// In the order of the enumerators: a name's index is its value.
constexpr std::array<std::string_view, 8> kKinds = {
    "story", "interaction", "question", "wish", "expectation", "workaround", "thanks", "concern"};
constexpr std::array<std::string_view, 5> kParties = {"", "customer", "employee", "partner",
                                                      "other"};
constexpr std::array<std::string_view, 6> kFunctions = {
    "", "production", "delivery", "consumption", "support", "maintenance"};
constexpr std::array<std::string_view, 4> kSubjectLevels = {"industry", "organisation", "product",
                                                            "service"};

template <typename Enum>
std::optional<Enum> named(std::span<const std::string_view> names, std::string_view name) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (equals_ignoring_case(names[i], name)) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

struct NamedScale {
  std::string_view name;
  Scale scale;
};
constexpr std::array<NamedScale, 7> kScales = {{{"stars", {1, 5}},
                                                {"csat", {1, 5}},
                                                {"nps", {0, 10}},
                                                {"ces", {1, 7}},
                                                {"percent", {0, 100}},
                                                {"unit", {0, 1}},
                                                {"balance", {-1, 1}}}};

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, code] = std::from_chars(text.data(), end, value);
  if (code != std::errc() || rest != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

std::string_view name_of(Kind kind) {
  return kKinds.at(static_cast<size_t>(kind));
}
std::string_view name_of(Party party) {
  return kParties.at(static_cast<size_t>(party));
}
std::string_view name_of(Function function) {
  return kFunctions.at(static_cast<size_t>(function));
}
std::string_view name_of(SubjectLevel level) {
  return kSubjectLevels.at(static_cast<size_t>(level));
}

std::optional<Kind> kind_named(std::string_view name) {
  return named<Kind>(kKinds, name);
}
std::optional<Party> party_named(std::string_view name) {
  return named<Party>(kParties, name);
}
std::optional<Function> function_named(std::string_view name) {
  return named<Function>(kFunctions, name);
}
std::optional<SubjectLevel> subject_level_named(std::string_view name) {
  return named<SubjectLevel>(kSubjectLevels, name);
}

std::optional<Scale> scale_named(std::string_view text) {
  text = trimmed(text);
  for (const NamedScale& known : kScales) {
    if (equals_ignoring_case(known.name, text)) return known.scale;
  }
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const std::optional<double> low = number_in(trimmed(text.substr(0, dots)));
  const std::optional<double> high = number_in(trimmed(text.substr(dots + 2)));
  if (!low || !high || !(*low < *high) || !std::isfinite(*high - *low)) return std::nullopt;
  return Scale{.low = *low, .high = *high};
}

std::string to_string(Scale scale) {
  return fmt::format("{}..{}", scale.low, scale.high);
}

std::string id_of(uint64_t number) {
  return fmt::format("e{}", number);
}

std::optional<uint64_t> number_of_id(std::string_view id) {
  if (id.size() < 2 || id[0] != 'e' || id[1] < '1' || id[1] > '9') return std::nullopt;
  uint64_t number = 0;
  const char* end = id.data() + id.size();
  const auto [rest, code] = std::from_chars(id.data() + 1, end, number);
  if (code != std::errc() || rest != end) return std::nullopt;
  return number;
}

}  // namespace fh::model

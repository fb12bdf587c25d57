#include "doors/mapping.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"

namespace fh::doors {
namespace {

constexpr std::array<std::string_view, kFields> kFieldNames = {
    "source", "source_id",  "text",  "person",  "lived_at", "told_at", "party",    "function",
    "kind",   "touchpoint", "stage", "channel", "unit",     "lang",    "expected", "felt"};
constexpr std::array<std::string_view, 5> kTypeNames = {"keyword", "keywords", "number", "yes_no",
                                                        "date"};

bool is_number_tail(std::string_view tail) {
  tail = trim(tail);
  return tail.empty() || tail == "%" || tail == "/5" || tail == "/10" || tail == "star" ||
         tail == "stars" || tail == "/100";
}

}  // namespace

std::string_view name_of(Field field) {
  return kFieldNames[static_cast<size_t>(field)];
}

std::optional<Field> field_named(std::string_view name) {
  const auto* const found = std::ranges::find(kFieldNames, name);
  if (found == kFieldNames.end()) return std::nullopt;
  return static_cast<Field>(found - kFieldNames.begin());
}

std::string_view name_of(ValueType type) {
  return kTypeNames[static_cast<size_t>(type)];
}

std::optional<ValueType> value_type_named(std::string_view name) {
  const auto* const found = std::ranges::find(kTypeNames, name);
  if (found == kTypeNames.end()) return std::nullopt;
  return static_cast<ValueType>(found - kTypeNames.begin());
}

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return out;
}

std::optional<double> parse_number(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.size() > 40) return std::nullopt;
  const bool starts = (text[0] >= '0' && text[0] <= '9') || text[0] == '-' || text[0] == '.';
  if (!starts) return std::nullopt;
  std::string decimal;
  const size_t comma = text.find(',');
  if (comma != std::string_view::npos) {
    // "3,5" is a decimal comma; "1,234" may be a thousand and more, so it is neither.
    const size_t digits = text.size() - comma - 1;
    if (digits < 1 || digits > 2) return std::nullopt;
    decimal = text;
    decimal[comma] = '.';
    text = decimal;
  }
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc()) return std::nullopt;
  const std::string_view tail(end, static_cast<size_t>(text.data() + text.size() - end));
  return is_number_tail(tail) ? std::optional(value) : std::nullopt;
}

std::optional<bool> parse_yes_no(std::string_view text) {
  const std::string_view word = trim(text);
  if (word.size() > 5) return std::nullopt;
  const std::string folded = lower(word);
  if (folded == "yes" || folded == "true" || folded == "y") return true;
  if (folded == "no" || folded == "false" || folded == "n") return false;
  return std::nullopt;
}

std::string signifier_name(std::string_view column) {
  const std::string_view whole = trim(column);
  if (whole.size() <= limits::kNameBytesMax) return std::string(whole);
  constexpr std::string_view kCut = "…";
  size_t end = limits::kNameBytesMax - kCut.size() - 8;  // room for " (123)"
  const size_t space = whole.rfind(' ', end);
  if (space != std::string_view::npos && space > end / 2) end = space;
  while (end > 0 && (static_cast<unsigned char>(whole[end]) & 0xC0) == 0x80) --end;
  return std::string(whole.substr(0, end)) + std::string(kCut);
}

}  // namespace fh::doors

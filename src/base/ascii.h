// base/ascii.h: letters, digits and spaces of ASCII, whatever the locale.
//
// Bytes above ASCII pass through untouched.
#pragma once

#include <string>
#include <string_view>

namespace fh {

constexpr bool is_ascii_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_ascii_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_ascii_letter(char c) {
  return is_ascii_upper(c) || is_ascii_lower(c);
}
constexpr bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_ascii_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr char ascii_lower(char c) {
  return is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  }
  return true;
}

// Without ASCII space, no-break spaces and byte order marks at both ends, which
// spreadsheets leave behind.
constexpr std::string_view trimmed(std::string_view text) {
  // Nearly every text begins and ends with a letter, a digit or a mark.
  const auto plain = [](char c) { return c > ' ' && c <= '~'; };
  if (!text.empty() && plain(text.front()) && plain(text.back())) return text;
  constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  for (bool found = true; found;) {
    found = false;
    if (!text.empty() && is_ascii_space(text.front())) text.remove_prefix(1), found = true;
    if (!text.empty() && is_ascii_space(text.back())) text.remove_suffix(1), found = true;
    for (const std::string_view odd : {kNoBreakSpace, kByteOrderMark}) {
      if (text.starts_with(odd)) text.remove_prefix(odd.size()), found = true;
      if (text.ends_with(odd)) text.remove_suffix(odd.size()), found = true;
    }
  }
  return text;
}

}  // namespace fh

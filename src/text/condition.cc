#include "text/condition.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.h"
#include "base/utf8.h"

namespace fh::text {
namespace {

// Entities met in exports; the accented letters follow a rule of their own.
constexpr std::array<std::string_view, 37> kEntities = {
    "amp",    "apos",  "bdquo",  "bull",  "cent",   "copy",  "deg",  "euro",  "frac12", "gt",
    "hellip", "iexcl", "iquest", "laquo", "ldquo",  "lsquo", "lt",   "mdash", "middot", "nbsp",
    "ndash",  "ordf",  "ordm",   "para",  "plusmn", "pound", "quot", "raquo", "rdquo",  "reg",
    "rsquo",  "sbquo", "sect",   "shy",   "szlig",  "times", "trade"};
static_assert(std::ranges::is_sorted(kEntities));
constexpr std::array<std::string_view, 8> kAccents = {"acute", "cedil", "circ",  "grave",
                                                      "lig",   "ring",  "slash", "uml"};

constexpr std::array<std::string_view, 47> kTags = {
    "a",     "b",     "big",    "blockquote", "body",  "br",     "center", "code",  "div",  "em",
    "font",  "form",  "h1",     "h2",         "h3",    "h4",     "h5",     "h6",    "head", "hr",
    "html",  "i",     "iframe", "img",        "input", "li",     "link",   "meta",  "ol",   "p",
    "pre",   "s",     "script", "small",      "span",  "strike", "strong", "style", "sub",  "sup",
    "table", "tbody", "td",     "th",         "tr",    "u",      "ul"};
static_assert(std::ranges::is_sorted(kTags));

bool is_letter_or_digit(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c);
}

bool is_hex_digit(char c) {
  return is_ascii_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

bool names_character(std::string_view name) {
  if (name.starts_with("#x") || name.starts_with("#X")) {
    return name.size() > 2 && std::ranges::all_of(name.substr(2), is_hex_digit);
  }
  if (name.starts_with('#')) {
    return name.size() > 1 && std::ranges::all_of(name.substr(1), is_ascii_digit);
  }
  if (std::ranges::binary_search(kEntities, name)) return true;
  // "eacute", "AElig": one or two letters and an accent or a ligature.
  return std::ranges::any_of(kAccents, [name](std::string_view accent) {
    const size_t letters = name.size() - std::min(name.size(), accent.size());
    return (letters == 1 || letters == 2) && name.ends_with(accent);
  });
}

// The length of the entity that starts `text` ("&amp;"), or 0.
size_t entity_length(std::string_view text) {
  constexpr size_t kNameMax = 10;
  const size_t end = text.substr(0, kNameMax + 2).find(';');
  if (end == std::string_view::npos || end < 3) return 0;
  return names_character(text.substr(1, end - 1)) ? end + 1 : 0;
}

// The length of the tag that starts `text` ("</p>", "<br />"), or 0.
size_t tag_length(std::string_view text) {
  constexpr size_t kTagMax = 1024;  // attributes included
  size_t at = text.starts_with("</") ? 2 : 1;
  const size_t name_at = at;
  while (at < text.size() && is_letter_or_digit(text[at])) ++at;
  const std::string_view name = text.substr(name_at, at - name_at);
  if (name.size() > 10 || at >= text.size()) return 0;
  if (!std::ranges::binary_search(kTags, ascii_lower(name))) return 0;
  if (text[at] != '>' && text[at] != '/' && !is_ascii_space(text[at])) return 0;
  const size_t end = text.substr(0, kTagMax).find_first_of("<>", at);
  return end != std::string_view::npos && text[end] == '>' ? end + 1 : 0;
}

// The byte that cp1252 (Latin-1 where it has none) shows as this character.
std::optional<uint8_t> cp1252_byte(char32_t code) {
  constexpr std::array<char32_t, 32> kFrom80 = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (code < 0x100) return static_cast<uint8_t>(code);
  const auto* const at = std::ranges::find(kFrom80, code);
  if (at == kFrom80.end()) return std::nullopt;
  return static_cast<uint8_t>(0x80 + (at - kFrom80.begin()));
}

// What one misread character looks like.
struct Misread {
  size_t bytes = 0;      // of the text; 0: none here
  bool certain = false;  // hardly ever written on purpose
};

// Reads the characters at `at` as bytes and these as one character of UTF-8.
Misread misread_at(std::string_view text, size_t at) {
  std::array<uint8_t, 4> bytes{};
  size_t length = 0;
  size_t count = 0;
  const size_t from = at;
  while (at < text.size() && (count == 0 || count < length)) {
    const Utf8Character next = utf8_character(text, at);
    const std::optional<uint8_t> byte = cp1252_byte(next.code);
    if (!byte) break;
    if (count == 0) {
      if (*byte < 0xC2 || *byte > 0xF4) return {};
      length = *byte < 0xE0 ? 2 : *byte < 0xF0 ? 3 : 4;
    } else if ((*byte & 0xC0U) != 0x80) {
      break;
    }
    bytes[count++] = *byte;
    at += next.bytes;
  }
  // The last byte of a quotation mark is often lost: cp1252 has no 0x9D.
  const bool punctuation = bytes[0] == 0xE2 && count >= 2 && bytes[1] >= 0x80 && bytes[1] <= 0x9F;
  if (count < length && !punctuation) return {};
  // Accented Latin letters and signs, but not a capital before a closing quote.
  const bool quote = bytes[1] == 0x93 || bytes[1] == 0x94 || bytes[1] == 0x92;
  const bool latin = (bytes[0] == 0xC2 || bytes[0] == 0xC3) && !quote;
  const bool emoji = bytes[0] == 0xF0 && bytes[1] == 0x9F;
  return {.bytes = at - from, .certain = punctuation || latin || emoji};
}

// The length of the misread stretch at `at`, or 0. Two doubtful ones in a row are
// beyond doubt: no language writes "Ð¿Ñ€".
size_t mojibake_length(std::string_view text, size_t at) {
  size_t length = 0;
  size_t count = 0;
  bool certain = false;
  while (at + length < text.size()) {
    const Misread next = misread_at(text, at + length);
    if (next.bytes == 0) break;
    length += next.bytes;
    certain |= next.certain;
    ++count;
  }
  return certain || count >= 2 ? length : 0;
}

}  // namespace

Condition condition_of(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  Condition found;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    size_t length = 0;
    if (c == '&') {
      length = entity_length(text.substr(at));
      if (length > 0) ++found.html_entities;
    } else if (c == '<') {
      length = tag_length(text.substr(at));
      if (length > 0) ++found.html_tags;
    } else if ((c & 0x80) != 0) {
      length = mojibake_length(text, at);
      if (length > 0) ++found.mojibake;
      if (text.substr(at).starts_with(kReplacement)) ++found.replacements;
      if (length == 0) length = utf8_character(text, at).bytes;
    }
    at += std::max<size_t>(length, 1);
  }
  return found;
}

}  // namespace fh::text

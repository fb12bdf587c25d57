#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace fh {
namespace {

bool is_continuation(char byte) {
  return (static_cast<uint8_t>(byte) & 0xC0U) == 0x80;
}

// The bytes of the character that starts `text`, or 0 where it is broken.
size_t character_length(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  // The second byte alone tells overlong forms, surrogates and what is too large.
  const auto second = static_cast<uint8_t>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool too_large = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

}  // namespace

std::optional<size_t> find_broken_utf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    uint64_t eight = 0;
    if (text.size() - at >= sizeof(eight)) {
      std::memcpy(&eight, text.data() + at, sizeof(eight));
      if ((eight & 0x8080808080808080ULL) == 0) {
        at += sizeof(eight);
        continue;
      }
    }
    const size_t length = character_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

bool is_one_line(std::string_view text) {
  const bool control = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  return !control && !find_broken_utf8(text);
}

Utf8Character utf8_character(std::string_view text, size_t at) {
  constexpr char32_t kReplacement = 0xFFFD;
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(text[i])); };
  const size_t bytes = character_length(text.substr(at));
  if (bytes == 0) return {.code = kReplacement, .bytes = 1};
  if (bytes == 1) return {.code = byte(at), .bytes = 1};
  // A lead byte of n bytes holds 7 - n bits, each further one six.
  uint32_t code = byte(at) & ((1U << (7 - bytes)) - 1);
  for (size_t i = 1; i < bytes; ++i) code = code << 6U | (byte(at + i) & 0x3FU);
  return {.code = code, .bytes = bytes};
}

std::string_view utf8_prefix(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && bytes_max - end < 3 && is_continuation(text[end])) --end;
  return text.substr(0, end);
}

}  // namespace fh

// base/utf8.h: whether bytes are UTF-8, and where they stop being so.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace fh {

// The byte offset of the first thing that is not UTF-8 (RFC 3629: no overlong
// forms, no surrogates, nothing beyond U+10FFFF), or nothing. Linear.
std::optional<size_t> find_broken_utf8(std::string_view text);

// UTF-8 without control characters, line ends among them. Linear; pure.
bool is_one_line(std::string_view text);

// One character as it stands in a text.
struct Utf8Character {
  char32_t code = 0;  // U+FFFD where the bytes are broken
  size_t bytes = 1;   // 1 where they are
};
// REQUIRES: at < text.size().
Utf8Character utf8_character(std::string_view text, size_t at);

// The longest start of `text` with at most `bytes_max` bytes that does not cut a
// character in two. Pure; broken UTF-8 is cut somewhere near.
std::string_view utf8_prefix(std::string_view text, size_t bytes_max);

}  // namespace fh

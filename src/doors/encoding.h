// doors/encoding.h: which encoding a file is in, and from there to UTF-8.
//
// Pure functions over bytes; linear.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fh::doors {

// kUtf8 files may hold single rows in Windows-1252; the reader switches row by row.
enum class Encoding : uint8_t { kUtf8, kCp1252, kUtf16Le, kUtf16Be };

std::string_view name_of(Encoding encoding);  // "utf-8", "cp1252", "utf-16le", …
std::optional<Encoding> encoding_named(std::string_view name);

struct EncodingGuess {
  Encoding encoding = Encoding::kUtf8;
  size_t mark_bytes = 0;  // the byte order mark's length
};

// By byte order mark; else UTF-16 where every other byte is zero; else
// Windows-1252 where no line with a byte above 127 is UTF-8; else UTF-8.
EncodingGuess guess_encoding(std::string_view sample);

bool is_utf8(std::string_view text);

// The five bytes Windows-1252 leaves open become the control characters of the
// same value, as browsers do.
void append_cp1252(std::string& out, std::string_view bytes);

// Appends `bytes` as UTF-8 and returns how many were taken: an odd byte or half a
// surrogate pair is left for the next call. A lone surrogate becomes U+FFFD.
size_t append_utf16(std::string& out, std::string_view bytes, Encoding encoding);

}  // namespace fh::doors

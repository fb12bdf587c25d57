#include "doors/encoding.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"

namespace fh::doors {
namespace {

// Windows-1252's 0x80 to 0x9F.
constexpr std::array<uint16_t, 32> kCp1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append_character(std::string& out, uint32_t code) {
  const auto byte = [&](uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

// How many of the leading bytes are ASCII, eight at a time.
size_t ascii_prefix(std::string_view text) {
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080ULL) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

struct Zeros {
  size_t even = 0;
  size_t odd = 0;
};

Zeros count_zeros(std::string_view sample) {
  Zeros zeros;
  for (size_t i = 0; i < sample.size(); ++i) {
    if (sample[i] == 0) ++(i % 2 == 0 ? zeros.even : zeros.odd);
  }
  return zeros;
}

bool only_cp1252(std::string_view sample) {
  bool any = false;
  size_t from = 0;
  while (from < sample.size()) {
    // The last line may be cut inside a character: it says nothing.
    const size_t end = sample.find_first_of("\r\n", from);
    if (end == std::string_view::npos && from > 0) break;
    const std::string_view line = sample.substr(from, end - from);
    if (ascii_prefix(line) < line.size()) {
      if (is_utf8(line)) return false;
      any = true;
    }
    from = end == std::string_view::npos ? sample.size() : end + 1;
  }
  return any;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "utf-8";
    case Encoding::kCp1252:
      return "cp1252";
    case Encoding::kUtf16Le:
      return "utf-16le";
    case Encoding::kUtf16Be:
      return "utf-16be";
  }
  return "utf-8";
}

std::optional<Encoding> encoding_named(std::string_view name) {
  for (const Encoding encoding :
       {Encoding::kUtf8, Encoding::kCp1252, Encoding::kUtf16Le, Encoding::kUtf16Be}) {
    if (name == name_of(encoding)) return encoding;
  }
  return std::nullopt;
}

EncodingGuess guess_encoding(std::string_view sample) {
  if (sample.starts_with("\xEF\xBB\xBF")) return {Encoding::kUtf8, 3};
  if (sample.starts_with("\xFF\xFE")) return {Encoding::kUtf16Le, 2};
  if (sample.starts_with("\xFE\xFF")) return {Encoding::kUtf16Be, 2};
  const std::string_view head = sample.substr(0, 64 * 1024);
  const Zeros zeros = count_zeros(head);
  // In UTF-16 most letters of the world's alphabets share few high bytes; a table
  // has many ASCII characters (its delimiters and digits), whose high byte is 0.
  if (zeros.odd > head.size() / 8 && zeros.even <= zeros.odd / 16) return {Encoding::kUtf16Le, 0};
  if (zeros.even > head.size() / 8 && zeros.odd <= zeros.even / 16) return {Encoding::kUtf16Be, 0};
  return {only_cp1252(sample) ? Encoding::kCp1252 : Encoding::kUtf8, 0};
}

bool is_utf8(std::string_view text) {
  return ascii_prefix(text) == text.size() || !find_broken_utf8(text);
}

void append_cp1252(std::string& out, std::string_view bytes) {
  for (const char raw : bytes) {
    const auto byte = static_cast<unsigned char>(raw);
    const bool special = byte >= 0x80 && byte < 0xA0;
    append_character(out, special ? kCp1252[byte - 0x80U] : byte);
  }
}

size_t append_utf16(std::string& out, std::string_view bytes, Encoding encoding) {
  const bool little = encoding == Encoding::kUtf16Le;
  const auto unit = [&](size_t at) -> uint32_t {
    const uint32_t first = static_cast<unsigned char>(bytes[at]);
    const uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
    return little ? first | second << 8 : first << 8 | second;
  };
  size_t at = 0;
  while (at + 2 <= bytes.size()) {
    uint32_t code = unit(at);
    size_t taken = 2;
    if (code >= 0xD800 && code < 0xDC00) {
      if (at + 4 > bytes.size()) break;
      const uint32_t second = unit(at + 2);
      const bool pair = second >= 0xDC00 && second < 0xE000;
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00) : 0xFFFD;
      if (pair) taken = 4;
    } else if (code >= 0xDC00 && code < 0xE000) {
      code = 0xFFFD;
    }
    append_character(out, code);
    at += taken;
  }
  return at;
}

}  // namespace fh::doors

// base/base64url.h: bytes as letters that need escaping in no address (RFC 4648, part 5).
//
// Without padding, as tokens have it. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fh {

std::string base64url(std::span<const std::byte> bytes);
std::string base64url(std::string_view bytes);

// Nothing where a letter is none of the 64, the length is of no bytes, or spare bits are set:
// so each string of bytes has one spelling.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace fh

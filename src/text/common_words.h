// text/common_words.h: a language told by the small words its sentences are made of.
#pragma once

#include <optional>
#include <string_view>

namespace fh::text {

// The language where these words leave no doubt, else nothing: a text is then either
// short, mixed, or in a language whose words are not known here. Looks at the first
// kCommonWordsBytesMax bytes; about a nanosecond a byte.
std::optional<std::string_view> language_by_common_words(std::string_view text);

inline constexpr size_t kCommonWordsBytesMax = 4096;

}  // namespace fh::text

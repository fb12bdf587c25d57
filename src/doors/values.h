// doors/values.h: small readings of single values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fh::doors {

// "en", "en-GB", "EN_us", "English", "Deutsch" as a primary tag ("en", "de"); empty
// where it is none.
std::string language_tag(std::string_view text);

// The pieces of a cell that holds several values; the whole cell where `separator`
// is empty. "\n" stands for any line break.
std::vector<std::string_view> pieces_of(std::string_view text, std::string_view separator);

}  // namespace fh::doors

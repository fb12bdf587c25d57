// text/language.h: which language a text is in, as a guess (CLD2).
#pragma once

#include <string>
#include <string_view>

namespace fh::text {

// "en", "de", "zh", … or empty where the guess is not reliable. Thread-safe.
std::string infer_language(std::string_view text);

}  // namespace fh::text

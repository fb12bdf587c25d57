// text/language.h: which language a text is in, as a guess: by its common words where
// they leave no doubt, else by CLD2, which looks at all its letters.
#pragma once

#include <string>
#include <string_view>

namespace fh::text {

// "en", "de", "zh", … or empty where the guess is not reliable. Thread-safe.
std::string infer_language(std::string_view text);
// The same by CLD2 alone: ten times slower, and what infer_language() must agree with.
std::string infer_language_by_cld2(std::string_view text);

}  // namespace fh::text

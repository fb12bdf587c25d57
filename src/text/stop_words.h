// text/stop_words.h: the words that hold a sentence together and say little themselves.
#pragma once

#include <string_view>

namespace fh::text {

// Whether a folded surface is one of the commonest function words of the language ("en",
// "de", "fr", "nl", "es"; none are known of others). Few on purpose: what is dropped from a
// question cannot be found by it.
bool is_stop_word(std::string_view surface, std::string_view lang);

}  // namespace fh::text

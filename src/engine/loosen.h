// engine/loosen.h: lets a question asked in whole sentences be about its telling words.
#pragma once

#include <string_view>

#include "landscape/query.h"

namespace fh::engine {

// With match=any, "what is there for a late train" should find lateness and trains, not
// every experience with "is" in it: function words of the question's language are left out
// of the alternatives, unless nothing else would remain. Words in quotes stay.
landscape::Node without_stop_words(landscape::Node query, std::string_view question);

}  // namespace fh::engine

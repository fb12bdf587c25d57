// landscape/telling_words.h: finds the words that set the matches apart (telling.h).
#pragma once

#include <vector>

#include "landscape/matcher.h"
#include "landscape/matches.h"
#include "landscape/request.h"

namespace fh::landscape {

struct TellingAnswer {
  std::vector<TellingWord> words;
  uint64_t sample = 0;  // matches looked at
};

// O(words of the matches, or of the sample).
TellingAnswer find_telling_words(const PreparedQuery& query, const Matches& matches, uint32_t limit,
                                 size_t threads);

}  // namespace fh::landscape

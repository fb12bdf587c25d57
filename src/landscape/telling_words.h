// landscape/telling_words.h: finds the words that set the matches apart (telling.h).
#pragma once

#include <vector>

#include "landscape/apart_totals.h"
#include "landscape/matcher.h"
#include "landscape/matches.h"
#include "landscape/request.h"

namespace fh::landscape {

struct TellingAnswer {
  std::vector<TellingWord> words;
  uint64_t sample = 0;  // matches looked at
};

struct TellingAsk {
  uint32_t limit = 0;
  size_t threads = 1;
  // What those told apart hold, which are none of the matches: it is as if they were not
  // there. Null: nobody is told apart.
  const ApartWords* apart = nullptr;
};

// O(words of the matches, or of the sample).
TellingAnswer find_telling_words(const PreparedQuery& query, const Matches& matches,
                                 const TellingAsk& ask);

}  // namespace fh::landscape

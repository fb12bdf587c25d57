// landscape/apart_telling.h: telling words where some are told apart.
#pragma once

#include <memory>

#include "landscape/apart_matches.h"
#include "landscape/telling_words.h"

namespace fh::landscape {

// What all that are told apart hold; found once a snapshot. O(their words in
// segments that are new, and of those that died or count no more in those that changed).
std::shared_ptr<const ApartWords> words_of(const Snapshot& snapshot, const ApartFilter& filter);

// The words that set those told apart who match apart from all the others. A word counts for
// the people who use it, and only as much as they weigh: one that weighs nothing is not
// named, nor in a spelling that weighs nothing. Mentions are these weights added up. O(words
// of the matches, or of a sample of them).
TellingAnswer find_apart_words(const PreparedQuery& query, const Request& request,
                               const PeopleRows& rows, const ApartWords& apart);

}  // namespace fh::landscape

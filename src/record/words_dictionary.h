// record/words_dictionary.h: the dictionaries that ship with the program, in zstd's format.
//
// Embedded from words_<number>.zdict (cmake/Words.cmake), which tools/words_dictionary/make.py
// makes out of phrases written for it and of the invented organisation's words. Never out of
// what people told: a dictionary keeps pieces of what it was made from, and those no erasure
// would reach. One that was ever in a release is never changed; a better one takes the next
// number.
#pragma once

#include <span>

namespace fh::record {

std::span<const unsigned char> words_dictionary_1();

}  // namespace fh::record

// landscape/fuzzy.h: the words of a dictionary within a few edits of another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "landscape/dictionary.h"

namespace fh::landscape {

// Ordinals of all strings whose optimal string alignment distance from `surface`, in
// code points, is at most `edits`. Walks the sorted dictionary as the tree of its
// prefixes and leaves a branch as soon as it is too far away.
std::vector<uint32_t> within_edits(const Dictionary& dictionary, std::string_view surface,
                                   uint32_t edits);

}  // namespace fh::landscape

// testing/random_queries.h: trees and requests from a seed.
//
// Every tree is one that parse_query() can give: groups of two or more, folded
// surfaces, readings that a text allows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "landscape/query.h"
#include "landscape/request.h"

namespace fh::landscape {

struct RandomTreeOptions {
  uint32_t depth_max = 3;
  // Surfaces and keywords with quotes, operators, spaces and wide characters in
  // them; for the language, not for meeting any document.
  bool odd_characters = false;
};

Node random_tree(Rng& rng, const RandomTreeOptions& options);

// Asks for a random part of what an answer can hold, of documents as
// testing/random_documents.h makes them.
Request random_request(Rng& rng);

// Tells experiences apart by a random column, and people in steps of a random threshold.
Apart random_apart(Rng& rng);

// The whole request on one line, for a failing test's message.
std::string describe(const Request& request);

}  // namespace fh::landscape

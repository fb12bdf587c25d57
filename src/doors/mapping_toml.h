// doors/mapping_toml.h: a mapping as the file a person reads and edits.
//
// Described in docs/import.md. What write_mapping() writes, read_mapping() reads back
// to the same mapping.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "doors/guess.h"
#include "doors/mapping.h"

namespace fh::doors {

// With samples and reasons as comments, where the guess has them.
std::string write_mapping(const Guess& guess);
std::string write_mapping(const Mapping& mapping);

// Strict: an unknown key, a wrong type or an unknown word is kInvalid and names the
// line. `file` is named in errors.
Result<Mapping> read_mapping(std::string_view toml, std::string_view file);

}  // namespace fh::doors

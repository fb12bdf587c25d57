// doors/guess.h: a mapping for a file nobody described, with reasons.
//
// Deterministic. It keeps to sure things: a column without a role becomes a
// signifier of its own name, so nothing is lost by a role not being seen.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "doors/mapping.h"
#include "doors/profile.h"

namespace fh::doors {

struct Guess {
  Mapping mapping;
  std::map<std::string, std::string> reasons;               // by column, or by field's name
  std::map<std::string, std::vector<std::string>> samples;  // by column
  uint64_t rows = 0;                                        // looked at
};

struct GuessInput {
  const Table& table;
  const Profiler& profile;
  bool complete = true;  // every row of the file is in the profile
  FormatSettings format;
  std::string source;  // the name of the source where no column gives it
};

Guess guess_mapping(const GuessInput& input);

// Words that mean "nothing was said": JSON has null for that, so only the empty text.
std::vector<std::string> usual_absent_words(const FormatSettings& format);

// "complaints-2024.csv.gz" as "complaints-2024"; "-" as "stdin".
std::string source_name_of(std::string_view path);

}  // namespace fh::doors

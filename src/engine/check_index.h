// engine/check_index.h: whether the index answers as the record says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "landscape/landscape.h"
#include "record/record.h"

namespace fh::engine {

struct CheckOptions {
  // Experiences looked for by their own words and time; chosen by the seed.
  size_t sample_max = 2000;
  uint64_t seed = 1;
};

// Totals of experiences and people, and a sample that must be found by what it is.
// One line a finding, without words of a teller. REQUIRES: nothing is written
// meanwhile. One pass over the record.
Result<std::vector<std::string>> check_index(record::Record& record,
                                             const landscape::Landscape& landscape,
                                             const CheckOptions& options);

}  // namespace fh::engine

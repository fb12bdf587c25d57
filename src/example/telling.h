// example/telling.h: one experience of one person on one day.
#pragma once

#include <cstdint>

#include "base/random.h"
#include "example/people.h"
#include "example/stream.h"

namespace fh::example {

struct Occasion {
  uint64_t seed = 0;
  int64_t start = 0;      // first day of the two years
  int64_t until = 0;      // last day
  int64_t day = 0;        // of this experience, days since 1970
  int64_t first_day = 0;  // of the person's first experience
  uint32_t ordinal = 0;   // 0 for the person's first
};

Made tell(const Person& person, const Occasion& occasion);

}  // namespace fh::example

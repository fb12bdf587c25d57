// model/validate.h: from what was handed in to what is kept.
//
// Pure: the same draft and time give the same answer. Errors name the field as
// the interface writes it ("signifiers.age"), the value's size or place, and the
// limit (base/limits.h); they never quote the words.
#pragma once

#include <string>

#include "base/error.h"
#include "base/time.h"
#include "model/experience.h"

namespace fh::model {

// A draft and, where it names one, the source's own key for its teller (the
// record turns it into a person; the Experience itself never holds it).
struct Checked {
  Experience experience;
  std::string person;
};

// Words stay verbatim; every other text is trimmed. Times lie between 1900 and
// `now` + 1 day, except lived_at of wishes and expectations, which may lie ahead.
Result<Checked> validate(Draft draft, Instant now);

}  // namespace fh::model

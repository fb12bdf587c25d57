// engine/claim_codes.h: whom a claim code leads to, as it is used.
#pragma once

#include <cstdint>

#include "base/error.h"
#include "base/secrets.h"
#include "record/record.h"

namespace fh::engine {

// The person who holds it; 0: nobody. A code that was handed over with what somebody told is
// known to them, too: once that is taken, and its owner comes with a code of their own, the
// other opens nothing any more. Not before: an answer with the new code may be lost.
Result<uint32_t> person_behind(record::Record& record, const Digest& code);

// kDenied while a code that another has seen leads to a person who has one of their own: the
// first use of that ends the other, so whoever comes now may be that other.
Status require_own_code(record::Record& record, uint32_t person);

}  // namespace fh::engine

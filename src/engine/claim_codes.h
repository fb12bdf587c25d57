// engine/claim_codes.h: whom a claim code leads to, as it is used.
#pragma once

#include <cstdint>

#include "base/error.h"
#include "base/secrets.h"
#include "record/record.h"

namespace fh::engine {

std::unexpected<Error> leads_to_nothing();

// The person who holds it; 0: nobody. A code that was handed over with what somebody told is
// known to them, too: once that is taken, and its owner comes with a code of their own, the
// other opens nothing any more. Not before: an answer with the new code may be lost.
Result<uint32_t> person_behind(record::Record& record, const Digest& code);

// kDenied where a code that another has seen leads to the person: whoever comes now may be that
// other. What was told for them is to be taken first; the first use of the code they get then ends
// the other. To see it, to erase it and to give it back any code will do.
Status require_own_code(record::Record& record, uint32_t person);

// Whether two people may become one: one of them must come with codes that nobody else has seen,
// and none of the other be taken already, as above.
Status may_join(record::Record& record, uint32_t into, uint32_t from);

}  // namespace fh::engine

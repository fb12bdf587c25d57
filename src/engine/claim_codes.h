// engine/claim_codes.h: whom a claim code leads to, as it is used.
#pragma once

#include <optional>

#include "base/error.h"
#include "base/secrets.h"
#include "engine/caller.h"
#include "record/record.h"

namespace fh::engine {

std::unexpected<Error> leads_to_nothing();

// Who comes with it; nothing: nobody. A code that was handed over with what somebody told is known
// to them, too: once that is taken, and its owner comes with a code of their own, the other opens
// nothing any more. Not before: an answer with the new code may be lost.
Result<std::optional<Caller>> teller_with(record::Record& record, const Digest& code);

// kDenied for a teller who came with a code that another has seen. What was told for them is to be
// taken first: they get a code of their own then. To see it, to erase it and to give it back any
// code will do.
Status require_own_code(record::Record& record, const Caller& teller);

// Whether two who came with their codes may become one: not with two that others have seen, nor
// with one that was taken already, as above.
Status may_join(record::Record& record, const Caller& into, const Caller& from);

}  // namespace fh::engine

// engine/erasure_receipt.h: says what was erased, and signs it with the installation's key.
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "base/secrets.h"
#include "engine/ownership.h"
#include "record/record.h"

namespace fh::engine {

// Made at first, kept in the record. Thread-safe. kCorrupt where what is kept is no key.
Result<KeyPair> signing_key(record::Record& record, Random& random);

// Of whatever was erased, or of nothing. Pure.
ErasureReceipt make_receipt(const record::Erased& erased, Purge purge, Instant now,
                            const KeyPair& pair);

}  // namespace fh::engine

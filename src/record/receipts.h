// record/receipts.h: what is kept of erasures and of the requests they complete: for the
// writer, inside its transactions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "record/database.h"
#include "record/reading.h"
#include "record/requests.h"

namespace fh::record {

// The new number. REQUIRES: an open write transaction.
Result<uint64_t> keep_receipt(Database& database, const KeptReceipt& receipt);
// Newest first.
Result<std::vector<KeptReceipt>> kept_receipts(Database& database, Page page);
// kNotFound.
Result<KeptReceipt> kept_receipt(Database& database, uint64_t number);

struct Completion {
  Instant at;
  uint64_t experiences = 0;
  uint64_t receipt = 0;  // 0: none
};
// Also forgets whom it was about. REQUIRES: an open write transaction.
Status complete_request(Database& database, std::string_view id, const Completion& completion);

}  // namespace fh::record

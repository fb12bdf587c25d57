// landscape/search.h: one request, one snapshot, one answer.
#pragma once

#include "base/error.h"
#include "landscape/bm25.h"
#include "landscape/request.h"
#include "landscape/snapshot.h"
#include "landscape/tuning.h"

namespace fh::landscape {

// A function of its arguments alone. kTooLarge beyond limits.h; kInvalid where the
// request contradicts itself.
Result<Answer> search(const Snapshot& snapshot, const Request& request, const Bm25& settings,
                      const Tuning& tuning);

}  // namespace fh::landscape

// engine/replay.h: what the record knows and a landscape does not yet.
#pragma once

#include <cstdint>
#include <functional>

#include "base/error.h"
#include "landscape/landscape.h"
#include "record/record.h"

namespace fh::engine {

// Applies every change after landscape.covered(), in batches; the next batch is read
// while one is applied. progress(done, total) counts sequence numbers. Linear in what
// is new, bounded memory.
Status replay(record::Record& record, landscape::Landscape& landscape,
              const std::function<void(uint64_t, uint64_t)>& progress);

}  // namespace fh::engine

// engine/rights.h: the one place that decides what a caller may.
#pragma once

#include <string_view>

#include "base/error.h"
#include "engine/caller.h"
#include "model/grants.h"

namespace fh::engine {

// kDenied where the caller lacks the right; `what` completes "you may not …".
Status require(const Caller& caller, Right right, std::string_view what);

// For what a caller's questions are answered: figures and words each see what is granted for
// their purpose. A caller with neither right asks as the public does.
struct Purposes {
  model::Purpose figures = model::Purpose::kShare;
  model::Purpose words = model::Purpose::kShare;
};
Purposes purposes_of(const Caller& caller);

}  // namespace fh::engine

// engine/rights.h: the one place that decides what a caller may.
#pragma once

#include <span>
#include <string_view>

#include "base/error.h"
#include "engine/caller.h"
#include "model/experience.h"
#include "model/grants.h"
#include "record/record.h"

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

// Where tellings of nobody known come from, whatever they say themselves.
inline constexpr std::string_view kPublicSource = "tell";

// Puts drafts of nobody known under kPublicSource, so that they cannot take a source's ids.
// kDenied where one amends, or names a person: that would be another's.
Status fit_for_public(std::span<model::Draft> drafts, record::SameKey same_key);

}  // namespace fh::engine

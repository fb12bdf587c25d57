// engine/rights.h: the one place that decides what a caller may.
#pragma once

#include <cstdint>
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

// What changes who may come in or what holds for all is for who has kAdminister and a view
// that is not narrowed: else they could hand out more than they have. As require().
Status may_administer(const Caller& caller, std::string_view what);
// The same for what is about all that is there: kDenied for who has a scope, too.
Status require_whole(const Caller& caller, Right right, std::string_view what);
// kDenied where the caller is not somebody with a claim code.
Status require_teller(const Caller& caller);

// For what a caller's questions are answered: figures and words each see what is granted for
// their purpose. A caller with neither right asks as the public does.
struct Purposes {
  model::Purpose figures = model::Purpose::kShare;
  model::Purpose words = model::Purpose::kShare;
};
Purposes purposes_of(const Caller& caller);

// Where tellings of nobody known come from, whatever they say themselves.
inline constexpr std::string_view kPublicSource = "tell";

// Whether the caller may tell these so. Drafts of who is not known to the organisation, a teller
// among them, go under kPublicSource, so that they cannot take a source's ids; kDenied where
// they amend by such ids, or name a person: that would be another's. Nor does who has a scope
// amend by them: it might be what is not there for them.
Status may_tell(const Caller& caller, std::span<model::Draft> drafts, record::SameKey same_key);

// Who brings names of signifiers along: new ones are columns, of which there are only so many.
enum class ToldBy : uint8_t {
  kOrganisation,  // members, keys and the host
  kPublic,        // who is not known to it, a teller among them
};
ToldBy told_by(const Caller& caller);

}  // namespace fh::engine

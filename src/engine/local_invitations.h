// engine/local_invitations.h: invitations over one record.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "engine/engine.h"
#include "engine/invitations.h"
#include "engine/small_groups.h"

namespace fh::engine {

class LocalInvitations final : public Invitations {
 public:
  // All outlive it.
  struct Parts {
    const EngineOptions& options;
    record::Record& record;
    std::function<std::shared_ptr<const SmallGroups>()> groups;  // as they are set now
  };
  explicit LocalInvitations(Parts parts) : parts_(std::move(parts)) {}

  Result<MadeBatch> make(const Caller& caller, const NewBatch& batch) override;
  Result<std::vector<Batch>> batches(const Caller& caller, uint32_t limit,
                                     uint64_t offset) override;
  Status end(const Caller& caller, uint64_t number) override;
  Result<Invited> invited(const Caller& caller, std::string_view secret) override;

 private:
  Result<Batch> shown(const record::InvitationBatch& kept) const;

  const Parts parts_;
};

// The invitation as Invitations::invited() has it; `few` is left to who knows the threshold.
Result<Invited> open_invitation(record::Record& record, std::string_view secret, Instant now);

// The draft with what the invitation is about in place of what it says itself of that. Its
// source's id, where it has one, is one among those of who was invited: nobody takes another's.
model::Draft as_invited(model::Draft draft, const model::Draft& about);

}  // namespace fh::engine

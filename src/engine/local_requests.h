// engine/local_requests.h: people's requests over one record.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/erasing.h"
#include "engine/local_ownership.h"
#include "engine/reading_notes.h"
#include "engine/requests.h"

namespace fh::engine {

class LocalRequests final : public Requests {
 public:
  // All outlive it.
  struct Parts {
    const EngineOptions& options;
    record::Record& record;
    Erasing& erasing;
    LocalOwnership& ownership;
    ReadingNotes& readings;
  };
  explicit LocalRequests(Parts parts) : parts_(parts), book_(parts.record.requests()) {}

  Result<RequestSeen> hand_in(const Caller& caller, const NewRequest& asked) override;
  Result<RequestSeen> request(const Caller& caller, std::string_view id) override;
  using Requests::list;
  Result<std::vector<RequestSeen>> list(const Caller& caller, uint32_t limit, uint64_t offset,
                                        std::optional<record::RequestStatus> status) override;
  Result<RequestSeen> cancel(const Caller& caller, std::string_view id) override;
  Result<SubjectData> result(const Caller& caller, std::string_view id, uint32_t limit,
                             uint64_t offset) override;
  Result<uint32_t> wait_hours(const Caller& caller) override;
  Status set_wait_hours(const Caller& caller, uint32_t hours) override;

  // Carries out what is due, some at a time, and forgets what is past. How many it carried out.
  Result<uint64_t> upkeep();

 private:
  using Identities = std::vector<record::SubjectIdentity>;
  Result<Identities> hidden(const std::vector<NamedSubject>& identities);
  Status hide(const NamedSubject& identity, Identities& hidden);
  Result<uint32_t> kept_wait_hours();
  Result<record::SubjectRequest> there_for(const Caller& caller, std::string_view id,
                                           std::string_view what);
  Result<RequestSeen> seen(record::SubjectRequest request);
  bool has_result(const record::SubjectRequest& request) const;
  Status carry_out(const record::SubjectRequest& request);
  Status carry_out_erasure(const record::SubjectRequest& request);
  Result<std::vector<OwnExperience>> shown(const record::SubjectRequest& request,
                                           std::span<const uint64_t> numbers);

  const Parts parts_;
  record::RequestBook& book_;
  std::mutex carrying_out_;  // one at a time, each once
};

}  // namespace fh::engine

// engine/requests.h: what people ask of the organisation, and it asks of this program on
// their behalf: to be told what is kept of them, to have it to take along, to have it erased.
//
// The words are OpenDSR's: a request is pending, then in progress, then completed; or it is
// cancelled while it is pending. An erasure may be made to wait for some hours, for somebody
// to look at it. Whom it is about is kept as a keyed hash until it begins, as numbers while
// its result is to be had, and not at all after that.
//
// Right::kRequest, with a view that is not narrowed; who has no Right::kAdminister besides
// sees what they handed in themselves, and nothing else is there. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engine/caller.h"
#include "engine/ownership.h"
#include "record/record.h"

namespace fh::engine {

inline constexpr uint64_t kOpenRequestsMax = 10'000;
inline constexpr size_t kIdentitiesMax = 16;
inline constexpr uint32_t kRequestWaitHoursMax = 720;
// How long the result of an access or a portability request is to be had.
inline constexpr int64_t kResultDays = 30;

// Under which name somebody is known.
enum class IdentityType : uint8_t {
  kSourcePerson,  // a source's own key for a person
  kSourceId,      // a source's own id for one experience
  kClaimCode,     // whoever holds it
  kPerson,        // the key that the interface shows
};
inline constexpr size_t kIdentityTypes = 4;
// "controller_customer_id", "source_id", "claim_code", "person".
std::string_view name_of(IdentityType type);
std::optional<IdentityType> identity_type_named(std::string_view name);

struct NamedSubject {
  IdentityType type = IdentityType::kSourcePerson;
  std::string source = {};  // of the first two
  std::string value = {};
};

struct NewRequest {
  std::string id = {};  // a UUID; empty: one is made
  record::RequestType type = record::RequestType::kAccess;
  std::vector<NamedSubject> identities = {};
};

struct RequestSeen {
  record::SubjectRequest request = {};
  std::optional<record::KeptReceipt> receipt = {};  // of a completed erasure
  bool has_result = false;                          // that can be fetched now
};

// A page of what is kept of somebody.
struct SubjectData {
  record::SubjectRequest request = {};
  Instant at = {};
  uint64_t experiences = 0;  // in all
  std::vector<OwnExperience> page = {};
};

class Requests {
 public:
  virtual ~Requests() = default;

  // What may begin at once is carried out before this returns. The same id again gives the
  // first one as it is now; kConflict where that was of another type. Names that lead to
  // nobody are no error: who asks is owed that answer, too. kInvalid with the field.
  virtual Result<RequestSeen> hand_in(const Caller& caller, const NewRequest& asked) = 0;
  virtual Result<RequestSeen> request(const Caller& caller, std::string_view id) = 0;
  // Newest first; all, or those of one status.
  virtual Result<std::vector<RequestSeen>> list(const Caller& caller, uint32_t limit,
                                                uint64_t offset,
                                                std::optional<record::RequestStatus> status) = 0;
  Result<std::vector<RequestSeen>> list(const Caller& caller, uint32_t limit, uint64_t offset) {
    return list(caller, limit, offset, std::nullopt);
  }
  // kConflict where it has begun.
  virtual Result<RequestSeen> cancel(const Caller& caller, std::string_view id) = 0;
  // As things are now, newest first; noted for the teller as read, and in the audit.
  // kNotFound where there is none, or not any more. Of portability: what they told alone.
  virtual Result<SubjectData> result(const Caller& caller, std::string_view id, uint32_t limit,
                                     uint64_t offset) = 0;

  // How long an erasure waits before it begins. For keepers; 0 unless they say otherwise.
  virtual Result<uint32_t> wait_hours(const Caller& caller) = 0;
  virtual Status set_wait_hours(const Caller& caller, uint32_t hours) = 0;
};

}  // namespace fh::engine

// record/requests.h: what people ask for through the organisation: access, portability,
// erasure; and the receipts that are kept.
//
// A request holds no name of whom it is about. Until it begins it holds a keyed hash of the
// source's key for them, the hash of a claim code, or numbers of ours; while its result is to
// be had, numbers; after that, nothing. Every change is durable, and in the audit under its
// Act, when its call returns.
//
// Threads: as record.h: changes wait for each other, reads run beside them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secrets.h"
#include "base/time.h"
#include "record/access.h"

namespace fh::record {

// An erasure's receipt, as the organisation keeps it. Ids and counts, never words.
struct KeptReceipt {
  uint64_t number = 0;  // from 1
  Instant at = {};
  std::string why = {};  // "retention", "request 0b3…", "erasure log"
  uint64_t experiences = 0;
  std::string statement = {};  // as it was signed
  std::string signature = {};  // Ed25519, base32
  std::string key = {};        // the public one, base32
};

enum class RequestType : uint8_t { kAccess, kPortability, kErasure };
enum class RequestStatus : uint8_t { kPending, kInProgress, kCompleted, kCancelled };

// "access", "portability", "erasure"; "pending", "in_progress", "completed", "cancelled".
std::string_view name_of(RequestType type);
std::string_view name_of(RequestStatus status);
std::optional<RequestType> request_type_named(std::string_view name);
std::optional<RequestStatus> request_status_named(std::string_view name);

struct SubjectRequest {
  std::string id = {};
  RequestType type = RequestType::kAccess;
  RequestStatus status = RequestStatus::kPending;
  std::string actor = {};  // who handed it in
  Instant received = {};
  Instant begins = {};  // not before
  std::optional<Instant> ended = {};
  uint64_t experiences = 0;  // that it was about, once completed
  uint64_t receipt = 0;      // of an erasure that is completed; 0: none
};

// Whom a request is about, in one of four ways.
struct SubjectIdentity {
  enum class Kind : uint8_t { kKnownAs = 1, kClaim = 2, kPerson = 3, kExperience = 4 };
  Kind kind = Kind::kPerson;
  std::string hash = {};  // of the first two, as bytes
  uint64_t number = 0;    // of the others
};

struct AddedRequest {
  SubjectRequest request;
  bool is_new = false;
};

// Which requests: of one actor, or (empty) of all; of one status, or of any.
struct RequestFilter {
  std::string actor = {};
  std::optional<RequestStatus> status = {};
};

class RequestBook {
 public:
  virtual ~RequestBook() = default;

  // Under an id that is there already: that one, and nothing is added. kBusy where `open_max`
  // requests are pending or in progress.
  virtual Result<AddedRequest> add(const SubjectRequest& request,
                                   std::span<const SubjectIdentity> whose, uint64_t open_max) = 0;
  virtual Result<std::optional<SubjectRequest>> find(std::string_view id) = 0;
  // Newest first.
  virtual Result<std::vector<SubjectRequest>> list(const RequestFilter& filter, uint32_t limit,
                                                   uint64_t offset) = 0;
  // Those in progress, then the pending ones whose time has come; oldest first.
  virtual Result<std::vector<SubjectRequest>> due(Instant now, uint32_t limit) = 0;

  // From pending to in progress. False: it is in progress already. kConflict where it is past.
  virtual Result<bool> begin(std::string_view id, std::string_view actor) = 0;
  // Only a pending one: else kConflict. It forgets whom it was about.
  virtual Status cancel(std::string_view id, std::string_view actor) = 0;
  // Of access and portability: from now on it holds numbers alone. It gives how many.
  virtual Result<uint64_t> complete(std::string_view id, std::string_view actor) = 0;
  // Of an erasure that found nothing.
  virtual Status complete_with(std::string_view id, const KeptReceipt& receipt,
                               std::string_view actor) = 0;
  // Of the experiences it is about, as things are now, ascending. O(theirs).
  virtual Result<std::vector<uint64_t>> experiences(std::string_view id) = 0;
  virtual Result<KeptReceipt> receipt(uint64_t number) = 0;
  // Whom requests were about that ended before: a bounded part a call. Waits for the writer only
  // where there is any.
  virtual Status forget_before(Instant before) = 0;

  // The hash under which the record would know whom a source calls so.
  virtual Result<std::string> known_as(std::string_view source, std::string_view person) = 0;
  // An entry in the audit and nothing else.
  virtual Status note(const Act& act) = 0;
  // As Record::set_note, and in the audit.
  virtual Status set_setting(std::string_view key, std::string_view value, const Act& act) = 0;
};

class Readers;
class Writer;

// Over the record's own connections, which outlive it.
std::unique_ptr<RequestBook> make_request_book(Writer& writer, Readers& readers);

}  // namespace fh::record

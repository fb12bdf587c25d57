// record/invitations.h: links with which people are invited to tell, each good once.
//
// Kept of a link are a hash and whether it was used: neither when, nor for what, nor in which
// order they were made. Every change is durable, and in the audit under its Act, when its call
// returns; that one was used is in no audit.
//
// Threads: as record.h: changes wait for each other, reads run beside them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/secrets.h"
#include "base/time.h"
#include "record/access.h"

namespace fh::record {

struct InvitationBatch {
  uint64_t number = 0;
  std::string name = {};
  std::string about = {};  // what is said with each telling: a draft, as JSON
  uint64_t links = 0;
  uint64_t used = 0;  // exactly; who may know it is the engine's affair
  Instant made = {};
  std::string made_by = {};
  Instant expires = {};
  std::optional<Instant> ended = {};
};

class InvitationBook {
 public:
  virtual ~InvitationBook() = default;

  // With these links; the new number. kTooLarge where more than `open_max` would be open.
  virtual Result<uint64_t> add(const InvitationBatch& batch, std::span<const Digest> links,
                               uint64_t open_max) = 0;
  // Newest first. O(links of these).
  virtual Result<std::vector<InvitationBatch>> batches(uint32_t limit, uint64_t offset) = 0;
  // Its links are good no more. kNotFound where there is none, or it was ended before.
  virtual Status end(uint64_t number, const Act& act) = 0;
  // The batch the link is of, without `used`; nothing where there is no such link. Says the
  // same of a link that was used as of one that was not.
  virtual Result<std::optional<InvitationBatch>> batch_of(const Digest& link) = 0;
};

class Readers;
class Writer;

// Over the record's own connections, which outlive it.
std::unique_ptr<InvitationBook> make_invitation_book(Writer& writer, Readers& readers);

}  // namespace fh::record

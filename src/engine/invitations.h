// engine/invitations.h: inviting people to tell, by links that are each good once.
//
// Whoever makes the links may know whom each was given to. So a link opens nothing but the
// telling: who tells gets a claim code of their own, and nothing is kept or answered from
// which it could be learnt through which link something was told. In particular, asking what a
// link is about says the same whether it was used or not: else who kept the list could watch
// when each is used, and see what came in at that moment.
//
// Thread-safe, as the engine is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "engine/caller.h"
#include "model/experience.h"

namespace fh::engine {

inline constexpr uint64_t kInvitationsMax = 10'000;         // of a batch
inline constexpr uint64_t kOpenInvitationsMax = 1'000'000;  // of all batches that are open
inline constexpr size_t kBatchNameBytesMax = 128;
inline constexpr int64_t kInvitationDaysMax = 366;

struct NewBatch {
  std::string name;         // shown to who is invited
  model::Draft about = {};  // said with each telling, whatever its teller says of it
  std::string until = {};   // a time or day as in base/time.h; a day includes itself
  uint64_t count = 0;
};

struct Batch {
  uint64_t number = 0;
  std::string name;
  model::Draft about = {};
  uint64_t links = 0;
  // How many were used, in whole steps of `step`; none: fewer than that, perhaps none.
  std::optional<uint64_t> used = {};
  uint64_t step = 0;  // 0: exactly as many
  Instant made;
  std::string made_by;
  Instant expires;
  std::optional<Instant> ended;
};

struct MadeBatch {
  Batch batch;
  std::vector<std::string> secrets;  // of the links; cannot be asked for again
};

// What somebody who holds a link is told.
struct Invited {
  std::string name;
  model::Draft about = {};
  uint64_t links = 0;  // like this one, itself included
  bool few = false;    // so few that who made them may guess who told
  Instant expires;
};

class Invitations {
 public:
  virtual ~Invitations() = default;

  // For keepers, the first three. kInvalid with the field.
  virtual Result<MadeBatch> make(const Caller& caller, const NewBatch& batch) = 0;
  // Newest first.
  virtual Result<std::vector<Batch>> batches(const Caller& caller, uint32_t limit,
                                             uint64_t offset) = 0;
  // kNotFound where there is none, or it was ended.
  virtual Status end(const Caller& caller, uint64_t number) = 0;

  // kNotFound for a secret that leads to nothing, kConflict where its batch is over. Whether it
  // was used is not said: who tells with it learns that.
  virtual Result<Invited> invited(const Caller& caller, std::string_view secret) = 0;
};

}  // namespace fh::engine

// engine/contacts.h: how tellers can be reached, should they wish it, and how one who has lost
// their claim code comes back by it.
//
// A teller leaves a mail address; a letter with a link goes there, and once it is opened the
// address counts: who then says that the code is lost is sent a link that hands out a further
// one. The address is shown to its teller and to nobody else. Thread-safe, as the engine is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "engine/caller.h"
#include "engine/post_box.h"
#include "record/contacts.h"

namespace fh::engine {

// How a door sends letters.
struct Posting {
  PostBox& box;
  std::string pages;  // where people open the pages, "https://example.org": links begin so
  std::string from;   // who asks (network_of()): each may ask for so many
};

struct OwnContact {
  std::optional<record::Contact> contact = {};
  std::optional<Instant> waiting_until = {};  // a letter's link can verify an address
};

class Contacts {
 public:
  static constexpr int64_t kVerifyMs = 24 * 3'600'000;
  static constexpr int64_t kComeBackMs = 3'600'000;

  virtual ~Contacts() = default;

  // For the teller.
  virtual Result<OwnContact> of(const Caller& teller) = 0;
  // A letter with a link goes to the address; until it is opened what there was holds. Gives
  // until when it is good. kInvalid and kTooLarge for what is no address; kBusy where too many
  // letters were asked for.
  virtual Result<Instant> leave(const Caller& teller, std::string_view address,
                                const Posting& posting) = 0;
  // The address is unreadable when this returns, in every backup, too. kNotFound.
  virtual Status remove(const Caller& teller) = 0;
  // From now on `claim_code`, the teller's own, is the only one that leads to what is theirs.
  virtual Status keep_one_code(const Caller& teller, std::string_view claim_code) = 0;

  // For whoever has the link out of a letter, once. kNotFound where it is none, used or past.
  virtual Status verify(std::string_view link) = 0;
  // A further claim code.
  virtual Result<std::string> come_back(std::string_view link) = 0;
  // For anybody. Where somebody can be reached at the address, a letter goes there. What it
  // answers, and how soon, is the same where nobody can.
  virtual Status lost(std::string_view address, const Posting& posting) = 0;
  // How long `from` has to wait before it may ask for another letter; 0: it need not.
  virtual int64_t wait_ms(std::string_view from) = 0;
  // The same before leave(): that the teller, the address and `from` may have one more.
  virtual int64_t wait_ms(const Caller& teller, std::string_view address,
                          std::string_view from) = 0;
};

}  // namespace fh::engine
